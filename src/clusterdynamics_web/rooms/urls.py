from __future__ import annotations

from django.urls import path

from clusterdynamics_web.rooms import views

urlpatterns = [
    path("join/", views.join, name="room_join"),
    path("join/<slug:code>/", views.organisation, name="room_organisation"),
    path("r/<slug:region>/s/<slug:study>/room/", views.control, name="room_control"),
    path("r/<slug:region>/s/<slug:study>/room/close/", views.close, name="room_close"),
    path("r/<slug:region>/s/<slug:study>/room/projector/", views.projector, name="room_projector"),
]
