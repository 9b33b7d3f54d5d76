"""What all moves of a version have in common: a lock, the state they start from, an event, a mail, the log."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.models import Event, EventKind, Item, Version
from clusterdynamics_web.library.search import reindex
from clusterdynamics_web.library.state import ItemState, state_of

__all__ = ["locked", "move", "not_own", "reindex_language"]


def locked(version: Version, states: Collection[ItemState]) -> Version:
    """Return the version as it is now, held until the transaction ends; it must be in one of `states`."""
    Item.objects.select_for_update().get(pk=version.item_id)
    now = Version.objects.select_related("item__region", "snapshot").get(pk=version.pk)
    state = state_of(now)
    if state not in states:
        raise InputError(_("This cannot be done now. The item is: {state}.").format(state=state.label))
    return now


def not_own(user: User, version: Version) -> None:
    """Refuse where somebody would decide about an own item."""
    wrote = {version.created_by_id, version.item.created_by_id}
    wrote |= set(version.events.filter(kind=EventKind.SUBMITTED).values_list("user_id", flat=True))
    if user.pk in wrote:
        raise InputError(_("This item is your own. Somebody else has to decide about it."))


def move(user: User | None, version: Version, kind: EventKind, message: str = "", *, mail: bool = True) -> Event:
    """Write a move down, and let those who wait for it know."""
    event = Event.objects.create(version=version, kind=kind, user=user, message=message.strip())
    record(user, f"library.{kind}", version.region, version.item.key, number=version.number)
    if mail:
        enqueue("library_mail", user=user, parameters={"event": event.pk}, name=f"library_mail:event:{event.pk}")
    return event


def reindex_language(version: Version) -> None:
    """Let search know of a version, and of those that it replaces or that stand again."""
    for one in Version.objects.filter(item=version.item_id, language=version.language).select_related("item__region"):
        reindex(one)
