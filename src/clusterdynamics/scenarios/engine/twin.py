"""A run with numpy, step by step from the equations as they are written.

The twin of the compiled kernel: slower by orders of magnitude, without any of its rearrangements, and the one that
says which variable broke down, when and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.evaluate import evaluate
from clusterdynamics.scenarios.engine.inputs import Inputs
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Lookup
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, walk
from clusterdynamics.scenarios.problems import SimulationError

__all__ = ["Twin"]

Values = NDArray[np.float64]


class Twin:
    """Runs a model with numpy.

    Parameters
    ----------
    checked
        The model.
    inputs
        What policies and shocks do to variables over time; one scenario.
    scenario
        Which of them.
    strict
        Stop with ``SimulationError`` at the first value that is not finite.
    """

    def __init__(
        self, checked: Checked, inputs: Inputs | None = None, scenario: int = 0, *, strict: bool = True
    ) -> None:
        self.checked = checked
        self.tables: Mapping[str, Lookup] = {k: v.lookup for k, v in checked.variables.items() if v.lookup is not None}
        self.inputs = inputs
        self.scenario = scenario
        self.strict = strict
        self.guards = {k for k, v in checked.variables.items() if v.kind == "flow" and v.non_negative}
        self.floors = [k for k in checked.stocks if checked.variables[k].non_negative]

    def run(self, parameters: Mapping[str, Any] | None = None, *, every: int = 1) -> dict[str, Values]:
        """Return key → values at the saved steps, shape (times,) or (times, members).

        Parameters
        ----------
        parameters
            Constant → value, or one value per member.
        every
            Keep every so many steps.
        """
        given = {key_of(k): v for k, v in (parameters or {}).items()}
        clock = self.checked.model.clock
        keys = [*self.checked.stocks, *self.checked.order]
        kept: dict[str, list[Any]] = {k: [] for k in keys}
        with np.errstate(all="ignore"):
            values = self._first(given)
            for step in range(clock.steps + 1):
                self._moving(values, given, float(step))
                if self.strict:
                    self._finite(values, clock.at(step))
                if step % every == 0:
                    for k in keys:
                        kept[k].append(values[k])
                if step == clock.steps:
                    break
                self._advance(values, given, step)
        return {k: np.array(np.broadcast_arrays(*v) if v else v, dtype=np.float64) for k, v in kept.items()}

    # -- parts of a step -------------------------------------------------------------------------------------

    def _clock(self, values: dict[str, Any], step: float) -> None:
        clock = self.checked.model.clock
        values |= {"time": clock.at(step), "dt": clock.step, "starttime": clock.start, "stoptime": clock.stop}

    def _first(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        self._clock(values, 0.0)
        for key in self.checked.first:
            values[key] = self._value(key, values, given, 0.0)
        if self.strict:
            self._finite(values, self.checked.model.clock.start)
        return {k: v for k, v in values.items() if k in self.checked.stocks}

    def _value(self, key: str, values: Mapping[str, Any], given: Mapping[str, Any], step: float) -> Any:
        tree = self.checked.trees[key]
        value = given[key] if key in given else evaluate(tree, values, self.tables)
        if self.inputs is not None and key in self.inputs.keys:
            factor, term = self.inputs.at(key, self.scenario, step)
            value = value * factor + term
        return np.maximum(value, 0.0) if key in self.guards else value

    def _moving(self, values: dict[str, Any], given: Mapping[str, Any], step: float) -> None:
        self._clock(values, step)
        for key in self.checked.order:
            values[key] = self._value(key, values, given, step)
        for key in self.floors:
            self._floor(key, values)

    def _floor(self, key: str, values: dict[str, Any]) -> None:
        """Let the outflows of a stock that cannot fall below 0 take, in their order, at most what is there."""
        stock = self.checked.variables[key]
        there = values[key] / self.checked.model.clock.step
        for flow in stock.inflows:
            there = there + np.maximum(values[key_of(flow)], 0.0)
        for flow in stock.outflows:
            name = key_of(flow)
            values[name] = np.minimum(values[name], np.maximum(there, 0.0))
            there = there - np.maximum(values[name], 0.0)

    def _net(self, values: Mapping[str, Any], key: str) -> Any:
        stock = self.checked.variables[key]
        total: Any = 0.0
        for flow in stock.inflows:
            total = total + values[key_of(flow)]
        for flow in stock.outflows:
            total = total - values[key_of(flow)]
        return total

    def _slopes(self, stocks: Mapping[str, Any], given: Mapping[str, Any], step: float) -> dict[str, Any]:
        values = dict(stocks)
        self._moving(values, given, step)
        return {k: self._net(values, k) for k in self.checked.stocks}

    def _advance(self, values: dict[str, Any], given: Mapping[str, Any], step: int) -> None:
        h = self.checked.model.clock.step
        stocks = {k: values[k] for k in self.checked.stocks}
        k1 = {k: self._net(values, k) for k in stocks}
        if self.checked.model.clock.method == "euler":
            change = {k: h * k1[k] for k in stocks}
        else:
            k2 = self._slopes({k: stocks[k] + h / 2 * k1[k] for k in stocks}, given, step + 0.5)
            k3 = self._slopes({k: stocks[k] + h / 2 * k2[k] for k in stocks}, given, step + 0.5)
            k4 = self._slopes({k: stocks[k] + h * k3[k] for k in stocks}, given, step + 1.0)
            change = {k: h / 6 * (k1[k] + 2 * k2[k] + 2 * k3[k] + k4[k]) for k in stocks}
        for k in stocks:
            values[k] = stocks[k] + change[k]

    # -- what broke down -------------------------------------------------------------------------------------

    def _finite(self, values: Mapping[str, Any], time: float) -> None:
        keys: Iterable[str] = (k for k in self.checked.first if k in values)
        for key in keys:
            if not np.all(np.isfinite(values[key])):
                raise SimulationError(self.checked.name(key), time, self._why(key, values))

    def _why(self, key: str, values: Mapping[str, Any]) -> str:
        if key in self.checked.stocks and all(f in values for f in self.checked.variables[key].inflows):
            return _("it grew beyond all bounds. A smaller time step may help.")
        for node in walk(self.checked.trees[key]):
            found = self._cause(node, values)
            if found:
                return found
        return _("it grew beyond all bounds. A smaller time step may help.")

    def _cause(self, node: Node, values: Mapping[str, Any]) -> str:
        match node:
            case Binary("/" | "mod", _a, b):
                under = np.asarray(evaluate(b, values, self.tables))
                if np.any(under == 0):
                    what = self.checked.name(b.key) if isinstance(b, Name) else _("what it is divided by")
                    return _("division by zero, since {what} is 0.").format(what=what)
            case Call("ln" | "log10", (x,)):
                if np.any(np.asarray(evaluate(x, values, self.tables)) <= 0):
                    return _("there is no logarithm of a number that is not above 0.")
            case Call("sqrt", (x,)):
                if np.any(np.asarray(evaluate(x, values, self.tables)) < 0):
                    return _("there is no root of a number below 0.")
            case Binary("^", a, b):
                if not np.all(
                    np.isfinite(_powered(evaluate(a, values, self.tables), evaluate(b, values, self.tables)))
                ):
                    return _("a power that has no value, or is too large.")
            case _:
                pass
        return ""


def _powered(a: Any, b: Any) -> Any:
    return np.power(np.asarray(a, dtype=np.float64), b)
