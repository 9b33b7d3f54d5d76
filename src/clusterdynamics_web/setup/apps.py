from __future__ import annotations

from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "clusterdynamics_web.setup"
    label = "setup"
