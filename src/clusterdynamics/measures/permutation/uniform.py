"""Conditional uniform graph tests: a figure among those of all networks of equal size, ties or dyads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.compute import replicate
from clusterdynamics.i18n import N_, _
from clusterdynamics.measures import whole
from clusterdynamics.measures.permutation.cells import Matrix, read_matrices
from clusterdynamics.measures.permutation.shuffles import Seed, p_values, refusal
from clusterdynamics.measures.permutation.words import p_text
from clusterdynamics.study.network import Network

__all__ = ["CONDITIONS", "STATISTICS", "CugTest", "cug_test", "uniform_graph"]

FloatArray = NDArray[np.float64]
type Condition = Literal["size", "edges", "dyads"]
type Statistic = Callable[[FloatArray], float]

#: Statistic that can be asked for by name → the measure of a network.
STATISTICS: Mapping[str, Callable[[Network], float]] = {
    "density": whole.density,
    "reciprocity": whole.reciprocity,
    "transitivity": whole.transitivity,
    "mean_distance": whole.mean_distance,
    "reach": whole.reach,
    "efficiency": whole.efficiency,
    "largest_component": whole.largest_component,
    "in_degree_centralisation": partial(whole.centralisation, kind="in_degree"),
    "out_degree_centralisation": partial(whole.centralisation, kind="out_degree"),
    "degree_centralisation": partial(whole.centralisation, kind="degree"),
    "betweenness_centralisation": partial(whole.centralisation, kind="betweenness"),
}
#: What the random networks share with the one observed.
CONDITIONS: Mapping[str, str] = {
    "size": N_("as many actors"),
    "edges": N_("as many actors and ties"),
    "dyads": N_("as many actors and as many pairs with two, one and no tie"),
}


@dataclass(frozen=True, eq=False)
class CugTest:
    """A figure of a network among those of random networks.

    Attributes
    ----------
    statistic, condition
        What was computed, and what the random networks share with the one observed.
    observed
        The figure of the network; NaN where undefined.
    expected, spread
        Mean and standard deviation in the random networks in which it is defined.
    p_low, p_high
        How often a random network has a figure as low, or as high: (b + 1) / (B + 1).
    distribution
        (replicates,) figures of the random networks; NaN where undefined.
    undefined
        Random networks without a figure; they count as extreme on both sides.
    actors, cells, directed
        Number of actors, of observed cells (pairs where undirected), and whether ties have a direction.
    """

    statistic: str
    condition: str
    observed: float
    expected: float
    spread: float
    p_low: float
    p_high: float
    distribution: FloatArray
    undefined: int
    actors: int
    cells: int
    directed: bool

    def to_frame(self) -> pl.DataFrame:
        """Return the figures as a table of one row."""
        names = ("statistic", "condition", "observed", "expected", "spread", "p_low", "p_high", "undefined")
        return pl.DataFrame({name: [getattr(self, name)] for name in names})

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, one plain sentence each, in the active language."""
        if np.isnan(self.observed):
            return (_("“{statistic}” is not defined in this network.").format(statistic=self.statistic),)
        higher = self.p_high <= self.p_low
        p = min(self.p_low, self.p_high)
        if p >= 0.025:
            told = _("“{statistic}” is {observed:.2f}, no more unusual than in random networks (mean {expected:.2f}).")
        elif higher:
            told = _("“{statistic}” is {observed:.2f}, higher than in most random networks (mean {expected:.2f}).")
        else:
            told = _("“{statistic}” is {observed:.2f}, lower than in most random networks (mean {expected:.2f}).")
        often = (
            _("The share of random networks with a figure as high: {p}.")
            if higher
            else _("The share of random networks with a figure as low: {p}.")
        )
        return (
            told.format(statistic=self.statistic, observed=self.observed, expected=self.expected),
            often.format(p=p_text(p)),
            _("There were {n} random networks with {condition}.").format(
                n=f"{self.distribution.size:,}", condition=_(CONDITIONS[self.condition])
            ),
        )

    def explain(self) -> str:
        """Return what was found, in plain words, in the active language."""
        return " ".join(self.sentences())


