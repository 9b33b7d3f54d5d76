"""How sure a figure is: resampled actors, each actor left out, random graphs of equal size and density, weights.

The functions whose names end in ``_work`` do a part of the replicates and are handed to ``compute.replicate``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.compute import each
from clusterdynamics.measures.redraws import redraw_weights
from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.tables import TieState

__all__ = [
    "leave_out",
    "random_graph",
    "random_graphs",
    "random_graphs_work",
    "vertex_bootstrap",
    "vertex_bootstrap_work",
]

FloatArray = NDArray[np.float64]
type Measure = Callable[[Network], ArrayLike]
type Statistic = Literal["density", "mean"]

# Actors left out by one call of the worker: large enough to make sending the network cheap.
_PART = 25


def vertex_bootstrap(net: Network, statistic: Statistic, n: int, rng: np.random.Generator) -> FloatArray:
    r"""Return a statistic of `n` networks whose actors are drawn again, with replacement.

    The cell of two copies of different actors is theirs; the two cells of two copies of the same actor are
    those of a pair of actors drawn at random. With w_i the copies of i, and s = Σ w_i (w_i − 1) / 2 such pairs:

    .. math:: \frac{\sum_{i \ne j} w_i w_j x_{ij} + \text{drawn}}{\sum_{i \ne j} w_i w_j o_{ij} + \text{drawn observed}}

    Parameters
    ----------
    net
        The network.
    statistic
        ``density``, or ``mean``: the mean value of the observed cells.
    n
        How many.
    rng
        Draws.

    Returns
    -------
    (n,) floats; NaN where nothing was observed in the network drawn.

    Raises
    ------
    ValueError
        The statistic is unknown.

    References
    ----------
    Snijders, T. A. B. & Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170.
    """
    return vertex_bootstrap_work(rng, n, net, statistic)


def vertex_bootstrap_work(
    rng: np.random.Generator, size: int, net: Network, statistic: Statistic = "density"
) -> FloatArray:
    """Do `size` replicates of :func:`vertex_bootstrap`."""
    if statistic not in ("density", "mean"):
        raise ValueError(f"statistic must be density or mean, not {statistic!r}")
    observed = net.observed
    if not observed.any():
        return np.full(size, np.nan)
    values = net.ties.astype(np.float64) if statistic == "density" else np.where(observed, net.values, 0.0)
    seen = observed.astype(np.float64)
    copies = redraw_weights(rng, size, np.ones(net.n, dtype=np.bool_))
    total = ((copies @ values) * copies).sum(axis=1)
    cells = ((copies @ seen) * copies).sum(axis=1)
    # Pairs of copies of the same actor take both cells of a random pair.
    same = (copies * (copies - 1) / 2).sum(axis=1).astype(np.int64)
    of = np.repeat(np.arange(size), same)
    i = rng.integers(net.n, size=of.size)
    j = (i + rng.integers(1, net.n, size=of.size)) % net.n
    total += np.bincount(of, weights=values[i, j] + values[j, i], minlength=size)
    cells += np.bincount(of, weights=seen[i, j] + seen[j, i], minlength=size)
    result = np.full(size, np.nan)
    np.divide(total, cells, out=result, where=cells > 0)
    return result


def _left_out(part: NDArray[np.int64], net: Network, function: Measure) -> list[FloatArray]:
    found = []
    for i in part:
        keep = np.ones(net.n, dtype=np.bool_)
        keep[i] = False
        found.append(np.asarray(function(net.subset(keep)), dtype=np.float64))
    return found


def leave_out(net: Network, function: Measure, label: str = "") -> FloatArray:
    """Return a measure of the network with each actor left out in turn.

    Runs where ``compute.using`` says; with threads the compiled kernels run side by side.

    Parameters
    ----------
    net
        The network.
    function
        Takes a network and returns a number, or several of them, always as many.
    label
        What the work is called where progress is shown.

    Returns
    -------
    (n,) floats, or (n, k) where the function returns k numbers; row i without actor i.
    """
    parts = [np.arange(s, min(s + _PART, net.n)) for s in range(0, net.n, _PART)]
    return _stack([value for part in each(_left_out, parts, net, function, label=label) for value in part])


def random_graphs(net: Network, function: Measure, n: int, rng: np.random.Generator) -> FloatArray:
    """Return a measure of `n` random networks with as many ties, over the same observed cells.

    All ways of placing the ties are equally likely. In an undirected network pairs are tied, a pair being
    observed where either side was.

    Parameters
    ----------
    net
        The network.
    function
        Takes a network and returns a number, or several of them, always as many.
    n
        How many.
    rng
        Draws.

    Returns
    -------
    (n,) floats, or (n, k) where the function returns k numbers.

    References
    ----------
    Erdős, P. & Rényi, A. (1959). Publicationes Mathematicae 6, 290-297: G(n, m).
    """
    return random_graphs_work(rng, n, net, function)


def random_graphs_work(rng: np.random.Generator, size: int, net: Network, function: Measure) -> FloatArray:
    """Do `size` replicates of :func:`random_graphs`."""
    return _stack([np.asarray(function(random_graph(net, rng)), dtype=np.float64) for _ in range(size)])


def random_graph(net: Network, rng: np.random.Generator) -> Network:
    """Return one random network with as many ties as `net`, over the same observed cells; see random_graphs."""
    observed, ties, states = net.observed, net.ties, net.states
    if not net.directed:
        observed, ties, states = np.triu(observed | observed.T), np.triu(ties | ties.T), np.minimum(states, states.T)
    cells = np.flatnonzero(observed)
    flat = np.full(net.n * net.n, np.nan)
    flat[cells] = 0.0
    flat[rng.choice(cells, int(ties.sum()), replace=False)] = 1.0
    values = flat.reshape(net.n, net.n)
    if not net.directed:
        values = np.fmax(values, values.T)
    states = states.copy()
    states[values == 0] = STATE_CODES[TieState.NO_TIE]
    states[values == 1] = STATE_CODES[TieState.TIE]
    return replace(net, values=values, states=states, structural=None)


def _stack(values: list[FloatArray]) -> FloatArray:
    return np.array(values, dtype=np.float64) if values else np.zeros(0)
