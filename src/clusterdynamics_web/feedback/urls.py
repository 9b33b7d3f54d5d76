from __future__ import annotations

from django.urls import path

from clusterdynamics_web.feedback.views import own, team

#: Below a study.
TEAM = "r/<slug:region>/s/<slug:study>/feedback/"

urlpatterns = [
    path("answer/report/", own.report, name="feedback"),
    path("answer/report/sheet.pdf", own.report_pdf, name="feedback_pdf"),
    path("answer/report/useful/", own.useful, name="feedback_useful"),
    path("answer/report/object/", own.object_to, name="feedback_object"),
    path("answer/report/words/", own.words, name="feedback_words"),
    path(TEAM, team.home, name="feedback_home"),
    path(f"{TEAM}automatic/", team.automatic, name="feedback_automatic"),
    path(f"{TEAM}send/", team.send, name="feedback_send"),
    path(f"{TEAM}objections/", team.objections, name="feedback_objections"),
    path(f"{TEAM}objections/<slug:objection>/", team.answer, name="feedback_answer"),
    path(f"{TEAM}sheets/", team.sheets, name="feedback_sheets"),
    path(f"{TEAM}sheets/all.zip", team.sheets_file, name="feedback_sheets_file"),
]
