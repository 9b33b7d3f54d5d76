from __future__ import annotations

from django.urls import path

from clusterdynamics_web.jobs import views

urlpatterns = [
    path("<slug:key>/", views.watch, name="job_watch"),
    path("<slug:key>/cancel/", views.cancel, name="job_cancel"),
]
