"""What is kept of an ensemble: counts by value, from which quantiles are read, thresholds, last values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.kernel import Tally
from clusterdynamics.scenarios.engine.lexer import key_of

__all__ = ["Ensemble", "Level", "Wanted", "merge", "places"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """A threshold: how many members are above (or below) `value`."""

    variable: str
    value: float
    above: bool = True


@dataclass(frozen=True)
class Wanted:
    """What is asked of an ensemble."""

    outputs: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    bins: int = 512
    finals: bool = False
    paths: bool = False


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What was counted of an ensemble: S scenarios, O outputs, T times, M members.

    Attributes
    ----------
    scenarios, outputs, times
        What the axes mean.
    members
        Number of members.
    sound
        Whether all values of a member were finite, (S, M).
    seen, mean, least, most
        Members with a value, their mean, smallest and largest value, (S, O, T).
    beyond
        Share of the members beyond each threshold, (S, H, T).
    finals
        Last value of each member, (S, O, M); empty if it was not asked for.
    paths
        All values, (S, M, O, T); empty if it was not asked for.
    """

    scenarios: tuple[str, ...]
    outputs: tuple[str, ...]
    times: Floats
    members: int
    sound: NDArray[np.bool_]
    seen: NDArray[np.int64]
    mean: Floats
    least: Floats
    most: Floats
    beyond: Floats
    finals: Floats
    paths: Floats
    _low: Floats
    _scale: Floats
    _bins: NDArray[np.uint32]

    def output(self, variable: str) -> int:
        """Return the place of an output."""
        return self.outputs.index(key_of(variable))

    def final(self, scenario: str, variable: str) -> Floats:
        """Return the last value of each member, (M,)."""
        found: Floats = self.finals[self.scenarios.index(scenario), self.output(variable)]
        return found

    def quantile(self, scenario: str, variable: str, q: Sequence[float]) -> Floats:
        """Return quantiles at every time, shape (len(q), T); off by at most the width of a bin.

        Values beyond the range of the first members stand in the outermost bins, which reach to the smallest and
        largest value seen. NaN where no member had a value.
        """
        s, o = self.scenarios.index(scenario), self.output(variable)
        result = np.full((len(q), self.times.size), np.nan)
        n = self._bins.shape[-1]
        for t in range(self.times.size):
            counts = self._bins[s, o, t].astype(np.float64)
            total = counts.sum()
            if not total:
                continue
            edges = self._low[o, t] + np.arange(n + 1) / self._scale[o, t]
            edges[0] = min(edges[0], self.least[s, o, t])
            edges[-1] = max(edges[-1], self.most[s, o, t])
            reached = np.concatenate([[0.0], np.cumsum(counts)])
            # Within a bin the members are taken to stand evenly; empty bins are stepped over.
            kept = np.concatenate([[True], np.diff(reached) > 0])
            first = int(np.argmax(counts > 0))
            x = np.concatenate([[edges[first]], edges[kept][1:]])
            y = np.concatenate([[0.0], reached[kept][1:]])
            found = np.interp(np.asarray(q) * total, y, x)
            result[:, t] = np.clip(found, self.least[s, o, t], self.most[s, o, t])
        return result

    def width(self, variable: str) -> Floats:
        """Return the width of a bin at every time, (T,)."""
        width: Floats = 1.0 / self._scale[self.output(variable)]
        return width


def places(pilot: Sequence[Tally], bins: int) -> tuple[Floats, Floats]:
    """Return lower end and bins per unit of the counts, (O, T): the range of the first members and a quarter more."""
    low = np.asarray(np.min([t.least for t in pilot], axis=0), dtype=np.float64)
    high = np.asarray(np.max([t.most for t in pilot], axis=0), dtype=np.float64)
    nothing = np.flatnonzero(~(np.isfinite(low) & np.isfinite(high)))
    low.ravel()[nothing] = 0.0
    high.ravel()[nothing] = 1.0
    spread: Floats = high - low
    # All alike: a width that the arithmetic can still tell from nothing.
    spread = np.where(spread <= 1e-12 * np.maximum(np.abs(low), 1.0), np.maximum(np.abs(low), 1.0) * 1e-9, spread)
    scale: Floats = bins / (1.5 * spread)
    return low - spread / 4, scale


def merge(
    parts: Sequence[list[tuple[int, list[Tally]]]],
    outputs: tuple[str, ...],
    scenarios: tuple[str, ...],
    wanted: Wanted,
    times: Floats,
    low: Floats,
    scale: Floats,
) -> Ensemble:
    """Put the lanes of an ensemble together; always in the same order."""
    ordered = sorted((piece, here) for part in parts for piece, here in part)
    last = [part[-1][1] for part in parts if part]
    s = len(scenarios)

    def summed(name: str) -> NDArray[np.float64]:
        return np.array([np.sum([getattr(lane[k], name) for lane in last], axis=0) for k in range(s)])

    seen = summed("seen").astype(np.int64)
    sound = np.array([np.concatenate([here[k].sound for _p, here in ordered]) for k in range(s)]).astype(bool)
    members = sound.shape[1]
    with np.errstate(invalid="ignore"):
        mean = summed("total") / np.where(seen, seen, np.nan)
    return Ensemble(
        scenarios,
        outputs,
        times,
        members,
        sound,
        seen,
        mean,
        np.array([np.min([lane[k].least for lane in last], axis=0) for k in range(s)]),
        np.array([np.max([lane[k].most for lane in last], axis=0) for k in range(s)]),
        summed("beyond") / members,
        np.array([np.concatenate([here[k].finals for _p, here in ordered], axis=1) for k in range(s)]),
        np.array([np.concatenate([here[k].paths for _p, here in ordered], axis=0) for k in range(s)]),
        low,
        scale,
        summed("bins").astype(np.uint32),
    )
