from __future__ import annotations

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "clusterdynamics_web.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        from clusterdynamics_web.fieldwork import operations
        from clusterdynamics_web.studies.signals import snapshots_taken_down

        snapshots_taken_down.connect(operations.on_taken_down, dispatch_uid="fieldwork")
