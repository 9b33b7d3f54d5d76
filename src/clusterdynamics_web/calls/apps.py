from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "clusterdynamics_web.calls"
    label = "calls"

    def ready(self) -> None:
        from clusterdynamics_web.calls.operations.packs import on_taken_down
        from clusterdynamics_web.studies.signals import snapshots_taken_down

        snapshots_taken_down.connect(on_taken_down, dispatch_uid="calls")
