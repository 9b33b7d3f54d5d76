"""Scenario files: which changes are explored, and what they are judged by."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.inputs import Change

__all__ = ["BASELINE", "Outcome", "Plan", "Scenario", "read_plan", "shipped_plan"]

#: The run in which nothing is done.
BASELINE = "baseline"
_FILE = Path(__file__).with_name("plan.toml")
#: Bytes of a scenario file, and scenarios in it.
_MOST_BYTES, _MOST = 1024**2, 50
#: Years ahead, at most: further than any range of a constant can mean something.
_LONGEST = 50
_CHANGE = {"variable": str, "how": str, "value": float, "start": float, "length": float, "fade": float}


@dataclass(frozen=True)
class Outcome:
    """What scenarios are judged by.

    Attributes
    ----------
    variable
        Key of the variable, looked at when the run ends.
    better
        ``higher`` or ``lower``.
    least
        Smallest difference that counts as one.
    """

    variable: str
    better: str = "higher"
    least: float = 0.01

    @property
    def sign(self) -> float:
        """1 where higher is better, −1 where lower is."""
        return 1.0 if self.better == "higher" else -1.0


@dataclass(frozen=True)
class Scenario:
    """A policy or a shock.

    Attributes
    ----------
    id
        Its identifier.
    label
        What it is called; empty for those that ship with the package, whose names are translated.
    changes
        What it moves.
    background
        The scenario that it comes on top of, and is compared with; nothing done where empty.
    """

    id: str
    label: str = ""
    changes: tuple[Change, ...] = ()
    background: str = ""


@dataclass(frozen=True)
class Plan:
    """What is explored.

    Attributes
    ----------
    scenarios
        In the order in which they are told.
    outcomes
        What they are judged by.
    years
        How far ahead a run goes, in the model's unit of time.
    """

    scenarios: tuple[Scenario, ...]
    outcomes: tuple[Outcome, ...]
    years: float = 6.0

    def changes(self) -> dict[str, tuple[Change, ...]]:
        """Return scenario → all its changes, those of its background first; nothing done is the first."""
        by_id = {s.id: s for s in self.scenarios}
        found: dict[str, tuple[Change, ...]] = {BASELINE: ()}
        for s in self.scenarios:
            before = by_id[s.background].changes if s.background else ()
            found[s.id] = (*before, *s.changes)
        return found

    def against(self, scenario: str) -> str:
        """Return the scenario that one is compared with."""
        return next((s.background for s in self.scenarios if s.id == scenario), "") or BASELINE


class _Reader:
    """Reads one scenario file, and collects what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.wrong: list[str] = []

    def fault(self, place: str, message: str) -> None:
        self.wrong.append(f"{self.name}, {place}: {message}")

    def keys(self, given: Any, known: tuple[str, ...], place: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            self.fault(place, _("It must be a table."))
            return {}
        for key in sorted(set(given) - set(known)):
            text = _("The entry “{key}” is not known. There are: {known}.")
            self.fault(place, text.format(key=key, known=", ".join(known)))
        return given

    def number(self, given: Any, place: str, key: str) -> float:
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
            self.fault(place, _("“{key}” must be a number.").format(key=key))
            return 0.0
        return float(given)

    def read(self, content: dict[str, Any]) -> Plan:
        self.keys(content, ("years", "outcomes", "scenarios"), _("top"))
        years = self.number(content.get("years", 6.0), _("top"), "years")
        if not 0 < years <= _LONGEST:
            text = _("“{key}” must be above 0 and at most {most}.")
            self.fault(_("top"), text.format(key="years", most=_LONGEST))
        outcomes = [self.outcome(o, k) for k, o in enumerate(self.rows(content, "outcomes"), 1)]
        scenarios = [self.scenario(s, k) for k, s in enumerate(self.rows(content, "scenarios"), 1)]
        if not outcomes:
            outcomes = list(shipped_plan().outcomes)
        if not scenarios:
            self.fault(_("top"), _("There is no [[scenarios]] table."))
        if len(scenarios) > _MOST:
            self.fault(
                _("top"),
                _("There are {n} scenarios; at most {most} can be explored.").format(n=len(scenarios), most=_MOST),
            )
        self.together(scenarios)
        return Plan(tuple(scenarios), tuple(outcomes), years)

    def rows(self, content: dict[str, Any], key: str) -> list[Any]:
        given = content.get(key, [])
        if not isinstance(given, list):
            self.fault(key, _("It must be a list of tables."))
            return []
        return given

    def outcome(self, given: Any, k: int) -> Outcome:
        place = f"outcomes {k}"
        row = self.keys(given, ("variable", "better", "least"), place)
        if not isinstance(row.get("variable"), str):
            self.fault(place, _("“{key}” is missing.").format(key="variable"))
        better = row.get("better", "higher")
        if better not in ("higher", "lower"):
            self.fault(place, _("“better” is higher or lower, not {given}.").format(given=better))
        return Outcome(str(row.get("variable", "")), str(better), self.number(row.get("least", 0.01), place, "least"))

    def scenario(self, given: Any, k: int) -> Scenario:
        place = f"scenarios {k}"
        row = self.keys(given, ("id", "label", "changes", "background"), place)
        name = row.get("id")
        if not isinstance(name, str) or not name or not all(c.isalnum() or c in "_-" for c in name):
            self.fault(place, _("“id” must be a word of letters, digits, _ and -."))
            name = str(name)
        elif name == BASELINE:
            self.fault(place, _("“{name}” is the run in which nothing is done; choose another id.").format(name=name))
        changes = row.get("changes")
        if not isinstance(changes, list) or not changes:
            self.fault(place, _("“changes” must be a list of tables with at least one in it."))
            changes = []
        made = tuple(self.change(c, f"{place}, changes {n}") for n, c in enumerate(changes, 1))
        return Scenario(name, str(row.get("label", "")), made, str(row.get("background", "")))

    def change(self, given: Any, place: str) -> Change:
        row = self.keys(given, tuple(_CHANGE), place)
        if not isinstance(row.get("variable"), str):
            self.fault(place, _("“{key}” is missing.").format(key="variable"))
        if "value" not in row:
            self.fault(place, _("“{key}” is missing.").format(key="value"))
        how = row.get("how", "set")
        if how not in ("add", "multiply", "set"):
            self.fault(place, _("It is changed by add, multiply or set, not by {how}.").format(how=how))
        numbers = {k: self.number(row.get(k, 0.0), place, k) for k in ("value", "start", "fade")}
        length = self.number(row["length"], place, "length") if "length" in row else None
        if numbers["fade"] < 0 or (length is not None and length < 0):
            self.fault(place, _("Length and fade cannot be below 0."))
        return Change(
            str(row.get("variable", "")), str(how), numbers["value"], numbers["start"], length, numbers["fade"]
        )

    def together(self, scenarios: list[Scenario]) -> None:
        by_id = {s.id: s for s in scenarios}
        if len(by_id) < len(scenarios):
            self.fault("scenarios", _("Two scenarios have the same id."))
        for k, s in enumerate(scenarios, 1):
            if not s.background:
                continue
            other = by_id.get(s.background)
            if other is None:
                self.fault(
                    f"scenarios {k}", _("There is no scenario {name} as a background.").format(name=s.background)
                )
            elif other.background or other.id == s.id:
                self.fault(f"scenarios {k}", _("A background cannot have a background itself."))


def read_plan(path: Path | str) -> Plan:
    """Read a scenario file (TOML).

    Raises
    ------
    InputError
        It cannot be read; the message lists everything that is wrong with its place.
    """
    file = Path(path)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(_("{file} is larger than {size} MB.").format(file=file.name, size=1))
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(_("{file} is no TOML file ({detail}).").format(file=file.name, detail=error)) from None
    except OSError as error:
        raise InputError(_("{file} cannot be read: {error}").format(file=file, error=error.strerror)) from None
    reader = _Reader(file.name)
    plan = reader.read(content)
    if reader.wrong:
        raise InputError("\n".join(reader.wrong))
    return plan


@lru_cache(maxsize=1)
def shipped_plan() -> Plan:
    """Return the scenarios that ship with the package."""
    return _Reader(_FILE.name).read(tomllib.loads(_FILE.read_text(encoding="utf-8")))
