from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "clusterdynamics_web"
    label = "web"

    def ready(self) -> None:
        from clusterdynamics_web import checks  # noqa: F401 - registers them
