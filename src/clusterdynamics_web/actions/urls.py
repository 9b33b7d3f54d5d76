from __future__ import annotations

from django.urls import path

from clusterdynamics_web.actions.views import actions, calendar, changed, findings, plan, reviews, several

urlpatterns = [
    path("", actions.overview, name="act_overview"),
    path("findings/", findings.every, name="act_findings"),
    path("findings/new/", findings.new, name="finding_new"),
    path("findings/<str:finding>/", findings.edit, name="finding_edit"),
    path("findings/<str:finding>/remove/", findings.remove, name="finding_remove"),
    path("new/", actions.new, name="action_new"),
    path("new/several/", several.several, name="action_several"),
    path("actions/<str:action>/", actions.show, name="action_show"),
    path("actions/<str:action>/change/", actions.edit, name="action_edit"),
    path("reviews/", reviews.every, name="act_reviews"),
    path("reviews/<slug:review>/", reviews.review, name="act_review"),
    path("reviews/<slug:review>/end/", reviews.end, name="act_review_end"),
    path("reviews/<slug:review>/<str:action>/", reviews.move, name="act_review_move"),
    path("changed/", changed.since, name="act_changed"),
    path("plan.docx", plan.text, name="act_plan_text"),
    path("plan.xlsx", plan.sheet, name="act_plan_sheet"),
    path("calendar/", calendar.addresses, name="act_calendar"),
    path("calendar.ics", calendar.download, name="act_calendar_file"),
]
