"""Core and periphery: how well a network is described by a dense core and a periphery that hangs on to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import sorted_order
from clusterdynamics.study.network import Network

__all__ = ["CorePeriphery", "core_periphery"]

type Kind = Literal["discrete", "continuous"]
type Between = Literal["ignored", "ties"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CorePeriphery:
    """A core found in a network.

    Attributes
    ----------
    core
        (n,) True for the actors of the core.
    coreness
        (n,) Closeness to the core, the highest being 1; 1 and 0 where the model is discrete; NaN where undefined.
    fit
        Correlation of the network with the ideal pattern; NaN where undefined.
    kind, between
        The model, and what its ideal pattern says of pairs of a core and a peripheral actor.
    """

    core: BoolArray
    coreness: FloatArray
    fit: float
    kind: Kind
    between: Between

    @property
    def size(self) -> int:
        """Number of actors in the core."""
        return int(self.core.sum())


def core_periphery(
    net: Network,
    *,
    kind: Kind = "discrete",
    between: Between = "ignored",
    rng: np.random.Generator,
    starts: int = 20,
    near: BoolArray | None = None,
) -> CorePeriphery:
    r"""Find the core whose ideal pattern correlates best with the ties.

    The correlation is over the observed cells off the diagonal. The ideal pattern is:

    - ``discrete``: 1 between two core actors, 0 between two peripheral ones. Cells of a core and a peripheral
      actor are left out (``between="ignored"``), or are 1 (``between="ties"``).
    - ``continuous``: :math:`c_i c_j` with :math:`c \ge 0`; `between` plays no part. The core is then the actors
      with the highest c, as many as make c correlate best with being in the core.

    The discrete search moves and swaps actors from `starts` random cores and from the actors with the most
    ties; the best result of all is kept, of equally good ones the largest core. It is the same for the same
    generator, whatever the order of actors.

    Parameters
    ----------
    net
        The network; ties count, not their values.
    kind, between
        The ideal pattern.
    rng
        Draws the starts.
    starts
        How many random starts.
    near
        (n,) A core to begin from, and nothing else: for a network that differs little from one whose core is
        known. Discrete only.

    Returns
    -------
    CorePeriphery
        With NaN as its fit where no core can be told (fewer than 3 actors, no tie or nothing but ties).

    Raises
    ------
    ValueError
        The kind or the pattern is unknown.

    References
    ----------
    Borgatti, S. P. & Everett, M. G. (2000). Models of core/periphery structures. Social Networks 21, 375-395.
    """
    if kind not in ("discrete", "continuous"):
        raise ValueError(f"kind must be discrete or continuous, not {kind!r}")
    if between not in ("ignored", "ties"):
        raise ValueError(f"between must be ignored or ties, not {between!r}")
    order = sorted_order(net)
    block = np.ix_(order, order)
    ties, observed = net.ties[block].astype(np.float64), net.observed[block].astype(np.float64)
    core, coreness, fit = np.zeros(net.n, dtype=np.bool_), np.full(net.n, np.nan), float("nan")
    if net.n >= 3 and 0 < ties.sum() < observed.sum():
        find = _discrete if kind == "discrete" else _continuous
        begin = None if near is None else np.asarray(near, dtype=np.bool_)[order]
        core[order], coreness[order], fit = find(ties, observed, between == "ties", rng, starts, begin)
    return CorePeriphery(core, coreness, fit, kind, between)


def _discrete(
    ties: FloatArray,
    observed: FloatArray,
    ties_between: bool,
    rng: np.random.Generator,
    starts: int,
    near: BoolArray | None,
) -> tuple[BoolArray, FloatArray, float]:
    n = ties.shape[0]
    number, total = observed + observed.T, ties + ties.T
    # The values are 0 and 1, so that they are their own squares.
    cells = np.ascontiguousarray(np.stack([number, total, total]))
    if near is not None:
        return _best_core(cells, near[None, :], ties_between)
    busiest = np.argsort(-total.sum(axis=1), kind="stable")
    begin = np.zeros((starts + 3, n), dtype=np.bool_)
    for row, share in enumerate((0.1, 0.25, 0.5)):
        begin[row, busiest[: max(2, round(share * n))]] = True
    begin[3:] = rng.random((starts, n)) < rng.uniform(0.1, 0.9, (starts, 1))
    return _best_core(cells, begin, ties_between)


def _best_core(cells: FloatArray, begin: BoolArray, ties_between: bool) -> tuple[BoolArray, FloatArray, float]:
    n = cells.shape[1]
    core, fit = kernels.core_search(cells, begin, ties_between)
    if fit < -1:
        return np.zeros(n, dtype=np.bool_), np.full(n, np.nan), float("nan")
    return core, core.astype(np.float64), float(fit)


def _continuous(
    ties: FloatArray,
    observed: FloatArray,
    _ties_between: bool,
    rng: np.random.Generator,
    starts: int,
    _near: BoolArray | None,
) -> tuple[BoolArray, FloatArray, float]:
    from scipy.optimize import minimize

    n = ties.shape[0]
    cells = observed.sum()
    seen = observed > 0
    data = np.where(seen, ties - ties.sum() / cells, 0.0)
    data /= np.sqrt((data**2).sum())

    def misfit(c: FloatArray) -> tuple[float, FloatArray]:
        pattern = np.where(seen, np.outer(c, c), 0.0)
        pattern = np.where(seen, pattern - pattern.sum() / cells, 0.0)
        length = np.sqrt((pattern**2).sum())
        if length < 1e-12:
            return 1.0, np.zeros(n)
        pattern /= length
        fit = float((data * pattern).sum())
        slope = (data - fit * pattern) / length
        return -fit, -((slope + slope.T) @ c)

    weight = (ties + ties.T).sum(axis=1)
    begin = [weight / weight.max(), np.sqrt(weight / weight.max())]
    begin += list(rng.random((max(1, starts // 5), n)))
    found = [minimize(misfit, c, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * n) for c in begin]
    best = min(found, key=lambda r: round(float(r.fun), 9))
    coreness = best.x / max(best.x.max(), 1e-300)
    return _cut(coreness), coreness, -float(best.fun)


def _cut(coreness: FloatArray) -> BoolArray:
    """Return the actors of highest coreness, as many as make coreness correlate best with being one of them."""
    n = coreness.size
    order = np.argsort(-coreness, kind="stable")
    above = coreness - coreness.mean()
    size = np.arange(1, n)
    fit = np.cumsum(above[order])[:-1] / np.sqrt(size * (n - size))
    core = np.zeros(n, dtype=np.bool_)
    core[order[: int(np.argmax(fit)) + 1]] = True
    return core
