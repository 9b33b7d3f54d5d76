"""A strict reader of iCalendar after the grammar of RFC 5545, to check what `icalendar` writes for us.

It shares nothing with that package. Line ends and folding are of section 3.1, names and parameters of 3.1, texts of
3.3.11, what an event must have and may have once of 3.6.1. Times are read by `dateutil`, which did not write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from dateutil.parser import isoparse

__all__ = ["Line", "Read", "read"]

_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x08\x0a-\x1f]*))*):(.*)', re.S
)
_ONCE = {
    "DTSTAMP",
    "UID",
    "DTSTART",
    "DTEND",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "TRANSP",
}


@dataclass(frozen=True)
class Line:
    """A content line."""

    name: str
    parameters: str
    value: str

    @property
    def text(self) -> str:
        """The value as a text (3.3.11)."""
        assert re.fullmatch(r"(?:\\[\\;,nN]|[^\\;,\x00-\x08\x0a-\x1f])*", self.value), self.value
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], self.value)

    @property
    def time(self) -> date | datetime:
        """The value as a day, or as a time in UTC."""
        if self.parameters == ";VALUE=DATE":
            assert re.fullmatch(r"\d{8}", self.value), self.value
            return isoparse(self.value).date()
        assert not self.parameters
        assert re.fullmatch(r"\d{8}T\d{6}Z", self.value), f"{self.value} is not in UTC"
        return isoparse(self.value)


@dataclass
class Read:
    """A component: its lines and what is inside of it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Read] = field(default_factory=list)

    def __getitem__(self, name: str) -> Line:
        found = [line for line in self.lines if line.name == name]
        assert len(found) == 1, f"{len(found)} × {name}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(line.name == name for line in self.lines)


def read(content: bytes) -> Read:
    """Read a calendar; fails on whatever the standard does not allow."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in physical), "a bare line end"
    assert all(len(line) <= 75 for line in physical), "a line of more than 75 octets"
    assert all(physical), "an empty line"
    lines = content[:-2].replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")
    open_parts: list[Read] = []
    top: Read | None = None
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match[1].upper(), match[3]
        if name == "BEGIN":
            part = Read(value)
            (open_parts[-1].parts if open_parts else []).append(part)
            assert open_parts or top is None, "two calendars"
            top = top or part
            open_parts.append(part)
        elif name == "END":
            assert open_parts, line
            assert open_parts.pop().name == value
        else:
            assert open_parts, "a line outside of the calendar"
            open_parts[-1].lines.append(Line(name, match[2], value))
    assert top is not None
    assert not open_parts, "not closed"
    _is_valid(top)
    return top


def _is_valid(calendar: Read) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar["VERSION"].value == "2.0"
    assert calendar["PRODID"].value
    uids = [event["UID"].value for event in calendar.parts]
    assert len(uids) == len(set(uids)), "one identifier for two events"
    for event in calendar.parts:
        assert event.name == "VEVENT"
        names = [line.name for line in event.lines]
        assert not {n for n in names if n in _ONCE and names.count(n) > 1}
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(names)
        start, end = event["DTSTART"].time, event["DTEND"].time
        assert type(start) is type(end)
        assert end > start
        assert isinstance(event["DTSTAMP"].time, datetime)
        assert event["STATUS"].value in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
        assert event["TRANSP"].value in {"OPAQUE", "TRANSPARENT"}
        assert re.fullmatch(r"\d+", event["SEQUENCE"].value)
