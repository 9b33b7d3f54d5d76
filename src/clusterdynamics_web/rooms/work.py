"""What the worker does for a room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics.errors import InputError
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.rooms.models import Room
from clusterdynamics_web.rooms.result import result_of

__all__ = ["room_result"]


@handles("room_result")
def room_result(running: Running) -> dict[str, Any]:
    """Work out what is projected; done twice, it comes to the same."""
    room = Room.objects.select_related("wave__study", "snapshot").get(wave=running.job.parameters["wave"])
    language = room.wave.study.parsed.languages[0]
    with override(language):
        if room.snapshot is None:
            raise InputError(_("The answers of this room were taken back, so that there is nothing to show."))
        room.result = result_of(room.snapshot, language)
    room.save(update_fields=["result"])
    return {"sections": len(room.result["sections"])}
