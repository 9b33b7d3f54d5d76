from __future__ import annotations

from django.urls import path

from clusterdynamics_web.fieldwork import views

urlpatterns = [
    path("", views.board, name="field_board"),
    path("missing/", views.missing, name="field_missing"),
    path("plan.ics", views.calendar, name="field_calendar"),
    path("plan/", views.plan, name="field_plan"),
    path("plan/<int:step>/done/", views.done, name="field_done"),
    path("mail/<slug:kind>/", views.mail, name="field_mail"),
    path("mail/<slug:kind>/merge/", views.merge, name="field_merge"),
    path("contacts/<int:contact>/", views.contact, name="field_contact"),
    path("close/", views.close, name="field_close"),
    path("freeze/", views.freeze, name="field_freeze"),
    path("key/", views.destroy_key, name="field_key"),
]
