"""What an outcome depends on: Sobol indices, and how far it swings between the ends of a constant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.run import simulate_ensemble
from clusterdynamics.scenarios.engine.samples import Given

__all__ = ["Index", "Swing", "sobol_indices", "swings"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """Share of an outcome's variance that a constant accounts for.

    Attributes
    ----------
    outcome, parameter
        Of what, and by what.
    first, total
        By itself, and with all its interactions (Sobol 2001; Saltelli et al. 2010).
    first_bound, total_bound
        Half the width of a 95 % interval from redrawn runs.
    """

    outcome: str
    parameter: str
    first: float
    first_bound: float
    total: float
    total_bound: float


@dataclass(frozen=True)
class Swing:
    """Mean of an outcome over the runs with a constant in the lowest and in the highest fifth of its values."""

    outcome: str
    parameter: str
    at_low: float
    at_high: float
    mean: float

    @property
    def width(self) -> float:
        """Distance between both ends, without sign."""
        return abs(self.at_high - self.at_low)


def sobol_indices(
    checked: Checked,
    ranges: Mapping[str, tuple[float, float]],
    outcomes: Sequence[str],
    *,
    base: int = 128,
    changes: Sequence[Change] = (),
    seed: int = 0,
) -> tuple[Index, ...]:
    """Return Sobol indices of all constants for the last value of outcomes, the largest total first within each.

    Runs base · (constants + 2) members of a Sobol sequence (Saltelli's design), by SALib.

    Parameters
    ----------
    checked
        The model.
    ranges
        Constant → lowest and highest value.
    outcomes
        Variables.
    base
        Size of the design; a power of 2.
    changes
        What the scenario changes.
    seed
        Where chance comes from.

    Raises
    ------
    InputError
        SALib is not installed, or there is no constant to vary.
    """
    try:
        from SALib.analyze import sobol as analyse  # type: ignore[import-untyped]
        from SALib.sample import sobol as design  # type: ignore[import-untyped]
    except ImportError:
        raise InputError(_("Global sensitivity needs SALib: pip install 'clusterdynamics[scenarios]'.")) from None
    if not ranges:
        raise InputError(_("There is no constant with a range to vary."))
    keys = [key_of(k) for k in ranges]
    problem: dict[str, Any] = {"num_vars": len(keys), "names": keys, "bounds": [list(r) for r in ranges.values()]}
    values = design.sample(problem, base, calc_second_order=False, seed=seed)
    sample = Given(tuple(keys), np.ascontiguousarray(values.T))
    found = simulate_ensemble(
        checked,
        sample,
        outputs=outcomes,
        scenarios={"": tuple(changes)},
        every=max(1, checked.model.clock.steps),
        bins=0,
    )
    made: list[Index] = []
    for outcome in outcomes:
        y = found.final("", outcome)
        if not np.isfinite(y).all() or np.ptp(y) < 1e-12:
            continue
        r = analyse.analyze(problem, y, calc_second_order=False, seed=seed, num_resamples=50, print_to_console=False)
        rows = [
            Index(key_of(outcome), k, *(float(r[name][n]) for name in ("S1", "S1_conf", "ST", "ST_conf")))
            for n, k in enumerate(keys)
        ]
        made += sorted(rows, key=lambda i: (-i.total, i.parameter))
    return tuple(made)


def swings(parameters: Mapping[str, Floats], outcome: str, values: Floats) -> tuple[Swing, ...]:
    """Return how far an outcome swings with each constant, the widest first.

    Parameters
    ----------
    parameters
        Constant → value of each run, shape (runs,).
    outcome
        Its name.
    values
        The outcome of each run, shape (runs,); runs without a value are left out.
    """
    sound = np.isfinite(values)
    y = values[sound]
    fifth = y.size // 5
    if fifth < 1:
        return ()
    mean = float(y.mean())
    found = []
    for key, x in parameters.items():
        order = np.argsort(x[sound], kind="stable")
        found.append(Swing(outcome, key, float(y[order[:fifth]].mean()), float(y[order[-fifth:]].mean()), mean))
    return tuple(sorted(found, key=lambda s: (-s.width, s.parameter)))
