"""What waits for curators, told in one mail an hour at most.

Parts above the library say what else comes in for them, and nothing of those is imported here:

>>> @comes_in("network_moderation")                                     # doctest: +SKIP
... class Reports:
...     def words(self, n): return ngettext("{n} report waits.", "{n} reports wait.", n)
...     def since(self, begin, end): yield Waits(region, without=[author])

Nothing of what was written goes into the mail: reports are about words that may be nobody else's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.models import EventKind, Version
from clusterdynamics_web.library.read import first_reply_words
from clusterdynamics_web.library.state import with_last_event
from clusterdynamics_web.regions.mails import letter_of
from clusterdynamics_web.regions.models import Region, Role

__all__ = ["KIND", "LATE", "Incoming", "Waits", "comes_in", "curators_of", "letters", "tell_what_came_in"]

KIND = "curators_mail"
#: After so long without a reply, curators are asked once more.
LATE = timedelta(days=7)


@dataclass(frozen=True)
class Waits:
    """Something that came in, in a region; `without` are those who may not decide about it."""

    region: Region
    without: Collection[int | None] = ()


class Incoming(Protocol):
    """A kind of thing that curators decide about."""

    def words(self, n: int) -> str:
        """Say in the active language how many there are."""

    def since(self, begin: datetime, end: datetime) -> Iterable[Waits]:
        """Yield what came in after `begin`, up to `end`, and still waits."""


#: Name of the address where they stand → the kind of thing.
_KINDS: dict[str, Incoming] = {}


def comes_in[T: Incoming](address: str) -> Callable[[type[T]], type[T]]:
    """Register a kind of thing that curators are told of, by the name of the address where it waits."""

    def register(kind: type[T]) -> type[T]:
        _KINDS[address] = kind()
        return kind

    return register


def curators_of(region: Region, without: Collection[int | None] = ()) -> QuerySet[User]:
    """Return the curators of a region but for some people; where none is left, those of every region."""
    curators = User.objects.filter(memberships__role=Role.CURATOR, is_active=True).exclude(
        pk__in=[pk for pk in without if pk]
    )
    here = curators.filter(memberships__region=region, memberships__role=Role.CURATOR).distinct()
    return here if here.exists() else curators.distinct()


def tell_what_came_in(now: datetime | None = None) -> Job | None:
    """Queue the mail about what came in since the last one; None where nothing did."""
    end = now or timezone.now()
    last = Job.objects.filter(kind=KIND).order_by("-created_at").first()
    # At the very first, a day is looked back: what waits for longer is no news.
    begin = datetime.fromisoformat(last.parameters["end"]) if last is not None else end - timedelta(days=1)
    if not any(any(True for _one in kind.since(begin, end)) for kind in _KINDS.values()):
        return None
    return enqueue(KIND, parameters={"begin": begin.isoformat(), "end": end.isoformat()}, name=KIND)


def letters(begin: datetime, end: datetime) -> list[tuple[Region, EmailMessage]]:
    """Return a mail for each curator for whom something came in, with the region whose curator that is."""
    told: dict[User, Counter[str]] = {}
    for address, kind in _KINDS.items():
        for one in kind.since(begin, end):
            for curator in curators_of(one.region, one.without):
                told.setdefault(curator, Counter())[address] += 1
    made = []
    for curator, counted in sorted(told.items(), key=lambda pair: pair[0].pk):
        home = Region.objects.filter(memberships__user=curator, memberships__role=Role.CURATOR).order_by("pk").first()
        if home is not None:
            made.append((home, _letter(curator, home, counted)))
    return made


def _letter(curator: User, region: Region, counted: Counter[str]) -> EmailMessage:
    with translation.override(curator.language):
        lines = [_("Good day,"), "", _("this waits for you as a curator:"), ""]
        for address, number in counted.items():
            lines += [f"- {_KINDS[address].words(number)}", f"  {absolute(reverse(address))}"]
        lines += ["", first_reply_words()] if "library_review" in counted else []
        return letter_of(region, curator, _("What waits for curators"), lines)


@comes_in("library_review")
class LateReplies:
    """Items that have waited for a reply for a week; when one is sent in, its curators get a mail at once."""

    def words(self, n: int) -> str:
        return ngettext(
            "{n} item of the library has waited a week for a reply.",
            "{n} items of the library have waited a week for a reply.",
            n,
        ).format(n=n)

    def since(self, begin: datetime, end: datetime) -> Iterable[Waits]:
        waiting = with_last_event(Version.objects.select_related("item__region"))
        for version in waiting.filter(last_event=EventKind.SUBMITTED):
            sent = version.events.filter(kind=EventKind.SUBMITTED).latest("at").at
            if begin < sent + LATE <= end:
                yield Waits(version.region, (version.created_by_id, version.item.created_by_id))
