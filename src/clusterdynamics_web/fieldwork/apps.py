from __future__ import annotations

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "clusterdynamics_web.fieldwork"
    label = "fieldwork"
