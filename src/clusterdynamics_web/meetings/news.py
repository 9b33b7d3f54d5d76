"""What is new since the last meeting: published in the library, and given out of studies, to those who may see it.

Nothing is copied: a line refers to what was published and shows its title to whoever may read it (`sources.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.library.models import Entry, Item
from clusterdynamics_web.meetings.models import Meeting
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.results.models import Publication

__all__ = ["New", "before", "news_for", "since"]

#: How far back the first meeting of a series looks.
_YEAR = timedelta(days=365)
#: More than can be talked about.
_MOST = 30


@dataclass(frozen=True)
class New:
    """Something to talk about."""

    region: Region
    item: Item | None = None
    publication: Publication | None = None


def before(meeting: Meeting) -> Meeting | None:
    """Return the meeting before this one: of its series, or else of the same kind and host.

    Meetings that were called off do not count.
    """
    earlier = Meeting.objects.filter(starts__lt=meeting.starts, called_off_at=None).exclude(pk=meeting.pk)
    if meeting.series_id is not None:
        earlier = earlier.filter(series=meeting.series_id)
    else:
        earlier = earlier.filter(series=None, kind=meeting.kind, host=meeting.host_id)
    return earlier.select_related("host").order_by("-starts", "-id").first()


def since(meeting: Meeting) -> datetime:
    """Return from when on something is new for a meeting."""
    last = before(meeting)
    return meeting.starts - _YEAR if last is None else last.ends


def news_for(meeting: Meeting) -> list[New]:
    """Return what is new for a meeting and not on its agenda yet, the oldest first."""
    start = since(meeting)
    listed = set(meeting.agenda.exclude(item=None).values_list("item", flat=True))
    entries = Entry.objects.filter(published_at__gt=start).order_by("published_at", "version_id")
    items: dict[int, New] = {}
    told: set[int] = set()  # snapshots whose report lies in the library already
    for entry in entries.select_related("version__item__region")[: _MOST * 2]:
        version = entry.version
        if version.snapshot_id is not None:
            told.add(version.snapshot_id)
        if version.item_id not in listed:
            items.setdefault(version.item_id, New(version.region, item=version.item))
    return [*items.values(), *_given_out(meeting, start, told)][:_MOST]


def _given_out(meeting: Meeting, start: datetime, told: set[int]) -> list[New]:
    """Return what studies gave out to the network: of each the publication that holds, if it is new."""
    listed = set(meeting.agenda.exclude(publication=None).values_list("publication__snapshot__study", flat=True))
    out = Publication.objects.filter(snapshot__taken_down_at=None).order_by("-published_at")
    standing: dict[int, Publication] = {}
    for one in out.select_related("snapshot__study__cluster__region"):
        standing.setdefault(one.snapshot.study_id, one)
    new = [
        p
        for study, p in standing.items()
        if p.published_at > start
        and Audience.NETWORK.value in p.audiences
        and p.snapshot_id not in told
        and study not in listed
    ]
    return [New(p.snapshot.study.region, publication=p) for p in sorted(new, key=lambda p: p.published_at)]
