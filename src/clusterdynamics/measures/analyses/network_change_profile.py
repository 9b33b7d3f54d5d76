"""All whole-network measures of one relation at once, so that redraws and leaving out pay once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import whole
from clusterdynamics.measures.analyses.common import ANY, Symmetrise
from clusterdynamics.measures.cores import core_periphery

if TYPE_CHECKING:
    from clusterdynamics.study.network import Network

__all__ = ["Key", "Profile"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_GLOBAL = ("components", "largest_component", "distance.mean", "reach.2")
_GLOBAL_DIRECTED = (
    "transitivity.weak",
    *_GLOBAL,
    "centralisation.in_degree",
    "centralisation.out_degree",
    "centralisation.betweenness",
    "core_periphery.fit",
)
_GLOBAL_UNDIRECTED = (
    "transitivity.global",
    *_GLOBAL,
    "centralisation.degree",
    "centralisation.betweenness",
    "core_periphery.fit",
)
#: Measure → its gate; the reciprocities ask for pairs of which both answered.
_GATES = {
    "density": "density",
    "value.mean": "density",
    "ei_index": "blocks",
    "components": "components",
    "largest_component": "components",
    "distance.mean": "distance",
    "reach.2": "distance",
    "core_periphery.fit": "core_periphery",
}


class Key(NamedTuple):
    """Which measure, of which network, about what.

    Attributes
    ----------
    mean
        Whether it is a mean over pairs, so that redraws of respondents fit it.
    gate
        Name of its gate; empty where it asks for pairs of which both answered.
    """

    network: str
    name: str
    subject: str
    mean: bool
    gate: str


@dataclass(frozen=True, eq=False)
class Profile:
    """The measures of one relation: of each of its levels, and its mean value.

    Attributes
    ----------
    relation, directed, valued
        Its identifier, whether direction matters, and whether it has a scale (a mean value is given).
    cuts
        Network → least value of a tie.
    rule
        How two reports of a pair become one.
    groups
        Attribute → (n,) codes of the organisations' groups.
    """

    relation: str
    directed: bool
    valued: bool
    cuts: dict[str, float]
    rule: Symmetrise
    groups: dict[str, NDArray[np.int64]]

    @cached_property
    def means(self) -> tuple[Key, ...]:
        """What is a mean over pairs."""
        keys = [Key(self.relation, "value.mean", "whole", True, "density")] if self.valued else []
        for name in self.cuts:
            keys.append(Key(name, "density", "whole", True, "density"))
            if self.directed:
                kinds = ("edgewise", "non_null", "all_dyads")
                keys += [Key(name, f"reciprocity.{kind}", "whole", True, "") for kind in kinds]
            keys += [Key(name, "ei_index", attribute, True, "blocks") for attribute in self.groups]
        return tuple(keys)

    @cached_property
    def globals(self) -> tuple[Key, ...]:
        """What is not a mean over pairs."""
        names = _GLOBAL_DIRECTED if self.directed else _GLOBAL_UNDIRECTED
        return tuple(
            Key(cut, name, "whole", False, _GATES.get(name, name.partition(".")[0]))
            for cut in self.cuts
            for name in names
        )

    # -- means over pairs ---------------------------------------------------------------------------------

    def fractions(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return (k, n, n) numerators and denominators of the means over pairs, in the order of `means`."""
        above: list[FloatArray] = []
        below: list[FloatArray] = []

        def add(a: FloatArray, b: FloatArray | BoolArray) -> None:
            above.append(np.asarray(a, dtype=np.float64))
            below.append(np.asarray(b, dtype=np.float64))

        pair = self._joined(values)
        seen = np.isfinite(pair)
        if self.valued:
            add(np.where(seen, pair, 0.0), seen)
        for cut in self.cuts.values():
            ties = (np.nan_to_num(pair) >= cut).astype(np.float64) * seen
            add(ties, seen)
            if self.directed:
                both = seen & seen.T
                mutual = ties * ties.T * both
                add(mutual, ties * both)
                add(mutual, np.maximum(ties, ties.T) * both)
                add((1 - np.abs(ties - ties.T)) * both, both)
            for codes in self.groups.values():
                add(np.where(codes[:, None] == codes[None, :], -ties, ties), ties)
        shape = (len(self.means), *values.shape)
        return np.array(above).reshape(shape), np.array(below).reshape(shape)

    def _joined(self, values: FloatArray) -> FloatArray:
        if self.directed:
            return values
        joined: FloatArray = (np.fmin if self.rule == "both" else np.fmax)(values, values.T)
        return joined

    # -- what is not a mean over pairs -----------------------------------------------------------------------

    def levels(self, network: Network) -> list[Network]:
        """Return the 0/1 networks of the relation's levels."""
        found = []
        for name, cut in self.cuts.items():
            level = network.dichotomise(cut, name)
            found.append(level if self.directed else level.symmetrise(self.rule))
        return found

    def cores(self, network: Network) -> tuple[frozenset[str], ...]:
        """Return the core of each level, searched for with the same start every time."""
        found = []
        for level in self.levels(network):
            split = core_periphery(level, rng=np.random.default_rng(0))
            found.append(frozenset(a for a, inside in zip(level.nodes, split.core, strict=True) if inside))
        return tuple(found)

    def shape(self, network: Network, cores: tuple[frozenset[str], ...]) -> FloatArray:
        """Return the measures of `globals`, the core–periphery fit searched for near a known core."""
        values = [_shape(level, core) for level, core in zip(self.levels(network), cores, strict=True)]
        return np.concatenate(values) if values else np.zeros(0)

    def both(self, network: Network, cores: tuple[frozenset[str], ...] | None) -> FloatArray:
        """Return the measures of `means`, and with cores those of `globals` after them."""
        above, below = (x.sum(axis=(1, 2)) for x in self.fractions(network.values))
        means = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
        return means if cores is None else np.append(means, self.shape(network, cores))

    def again(self, network: Network, cores: tuple[frozenset[str], ...] | None, values: FloatArray) -> FloatArray:
        """Return `both` of the network with other reports."""
        return self.both(replace(network, values=values), cores)


def _shape(level: Network, core: frozenset[str]) -> FloatArray:
    labels = whole.components(level)
    sizes = np.bincount(labels) if labels.size else np.zeros(0, dtype=np.int64)
    near = np.array([a in core for a in level.nodes], dtype=np.bool_)
    kinds = ("in_degree", "out_degree", "betweenness") if level.directed else ("degree", "betweenness")
    return np.array(
        [
            whole.transitivity(level, "weak" if level.directed else "global"),
            float(sizes.size) if level.n else float("nan"),
            float(sizes.max() / level.n) if level.n else float("nan"),
            whole.mean_distance(level, directed=level.directed),
            whole.reach(level, 2, directed=level.directed),
            *(whole.centralisation(level, kind) for kind in kinds),  # type: ignore[arg-type]
            core_periphery(level, rng=np.random.default_rng(0), near=near).fit,
        ]
    )


def least(cut: float | None) -> float:
    """Return the least value of a tie of a level, or of a relation without levels."""
    return ANY if cut is None else cut
