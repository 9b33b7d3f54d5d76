"""XMILE models (.xmile, .stmx) as models to simulate.

The subset: stocks (non-negative too), flows, auxiliaries, graphical functions, the functions of
``engine/functions.py``, Euler and Runge-Kutta of order 4. What is outside (modules, arrays, conveyors, queues, macros,
random numbers, …) is refused, and the message says which construct of which variable it is.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from clusterdynamics.exchange.xmltree import local, parse_xml
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Clock, Lookup, SimModel, Variable
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["read_xmile_model"]

_KINDS = {"stock": "stock", "flow": "flow", "aux": "aux", "gf": "lookup"}
#: Parts of a variable that change what it does, and are not supported.
_OUTSIDE = {
    "conveyor": "<conveyor>",
    "queue": "<queue>",
    "leak": "<leak>",
    "overflow": "<overflow>",
    "dimensions": "<dimensions>",
    "element": "<element>",
    "delay_aux": "<delay_aux>",
    "oven": "<oven>",
}
_METHODS = {"euler": "euler", "rk4": "rk4"}


def _text(element: Element, tag: str) -> str | None:
    found = next((e for e in element if local(e) == tag), None)
    return None if found is None else (found.text or "").strip()


class _Reader:
    def __init__(self) -> None:
        self.faults: list[ModelFault] = []
        self.notes: list[str] = []

    def fault(self, variable: str, message: str) -> None:
        self.faults.append(ModelFault(variable, message))

    def read(self, root: Element) -> SimModel:
        if local(root) != "xmile":
            raise ScenarioModelError(
                [ModelFault("", _("The file begins with <{tag}>, not with <xmile>.").format(tag=local(root)))]
            )
        models = [m for m in root if local(m) == "model"]
        if len(models) != 1:
            self.fault("", _("The file has {n} models; modules are not supported.").format(n=len(models)))
        if any(local(e) == "macro" for e in root):
            self.fault("", _("Macros (<macro>) are not supported."))
        variables: list[Variable] = []
        for model in models[:1]:
            # Older files of Stella have the variables right in the model.
            groups = [model, *(c for c in model if local(c) == "variables")]
            for element in (v for group in groups for v in group):
                self._one(element, variables)
        if not variables and not self.faults:
            self.fault("", _("The model has no variables."))
        clock = self._clock(root)
        if self.faults:
            raise ScenarioModelError(self.faults)
        header = next((h for h in root if local(h) == "header"), None)
        name = (_text(header, "name") if header is not None else None) or _("Model")
        return SimModel(name, tuple(variables), clock, self._aliases(root), tuple(self.notes))

    def _one(self, element: Element, variables: list[Variable]) -> None:
        tag = local(element)
        if tag == "module":
            self.fault(element.get("name") or "", _("Modules (<module>) are not supported."))
        elif tag == "group" or tag not in _KINDS:
            return
        else:
            variables.append(self._variable(element, _KINDS[tag]))

    def _variable(self, element: Element, kind: str) -> Variable:
        name = " ".join((element.get("name") or "").replace("\\n", " ").replace("\\r", " ").split())
        for part in element:
            if local(part) in _OUTSIDE:
                self.fault(name, _("{construct} is not supported.").format(construct=_OUTSIDE[local(part)]))
        flows = {
            side: tuple(key_of(e.text or "") for e in element if local(e) == side) for side in ("inflow", "outflow")
        }
        points = element if kind == "lookup" else next((e for e in element if local(e) == "gf"), None)
        return Variable(
            name,
            kind,
            "" if kind == "lookup" else (_text(element, "eqn") or ""),
            inflows=flows["inflow"],
            outflows=flows["outflow"],
            non_negative=_text(element, "non_negative") not in (None, "false") and kind != "aux",
            lookup=None if points is None else self._points(points, name),
            unit=_text(element, "units"),
            low=self._bound(element, "min"),
            high=self._bound(element, "max"),
            doc=_text(element, "doc") or "",
        )

    def _bound(self, element: Element, side: str) -> float | None:
        found = next((e for e in element if local(e) == "range"), None)
        try:
            return None if found is None or found.get(side) is None else float(found.get(side) or "")
        except ValueError:
            return None

    def _points(self, element: Element, name: str) -> Lookup | None:
        parts = {local(e): e for e in element}
        try:
            ys = tuple(float(y) for y in _split(parts["ypts"])) if "ypts" in parts else ()
            if "xpts" in parts:
                xs = tuple(float(x) for x in _split(parts["xpts"]))
            else:
                scale = parts["xscale"]
                low, high = float(scale.get("min") or 0), float(scale.get("max") or 0)
                n = max(len(ys) - 1, 1)
                xs = tuple(low + (high - low) * k / n for k in range(len(ys)))
        except (KeyError, ValueError):
            self.fault(name, _("The points of the graphical function (<gf>) cannot be read."))
            return None
        return Lookup(xs, ys, (element.get("type") or "continuous").lower())

    def _clock(self, root: Element) -> Clock:
        specs = next((e for e in root if local(e) == "sim_specs"), None)
        if specs is None:
            self.fault("", _("The file does not say when a run starts and stops (<sim_specs>)."))
            return Clock()
        method = (specs.get("method") or "euler").split(",")[0].strip().lower()
        if method not in _METHODS:
            known = ", ".join(_METHODS)
            self.fault(
                "", _("The method of integration is {method}; there are: {known}.").format(method=method, known=known)
            )
        numbers = {}
        for tag, default in (("start", None), ("stop", None), ("dt", "1")):
            given = _text(specs, tag) or default
            try:
                numbers[tag] = float(given or "")
            except ValueError:
                self.fault("", _("<{tag}> of <sim_specs> is no number.").format(tag=tag))
                numbers[tag] = 1.0
        dt = next((e for e in specs if local(e) == "dt"), None)
        if dt is not None and dt.get("reciprocal") == "true" and numbers["dt"]:
            numbers["dt"] = 1.0 / numbers["dt"]
        unit = (specs.get("time_units") or "").strip()
        return Clock(numbers["start"], numbers["stop"], numbers["dt"], _METHODS.get(method, "euler"), unit)

    def _aliases(self, root: Element) -> dict[str, str]:
        """Return other name → name of the units that the file defines."""
        found: dict[str, str] = {}
        for unit in (u for e in root if local(e) == "model_units" for u in e):
            name = (unit.get("name") or "").lower()
            for alias in (e for e in unit if local(e) == "alias"):
                if name and alias.text:
                    found[alias.text.strip().lower()] = name
        return found


def _split(element: Element) -> list[str]:
    separator = element.get("sep") or ","
    return [part for part in (element.text or "").split(separator) if part.strip()]


def read_xmile_model(data: bytes, name: str) -> SimModel:
    """Read an XMILE model.

    Raises
    ------
    ExchangeError
        It is no well-formed XML.
    ScenarioModelError
        It is no XMILE, or uses what is outside the subset.
    """
    return _Reader().read(parse_xml(data, name))
