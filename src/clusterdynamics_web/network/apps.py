from __future__ import annotations

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "clusterdynamics_web.network"
    label = "network"

    def ready(self) -> None:
        from clusterdynamics_web.network import shelves  # noqa: F401 - what the front page shows
