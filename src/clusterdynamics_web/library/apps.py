from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "clusterdynamics_web.library"
    label = "library"

    def ready(self) -> None:
        from clusterdynamics_web.library.operations import on_taken_down
        from clusterdynamics_web.studies.signals import snapshots_taken_down

        snapshots_taken_down.connect(on_taken_down, dispatch_uid="library")
