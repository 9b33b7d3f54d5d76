from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "clusterdynamics_web.rooms"
    label = "rooms"

    def ready(self) -> None:
        from clusterdynamics_web.studies.signals import snapshots_taken_down

        snapshots_taken_down.connect(_let_go, dispatch_uid="rooms")


def _let_go(sender: object, snapshots: list[int], **more: Any) -> None:
    """Show nothing any more that was worked out from a snapshot that was taken down."""
    from clusterdynamics_web.rooms.models import Room

    Room.objects.filter(snapshot__in=snapshots).update(result={}, snapshot=None)
