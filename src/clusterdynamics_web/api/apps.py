from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "clusterdynamics_web.api"
    label = "api"
