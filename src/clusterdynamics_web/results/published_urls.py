from __future__ import annotations

from django.urls import path

from clusterdynamics_web.results import publish_views as views

urlpatterns = [
    path("", views.published_list, name="published_list"),
    path("<slug:published>/", views.published, name="published"),
    path("<slug:published>/about/<slug:name>/", views.published_section, name="published_section"),
    path("<slug:published>/picture/<slug:block>.svg", views.published_picture, name="published_picture"),
]
