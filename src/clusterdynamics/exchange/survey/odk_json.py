"""Submissions as JSON: Kobo's API (names with their groups in front), and ODK Central's (objects in objects)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.submission import Submission, parse_time
from clusterdynamics.exchange.text import decode
from clusterdynamics.i18n import _

__all__ = ["read_json"]

_DEEPEST = 20
_MOST = 200_000
_UUIDS = ("_uuid", "__id", "instanceID")
_TIMES = ("_submission_time", "submissionDate", "end")


def read_json(
    file: SurveyFile, names: Collection[str], repeats: Mapping[str, frozenset[str]] | None = None
) -> list[Submission]:
    """Return the submissions of a JSON file.

    Parameters
    ----------
    names
        Names of the form's questions; everything else is passed over.
    repeats
        Name of a repeat → its questions.

    Raises
    ------
    ExchangeError
        It is no JSON, no list of submissions, or nested deeper than a form can be.
    """
    faults = Faults(file.name)
    text = decode(file.data, file.name).text
    try:
        found = json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as problem:
        raise faults.error(
            _("The file is no JSON, or it is cut off ({detail}).").format(detail=problem.msg),
            _("Export it again from the program it comes from."),
            line=problem.lineno,
            column=problem.colno,
        ) from None
    except (RecursionError, ValueError) as problem:
        raise faults.error(
            _("The JSON cannot be read ({detail}).").format(detail=problem), _("Export it again.")
        ) from None
    items = _items(found)
    if items is None or len(items) > _MOST or not all(isinstance(i, dict) for i in items):
        raise faults.error(
            _("The file holds no list of submissions."), _("Export the submissions as JSON, all in one list.")
        )
    submissions = [_submission(file.name, n, item, names, repeats or {}, faults) for n, item in enumerate(items, 1)]
    faults.check()
    return submissions


def _items(found: Any) -> list[Any] | None:
    """Return the list itself, or the one in ``results`` (Kobo) or ``value`` (Central)."""
    if isinstance(found, dict):
        found = found.get("results", found.get("value", [found]))
    return found if isinstance(found, list) else None


def _submission(
    file: str,
    number: int,
    item: Mapping[str, Any],
    names: Collection[str],
    repeats: Mapping[str, frozenset[str]],
    faults: Faults,
) -> Submission:
    values: dict[str, str] = {}
    entries: dict[str, list[dict[str, str]]] = {name: [] for name in repeats}
    meta: dict[str, str] = {}
    for name, value in _leaves(item, 0, repeats, faults, number):
        if isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    leaves = _leaves(one, 1, {}, faults, number)
                    entries[name].append({n: _text(v) for n, v in leaves if n in repeats[name] and _text(v)})
        elif name in names:
            if _text(value):
                values.setdefault(name, _text(value))
        else:
            meta.setdefault(name, _text(value))
    uuid = next((meta[k] for k in _UUIDS if meta.get(k)), "")
    time = next((t for k in _TIMES if (t := parse_time(meta.get(k, "")))), None)
    return Submission(file, number, uuid, time, values, {n: tuple(e) for n, e in entries.items()})


def _leaves(
    item: Mapping[str, Any], depth: int, repeats: Collection[str], faults: Faults, number: int
) -> Iterator[tuple[str, Any]]:
    """Yield the last part of each name with its value; repeats come as lists."""
    if depth > _DEEPEST:
        faults.add(_("The submission is nested too deeply."), _("Export it again."), line=number)
        return
    for key, value in item.items():
        name = str(key).rpartition("/")[2].partition("@")[0]
        if name in repeats and isinstance(value, list):
            yield name, value
        elif isinstance(value, dict):
            yield from _leaves(value, depth + 1, repeats, faults, number)
        elif not isinstance(value, list):
            yield name, value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
