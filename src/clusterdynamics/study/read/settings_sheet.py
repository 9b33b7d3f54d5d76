"""Settings as pairs of key and value, for the sheet ``study`` of a workbook.

A key is the dotted path in ``study.toml``; members of ``[[scales]]``, ``[[relations]]`` and ``[[items]]`` go by
their identifier: ``relations.depth.label``, ``scales.depth.labels.1``, ``items.s1.1.text``. A part that holds a
point may stand in quotation marks, as in TOML; where it is clear what is meant it need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.settings import Item, Relation, Scale, StudySettings
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["pairs_to_settings", "settings_to_pairs"]

_PARTS = {"scales": Scale, "relations": Relation, "items": Item}
#: Settings that map names to values, and those that are lists, by the model they stand in.
_MAPPINGS = {"scales": ("labels",), "relations": ("levels",), "items": ()}
_LISTS = {"languages", "last_answers", "relations.waves", "items.options", "disclosure.opens"}
_SECTIONS = ("region", "gates", "types", "size_classes")
#: Settings in which one part maps names to values, and that part.
_NESTED = {"disclosure": "opens", "between_regions": "regions"}
_HEADER = ("key", "value")


def settings_to_pairs(settings: StudySettings) -> Iterator[tuple[str, str]]:
    """Yield every setting that has a value, as key and text."""
    for key, value in settings.model_dump(mode="json").items():
        if key in _PARTS:
            for part in value:
                for name, inner in part.items():
                    yield from _pair((key, part["id"], name), inner)
        else:
            yield from _pair((key,), value)


def _pair(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _pair((*path, name), inner)
    elif isinstance(value, list):
        if any(LIST_SEPARATOR in part or part != part.strip() or not part for part in value):
            message = _("The setting {key} cannot be written to a sheet: a part is empty, or holds | or outer spaces.")
            raise InputError(message.format(key=_dotted(path)))
        yield _dotted(path), LIST_SEPARATOR.join(value)
    elif isinstance(value, bool):
        yield _dotted(path), "true" if value else "false"
    elif value is not None:
        yield _dotted(path), repr(value) if isinstance(value, float) else str(value)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(p if re.fullmatch(r"[A-Za-z0-9_-]+", p) else _quoted(p) for p in path)


def _quoted(part: str) -> str:
    return '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pairs_to_settings(
    pairs: Iterable[tuple[int, str, str]], file: str, problems: Problems
) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the settings as ``study.toml`` would give them, and the row of each dotted path.

    Parameters
    ----------
    pairs
        Row number, key and value; a header row and rows without a key are left out.
    """
    data: dict[str, Any] = {}
    rows: dict[str, int] = {}
    members: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in _PARTS}
    for row, written, value in pairs:
        key = written.strip()
        if not key or key.startswith("#") or (key.casefold(), value.strip().casefold()) == _HEADER:
            continue
        path = _split(key)
        if path is None:
            near = nearest(key, list(StudySettings.model_fields))
            problems.add(Code.SETTING_KEY, file, row, "key", key=key, nearest=near)
            continue
        dotted = ".".join(path)
        if dotted in rows:
            problems.add(Code.SETTING_TWICE, file, row, "key", value=key, what=file)
            continue
        rows[dotted] = row
        if path[0] in _PARTS:
            member = members[path[0]].setdefault(path[1], {"id": path[1]})
            _set(member, path[2:], _value(f"{path[0]}.{path[2]}", value))
        else:
            _set(data, path, _value(".".join(path[:2]), value))
    for name, parts in members.items():
        if parts:
            data[name] = list(parts.values())
    return {k: v for k, v in data.items() if v is not None}, rows


def _set(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        target = target.setdefault(step, {})
    if value is not None:
        target[path[-1]] = value


def _value(name: str, text: str) -> Any:
    if name in _LISTS or name.startswith("disclosure.opens"):
        return [part.strip() for part in text.split(LIST_SEPARATOR) if part.strip()]
    if name == "scale" or name.endswith(".scale"):
        return text.strip() or None
    return text


def _split(key: str) -> tuple[str, ...] | None:
    """Return the parts of a dotted key; None where it cannot be one."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"|([^."]+)', key) if '"' in key else []
    if quoted:
        parts = tuple(re.sub(r"\\(.)", r"\1", q) if q or not bare else bare for q, bare in quoted)
        return parts if _plausible(parts) else None
    first, _point, rest = key.partition(".")
    if first in _PARTS:
        parts = _member(first, rest)
    elif first in _SECTIONS:
        parts = (first, rest) if rest else ()
    elif first in _NESTED and rest.startswith(f"{_NESTED[first]}."):
        parts = (first, _NESTED[first], rest.removeprefix(f"{_NESTED[first]}."))
    else:
        parts = tuple(key.split("."))
    return parts if parts and _plausible(parts) else None


def _member(name: str, rest: str) -> tuple[str, ...]:
    """Split ``depth.labels.1`` or ``s1.1.text``: identifiers may hold points."""
    for mapping in _MAPPINGS[name]:
        found = re.fullmatch(rf"(.+?)\.{mapping}\.(.+)", rest)
        if found:
            return (name, found.group(1), mapping, found.group(2))
    identifier, point, field = rest.rpartition(".")
    return (name, identifier, field) if point else ()


def _plausible(parts: tuple[str, ...]) -> bool:
    """Tell whether a path of this length can lead to a value."""
    if parts[0] in _PARTS:
        return len(parts) == 4 if len(parts) > 2 and parts[2] in _MAPPINGS[parts[0]] else len(parts) == 3
    if parts[0] in _SECTIONS:
        return len(parts) == 2
    if parts[0] in _NESTED:
        return len(parts) == (3 if parts[1:2] == (_NESTED[parts[0]],) else 2)
    return len(parts) == 1
