"""Calls from a file: kept until somebody has looked at them, then entered, or brought up to date where known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.calls.fields import Given
from clusterdynamics_web.calls.models import Call, Draft
from clusterdynamics_web.calls.operations.calls import enter, save
from clusterdynamics_web.calls.uploads.read import Read, ReadCall, from_plain
from clusterdynamics_web.regions.models import Region

__all__ = ["Planned", "keep", "plan_of", "take"]


@dataclass(frozen=True)
class Planned:
    """What would become of a call of a file.

    Attributes
    ----------
    known
        The call that it is, where the region has it already: by the funder's number, or by its address.
    changes
        Fields that the file says otherwise.
    """

    call: ReadCall
    known: Call | None
    changes: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return self.known is None


def keep(user: User, region: Region, name: str, read: Read) -> Draft:
    """Keep what was read from a file until somebody takes it over.

    Raises
    ------
    InputError
        Something is wrong with it.
    """
    if read.problems or not read.calls:
        raise InputError("\n".join(map(str, read.problems)) or _("There is no call in the file."))
    return Draft.objects.create(region=region, user=user, name=name[:200], content=[c.plain() for c in read.calls])


def plan_of(draft: Draft) -> list[Planned]:
    """Return what would become of the calls of a file, as things are now."""
    mine = list(Call.objects.filter(region=draft.region).prefetch_related("deadlines"))
    numbers = {c.identifier: c for c in mine if c.identifier}
    addresses = {c.url: c for c in mine}
    return [_planned(from_plain(one), numbers, addresses) for one in draft.content]


def _planned(call: ReadCall, numbers: dict[str, Call], addresses: dict[str, Call]) -> Planned:
    number = str(call.values["identifier"])
    known = numbers.get(number) if number else None
    known = known or addresses.get(str(call.values["url"]))
    if known is None:
        return Planned(call, None, ())
    # That a file says nothing of a field, or does not say when it was checked, is no change.
    said = {n: v for n, v in call.values.items() if v not in ("", None) and n not in {"checked_on", "language"}}
    changes = [name for name, value in said.items() if getattr(known, name) != value]
    there = {(d.at, d.zone, d.name) for d in known.deadlines.all() if d.dropped_at is None}
    if call.deadlines and {(d.at, d.zone, d.name) for d in call.deadlines} != there:
        changes.append("deadlines")
    return Planned(call, known, tuple(changes))


@transaction.atomic
def take(user: User, draft: Draft) -> tuple[int, int]:
    """Take the calls of a file over; return how many are new and how many were changed."""
    Draft.objects.select_for_update().get(pk=draft.pk)
    plan = plan_of(draft)
    for one in plan:
        if one.known is None:
            enter(user, draft.region, one.call.values, one.call.deadlines)
        elif one.changes:
            _update(user, one.known, one)
    new, changed = sum(p.is_new for p in plan), _changed(plan)
    record(user, "calls.imported", draft.region, new=new, changed=changed)
    draft.delete()
    return new, changed


def _changed(plan: Sequence[Planned]) -> int:
    return sum(bool(p.changes) for p in plan)


def _update(user: User, known: Call, one: Planned) -> None:
    values = {name: one.call.values[name] for name in one.changes if name != "deadlines"}
    values["checked_on"] = max(known.checked_on, one.call.values["checked_on"])
    standing = [Given(d.at, d.zone, d.name, d.key) for d in known.deadlines.all() if d.dropped_at is None]
    save(user, known, values, one.call.deadlines if "deadlines" in one.changes else standing)
