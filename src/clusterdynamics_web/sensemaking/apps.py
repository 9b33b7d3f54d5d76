from __future__ import annotations

from django.apps import AppConfig


class SensemakingConfig(AppConfig):
    name = "clusterdynamics_web.sensemaking"
    label = "sensemaking"

    def ready(self) -> None:
        from clusterdynamics_web.sensemaking import held  # noqa: F401 - tells publishing of sessions
