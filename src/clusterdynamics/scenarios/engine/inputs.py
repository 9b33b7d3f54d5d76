"""What policies and shocks do to variables over time: a factor and a term for each half step of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["Change", "Inputs", "inputs_for"]

_HOW = ("add", "multiply", "set")


@dataclass(frozen=True)
class Change:
    """A variable is changed for a while.

    Attributes
    ----------
    variable
        Name; any variable but a stock.
    how
        ``add``, ``multiply`` or ``set``.
    value
        By how much, by what, to what.
    start, length
        When, in the model's unit of time; `length` None means until the end.
    fade
        How long it takes to come and to go, within `length`: it rises evenly at the beginning and falls at the end.
    """

    variable: str
    how: str
    value: float
    start: float = 0.0
    length: float | None = None
    fade: float = 0.0


@dataclass(frozen=True)
class Inputs:
    """Factor and term of each changed variable, by scenario and half step.

    Attributes
    ----------
    keys
        The variables that some scenario changes.
    scenarios
        Their names.
    table
        Shape (scenarios, keys, 2, 2 · steps + 1): the variable becomes its own value times ``[..., 0, t]`` plus
        ``[..., 1, t]``.
    """

    keys: tuple[str, ...]
    scenarios: tuple[str, ...]
    table: NDArray[np.float64]

    def at(self, key: str, scenario: int, step: float) -> tuple[float, float]:
        """Return factor and term of a variable after `step` steps (halves count)."""
        k = self.keys.index(key)
        t = round(2 * step)
        return float(self.table[scenario, k, 0, t]), float(self.table[scenario, k, 1, t])


def inputs_for(checked: Checked, scenarios: Mapping[str, Sequence[Change]]) -> Inputs:
    """Lay the changes of every scenario out over time.

    Changes of one variable in one scenario follow each other in the order given.

    Raises
    ------
    ScenarioModelError
        A variable is unknown or a stock, or a change cannot be read.
    """
    faults: list[ModelFault] = []
    clock = checked.model.clock
    times = clock.start + np.arange(2 * clock.steps + 1) * clock.step / 2
    keys = tuple(dict.fromkeys(key_of(c.variable) for changes in scenarios.values() for c in changes))
    table = np.zeros((len(scenarios), len(keys), 2, times.size))
    table[:, :, 0] = 1.0
    for s, (name, changes) in enumerate(scenarios.items()):
        for change in changes:
            fault = _fault(checked, change)
            if fault:
                faults.append(ModelFault(change.variable, f"{fault} ({name})"))
                continue
            share = _share(change, times, clock.step)
            factor, term = table[s, keys.index(key_of(change.variable))]
            if change.how == "add":
                term += share * change.value
            elif change.how == "multiply":
                by = 1.0 + share * (change.value - 1.0)
                factor *= by
                term *= by
            else:
                factor *= 1.0 - share
                term *= 1.0 - share
                term += share * change.value
    if faults:
        raise ScenarioModelError(faults)
    return Inputs(keys, tuple(scenarios), table)


def _fault(checked: Checked, change: Change) -> str:
    key = key_of(change.variable)
    if key not in checked.variables or checked.variables[key].kind == "lookup":
        return _("There is no variable of this name in the model.")
    if key in checked.stocks:
        return _("A stock cannot be changed by itself; change one of its flows.")
    if change.how not in _HOW:
        return _("It is changed by add, multiply or set, not by {how}.").format(how=change.how)
    numbers = (change.value, change.start, change.fade, 0.0 if change.length is None else change.length)
    if not all(np.isfinite(x) for x in numbers):
        return _("Value, start, length and fade must be finite numbers.")
    if change.fade < 0 or (change.length is not None and change.length < 0):
        return _("Length and fade cannot be below 0.")
    return ""


def _share(change: Change, times: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return how far the change is in force at each time, from 0 to 1."""
    # A thousandth of a step of grace: the clock is a sum of rounded steps.
    grace = step * 1e-3
    end = np.inf if change.length is None else change.start + change.length
    share = ((times >= change.start - grace) & (times < end - grace)).astype(np.float64)
    if change.fade > 0:
        rise = np.clip((times - change.start) / change.fade, 0.0, 1.0)
        fall = np.ones_like(times) if change.length is None else np.clip((end - times) / change.fade, 0.0, 1.0)
        share = share * np.minimum(rise, fall)
    return share
