"""What came of working together, told in the room: added, changed, taken back, hidden."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.sensemaking.models import Guest, Ripple, Scene, SceneKind
from clusterdynamics_web.sensemaking.operations.common import must_run, tell, without_left_out

__all__ = ["add_ripple", "change_ripple", "hide_ripple", "remove_ripple"]

#: Steps of one phone, of one scene, and how far one thing may lead to another.
_OWN, _ALL, _DEEP = 40, 200, 8
#: Field → most letters, as in the table.
_FIELDS = {"what": 300, "who": 120, "when": 40, "went": 4, "domain": 8, "evidence": 200, "signed": 40}


@transaction.atomic
def add_ripple(guest: Guest, scene: Scene, given: Mapping[str, str], *, parent: Ripple | None = None) -> Ripple:
    """Tell what changed, or what a change led to.

    Parameters
    ----------
    given
        ``what`` happened, and where it is known ``who``, ``when``, ``went``, ``domain``, ``evidence``, ``signed``.
    parent
        What it came of; None where it begins.

    Raises
    ------
    InputError
        The session is over, the scene asks for something else, or there is too much already.
    """
    must_run(scene.session)
    if scene.kind != SceneKind.RIPPLE or (parent is not None and parent.scene_id != scene.pk):
        raise InputError(_("This scene asks for something else."))
    if parent is not None and (parent.hidden_at is not None or _depth(parent) >= _DEEP):
        raise InputError(_("Nothing can be added here. Begin a new line of changes."))
    if scene.ripples.filter(guest=guest).count() >= _OWN:
        raise InputError(_("You have told {n} changes. Leave some for the others.").format(n=_OWN))
    if scene.ripples.count() >= _ALL:
        raise InputError(_("There are {n} changes here. More cannot be read by a room.").format(n=_ALL))
    made = Ripple(scene=scene, guest=guest, parent=parent)
    _set(made, given)
    tell(scene.session)
    return made


@transaction.atomic
def change_ripple(guest: Guest, ripple: Ripple, given: Mapping[str, str]) -> None:
    """Say it better; only those who told it can."""
    _own(guest, ripple)
    _set(ripple, given)
    tell(ripple.scene.session)


@transaction.atomic
def remove_ripple(guest: Guest, ripple: Ripple) -> None:
    """Take it back.

    Raises
    ------
    InputError
        Others have told what it led to.
    """
    _own(guest, ripple)
    if ripple.led_to.exists():
        raise InputError(_("Somebody has told what it led to. Take that back first, or change the words."))
    session = ripple.scene.session
    ripple.delete()
    tell(session)


@transaction.atomic
def hide_ripple(user: User, ripple: Ripple) -> None:
    """Take a change, and what it led to, off the screen and out of the record."""
    Ripple.objects.filter(pk=ripple.pk, hidden_at__isnull=True).update(hidden_at=timezone.now())
    tell(ripple.scene.session)
    record(user, "session.ripple_hidden", ripple.scene.session.study, ripple.scene.session.key)


def _own(guest: Guest, ripple: Ripple) -> None:
    must_run(ripple.scene.session)
    if ripple.guest_id != guest.pk:
        raise InputError(_("Only those who told it can change it."))


def _set(ripple: Ripple, given: Mapping[str, str]) -> None:
    for name, most in _FIELDS.items():
        if name in given:
            setattr(ripple, name, without_left_out(ripple.scene.session, " ".join(given[name].split()))[:most])
    if not ripple.what:
        raise InputError(_("Say what changed."))
    ripple.save()


def _depth(ripple: Ripple) -> int:
    depth, above = 1, ripple.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
