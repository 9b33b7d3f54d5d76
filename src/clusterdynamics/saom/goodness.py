"""Goodness of fit: whether the model gives networks like the observed ones in what it was not told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.saom.simulate import simulate

if TYPE_CHECKING:
    from clusterdynamics.saom.fit import Fit

__all__ = ["AUXILIARY", "Goodness", "goodness_of_fit"]

Floats = NDArray[np.float64]
_CHUNK = 50
_TRIAD_TYPES = (
    *("003", "012", "102", "021D", "021U", "021C", "111D", "111U"),
    *("030T", "030C", "201", "120D", "120U", "120C", "210", "300"),
)


def _degrees(degrees: NDArray[np.int64]) -> Floats:
    """Return how many have at most 0, 1, …, 8."""
    return np.array([(degrees <= k).sum() for k in range(9)], dtype=np.float64)


def indegree(x: Floats) -> Floats:
    """Return how many organisations have at most 0 … 8 incoming ties."""
    return _degrees(x.sum(axis=0).astype(np.int64))


def outdegree(x: Floats) -> Floats:
    """Return how many organisations have at most 0 … 8 outgoing ties."""
    return _degrees(x.sum(axis=1).astype(np.int64))


def triad_census(x: Floats) -> Floats:
    """Return how many triples are of each of the 16 kinds, but for the empty one."""
    from clusterdynamics.measures import triad_census as census
    from clusterdynamics.study.network import Network

    found = census(Network.from_matrix(x))
    return np.array([found[name] for name in _TRIAD_TYPES[1:]], dtype=np.float64)


def geodesics(x: Floats) -> Floats:
    """Return how many ordered pairs are 1 … 5 steps apart, more, or not connected."""
    steps = shortest_path(csr_array(x), method="D", unweighted=True)
    off = steps[~np.eye(len(x), dtype=np.bool_)]
    near = [(off == k).sum() for k in range(1, 6)]
    return np.array([*near, ((off > 5) & np.isfinite(off)).sum(), np.isinf(off).sum()], dtype=np.float64)


#: What networks are compared in.
AUXILIARY: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {"indegree": indegree, "outdegree": outdegree, "triads": triad_census, "geodesics": geodesics}
)


@dataclass(frozen=True, eq=False)
class Goodness:
    """How the observed networks lie among the simulated ones.

    Attributes
    ----------
    name
        What is compared.
    observed
        (a,) summed over periods.
    simulated
        (chains, a)
    p
        Share of simulations that are at least as far from their mean as the observed (Mahalanobis distance).
    """

    name: str
    observed: Floats
    simulated: Floats
    p: float

    def to_frame(self) -> pl.DataFrame:
        """Return one row a number: observed, and mean and 95 % range of the simulated."""
        low, high = np.quantile(self.simulated, [0.025, 0.975], axis=0)
        return pl.DataFrame(
            {
                "position": np.arange(self.observed.size),
                "observed": self.observed,
                "mean": self.simulated.mean(axis=0),
                "low": low,
                "high": high,
            }
        )

    def explain(self) -> str:
        """Return in words whether the model fits in this respect."""
        if self.p < 0.05:
            return _("The model does not give networks like the observed ones in {name} (p = {p:.3f}).").format(
                name=self.name, p=self.p
            )
        return _("In {name} the observed networks are like those that the model gives (p = {p:.3f}).").format(
            name=self.name, p=self.p
        )


def goodness_of_fit(
    fitted: Fit,
    statistics: Sequence[str] = ("indegree", "outdegree", "triads", "geodesics"),
    *,
    simulations: int = 1000,
    seed: int | None = None,
    variable: str | None = None,
) -> tuple[Goodness, ...]:
    """Compare observed with simulated networks at the end of the periods.

    Parameters
    ----------
    statistics
        Names from ``AUXILIARY``, or ``behaviour``.
    simulations
        Chains.
    seed
        That of the fit where None, on chains of their own.
    variable
        Network that is compared; the first one where None.

    Raises
    ------
    InputError
        A statistic or a network is unknown.

    References
    ----------
    Lospinoso, J. & Snijders, T. A. B. (2019). Methodological Innovations 12(3).
    """
    problem = fitted.problem
    known = [*AUXILIARY, *(["behaviour"] if len(problem.variables) > problem.networks else [])]
    unknown = [s for s in statistics if s not in known]
    if unknown:
        raise InputError(
            _("Networks cannot be compared in {names}. There are: {known}.").format(
                names=", ".join(unknown), known=", ".join(known)
            )
        )
    names = problem.variables[: problem.networks]
    if variable is not None and variable not in names:
        raise InputError(
            _("There is no network {name}. There are: {known}.").format(name=variable, known=", ".join(names))
        )
    v = names.index(variable) if variable is not None else 0
    rows: dict[str, list[Floats]] = {s: [] for s in statistics}
    chosen = fitted.seed if seed is None else seed
    begin = fitted.estimated.simulations if seed is None else 0
    with compute.threads() as run:
        for start in range(0, simulations, _CHUNK):
            got = simulate(
                problem,
                fitted.estimates,
                min(_CHUNK, simulations - start),
                seed=chosen,
                begin=begin + start,
                run=run,
                keep=True,
            )
            for c in range(len(got.statistics)):
                for s in statistics:
                    if s == "behaviour":
                        low, high = (int(k) for k in problem.periods[0].scale[:2])
                        rows[s].append(sum(_levels(z[c], low, high) for z in got.behaviours))  # type: ignore[arg-type]
                    else:
                        each = [AUXILIARY[s](x[c, v].astype(np.float64)) for x in got.networks]
                        rows[s].append(np.sum(each, axis=0))
    found = []
    for s in statistics:
        simulated = np.array(rows[s])
        if s == "behaviour":
            low, high = (int(k) for k in problem.periods[0].scale[:2])
            observed = np.sum([_levels(d.behaviour_last, low, high) for d in problem.data], axis=0)
        else:
            observed = np.sum([AUXILIARY[s](d.last[v]) for d in problem.data], axis=0)
        found.append(Goodness(s, observed, simulated, _p(observed, simulated)))
    return tuple(found)


def _levels(z: NDArray[np.generic], low: int, high: int) -> Floats:
    return np.array([(z == k).sum() for k in range(low, high + 1)], dtype=np.float64)


def _p(observed: Floats, simulated: Floats) -> float:
    centre = simulated.mean(axis=0)
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(simulated.T)), rcond=1e-10)
    far = np.einsum("ca,ab,cb->c", simulated - centre, inverse, simulated - centre)
    mine = float((observed - centre) @ inverse @ (observed - centre))
    return float((far >= mine - 1e-9 * max(mine, 1.0)).mean())
