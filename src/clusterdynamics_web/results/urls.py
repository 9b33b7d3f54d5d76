from __future__ import annotations

from django.urls import include, path

from clusterdynamics_web.results import document_views, publish_views, views

urlpatterns = [
    path("map/", include("clusterdynamics_web.results.maps.urls")),
    path("", views.overview, name="results"),
    path("again/", views.again, name="results_again"),
    path("about/<slug:name>/", views.section, name="results_section"),
    path("picture/<slug:block>.svg", views.picture, name="results_picture"),
    path("publish/", publish_views.publish, name="results_publish"),
    path("documents/", document_views.documents, name="results_documents"),
    path("documents/<slug:document>/", document_views.document, name="results_document"),
]
