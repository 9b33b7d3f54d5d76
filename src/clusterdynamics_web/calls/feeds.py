"""Calls for other programs: deadlines for calendars, what is new as a feed, the list as a table.

The times are in UTC, so that no change of clocks can move a deadline; the clock that the funder means stands in words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.calendars import Event, calendar
from clusterdynamics_web.calls.fields import COLUMNS, row_of
from clusterdynamics_web.calls.models import Deadline, Stage
from clusterdynamics_web.calls.read import newest
from clusterdynamics_web.calls.when import tell
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.library.exports.dublin_core import clean

__all__ = ["atom", "ics", "table"]

ATOM = "http://www.w3.org/2005/Atom"
#: More than any calendar wants; the latest ones.
_MOST = 500


def ics(now: datetime | None = None) -> bytes:
    """Return the deadlines of all calls that are or were in the list; what was given up is struck out."""
    found = Deadline.objects.select_related("call").filter(
        call__stage__in=(Stage.PUBLISHED, Stage.WITHDRAWN), call__published_at__isnull=False
    )
    return calendar(
        _("Deadlines of calls for funding"),
        (_event(deadline) for deadline in found.order_by("-at", "-id")[:_MOST]),
        now or timezone.now(),
    )


def _event(deadline: Deadline) -> Event:
    call = deadline.call
    title = _("Deadline: {call}").format(call=call.title)
    lines = [
        tell(deadline),
        _("Funder: {funder}").format(funder=call.funder),
        call.url,
        _("Ask the funder before you rely on it. Checked on {day}.").format(day=call.checked_on.isoformat()),
    ]
    return Event(
        f"deadline.{deadline.key}@clusterdynamics",
        f"{title} – {deadline.name}" if deadline.name else title,
        deadline.at,
        deadline.changed_at,
        sequence=deadline.sequence,
        text="\n".join(lines),
        url=absolute(reverse("calls_call", args=[call.key])),
        category=_("call for funding"),
        is_off=deadline.dropped_at is not None or call.stage == Stage.WITHDRAWN,
        blocks=False,
    )


def atom() -> bytes:
    """Return the calls that came into the list last (RFC 4287)."""
    calls = newest(30)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": get_language() or "en"})
    own = absolute(reverse("calls_feed"))
    SubElement(feed, "title").text = _("Calls for funding: what is new")
    SubElement(feed, "id").text = own
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": absolute(reverse("calls"))})
    moments = [max(filter(None, (c.published_at, c.changed_at))) for c in calls]
    SubElement(feed, "updated").text = max(moments, default=timezone.now()).isoformat()
    for call, changed in zip(calls, moments, strict=True):
        _entry(feed, call, changed)
    found: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def _entry(feed: Element, call: Any, changed: datetime) -> None:
    address = absolute(reverse("calls_call", args=[call.key]))
    entry = SubElement(feed, "entry", {"xml:lang": call.language})
    SubElement(entry, "title").text = clean(call.title)
    SubElement(entry, "id").text = address
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    SubElement(entry, "link", {"rel": "related", "href": call.url})
    SubElement(entry, "published").text = call.published_at.isoformat()
    SubElement(entry, "updated").text = changed.isoformat()
    SubElement(SubElement(entry, "author"), "name").text = clean(call.funder)
    deadlines = "; ".join(tell(d) for d in call.standing)
    said = [call.summary, _("Deadlines: {deadlines}").format(deadlines=deadlines) if deadlines else ""]
    SubElement(entry, "summary").text = clean("\n".join(filter(None, said)) or call.title)


def table(calls: Iterable[Any]) -> bytes:
    """Return calls as CSV that can be brought in again; no cell runs in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for call in calls:
        writer.writerow([harmless(cell) for cell in row_of(call, call.standing).values()])
    return out.getvalue().encode("utf-8-sig")
