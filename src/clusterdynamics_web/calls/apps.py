from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "clusterdynamics_web.calls"
    label = "calls"

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete

        from clusterdynamics_web.calls.operations.packs import on_story, on_taken_down
        from clusterdynamics_web.studies.signals import snapshots_taken_down
        from clusterdynamics_web.survey.models import Story

        snapshots_taken_down.connect(on_taken_down, dispatch_uid="calls")
        for signal in (post_save, pre_delete):
            signal.connect(on_story, sender=Story, dispatch_uid="calls")
