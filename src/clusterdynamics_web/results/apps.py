from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "clusterdynamics_web.results"
    label = "results"

    def ready(self) -> None:
        from clusterdynamics_web.results import operations
        from clusterdynamics_web.studies.signals import snapshot_frozen, snapshots_taken_down

        snapshot_frozen.connect(operations.on_frozen, dispatch_uid="results")
        snapshots_taken_down.connect(operations.on_taken_down, dispatch_uid="results")
