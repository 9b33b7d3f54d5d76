"""What the parts below the network yield for its front page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.calls.read import open_calls
from clusterdynamics_web.library.read import newest
from clusterdynamics_web.meetings.read import coming
from clusterdynamics_web.network.entries import Entry, Part, yields

__all__ = ["calls_for_funding", "coming_meetings", "new_items"]


@yields(Part.ITEMS, more="library")
def new_items(limit: int) -> Iterator[Entry]:
    """Yield what was published last for everybody."""
    for version in newest(everything=False, number=limit):
        yield Entry(
            version.title,
            reverse("library_version", args=[version.item.key, version.number]),
            f"{version.get_kind_display()} · {version.region.name}",
            version.lead,
            version.language,
        )


@yields(Part.MEETINGS, more="meetings")
def coming_meetings(limit: int) -> Iterator[Entry]:
    """Yield the meetings that are ahead, the nearest first, on the clock of the place."""
    for meeting in coming(limit):
        hint = " · ".join(filter(None, (meeting.kind, str(meeting.there), meeting.place, meeting.host)))
        yield Entry(meeting.title, meeting.url, hint, language=meeting.language)


@yields(Part.CALLS, more="calls")
def calls_for_funding(limit: int) -> Iterator[Entry]:
    """Yield the calls that can be applied for, the nearest deadline first."""
    for line in open_calls(limit):
        until = _("until {when}").format(when=line.next_deadline) if line.next_deadline else str(line.status.label)
        yield Entry(line.call.title, line.url, f"{until} · {line.call.funder}", language=line.call.language)
