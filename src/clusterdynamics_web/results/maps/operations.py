"""Taking a picture of named links out: with a reason, on record, and with a line in the picture that says so."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clusterdynamics.charts.network_map import Scene
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["LEAST_REASON", "take_out"]

#: A reason of fewer letters says nothing.
LEAST_REASON = 10


@transaction.atomic
def take_out(user: User, snapshot: Snapshot, scene: Scene, *, reason: str, kind: str) -> Scene:
    """Return the picture with a line that says who took it out and why; nothing leaves without a line in the log.

    Raises
    ------
    InputError
        No reason is given.
    """
    reason = " ".join(reason.split())[:300]
    if len(reason) < LEAST_REASON:
        raise InputError(_("Say in a few words why the picture is taken out."))
    day = timezone.localdate()
    record(user, "map.taken_out", snapshot.study, reason=reason, fingerprint=snapshot.fingerprint[:12], kind=kind)
    line = _("Taken out by {who} on {day}: {reason}").format(who=user, day=date_format(day), reason=reason)
    return replace(scene, notes=(*scene.notes, line))
