"""One respondent's answers as a collecting program sends them, in the words of the form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["Submission", "parse_time"]


@dataclass(frozen=True)
class Submission:
    """What one respondent sent.

    Attributes
    ----------
    file, line
        Where it stands.
    uuid
        Identifier that the collecting program gave it; empty where it gave none.
    time
        When it was sent, UTC; None where the file does not say.
    finished
        False where the respondent has not sent the answers yet.
    values
        Name of a question → answer. Answers that are empty are left out.
    repeats
        Name of a repeat → its entries.
    """

    file: str
    line: int | None
    uuid: str
    time: dt.datetime | None
    values: Mapping[str, str]
    repeats: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    finished: bool = True


def parse_time(text: str) -> dt.datetime | None:
    """Return a time as UTC without a zone; None where the text is none.

    >>> parse_time("2026-09-07T10:15:00.123+02:00"), parse_time("soon")
    (datetime.datetime(2026, 9, 7, 8, 15), None)
    """
    plain = text.strip()
    if not re.match(r"\d{4}-\d{2}-\d{2}", plain):
        return None
    try:
        time = dt.datetime.fromisoformat(plain)
    except ValueError:
        return None
    if time.tzinfo is not None:
        time = time.astimezone(dt.UTC).replace(tzinfo=None)
    return time.replace(microsecond=0)
