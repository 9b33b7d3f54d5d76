from __future__ import annotations

from django.urls import path

from clusterdynamics_web.dashboard.views import dashboard, edit

urlpatterns = [
    path("", dashboard.show, name="dashboard"),
    path("figures/", edit.figures, name="dashboard_figures"),
    path("figures/to-fill.csv", edit.template, name="dashboard_template"),
    path("figures/definitions/", edit.definitions, name="dashboard_definitions"),
    path("stories/", edit.stories, name="dashboard_stories"),
    path("events/", edit.events, name="dashboard_events"),
    path("events/<int:event>/remove/", edit.event_remove, name="dashboard_event_remove"),
    path("publish/", edit.publish, name="dashboard_publish"),
    path("for-others.zip", dashboard.export, name="dashboard_export"),
]
