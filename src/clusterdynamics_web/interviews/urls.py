from __future__ import annotations

from django.urls import path

from clusterdynamics_web.interviews import views

urlpatterns = [
    path("", views.calls, name="interview_calls"),
    path("assign/", views.assign, name="interview_assign"),
    path("paper/<slug:language>.pdf", views.paper, name="interview_paper"),
    path("<slug:code>/", views.person, name="interview_person"),
    path("<slug:code>/send/", views.send, name="interview_send"),
    path("<slug:code>/form/", views.resume, name="interview_form_scope"),
    path("<slug:code>/form/worker.js", views.worker, name="interview_worker"),
    path("<slug:code>/form/offline/", views.offline, name="interview_offline"),
    path("<slug:code>/form/<slug:step>/", views.form, name="interview_form"),
]
