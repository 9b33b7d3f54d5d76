"""Models as TOML: how our own are kept, every constant with unit, range and basis."""

from __future__ import annotations

import tomllib
from typing import Any

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Clock, Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.units import check_units
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["read_toml"]

_KINDS = ("stock", "flow", "aux", "lookup")
_FIELDS = {
    "kind": str,
    "equation": str,
    "inflows": list,
    "outflows": list,
    "non_negative": bool,
    "points": list,
    "points_kind": str,
    "unit": str,
    "low": float,
    "high": float,
    "basis": str,
    "source": str,
    "doc": str,
}


def read_toml(data: bytes, name: str) -> SimModel:
    """Read a model as TOML: ``name``, ``[time]`` and one table ``[variables.NAME]`` for each variable.

    Raises
    ------
    ScenarioModelError
        With everything that is wrong, units that do not fit among it.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioModelError([ModelFault("", _("The file is no TOML ({detail}).").format(detail=error))]) from None
    unknown = sorted(set(content) - {"name", "time", "variables"})
    faults = [ModelFault("", _("The entry “{key}” is not known.").format(key=key)) for key in unknown]
    tables = content.get("variables")
    if not isinstance(tables, dict) or not tables:
        raise ScenarioModelError([*faults, ModelFault("", _("There is no [variables.…] table."))])
    variables = [_variable(key, given, faults) for key, given in tables.items()]
    clock = _clock(content.get("time", {}), faults)
    if faults:
        raise ScenarioModelError(faults)
    model = SimModel(str(content.get("name", name)), tuple(variables), clock)
    wrong = check_units(checked(model))
    if wrong:
        raise ScenarioModelError(wrong)
    return model


def _variable(name: str, given: Any, faults: list[ModelFault]) -> Variable:
    if not isinstance(given, dict):
        faults.append(ModelFault(name, _("It must be a table: [variables.{name}].").format(name=name)))
        return Variable(name, "aux", "0")
    for key, value in given.items():
        wanted = _FIELDS.get(key)
        if wanted is None:
            faults.append(ModelFault(name, _("The entry “{key}” is not known.").format(key=key)))
        elif not isinstance(value, (int, float) if wanted is float else wanted):
            faults.append(ModelFault(name, _("“{key}” has the wrong kind of value.").format(key=key)))
    kind = given.get("kind", "aux")
    if kind not in _KINDS:
        faults.append(
            ModelFault(name, _("The kind is one of {known}, not {kind}.").format(known=", ".join(_KINDS), kind=kind))
        )
    if kind != "lookup" and not given.get("equation"):
        faults.append(ModelFault(name, _("There is no equation.")))
    low, high = given.get("low"), given.get("high")
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
        faults.append(
            ModelFault(name, _("The range ends ({high}) before it begins ({low}).").format(low=low, high=high))
        )
    return Variable(
        name,
        str(kind),
        str(given.get("equation", "")),
        inflows=tuple(key_of(str(f)) for f in given.get("inflows", ())),
        outflows=tuple(key_of(str(f)) for f in given.get("outflows", ())),
        non_negative=bool(given.get("non_negative", False)),
        lookup=_points(name, given, faults),
        unit=given.get("unit"),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        basis=str(given.get("basis", "")),
        source=str(given.get("source", "")),
        doc=str(given.get("doc", "")),
    )


def _points(name: str, given: dict[str, Any], faults: list[ModelFault]) -> Lookup | None:
    if "points" not in given:
        return None
    try:
        pairs = [(float(x), float(y)) for x, y in given["points"]]
    except (TypeError, ValueError):
        faults.append(ModelFault(name, _("Points are written as [[x, y], [x, y]].")))
        return None
    kind = str(given.get("points_kind", "continuous"))
    return Lookup(tuple(x for x, _y in pairs), tuple(y for _x, y in pairs), kind)


def _clock(given: Any, faults: list[ModelFault]) -> Clock:
    known: dict[str, Any] = {"start": 0.0, "stop": 10.0, "step": 0.125, "method": "euler", "unit": ""}
    if not isinstance(given, dict) or set(given) - set(known):
        faults.append(ModelFault("", _("[time] has the entries {known}.").format(known=", ".join(known))))
        return Clock()
    values = known | given
    try:
        start, stop, step = (float(values[k]) for k in ("start", "stop", "step"))
    except (TypeError, ValueError):
        faults.append(ModelFault("", _("start, stop and step of [time] are numbers.")))
        return Clock()
    return Clock(start, stop, step, str(values["method"]), str(values["unit"]))
