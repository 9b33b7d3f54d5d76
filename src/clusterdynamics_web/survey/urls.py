from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clusterdynamics_web.survey.views import after, answer, data, entry, offline

urlpatterns: list[URLPattern | URLResolver] = [
    path("a/", entry.ask_link, name="link_ask"),
    path("a/fresh/", entry.ask_fresh, name="link_fresh"),
    path("a/<slug:token>/", entry.open_page, name="answer_link"),
    path("a/<slug:token>/no/", entry.decline_by_link, name="answer_link_decline"),
    path("answer/", answer.resume, name="answer"),
    path("answer/language/", answer.language, name="answer_language"),
    path("answer/decline/", after.say_no, name="answer_decline"),
    path("answer/come-back/", after.come_back, name="answer_come_back"),
    path("answer/submit/", answer.send, name="answer_submit"),
    path("answer/done/", after.done, name="answer_done"),
    path("answer/copy/", after.copy, name="answer_copy"),
    path("answer/help/", after.help_page, name="answer_help"),
    path("answer/data/", data.my_data, name="answer_data"),
    path("answer/data.json", data.as_json, name="answer_data_json"),
    path("answer/data.csv", data.as_csv, name="answer_data_csv"),
    path("answer/erase/", data.erase, name="answer_erase"),
    path("answer/leave-list/", data.leave_list, name="answer_leave_list"),
    path("answer/offline/", offline.page_offline, name="answer_offline"),
    path("answer/worker.js", offline.worker, name="answer_worker"),
    path("answer/<str:step>/", answer.step_page, name="answer_step"),
]
