"""What a measure of evidence looks at, and what it finds: a share, and what its uncertainty is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.asked import advice_relation, asked_parts
from clusterdynamics.measures.depths import depth_of_pairs, depth_relation
from clusterdynamics.measures.trust import TrustRatings, trust_ratings

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Found", "Look"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Found:
    """A share and where its uncertainty comes from: at most one of `rows`, `pairs_of` and `left_out` is given.

    Attributes
    ----------
    value
        The share, in [0, 1]; NaN where there is none to judge.
    n
        What it is a share of: organisations, pairs, ties, areas.
    gate
        Gate of the study's settings, None where there is none.
    pairs
        Pairs that both sides described, for evidence that compares two reports.
    network
        The network that it was read from; None where it is not from one.
    rows
        (n,) numerator and denominator for each organisation, which are redrawn.
    pairs_of
        (n, n) numerator and denominator for each pair.
    left_out
        Values with each organisation left out in turn, for what is no mean.
    chance
        A network, and the measure of it that is compared with random networks of equal size and density.
    """

    value: float
    n: int
    gate: str | None = None
    pairs: int | None = None
    network: Network | None = None
    rows: tuple[FloatArray, FloatArray] | None = None
    pairs_of: tuple[FloatArray, FloatArray] | None = None
    left_out: FloatArray | None = None
    chance: tuple[Network, Callable[[Network], float]] | None = None


class Look:
    """A study in one wave, as the measures of evidence see it; each network is built once.

    Parameters
    ----------
    study, wave, model
        What is looked at, and with which model.
    """

    def __init__(self, study: Study, wave: str, model: ReferenceModel) -> None:
        self.study, self.wave, self.model = study, wave, model

    @cached_property
    def parts(self) -> frozenset[str]:
        """Parts of the instrument that were asked."""
        return asked_parts(self.study, self.wave, self.model)

    @cached_property
    def depth(self) -> Network:
        """Reports on depth; KeyError where depth was not asked."""
        return self._relation(depth_relation(self.study, self.model))

    @cached_property
    def advice(self) -> Network:
        """Who turns to whom for advice, 0/1; KeyError where it was not asked."""
        network = self._relation(advice_relation(self.study, self.model))
        # Everything that is not zero is a tie.
        return network.dichotomise(np.nextafter(0.0, 1.0), network.name) if network.valued else network

    def _relation(self, name: str | None) -> Network:
        if name is None:
            raise KeyError("the study has no such relation")
        return self.study.network(name, self.wave)

    @cached_property
    def pairs(self) -> FloatArray:
        """(n, n) depth of each pair, by the deeper of its reports; NaN where there is none."""
        return depth_of_pairs(self.depth)

    def at_least(self, depth: float) -> BoolArray:
        """Return (n, n) True for the pairs of at least this depth."""
        reached: BoolArray = np.nan_to_num(self.pairs, nan=-np.inf) >= depth
        return reached

    def cut(self, depth: float) -> Network:
        """Return the undirected 0/1 network of the pairs of at least this depth, by the report of either side."""
        return self.depth.dichotomise(depth, self.depth.name).symmetrise("either")

    @cached_property
    def ratings(self) -> TrustRatings:
        """Ratings of trust."""
        return trust_ratings(self.study, self.wave, self.model)
