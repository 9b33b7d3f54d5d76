from __future__ import annotations

from django.apps import AppConfig


class SensemakingConfig(AppConfig):
    name = "clusterdynamics_web.sensemaking"
    label = "sensemaking"
