"""A model ready for the kernels: its parameters, its periods, the statistics to be met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.saom.codes import OF_PAIR, Code, Kind
from clusterdynamics.saom.data import Group
from clusterdynamics.saom.effects import Effect
from clusterdynamics.saom.kernels import Model, Period, Theta
from clusterdynamics.saom.statistics import PeriodData, pair_statistic

__all__ = ["Parameter", "Problem"]

Floats = NDArray[np.float64]

#: Effects of a behaviour that depend on the other side, too.
_OF_BOTH = OF_PAIR - {Code.BEH_EGO}


@dataclass(frozen=True)
class Parameter:
    """One parameter: a rate of change in a period, or an effect.

    Attributes
    ----------
    on
        Dependent variable.
    effect
        None for a rate.
    group, period
        Of a rate; counted from 0.
    """

    on: str
    effect: Effect | None = None
    group: int = 0
    period: int = 0

    @property
    def name(self) -> str:
        """How it is called in tables."""
        if self.effect is None:
            return f"rate {self.period + 1}" if self.group == 0 else f"rate {self.period + 1} (group {self.group + 1})"
        return self.effect.label


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be estimated or simulated.

    Attributes
    ----------
    parameters
        In the order of every vector and matrix.
    places
        For each period, where its distances and statistics stand in that order; −1 where conditioned on.
    targets
        (periods, variables + K) statistics of the data.
    """

    groups: tuple[Group, ...]
    variables: tuple[str, ...]
    networks: int
    model: Model
    periods: tuple[Period, ...]
    data: tuple[PeriodData, ...]
    parameters: tuple[Parameter, ...]
    places: tuple[NDArray[np.int64], ...]
    targets: Floats
    conditional: bool

    @property
    def size(self) -> int:
        """Number of parameters."""
        return len(self.parameters)

    def target(self) -> Floats:
        """Return the statistics to be met, in the order of the parameters."""
        total = np.zeros(self.size)
        for where, values in zip(self.places, self.targets, strict=True):
            inside = where >= 0
            np.add.at(total, where[inside], values[inside])
        return total

    def theta(self, values: Floats, m: int) -> Theta:
        """Return the parameters as the kernels take them in period `m`."""
        period, model, where = self.periods[m], self.model, self.places[m]
        variables = len(self.variables)
        rate = np.array([1.0 if w < 0 else values[w] for w in where[:variables]])
        beta = np.array([values[w] for w in where[variables:]], dtype=np.float64)
        return Theta(beta, rate, *_tables(model, period, beta, self.networks))


def _tables(model: Model, period: Period, beta: Floats, networks: int) -> tuple[Floats, Floats, Floats]:
    """Return the exponentials that do not change while a period is simulated."""
    n = period.first.shape[1]
    wide = bool(model.wide.any())
    weight = np.zeros((networks, n, n) if wide else (networks, 1, 1))
    popular = np.ones((networks, 2, n + 1))
    degree = np.arange(n + 1, dtype=np.float64)
    low, high = (int(period.scale[0]), int(period.scale[1])) if period.behaviour.size else (0, 0)
    mixed = any(c in _OF_BOTH for c in model.code)
    levels = np.arange(low, high + 1, dtype=np.float64) if mixed else np.zeros(1)
    shared = np.zeros((networks, levels.size, levels.size))
    if wide:
        for v in range(networks):
            likes = np.zeros((2, n + 1))
            for k in range(model.start[v], model.start[v + 1]):
                code = model.code[k]
                if model.kind[k] == Kind.ENDOWMENT:
                    continue
                if code == Code.DYADIC:
                    weight[v] += beta[k] * period.dyads[model.matrix[k]]
                elif code == Code.IN_POP:
                    likes[0] += beta[k] * (degree + 1)
                elif code == Code.IN_POP_SQRT:
                    likes[0] += beta[k] * np.sqrt(degree + 1)
                elif code == Code.OUT_POP:
                    likes[1] += beta[k] * degree
                elif code == Code.OUT_POP_SQRT:
                    likes[1] += beta[k] * np.sqrt(degree)
                elif code in _OF_BOTH:
                    _low, _high, *moments = period.scale
                    shared[v] += beta[k] * pair_statistic(Code(code), levels[:, None], levels[None, :], *moments)
            np.exp(np.clip(weight[v], -300, 300), out=weight[v])
            weight[v][period.fixed[v] > 0] = 0.0
            popular[v] = np.exp(np.clip(likes, -150, 150))
    return weight, popular, np.exp(np.clip(shared, -150, 150))
