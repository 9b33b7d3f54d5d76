"""From the bytes of a file to rows of texts: CSV, JSON, RSS and Atom, each within bounds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.calls.fields import COLUMNS

__all__ = ["LONGEST", "MOST_CALLS", "Row", "rows_in"]

#: Calls in a file, and letters of a cell.
MOST_CALLS, LONGEST = 500, 5000
#: Letters of a summary, and of what is looked through for one.
_SUMMARY, _LOOKED_THROUGH = 1500, 20_000
#: Columns that a table cannot do without.
_MUST = ("title", "funder", "url")


@dataclass(frozen=True)
class Row:
    """A call as it stands in a file.

    Attributes
    ----------
    where
        What the file calls it, for messages: "Row 3".
    values
        Column → text.
    deadlines
        Deadlines as texts, one each.
    """

    where: str
    values: Mapping[str, str]
    deadlines: tuple[str, ...] = ()


def rows_in(content: bytes) -> tuple[list[Row], list[str]]:
    """Return the calls in a file, and in words what stands in it that is not read.

    Raises
    ------
    InputError
        It is none of the kinds that are read, is damaged, or too large.
    """
    text = _text(content)
    begin = text.lstrip()[:1]
    if begin == "<":
        rows = _feed(content)
        unread: list[str] = []
    elif begin in {"[", "{"}:
        rows, unread = _json(text)
    else:
        rows, unread = _csv(text)
    if not rows:
        raise InputError(_("There is no call in the file."))
    if len(rows) > MOST_CALLS:
        raise InputError(
            _("The file has {n} calls; at most {most} are read at once.").format(n=len(rows), most=MOST_CALLS)
        )
    return rows, unread


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(
            _("The file is not in UTF-8 (byte {n}). Save it as “CSV UTF-8”.").format(n=problem.start + 1)
        ) from problem
    if "\0" in text:
        raise InputError(_("The file is no text. Send CSV, JSON, RSS or Atom."))
    return text


# -- CSV -----------------------------------------------------------------------------------------------------------


def _csv(text: str) -> tuple[list[Row], list[str]]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        table = []
        for line in reader:
            if any(len(cell) > 20 * LONGEST for cell in line):
                raise csv.Error("a cell is too long")
            if any(cell.strip() for cell in line):
                table.append((reader.line_num, line))
            if len(table) > MOST_CALLS + 1:
                raise InputError(_("The file has more than {most} calls.").format(most=MOST_CALLS))
    except csv.Error as problem:
        raise InputError(
            _(
                "Line {line} of the file cannot be read as a table: a quotation mark is missing, or a cell is too long."
            ).format(line=reader.line_num)
        ) from problem
    if not table:
        raise InputError(_("The file is empty."))
    heads = [cell.strip().lower().replace(" ", "_") for cell in table[0][1]]
    _heads(heads)
    unread = [head for head in heads if head and head not in COLUMNS]
    rows = []
    for number, line in table[1:]:
        where = _("Row {n}").format(n=number)
        if len(line) > len(heads):
            raise InputError(
                _("{where} has {n} cells, the head of the table {m}.").format(where=where, n=len(line), m=len(heads))
            )
        cells = {h: _plain(c) for h, c in zip(heads, line, strict=False) if h in COLUMNS}
        rows.append(Row(where, cells, tuple(_parts(cells.pop("deadlines", "")))))
    return rows, unread


def _heads(heads: list[str]) -> None:
    missing = [name for name in _MUST if name not in heads]
    twice = sorted({name for name in heads if name and heads.count(name) > 1})
    problems = []
    if missing:
        problems.append(
            _("The first row must name the columns. Missing: {missing}. Known: {known}.").format(
                missing=", ".join(missing), known=", ".join(COLUMNS)
            )
        )
    if twice:
        problems.append(_("Columns stand twice: {names}.").format(names=", ".join(twice)))
    if problems:
        raise InputError("\n".join(problems))


def _plain(cell: str) -> str:
    """Return what a cell says; the mark that keeps spreadsheets from running it goes (`cells.harmless`)."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.replace("\n", ";").split(";") if part.strip())


# -- JSON ----------------------------------------------------------------------------------------------------------


