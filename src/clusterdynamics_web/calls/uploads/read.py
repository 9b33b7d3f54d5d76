"""From rows to calls: each goes through the form that people fill in; all that is wrong is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web import zones
from clusterdynamics_web.calls.fields import FIELDS, MOST_DEADLINES, Given
from clusterdynamics_web.calls.forms import CallForm
from clusterdynamics_web.calls.uploads.rows import LONGEST, MOST_CALLS, Row, rows_in
from clusterdynamics_web.calls.when import moment
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region

__all__ = ["LARGEST", "MOST_CALLS", "Problem", "Read", "ReadCall", "from_plain", "read_calls"]

#: Bytes of a file with calls.
LARGEST = 2 * 1024 * 1024
#: Lines of problems that are told; so many help nobody.
_MOST_TOLD = 60
_DEADLINE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d?:\d\d))?(?:\s+([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*))?(?:\s+(.*))?$", re.S
)
#: CET and the like: which clock is meant depends on the season and on who writes it.
_SHORT_ZONE = re.compile(r"(?!UTC$)[A-Z]{2,5}$")
#: Letters of the name of a deadline.
_NAME = 120


@dataclass(frozen=True)
class Problem:
    """Something that is wrong: where, in which field, what to do."""

    where: str
    field: str
    text: str

    def __str__(self) -> str:
        return _("{where}, {field}: {text}").format(where=self.where, field=self.field, text=self.text)


@dataclass(frozen=True)
class ReadCall:
    """A call of a file that has passed."""

    where: str
    values: Mapping[str, Any]
    deadlines: tuple[Given, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        days = {k: v.isoformat() if v else None for k, v in self.values.items() if k in {"opens", "checked_on"}}
        deadlines = [{"at": d.at.isoformat(), "zone": d.zone, "name": d.name} for d in self.deadlines]
        return {"where": self.where, "values": {**self.values, **days}, "deadlines": deadlines}


def from_plain(data: Mapping[str, Any]) -> ReadCall:
    """Return what `ReadCall.plain` gave away."""
    values = dict(data["values"])
    for name in ("opens", "checked_on"):
        values[name] = datetime.fromisoformat(values[name]).date() if values[name] else None
    deadlines = tuple(Given(datetime.fromisoformat(d["at"]), d["zone"], d["name"]) for d in data["deadlines"])
    return ReadCall(data["where"], values, deadlines)


@dataclass(frozen=True)
class Read:
    """What a file holds: calls, what is wrong with it, and what of it is not read."""

    calls: tuple[ReadCall, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_calls(content: bytes, region: Region, zone: str) -> Read:
    """Read a file with calls for a region.

    Parameters
    ----------
    zone
        The clock of deadlines that name none; where it is empty, they have to name one.

    Raises
    ------
    InputError
        It cannot be read at all: no known kind, damaged, too large.
    """
    if len(content) > LARGEST:
        raise InputError(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
    if not content.strip():
        raise InputError(_("The file is empty."))
    rows, unread = rows_in(content)
    calls: list[ReadCall] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for row in rows:
        call, wrong = _call(row, region, zone)
        problems += wrong
        if call is None:
            continue
        mark = str(call.values["identifier"] or call.values["url"])
        if mark in seen:
            problems.append(
                Problem(row.where, "url", _("This call stands in {where} already.").format(where=seen[mark]))
            )
        seen.setdefault(mark, row.where)
        calls.append(call)
    return Read(tuple(calls), tuple(problems[:_MOST_TOLD]), tuple(unread))


def _call(row: Row, region: Region, zone: str) -> tuple[ReadCall | None, list[Problem]]:
    long = [name for name, text in row.values.items() if len(text) > LONGEST]
    if long:
        return None, [Problem(row.where, n, _("More than {n} letters.").format(n=LONGEST)) for n in long]
    data: dict[str, Any] = {"language": region.default_language} | {k: v for k, v in row.values.items() if v}
    data["countries"] = re.split(r"[\s,;]+", data["countries"].upper()) if data.get("countries") else []
    unknown = [code for code in data["countries"] if code not in COUNTRIES]
    form = CallForm(data | {"checked_on": data.get("checked_on") or timezone.localdate().isoformat()})
    problems = []
    if unknown:
        text = _("{codes}: no codes of countries that can be chosen. Write codes such as SE FI.")
        problems.append(Problem(row.where, "countries", text.format(codes=", ".join(c[:12] for c in unknown))))
    problems += [
        Problem(row.where, field, str(text))
        for field, texts in form.errors.items()
        if not (field == "countries" and unknown)
        for text in texts
    ]
    if len(row.deadlines) > MOST_DEADLINES:
        text = _("A call has at most {n} deadlines.").format(n=MOST_DEADLINES)
        return None, [*problems, Problem(row.where, "deadlines", text)]
    deadlines = []
    for text in row.deadlines:
        try:
            deadlines.append(_deadline(text, zone))
        except InputError as error:
            problems.append(Problem(row.where, "deadlines", f"{text[:60]}: {error}"))
    if len({d.at for d in deadlines}) < len(deadlines):
        problems.append(Problem(row.where, "deadlines", _("Two deadlines are at the same time.")))
    if problems:
        return None, problems
    return ReadCall(row.where, {name: form.cleaned_data[name] for name in FIELDS}, tuple(deadlines)), []


def _deadline(text: str, zone: str) -> Given:
    """Return a deadline from ``2027-03-26 17:00 Europe/Brussels First stage``; without a time, the end of the day.

    Raises
    ------
    InputError
        It cannot be read, or there is no such moment.
    """
    match = _DEADLINE.match(text)
    if match is None:
        raise InputError(_("Write it as 2027-03-26 17:00 Europe/Brussels First stage."))
    day, clock, place, name = match.groups(default="")
    if _SHORT_ZONE.match(place):
        raise InputError(_("{zone} is no time zone by its place. Write it as Europe/Brussels.").format(zone=place))
    if place and "/" not in place and place != "UTC":
        place, name = "", " ".join(filter(None, (place, name)))
    place = place or zone
    if not zones.is_zone(place):
        raise InputError(_("There is no time zone “{zone}”. Write it as Europe/Brussels.").format(zone=place))
    try:
        on, until = date.fromisoformat(day), time.fromisoformat((clock or "23:59").zfill(5))
    except ValueError as problem:
        raise InputError(_("There is no such day or time.")) from problem
    name = " ".join(name.split()).replace(";", ",")
    if len(name) > _NAME:
        raise InputError(_("Its name has more than {n} letters.").format(n=_NAME))
    return Given(moment(on, until, place), place, name)
