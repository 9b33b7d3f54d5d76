"""Addresses of the style guide."""

from __future__ import annotations

from django.urls import path

from clusterdynamics_web.styleguide import views

app_name = "styleguide"
urlpatterns = [
    path("", views.index, name="index"),
    path("respondent/", views.respondent, name="respondent"),
    path("roster/", views.roster, name="roster"),
    path("projector/", views.projector, name="projector"),
    path("log-in/", views.log_in, name="log_in"),
    path("scripts/", views.scripts, name="scripts"),
    path("part/", views.part, name="part"),
]
