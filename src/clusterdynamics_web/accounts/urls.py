from __future__ import annotations

from django.urls import path

from clusterdynamics_web.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/data/", views.my_data, name="my_data"),
]