def _json(text: str) -> tuple[list[Row], list[str]]:
    try:
        data = json.loads(text, parse_constant=_no_constant, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError, InputError) as problem:
        line = getattr(problem, "lineno", None)
        where = _("line {n}").format(n=line) if line else _("it is nested too deeply or holds no numbers")
        raise InputError(_("The file is no whole JSON ({where}).").format(where=where)) from problem
    entries = data.get("calls") if isinstance(data, dict) else data
    if not isinstance(entries, list):
        raise InputError(_("The file must hold a list of calls, or an object with a list “calls”."))
    problems: list[str] = []
    unread: dict[str, None] = {}
    rows = []
    for number, entry in enumerate(entries[: MOST_CALLS + 1], 1):
        where = _("Entry {n}").format(n=number)
        if not isinstance(entry, dict):
            problems.append(_("{where} is no object.").format(where=where))
            continue
        unread |= dict.fromkeys(str(key)[:40] for key in entry if key not in COLUMNS)
        values = {}
        for name in COLUMNS:
            if name == "deadlines" or name not in entry:
                continue
            value = _value(entry[name], name)
            if value is None:
                problems.append(_("{where}, {field}: this must be a text.").format(where=where, field=name))
            else:
                values[name] = value
        deadlines = _json_deadlines(entry.get("deadlines", []))
        if deadlines is None:
            problems.append(
                _(
                    "{where}, deadlines: this must be a list of texts, or of objects with date, time, zone and name."
                ).format(where=where)
            )
        rows.append(Row(where, values, tuple(deadlines or ())))
    if problems:
        raise InputError("\n".join(problems))
    return rows, list(unread)


def _no_constant(name: str) -> None:
    raise InputError(name)


def _value(value: Any, name: str) -> str | None:
    if value is None:
        return ""
    if name == "countries" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return " ".join(value)
    return value.strip() if isinstance(value, str) else None


def _json_deadlines(value: Any) -> list[str] | None:
    if isinstance(value, str):
        return list(_parts(value))
    if not isinstance(value, list):
        return None if value is not None else []
    found = []
    for one in value:
        if isinstance(one, dict):
            parts = [one.get(k, "") for k in ("date", "time", "zone", "name")]
            if not all(isinstance(p, str) for p in parts) or set(one) - {"date", "time", "zone", "name"}:
                return None
            one = " ".join(p.strip() for p in parts if p.strip())
        if not isinstance(one, str):
            return None
        found.append(one.strip())
    return found


# -- RSS and Atom --------------------------------------------------------------------------------------------------


def _feed(content: bytes) -> list[Row]:
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as problem:
        raise InputError(_("The feed declares entities, which can be used to do harm. It is not read.")) from problem
    except (ParseError, ValueError, LookupError, RecursionError) as problem:
        raise InputError(_("The feed is damaged: {what}.").format(what=str(problem)[:80])) from problem
    entries = [e for e in root.iter() if _local(e) in {"item", "entry"}]
    if len(entries) > MOST_CALLS:
        raise InputError(_("The file has more than {most} calls.").format(most=MOST_CALLS))
    if _local(root) not in {"rss", "feed", "RDF"}:
        raise InputError(_("This is no RSS and no Atom feed."))
    channel = next((e for e in root if _local(e) == "channel"), root)
    publisher = _child(channel, "title")
    language = (_child(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))[:2]
    rows = []
    for number, entry in enumerate(entries, 1):
        values = {
            "title": _said(entry, "title"),
            "url": _link(entry),
            "summary": _cut(_said(entry, "summary", "description", "content")),
            "funder": _said(entry, "publisher", "creator") or publisher,
            "language": language.lower(),
        }
        rows.append(Row(_("Entry {n}").format(n=number), {k: v for k, v in values.items() if v}))
    return rows


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Any, name: str) -> str:
    return next((" ".join("".join(e.itertext()).split()) for e in element if _local(e) == name), "")


def _said(entry: Any, *names: str) -> str:
    return next((said for name in names if (said := _without_marks(_child(entry, name)))), "")


def _cut(text: str) -> str:
    """Return as much of a text as a summary may have; feeds often hold the whole page."""
    return text if len(text) <= _SUMMARY else f"{text[: _SUMMARY - 2].rpartition(' ')[0]} …"


def _link(entry: Any) -> str:
    for element in entry:
        if _local(element) == "link" and element.get("rel", "alternate") == "alternate":
            return str(element.get("href") or element.text or "").strip()
    return ""


class _Words(HTMLParser):
    """Collects the text of what may hold marks of HTML; what a browser would not show is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._hidden += tag in {"script", "style"}
        self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}
        self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if self._hidden <= 0:
            self.found.append(data)


def _without_marks(text: str) -> str:
    parser = _Words()
    parser.feed(text[:_LOOKED_THROUGH])
    parser.close()
    return " ".join("".join(parser.found).split())
