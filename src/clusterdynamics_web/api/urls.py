from __future__ import annotations

from django.urls import path

from clusterdynamics_web.api import views
from clusterdynamics_web.api.api import urls

urlpatterns = [
    path("api/v1/", urls),
    path("r/<slug:region>/s/<slug:study>/programs/", views.keys, name="api_keys"),
    path("r/<slug:region>/s/<slug:study>/programs/<slug:key>/withdraw/", views.withdraw, name="api_key_withdraw"),
]
