"""What a call consists of, in the order in which it stands in forms and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clusterdynamics_web.calls.models import Call, Deadline
from clusterdynamics_web.library.search.words import folded

__all__ = ["COLUMNS", "FIELDS", "MOST_DEADLINES", "Given", "deadline_text", "row_of", "words_of"]

#: Fields of a call that a person or a file gives.
FIELDS = (
    *("title", "funder", "programme", "identifier", "action_type", "url", "summary", "who", "countries", "sector"),
    *("purpose", "amount", "opens", "checked_on", "language", "keywords"),
)
#: Columns of a table of calls: what is exported can be brought in again.
COLUMNS = (*FIELDS[:12], "opens", "deadlines", *FIELDS[13:])
#: Of one call.
MOST_DEADLINES = 12


@dataclass(frozen=True)
class Given:
    """A deadline as somebody gives it; `key` where it is one that is there."""

    at: datetime
    zone: str
    name: str = ""
    key: str = ""


def deadline_text(deadline: Deadline | Given) -> str:
    """Return a deadline as it stands in a table: ``2027-03-26 17:00 Europe/Brussels First stage``."""
    there = deadline.at.astimezone(ZoneInfo(deadline.zone))
    return " ".join(filter(None, (f"{there:%Y-%m-%d %H:%M}", deadline.zone, deadline.name)))


def row_of(call: Call, deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Return a call as a row of a table."""
    row = {name: getattr(call, name) for name in FIELDS}
    row["deadlines"] = "; ".join(deadline_text(d) for d in deadlines)
    return {name: "" if row[name] is None else str(row[name]) for name in COLUMNS}


def words_of(values: Mapping[str, object]) -> str:
    """Return the folded words that a search in calls looks through."""
    names = ("title", "funder", "programme", "identifier", "summary", "who", "sector", "keywords", "action_type")
    return f" {folded(' '.join(str(values.get(n) or '') for n in names))} "
