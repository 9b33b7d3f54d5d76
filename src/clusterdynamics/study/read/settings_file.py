"""From ``study.toml`` (or the sheet ``study``) to the settings, with a problem for everything that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from clusterdynamics.i18n import N_
from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.settings import StudySettings

__all__ = ["parse_settings", "parse_toml"]

_EXPECTED = {
    "string": N_("a text in quotation marks"),
    "float": N_("a number"),
    "int": N_("a whole number"),
    "bool": N_("true or false"),
    "tuple": N_("a list in square brackets"),
    "dict": N_("a section with names and values"),
    "model": N_("a section with names and values"),
}
_BOUNDS = {
    "greater_than_equal": (Code.SETTING_TOO_LOW, "ge"),
    "less_than_equal": (Code.SETTING_TOO_HIGH, "le"),
}


def parse_toml(content: bytes, file: str, problems: Problems) -> dict[str, Any] | None:
    """Return what a TOML file says; None (and a problem with its line) where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(Code.ENCODING_UNKNOWN, file)
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
        last = text.count("\n") + 1
        reason = found.group(1) if found else str(error)
        line = int(found.group(2)) if found and found.group(2) else last
        position = int(found.group(3)) if found and found.group(3) else 1
        problems.add(Code.TOML_SYNTAX, file, line, None, line=line, position=position, reason=reason)
    except RecursionError:
        problems.add(Code.TOML_SYNTAX, file, None, None, line=1, position=1, reason="too deeply nested")
    return None


def parse_settings(
    data: Mapping[str, Any], file: str, problems: Problems, rows: Mapping[str, int] | None = None
) -> StudySettings | None:
    """Return the settings; None (and all problems) where something is wrong.

    Parameters
    ----------
    rows
        Dotted path of a setting → row, where the settings come from a sheet.
    """
    report = _Report(data, file, problems, rows or {})
    sound = report.contradictions()
    try:
        settings = StudySettings.model_validate(dict(data))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            # What the model's own validators find was reported one by one before.
            if item["type"] != "value_error" or sound:
                report.translate(item)
        return None
    return settings if sound else None


