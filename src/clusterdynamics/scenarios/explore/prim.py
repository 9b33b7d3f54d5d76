"""Scenario discovery: the box of constants in which an event is common (PRIM)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Limit", "prim"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """The part of a constant's range that a box keeps; None where it is not cut at that end.

    ``chance`` is how probable a density as high as the box's would be without this limit (one-sided binomial test).
    """

    parameter: str
    low: float | None
    high: float | None
    chance: float


@dataclass(frozen=True)
class Box:
    """A box in the space of constants.

    Attributes
    ----------
    limits
        Its limits, the most telling first.
    density
        Share of the runs in the box in which the event happened.
    coverage
        Share of the events that lie in the box.
    mass
        Share of the runs that lie in the box.
    base
        Share of all runs in which the event happened.
    """

    limits: tuple[Limit, ...]
    density: float
    coverage: float
    mass: float
    base: float


def prim(
    parameters: Mapping[str, Floats],
    event: Bools,
    *,
    peel: float = 0.05,
    least_mass: float = 0.1,
    significant: float = 0.01,
) -> Box | None:
    """Find the box in which an event is most common, by peeling and pasting.

    In each step the twentieth of the box is peeled off whose loss raises the density most; the box is the one on the
    way that has the highest density and holds at least `least_mass` of the runs. Limits that chance could have drawn
    are given back.

    Parameters
    ----------
    parameters
        Constant → value of each run, shape (runs,).
    event
        Whether the event happened, shape (runs,).
    peel
        Share of the box that is peeled in a step.
    least_mass
        Share of the runs that a box holds at least.
    significant
        Limits with a higher chance are dropped.

    Returns
    -------
    Box or None
        None where the event happened always or never, or where no limit tells.

    References
    ----------
    Friedman, J. & Fisher, N. (1999), Bump hunting in high-dimensional data, Statistics and Computing 9, 123-143; for
    scenarios Bryant, B. & Lempert, R. (2010), Technological Forecasting and Social Change 77, 34-49.
    """
    keys = list(parameters)
    x = np.array([parameters[k] for k in keys]) if keys else np.zeros((0, event.size))
    base = float(event.mean()) if event.size else 0.0
    if not keys or base in (0.0, 1.0):
        return None
    low, high = np.full(len(keys), -np.inf), np.full(len(keys), np.inf)
    inside = np.ones(event.size, dtype=bool)
    best = (base, low.copy(), high.copy())
    while inside.sum() * (1 - peel) >= least_mass * event.size:
        step = _peel(x, event, inside, peel)
        if step is None:
            break
        k, upper, cut = step
        if upper:
            high[k] = cut
        else:
            low[k] = cut
        inside = _inside(x, low, high)
        if inside.sum() < least_mass * event.size:
            break
        density = float(event[inside].mean())
        if density > best[0]:
            best = (density, low.copy(), high.copy())
    low, high = _pasted(x, event, best[1], best[2], least_mass)
    return _described(keys, x, event, low, high, base, significant)


def _inside(x: Floats, low: Floats, high: Floats) -> Bools:
    return np.all((x >= low[:, None]) & (x <= high[:, None]), axis=0)


def _peel(x: Floats, event: Bools, inside: Bools, peel: float) -> tuple[int, bool, float] | None:
    """Return the side whose peeling raises the density most: constant, whether at its upper end, and the cut."""
    here, hit = x[:, inside], event[inside]
    n, hits = hit.size, int(hit.sum())
    drop = max(1, int(peel * n))
    if drop >= n:
        return None
    order = np.argsort(here, axis=1, kind="stable")
    found: tuple[float, int, bool, float] | None = None
    for k in range(len(x)):
        ends = order[k]
        for upper, lost, cut in (
            (False, ends[:drop], here[k, ends[drop]]),
            (True, ends[-drop:], here[k, ends[-drop - 1]]),
        ):
            density = (hits - int(hit[lost].sum())) / (n - drop)
            if found is None or density > found[0] + 1e-12:
                found = (density, k, upper, float(cut))
    return None if found is None else found[1:]


def _pasted(x: Floats, event: Bools, low: Floats, high: Floats, least_mass: float) -> tuple[Floats, Floats]:
    """Give limits back whole as long as the density does not fall."""
    low, high = low.copy(), high.copy()
    density = float(event[_inside(x, low, high)].mean())
    for k in range(len(x)):
        for side, free in ((low, -np.inf), (high, np.inf)):
            kept = side[k]
            if np.isinf(kept):
                continue
            side[k] = free
            wider = float(event[_inside(x, low, high)].mean())
            if wider < density:
                side[k] = kept
            else:
                density = wider
    return low, high


def _described(
    keys: list[str], x: Floats, event: Bools, low: Floats, high: Floats, base: float, significant: float
) -> Box | None:
    from scipy.stats import binom

    while True:
        inside = _inside(x, low, high)
        n, hits = int(inside.sum()), int(event[inside].sum())
        limits: list[tuple[float, int]] = []
        for k in range(len(keys)):
            if np.isinf(low[k]) and np.isinf(high[k]):
                continue
            others_low, others_high = low.copy(), high.copy()
            others_low[k], others_high[k] = -np.inf, np.inf
            without = event[_inside(x, others_low, others_high)].mean()
            limits.append((float(binom.sf(hits - 1, n, without)), k))
        if not limits:
            return None
        worst, k = max(limits)
        if worst <= significant:
            break
        low[k], high[k] = -np.inf, np.inf
    made = tuple(
        Limit(
            keys[k],
            None if np.isinf(low[k]) else float(low[k]),
            None if np.isinf(high[k]) else float(high[k]),
            chance,
        )
        for chance, k in sorted(limits)
    )
    return Box(made, hits / n, hits / int(event.sum()), n / event.size, base)
