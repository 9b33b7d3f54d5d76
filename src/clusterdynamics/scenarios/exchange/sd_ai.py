"""Models as sd-ai passes them on (JSON): read and written."""

from __future__ import annotations

import json
from typing import Any

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Clock, Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.nodes import Name, walk
from clusterdynamics.scenarios.engine.text import written
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["read_sd_ai", "write_sd_ai"]

_KINDS = {"stock": "stock", "flow": "flow", "variable": "aux"}
_OUTSIDE = ("dimensions", "arrayEquations", "crossLevelGhostOf")


def read_sd_ai(data: bytes, name: str) -> SimModel:
    """Read a model of sd-ai; a file that holds it under ``model`` is read, too.

    Raises
    ------
    ScenarioModelError
        It is no JSON, no such model, or uses arrays or modules.
    """
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ScenarioModelError([ModelFault("", _("The file is no JSON ({detail}).").format(detail=error))]) from None
    content = whole.get("model", whole) if isinstance(whole, dict) else None
    if not isinstance(content, dict) or not isinstance(content.get("variables"), list):
        raise ScenarioModelError([ModelFault("", _("The file has no list “variables”."))])
    faults: list[ModelFault] = []
    variables = [_variable(v, faults) for v in content["variables"]]
    clock = _clock(content.get("specs"), faults)
    if content.get("modules"):
        faults.append(ModelFault("", _("Modules are not supported.")))
    if faults:
        raise ScenarioModelError(faults)
    return SimModel(str(content.get("title") or name.rpartition(".")[0] or name), tuple(variables), clock)


def _variable(given: Any, faults: list[ModelFault]) -> Variable:
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        faults.append(ModelFault("", _("A variable has no name.")))
        return Variable("", "aux")
    name = " ".join(given["name"].replace("\\n", " ").split())
    kind = _KINDS.get(str(given.get("type")))
    if kind is None:
        faults.append(ModelFault(name, _("The type {kind} is not known.").format(kind=given.get("type"))))
    outside = [part for part in _OUTSIDE if given.get(part)]
    faults.extend(ModelFault(name, _("{construct} is not supported.").format(construct=part)) for part in outside)
    return Variable(
        name,
        kind or "aux",
        str(given.get("equation") or ""),
        inflows=tuple(key_of(str(f)) for f in given.get("inflows") or ()),
        outflows=tuple(key_of(str(f)) for f in given.get("outflows") or ()),
        non_negative=bool(given.get("nonNegative")),
        lookup=_points(given.get("graphicalFunction"), name, faults),
        unit=given.get("units") if isinstance(given.get("units"), str) else None,
        doc=str(given.get("documentation") or ""),
    )


def _points(given: Any, name: str, faults: list[ModelFault]) -> Lookup | None:
    if not given:
        return None
    points: Any = given.get("points") if isinstance(given, dict) else given
    try:
        pairs = [(float(p["x"]), float(p["y"])) for p in points]
    except (KeyError, TypeError, ValueError):
        faults.append(ModelFault(name, _("The points of the graphical function cannot be read.")))
        return None
    kind = str(given.get("type") or "continuous") if isinstance(given, dict) else "continuous"
    return Lookup(tuple(x for x, _y in pairs), tuple(y for _x, y in pairs), kind)


def _clock(given: Any, faults: list[ModelFault]) -> Clock:
    specs = given if isinstance(given, dict) else {}
    numbers = {}
    for key, default in (("startTime", 0.0), ("stopTime", 100.0), ("dt", 0.25)):
        try:
            numbers[key] = float(specs.get(key, default))
        except (TypeError, ValueError):
            faults.append(ModelFault("", _("“{key}” of “specs” is no number.").format(key=key)))
            numbers[key] = default
    method = str(specs.get("method") or "euler").lower()
    return Clock(numbers["startTime"], numbers["stopTime"], numbers["dt"], method, str(specs.get("timeUnits") or ""))


def write_sd_ai(model: SimModel) -> str:
    """Return a model as sd-ai passes it on, with the dependencies that its equations hold.

    Tables of points that are called by several equations are no part of this form: each reader gets a copy of its own.
    """
    names = {v.key: v.name for v in model.variables}
    variables: list[dict[str, Any]] = []
    links: list[dict[str, str]] = []
    types = {"stock": "stock", "flow": "flow", "aux": "variable"}
    tables = {v.key for v in model.variables if v.kind == "lookup"}
    if tables:
        faults = [
            ModelFault(names[k], _("A table of points by itself cannot be written in this form."))
            for k in sorted(tables)
        ]
        raise ScenarioModelError(faults)
    for v in model.variables:
        made: dict[str, Any] = {"name": v.name, "type": types[v.kind], "equation": written(v.parsed(), names)}
        if v.kind == "stock":
            for side, flows, sign in (("inflows", v.inflows, "+"), ("outflows", v.outflows, "-")):
                made[side] = [names.get(key_of(f), f) for f in flows]
                links += [{"from": f, "to": v.name, "polarity": sign} for f in made[side]]
        else:
            causes = dict.fromkeys(n.key for n in walk(v.parsed()) if isinstance(n, Name) and n.key in names)
            links += [{"from": names[k], "to": v.name} for k in causes]
        if v.lookup is not None:
            points = [{"x": x, "y": y} for x, y in zip(v.lookup.x, v.lookup.y, strict=True)]
            made["graphicalFunction"] = {"points": points, "type": v.lookup.kind}
        if v.non_negative:
            made["nonNegative"] = True
        if v.unit is not None:
            made["units"] = v.unit
        if v.doc:
            made["documentation"] = v.doc
        variables.append(made)
    clock = model.clock
    specs = {
        "startTime": clock.start,
        "stopTime": clock.stop,
        "dt": clock.step,
        "timeUnits": clock.unit,
        "method": clock.method,
    }
    whole = {"title": model.name, "specs": specs, "variables": variables, "relationships": links}
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
