from __future__ import annotations

from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "clusterdynamics_web.joint"
    label = "joint"

    def ready(self) -> None:
        from clusterdynamics_web.joint import leaving, work
        from clusterdynamics_web.joint.access import reading_regions
        from clusterdynamics_web.studies.signals import actor_left_out, snapshot_frozen, snapshots_taken_down
        from clusterdynamics_web.survey.seam import READERS

        actor_left_out.connect(leaving.on_opted_out, dispatch_uid="joint")
        snapshots_taken_down.connect(leaving.on_taken_down, dispatch_uid="joint")
        snapshot_frozen.connect(work.on_frozen, dispatch_uid="joint")
        READERS.append(reading_regions)
