"""The statistics of the effects, as their formulas read, on whole matrices.

They are what the estimates have to meet. The kernels compute the same from lists of neighbours; tests hold the
two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.saom.codes import Code, Kind

__all__ = ["PeriodData", "effect_statistic", "pair_statistic", "tie_statistic"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PeriodData:
    """What was observed at both ends of a period.

    Attributes
    ----------
    first
        (V, n, n) start: a missing tie is as it was last seen, or absent.
    last
        (V, n, n) end, with ties that were missing at either end set to 0.
    uncounted
        (V, n, n) True where a tie was missing, or fixed, at either end.
    fixed
        (V, n, n) True where a tie cannot change.
    behaviour_first, behaviour_last, unseen
        (n,) The behaviour at both ends, and whether it was missing at one.
    scale
        Lowest, highest, mean, range and mean similarity of the behaviour.
    """

    first: Floats
    last: Floats
    uncounted: Bools
    fixed: Bools
    behaviour_first: Floats
    behaviour_last: Floats
    unseen: Bools
    scale: Floats

    def masked(self, v: int) -> Floats:
        """Return network `v` at the start without ties that were missing at either end."""
        return np.where(self.uncounted[v] & ~self.fixed[v], 0.0, self.first[v])

    def distance(self, v: int) -> float:
        """Return how far variable `v` moved, over what was observed at both ends."""
        if v < len(self.first):
            return float((self.first[v] != self.last[v])[~self.uncounted[v]].sum())
        return float(abs(self.behaviour_last - self.behaviour_first)[~self.unseen].sum())


def tie_statistic(
    code: Code, seen: PeriodData, v: int, x: Floats, other: int, dyad: Floats | None, alpha: float
) -> Floats:
    """Return T (n, n), so that the statistic of an effect on network `v` is Σ x_ij T_ij.

    Other networks and the behaviour are taken as they were at the start of the period.
    """
    n = x.shape[0]
    ones = np.ones((n, n))
    into, out = x.sum(axis=0), x.sum(axis=1)
    paths = x @ x
    w = seen.masked(other) if other >= 0 else np.zeros((n, n))
    match code:
        case Code.DENSITY:
            return ones
        case Code.RECIP:
            return x.T
        case Code.TRANS_TRIP:
            return paths
        case Code.TRANS_TIES:
            return (paths > 0).astype(np.float64)
        case Code.CYCLE3:
            return paths.T / 3
        case Code.TRANS_TRIADS:
            return paths / 3
        case Code.GWESP:
            return np.asarray(np.exp(alpha) * (1 - (1 - np.exp(-alpha)) ** paths))
        case Code.TRANS_REC_TRIP:
            return paths * x.T
        case Code.IN_POP:
            return ones * into[None, :]
        case Code.IN_POP_SQRT:
            return ones * np.sqrt(into)[None, :]
        case Code.OUT_POP:
            return ones * out[None, :]
        case Code.OUT_POP_SQRT:
            return ones * np.sqrt(out)[None, :]
        case Code.OUT_ACT:
            return ones * out[:, None]
        case Code.OUT_ACT_SQRT:
            return ones * np.sqrt(out)[:, None]
        case Code.IN_ACT:
            return ones * into[:, None]
        case Code.DYADIC | Code.DYADIC_RECIP:
            w = dyad if dyad is not None else np.zeros((n, n))
            return w if code == Code.DYADIC else w * x.T
        case Code.CRPROD:
            return w
        case Code.CRPROD_RECIP:
            return w.T
        case Code.CLOSURE:
            return w @ w
        case Code.FROM:
            return w @ w.T
        case Code.TO:
            return w @ x
        case _:
            z, (_low, _high, mean, width, similar) = seen.behaviour_first, seen.scale
            return pair_statistic(code, z[:, None], z[None, :], mean, width, similar)


def pair_statistic(code: Code, a: Floats, b: Floats, mean: float, width: float, similar: float) -> Floats:
    """Return what a tie adds to an effect of a covariate or behaviour, by its values at both ends.

    Parameters
    ----------
    a, b
        Values of the sender and of the other side, of shapes that go together; NaN where missing.
    mean, width, similar
        Mean and range of the values, and mean similarity of pairs.
    """
    match code:
        case Code.BEH_EGO:
            value = a - mean + 0 * b
        case Code.BEH_ALT:
            value = b - mean + 0 * a
        case Code.BEH_SIM:
            value = 1 - abs(a - b) / width - similar
        case Code.BEH_SAME:
            value = np.where(np.isnan(a + b), np.nan, a == b)
        case _:
            value = (a - mean) * (b - mean)
    return np.asarray(value, dtype=np.float64)


def effect_statistic(
    code: Code, kind: Kind, seen: PeriodData, v: int, other: int, dyad: Floats | None, alpha: float, halved: bool
) -> float:
    """Return the statistic of one effect over one period.

    Evaluation: of the network at the end. Creation: of the ties that are new. Endowment: of the ties that were
    lost, as the network was at the start, with a minus sign.
    """
    if v >= len(seen.first):
        return _behaviour_statistic(code, seen, other)
    begin, end = seen.first[v], seen.last[v]
    if kind == Kind.ENDOWMENT:
        counted = ~seen.uncounted[v]
        value = -float(
            (begin * (1 - end) * counted * tie_statistic(code, seen, v, seen.masked(v), other, dyad, alpha)).sum()
        )
    else:
        ties = end * (1 - begin) if kind == Kind.CREATION else end
        value = float((ties * _off(tie_statistic(code, seen, v, end, other, dyad, alpha))).sum())
    return value / 2 if halved else value


def _off(matrix: Floats) -> Floats:
    matrix = matrix.copy()
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _behaviour_statistic(code: Code, seen: PeriodData, network: int) -> float:
    z, (_low, _high, mean, width, similar) = seen.behaviour_last, seen.scale
    x = seen.first[network]
    own = z - mean
    degree = x.sum(axis=1)
    alike = _off(np.asarray(1 - abs(z[:, None] - z[None, :]) / width - similar))
    safe = np.maximum(degree, 1)
    each = {
        Code.LINEAR: own,
        Code.QUAD: own**2,
        Code.INDEG: own * x.sum(axis=0),
        Code.OUTDEG: own * degree,
        Code.AV_SIM: (x * alike).sum(axis=1) / safe,
        Code.TOT_SIM: (x * alike).sum(axis=1),
        Code.AV_ALT: own * (x @ own) / safe,
    }[code]
    return float(each[~seen.unseen].sum())
