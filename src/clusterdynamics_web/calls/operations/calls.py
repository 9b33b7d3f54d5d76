"""Calls are entered, changed, looked at a second time, checked against the funder's page, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.calls.fields import FIELDS, Given, words_of
from clusterdynamics_web.calls.models import Call, Deadline, Stage
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.models import Region

__all__ = ["check_today", "enter", "give_back", "publish", "save", "withdraw"]

#: Least letters of a reason: a word is none.
_REASON = 10


@transaction.atomic
def enter(user: User, region: Region, values: Mapping[str, Any], deadlines: Sequence[Given]) -> Call:
    """Enter a call; it waits for somebody else's look before it is in the list."""
    call = Call(region=region, created_by=user)
    _fill(call, user, values)
    call.save()
    _set_deadlines(call, deadlines)
    record(user, "call.entered", region, call.key)
    return call


@transaction.atomic
def save(user: User, call: Call, values: Mapping[str, Any], deadlines: Sequence[Given]) -> Call:
    """Change a call. In the list it stays there; one that was given back waits for a second look again."""
    now = _locked(call)
    _fill(now, user, values)
    if now.stage in {Stage.RETURNED, Stage.WITHDRAWN}:
        now.stage, now.said = Stage.WAITING, ""
    now.save()
    _set_deadlines(now, deadlines)
    record(user, "call.changed", now.region, now.key)
    return now


@transaction.atomic
def publish(user: User, call: Call) -> Call:
    """Put a call into the list, after a second look.

    Raises
    ------
    InputError
        It is one's own, or does not wait.
    """
    now = _locked(call)
    if now.stage != Stage.WAITING:
        raise InputError(_("“{title}” does not wait for a second look.").format(title=now.title))
    _not_own(user, now)
    if now.published_at is not None:
        _bump(now)  # calendars had struck its deadlines out
    now.stage, now.said = Stage.PUBLISHED, ""
    now.published_at = now.published_at or timezone.now()
    now.save(update_fields=["stage", "said", "published_at"])
    record(user, "call.published", now.region, now.key)
    return now


@transaction.atomic
def give_back(user: User, call: Call, said: str) -> Call:
    """Give a call back to those who entered it, with what to change; they get a mail.

    Raises
    ------
    InputError
        Nothing is said, it is one's own, or it does not wait.
    """
    now = _locked(call)
    if now.stage != Stage.WAITING:
        raise InputError(_("“{title}” does not wait for a second look.").format(title=now.title))
    _not_own(user, now)
    if len(said.strip()) < _REASON:
        raise InputError(_("Say what should change: nobody can guess it."))
    now.stage, now.said = Stage.RETURNED, said.strip()[:1000]
    now.save(update_fields=["stage", "said"])
    record(user, "call.given_back", now.region, now.key)
    enqueue("calls_mail", user=user, parameters={"call": now.pk}, name=f"calls_mail:call:{now.pk}")
    return now


@transaction.atomic
def withdraw(user: User, call: Call, why: str) -> Call:
    """Take a call out of the list; calendars strike its deadlines out.

    Raises
    ------
    InputError
        No reason is given, or it is out already.
    """
    now = _locked(call)
    if now.stage == Stage.WITHDRAWN:
        raise InputError(_("It is out already."))
    if len(why.strip()) < _REASON:
        raise InputError(_("Say why, for those who counted on it."))
    now.stage, now.said = Stage.WITHDRAWN, why.strip()[:1000]
    now.save(update_fields=["stage", "said"])
    _bump(now)
    record(user, "call.withdrawn", now.region, now.key)
    return now


@transaction.atomic
def check_today(user: User, call: Call) -> None:
    """Note that somebody held a call against the funder's page today."""
    now = _locked(call)
    now.checked_on = timezone.localdate()
    now.save(update_fields=["checked_on"])
    record(user, "call.checked", now.region, now.key)


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("region").get(pk=call.pk)


def _bump(call: Call) -> None:
    """Let calendars know that something about the deadlines of a call is new."""
    call.deadlines.filter(dropped_at=None).update(sequence=F("sequence") + 1, changed_at=timezone.now())


def _not_own(user: User, call: Call) -> None:
    if user.pk in {call.created_by_id, call.changed_by_id}:
        raise InputError(_("You entered “{title}” yourself. Somebody else has to look at it.").format(title=call.title))


def _fill(call: Call, user: User, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(call, name, values[name])
    call.words = words_of({name: getattr(call, name) for name in FIELDS})
    call.changed_by, call.changed_at = user, timezone.now()


def _set_deadlines(call: Call, given: Sequence[Given]) -> None:
    """Bring the deadlines in line with what is given: each keeps its identity, so that calendars move it."""
    now = timezone.now()
    left = {d.key: d for d in call.deadlines.filter(dropped_at=None)}
    for one in given:
        known = left.pop(_same(left, one), None)
        if known is None:
            Deadline.objects.create(call=call, at=one.at, zone=one.zone, name=one.name)
        elif (known.at, known.zone, known.name) != (one.at, one.zone, one.name):
            known.at, known.zone, known.name = one.at, one.zone, one.name
            known.sequence += 1
            known.changed_at = now
            known.save()
    for gone in left.values():
        gone.dropped_at = gone.changed_at = now
        gone.sequence += 1
        gone.save(update_fields=["dropped_at", "changed_at", "sequence"])


def _same(left: Mapping[str, Deadline], one: Given) -> str:
    """Return which deadline is meant: by its key, else by its moment, else by its name; empty where none is."""
    if one.key:
        return one.key if one.key in left else ""
    by_time = (key for key, d in left.items() if d.at == one.at)
    by_name = (key for key, d in left.items() if one.name and d.name == one.name)
    return next(by_time, "") or next(by_name, "")
