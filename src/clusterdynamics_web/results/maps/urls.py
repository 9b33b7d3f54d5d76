from __future__ import annotations

from django.urls import path

from clusterdynamics_web.results.maps import views

urlpatterns = [
    path("", views.show, name="results_map"),
    path("data.json", views.data, name="results_map_data"),
    path("picture.svg", views.picture, name="results_map_picture"),
    path("file.<slug:kind>", views.file, name="results_map_file"),
    path("take-out/", views.take, name="results_map_take_out"),
]