def cug_test(
    network: Matrix,
    statistic: str | Statistic,
    *,
    seed: Seed,
    condition: Condition = "size",
    replicates: int = 1000,
    directed: bool | None = None,
) -> CugTest:
    """Compare a figure of a network with the same figure in random networks (conditional uniform graph test).

    All networks that meet the condition are equally likely. Only observed cells are filled; what was not
    observed stays so.

    Parameters
    ----------
    network
        A network, or an (n, n) matrix; values above 0 are ties, NaN is "not observed".
    statistic
        A name of ``STATISTICS`` (``reciprocity``, ``transitivity``, ``mean_distance``, …), or a function that takes an
        (n, n) matrix of 0 and 1 (0 on the diagonal, NaN where not observed) and returns a number.
    seed
        For the random networks.
    condition
        ``size``: every observed cell is a tie with chance ½. ``edges``: as many ties. ``dyads``: as many mutual,
        asymmetric and null pairs among those observed on both sides, and as many ties among cells of pairs
        observed on one side only. In an undirected network ``dyads`` is the same as ``edges``.
    replicates
        Number of random networks.
    directed
        False counts every pair once and needs a symmetric matrix; None takes it from the network, and from a
        matrix whether it is symmetric.

    Raises
    ------
    InputError
        The matrix cannot be used, nothing was observed, or statistic or condition are not known.

    References
    ----------
    Anderson, B. S., Butts, C. & Carley, K. (1999). Social Networks 21(3), 239-267. ``cug.test`` of the R package sna.
    """
    if isinstance(network, Network) and directed is None:
        directed = network.directed
    name = network.name if isinstance(network, Network) else _("network")
    matrices, problems = read_matrices({name: network}, directed)
    if isinstance(statistic, str) and statistic not in STATISTICS:
        problems.append(
            _("There is no statistic “{name}”. Use one of {names}, or a function.").format(
                name=statistic, names=", ".join(STATISTICS)
            )
        )
    if condition not in CONDITIONS:
        problems.append(
            _("The condition must be one of {names}, not {name}.").format(names=", ".join(CONDITIONS), name=condition)
        )
    if replicates < 1:
        problems.append(_("The number of random networks must be at least 1, not {n}.").format(n=replicates))
    cells = 0 if matrices is None else int(matrices.complete(name).sum())
    if matrices is not None and not cells:
        problems.append(_("Nothing was observed in “{name}”.").format(name=name))
    if matrices is not None and not matrices.directed and statistic == "reciprocity":
        problems.append(_("In a network without direction all ties are returned. Choose another statistic."))
    if matrices is None or problems:
        raise refusal(problems)
    values = matrices.values[name]
    ties = np.where(np.isnan(values), np.nan, (values > 0).astype(np.float64))
    observed = _figure(ties, statistic, matrices.directed)
    distribution = np.concatenate(
        replicate(
            _random_figures,
            replicates,
            ties,
            statistic,
            condition,
            matrices.directed,
            seed=seed,
            label=_("Random networks"),
        )
    )
    p = p_values(observed, distribution, exact=False)
    defined = distribution[np.isfinite(distribution)]
    return CugTest(
        statistic=statistic if isinstance(statistic, str) else getattr(statistic, "__name__", _("statistic")),
        condition=condition,
        observed=observed,
        expected=float(defined.mean()) if defined.size else float("nan"),
        spread=float(defined.std()) if defined.size else float("nan"),
        p_low=p.low,
        p_high=p.high,
        distribution=distribution,
        undefined=p.undefined,
        actors=matrices.n,
        cells=cells,
        directed=matrices.directed,
    )


def _figure(ties: FloatArray, statistic: str | Statistic, directed: bool) -> float:
    """Return the statistic of a matrix of 0 and 1 whose diagonal is NaN."""
    if isinstance(statistic, str):
        return float(STATISTICS[statistic](Network.from_matrix(ties, directed=directed)))
    plain = ties.copy()
    np.fill_diagonal(plain, 0.0)
    return float(statistic(plain))


def _random_figures(
    rng: np.random.Generator,
    size: int,
    ties: FloatArray,
    statistic: str | Statistic,
    condition: Condition,
    directed: bool,
) -> FloatArray:
    """Return the statistic of `size` random networks."""
    found = [_figure(uniform_graph(ties, condition, directed, rng), statistic, directed) for _k in range(size)]
    return np.array(found)


def uniform_graph(ties: FloatArray, condition: Condition, directed: bool, rng: np.random.Generator) -> FloatArray:
    """Return one random matrix of 0 and 1 that meets the condition.

    Parameters
    ----------
    ties
        (n, n) 0 or 1; NaN where not observed and on the diagonal; symmetric where undirected.
    condition, directed
        See :func:`cug_test`.
    """
    observed = np.isfinite(ties)
    found = np.full(ties.shape, np.nan)
    if not directed:
        cells = np.triu(observed, 1)
        found[cells] = _deal(ties[cells], condition, rng)
        return np.where(np.isnan(found), found.T, found)
    if condition != "dyads":
        found[observed] = _deal(ties[observed], condition, rng)
        return found
    both = np.triu(observed & observed.T, 1)
    one = observed & ~observed.T
    found[one] = rng.permuted(ties[one])
    kinds = rng.permuted(ties[both] + ties.T[both])
    # An asymmetric pair points either way with the same chance.
    forth = np.where(kinds == 1, rng.integers(0, 2, kinds.size), kinds / 2)
    found[both] = forth
    found.T[both] = kinds - forth
    return found


def _deal(ties: FloatArray, condition: Condition, rng: np.random.Generator) -> FloatArray:
    """Return as many values: as many ties, or any number."""
    if condition == "size":
        return rng.integers(0, 2, ties.size).astype(np.float64)
    dealt: FloatArray = rng.permuted(ties)
    return dealt