class _Report:
    """Turns what is wrong with settings into problems."""

    def __init__(self, data: Mapping[str, Any], file: str, problems: Problems, rows: Mapping[str, int]) -> None:
        self.data = data
        self.file = file
        self.problems = problems
        self.rows = rows

    def add(self, code: Code, key: str, **values: Any) -> None:
        row = self.rows.get(key)
        self.problems.add(code, self.file, row, key or None, key=key, **values)

    # -- what contradicts itself -------------------------------------------------------------------

    def contradictions(self) -> bool:
        """Report identifiers given twice, unknown and impossible scales; False where there is one."""
        scales, relations, items = (self._parts(name) for name in ("scales", "relations", "items"))
        sound = True
        for name, parts in (("scales", scales), ("relations", relations), ("items", items)):
            sound &= self._unique(name, name, [p.get("id") for p in parts])
        levels = [n for r in relations for n in self._mapping(r.get("levels"))]
        names = list(dict.fromkeys(str(r.get("id")) for r in relations))
        sound &= self._unique("relations.levels", "relations", [*levels, *(n for n in names if n in levels)])
        known = [str(s.get("id")) for s in scales]
        for name, parts in (("relations", relations), ("items", items)):
            for part in parts:
                scale = part.get("scale")
                if isinstance(scale, str) and scale not in known:
                    self.add(
                        Code.SCALE_UNKNOWN, f"{name}.{part.get('id')}.scale", value=scale, nearest=nearest(scale, known)
                    )
                    sound = False
        for scale in scales:
            low, high = _number(scale.get("low")), _number(scale.get("high"))
            if low is not None and high is not None and high <= low:
                self.add(Code.SCALE_REVERSED, f"scales.{scale.get('id')}.high", value=str(scale.get("id")))
                sound = False
        return sound

    def _parts(self, name: str) -> list[Mapping[str, Any]]:
        found = self.data.get(name)
        return [p for p in found if isinstance(p, Mapping)] if isinstance(found, list) else []

    @staticmethod
    def _mapping(value: Any) -> Mapping[str, Any]:
        return value if isinstance(value, Mapping) else {}

    def _unique(self, key: str, what: str, names: list[Any]) -> bool:
        counts = Counter(n for n in names if isinstance(n, str))
        twice = [n for n, count in counts.items() if count > 1]
        for name in twice:
            self.add(Code.SETTING_TWICE, key, value=name, what=f"[[{what}]]")
        return not twice

    # -- what pydantic finds -----------------------------------------------------------------------

    def translate(self, item: Any) -> None:
        """Report one error of the model in our words."""
        kind: str = item["type"]
        key = self._path(item["loc"])
        context: Mapping[str, Any] = item.get("ctx", {})
        value = item["input"]
        if kind == "missing":
            self.add(Code.SETTING_MISSING, key)
        elif kind == "extra_forbidden":
            known = list(_model_at(item["loc"][:-1]).model_fields)
            near = nearest(str(item["loc"][-1]), known)
            self.add(Code.SETTING_UNKNOWN, key, nearest=near)
        elif kind == "literal_error":
            options = [str(a) for a in get_args(_annotation_at(item["loc"]))]
            self.add(
                Code.SETTING_CHOICE,
                key,
                value=_shown(value),
                choices=", ".join(options),
                nearest=nearest(str(value), options),
            )
        elif kind == "string_too_long" and context["max_length"] > 64:
            self.add(Code.SETTING_TOO_LONG, key, found=len(value), limit=context["max_length"])
        elif kind == "string_too_short" and key.endswith("title"):
            self.add(Code.SETTING_EMPTY, key)
        elif kind in {"string_too_long", "string_too_short", "string_pattern_mismatch"}:
            self.add(Code.SETTING_IDENTIFIER, key, value=_shown(value))
        elif kind in _BOUNDS:
            code, limit = _BOUNDS[kind]
            self.add(code, key, value=_shown(value), limit=f"{context[limit]:g}")
        elif kind == "finite_number":
            self.add(Code.SETTING_INVALID, key, reason=_shown(value))
        else:
            self._wrong_kind(kind, key, value, str(item["msg"]))

    def _wrong_kind(self, kind: str, key: str, value: Any, message: str) -> None:
        expected = next((words for start, words in _EXPECTED.items() if kind.startswith(start)), None)
        if expected is None:
            self.add(Code.SETTING_INVALID, key, reason=message)
        else:
            self.add(Code.SETTING_TYPE, key, value=_shown(value), expected=expected)

    def _path(self, location: tuple[int | str, ...]) -> str:
        """Return the dotted path, with the identifier of a list's member instead of its position."""
        here: Any = self.data
        words: list[str] = []
        for step in location:
            if step == "[key]":
                continue
            if isinstance(here, Mapping):
                here = here.get(str(step))
            elif isinstance(step, int) and isinstance(here, list):
                here = here[step]
            named = isinstance(step, int) and isinstance(here, Mapping) and isinstance(here.get("id"), str)
            words.append(here["id"] if named else str(step + 1 if isinstance(step, int) else step))
        return ".".join(words)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _annotation_at(location: tuple[int | str, ...]) -> Any:
    """Return the type of the setting at a location in the model."""
    here: Any = StudySettings
    for step in location:
        here = _given(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = here.model_fields[str(step)].annotation
        elif get_origin(here) is tuple:
            here = get_args(here)[0]
        elif get_origin(here) is dict:
            here = get_args(here)[1]
    return here


def _model_at(location: tuple[int | str, ...]) -> type[BaseModel]:
    found: type[BaseModel] = _given(_annotation_at(location))
    return found


def _given(annotation: Any) -> Any:
    """Return what a setting is where it is given: a part that may be missing is its own kind or None."""
    if get_origin(annotation) is UnionType:
        return next(a for a in get_args(annotation) if a is not NoneType)
    return annotation
