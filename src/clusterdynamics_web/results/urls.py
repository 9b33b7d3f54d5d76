from __future__ import annotations

from django.urls import include, path

from clusterdynamics_web.results import views

urlpatterns = [
    path("map/", include("clusterdynamics_web.results.maps.urls")),
    path("", views.overview, name="results"),
    path("again/", views.again, name="results_again"),
    path("about/<slug:name>/", views.section, name="results_section"),
    path("picture/<slug:block>.svg", views.picture, name="results_picture"),
]
