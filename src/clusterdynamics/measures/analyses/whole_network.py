"""The network as a whole: how closely it is knit, how far apart, how much it leans on a few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.charts.numbers import percent
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures import whole
from clusterdynamics.measures.analyses.common import (
    Figures,
    Symmetrise,
    cut_networks,
    dots,
    labels_of,
)
from clusterdynamics.measures.communities import leiden
from clusterdynamics.measures.cores import core_periphery
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio
from clusterdynamics.measures.uncertainty import leave_out, random_graphs_work, vertex_bootstrap_work

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["WholeNetwork", "WholeNetworkParams", "whole_network"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class WholeNetworkParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    replicates
        Redraws of respondents, and of organisations for the density.
    random_networks
        Random networks of equal size and density to compare with.
    leave_out
        Leave each organisation out in turn (the range of what is not a mean over pairs).
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    replicates: int = 2000
    random_networks: int = 200
    leave_out: bool = True


@dataclass(frozen=True)
class WholeNetwork(Result):
    """Figures of the whole network, for each network and wave."""

    name: ClassVar[str] = "whole_network"

    params: WholeNetworkParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the density of each network with its bounds, wave by wave."""
        from clusterdynamics.charts import interval_dots

        shown = [e for e in self.estimates if e.name == "density"]
        return interval_dots(
            dots(shown, self.labels), x_title=_("links that are there, of all that could be"), as_percent=True
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the density of each network in the latest wave in words, and what stands out."""
        said = []
        waves = [e.wave for e in self.estimates if e.name == "density"]
        latest = waves[-1] if waves else None
        for e in self.estimates:
            if e.wave != latest:
                continue
            what = self.labels.get(e.network or "", e.network or "")
            if e.name == "density":
                said.append(_density_sentence(e, what, self.labels[f"wave:{e.wave}"]))
            elif e.name == "largest_component" and e.value is not None:
                linked = round(e.value * e.n)
                said.append(
                    ngettext(
                        "{linked} of {n} organisation hangs together through {network}.",
                        "{linked} of {n} organisations hang together through {network}.",
                        e.n,
                    ).format(linked=linked, n=e.n, network=what)
                )
        return tuple(said)


def _density_sentence(e: Estimate, what: str, wave: str) -> str:
    if e.value is None:
        return _("{network}, {wave}: {why}").format(network=capital(what), wave=wave, why=e.why)
    if e.low is None or e.high is None:
        return _("In {wave} {share} of all possible links are there ({network}).").format(
            wave=wave, share=percent(e.value), network=what
        )
    return _("In {wave} {share} of all possible links are there ({network}; {low} to {high}).").format(
        wave=wave, share=percent(e.value), network=what, low=percent(e.low), high=percent(e.high)
    )


# -- what is not a mean over pairs: computed together, so that leaving out and randomising pay once ---------------

#: Name of the figure → its gate.
_GLOBAL_DIRECTED = {
    "transitivity.weak": "transitivity",
    "components": "components",
    "largest_component": "components",
    "distance.mean": "distance",
    "reach.2": "distance",
    "centralisation.in_degree": "centralisation",
    "centralisation.out_degree": "centralisation",
    "centralisation.betweenness": "centralisation",
}
_GLOBAL_UNDIRECTED = {
    "transitivity.global": "transitivity",
    "components": "components",
    "largest_component": "components",
    "distance.mean": "distance",
    "reach.2": "distance",
    "centralisation.degree": "centralisation",
    "centralisation.betweenness": "centralisation",
}
#: Compared with random networks of equal size and density: size and density alone already move these.
_COMPARED = ("transitivity.weak", "transitivity.global", "largest_component", "distance.mean", "reach.2")


def _names(network: Network) -> dict[str, str]:
    return _GLOBAL_DIRECTED if network.directed else _GLOBAL_UNDIRECTED


def _profile(network: Network) -> FloatArray:
    """Return the figures of `_names(network)`, in that order."""
    labels = whole.components(network)
    sizes = np.bincount(labels) if labels.size else np.zeros(0, dtype=np.int64)
    parts = (
        float(sizes.size) if network.n else float("nan"),
        float(sizes.max() / network.n) if network.n else float("nan"),
        whole.mean_distance(network, directed=network.directed),
        whole.reach(network, 2, directed=network.directed),
    )
    if network.directed:
        return np.array(
            [
                whole.transitivity(network, "weak"),
                *parts,
                whole.centralisation(network, "in_degree"),
                whole.centralisation(network, "out_degree"),
                whole.centralisation(network, "betweenness"),
            ]
        )
    return np.array(
        [
            whole.transitivity(network, "global"),
            *parts,
            whole.centralisation(network, "degree"),
            whole.centralisation(network, "betweenness"),
        ]
    )


def _profile_and_core(network: Network, core: frozenset[str]) -> FloatArray:
    """Return the profile, and the core–periphery fit after it, searched for near the known `core`."""
    near = np.array([node in core for node in network.nodes], dtype=np.bool_)
    return np.append(_profile(network), core_periphery(network, rng=np.random.default_rng(0), near=near).fit)


def _profile_compared(network: Network) -> FloatArray:
    """Return only the figures of the profile that are compared; the others would cost the most."""
    labels = whole.components(network)
    return np.array(
        [
            whole.transitivity(network, "weak" if network.directed else "global"),
            float(np.bincount(labels).max() / network.n) if labels.size else float("nan"),
            whole.mean_distance(network, directed=network.directed),
            whole.reach(network, 2, directed=network.directed),
        ]
    )


def _range(values: FloatArray) -> tuple[float | None, float | None]:
    good = values[np.isfinite(values)]
    return (float(good.min()), float(good.max())) if good.size else (None, None)


@analysis(WholeNetworkParams, WholeNetwork)
def whole_network(study: Study, params: WholeNetworkParams, rng: np.random.Generator) -> WholeNetwork:
    """Describe each network of the study as a whole, with the uncertainty that fits each measure.

    Density and reciprocity, which are means over pairs, carry redraws of respondents (the density also the
    vertex bootstrap of Snijders & Borgatti 1999); all else carries the range when each organisation is left
    out in turn, and what depends on size and density stands beside random networks of equal size and density.
    """
    estimates: list[Estimate] = []
    for network in cut_networks(study, params.symmetrise, params.networks):
        figures = Figures(study, network)
        estimates += _means(figures, params, rng)
        estimates += _globals(figures, params, rng)
        estimates += _structure(figures, params, rng)
    return WholeNetwork(params, tuple(estimates), labels_of(study))


def _means(figures: Figures, params: WholeNetworkParams, rng: np.random.Generator) -> list[Estimate]:
    """Give what is a mean over pairs: size, density, reciprocity."""
    network = figures.network
    ties, observed = network.ties.astype(np.float64), network.observed.astype(np.float64)
    count = ties.sum() if network.directed else ties.sum() / 2
    pairs = int(observed.sum() if network.directed else observed.sum() / 2)
    drawn = network.answered

    def redrawn(above: FloatArray, below: FloatArray, label: str) -> tuple[float | None, float | None]:
        return bounds(redraw_pair_ratio(above, below, drawn, params.replicates, rng, label))

    def bootstrapped() -> tuple[float | None, float | None]:
        parts = compute.replicate(vertex_bootstrap_work, params.replicates, network, seed=rng, label=_("Density"))
        return bounds(np.concatenate(parts)) if parts else (None, None)

    given = [
        figures.give("actors", float(network.n), gate=None),
        figures.give("ties", float(count), gate=None, n=pairs),
        figures.give(
            "density",
            lambda: whole.density(network),
            gate="density",
            bounds=lambda: redrawn(ties, observed, _("Density")),
            interval=Interval.REDRAWS,
            n=pairs,
        ),
        figures.give(
            "density.vertex_bootstrap",
            lambda: whole.density(network),
            gate="density",
            bounds=bootstrapped,
            interval=Interval.VERTEX_BOOTSTRAP,
            n=pairs,
        ),
    ]
    if not network.directed:
        return given
    both = observed * observed.T
    mutual, either = ties * ties.T * both, np.maximum(ties, ties.T) * both
    parts = {
        "edgewise": (mutual, ties * both),
        "non_null": (mutual, either),
        "all_dyads": ((1 - np.abs(ties - ties.T)) * both, both),
    }
    numerators, denominators = (np.array([p[k] for p in parts.values()]) for k in (0, 1))
    draws = redraw_pair_ratio(numerators, denominators, drawn, params.replicates, rng, _("Reciprocity"))
    for k, (definition, (above, below)) in enumerate(parts.items()):
        given.append(
            figures.give(
                f"reciprocity.{definition}",
                pair_ratio(above, below),
                pairs=int(both.sum()) // 2,
                bounds=bounds(draws[:, k]),
                interval=Interval.REDRAWS,
            )
        )
    return given


def _globals(figures: Figures, params: WholeNetworkParams, rng: np.random.Generator) -> list[Estimate]:
    """Give what is not a mean over pairs, with leave-out ranges and random networks beside it."""
    network = figures.network
    names = _names(network)
    gates = names | {"core_periphery.fit": "core_periphery"}
    if all(figures.closed(gate) is not None for gate in gates.values()):
        return [figures.give(name, float("nan"), gate=gate) for name, gate in gates.items()]
    split = core_periphery(network, rng=rng)
    profile = np.append(_profile(network), split.fit)
    core = frozenset(node for node, inside in zip(network.nodes, split.core, strict=True) if inside)
    left_out = None
    if params.leave_out and network.n > 2:
        left_out = leave_out(network, partial(_profile_and_core, core=core), _("Leaving out each in turn"))
    drawn = None
    if params.random_networks and network.ties.any():
        drawn = np.concatenate(
            compute.replicate(
                random_graphs_work,
                params.random_networks,
                network,
                _profile_compared,
                seed=rng,
                label=_("Random networks"),
                chunk=25,
            )
        )
    given = []
    for k, (name, gate) in enumerate(gates.items()):
        span = (None, None) if left_out is None else _range(left_out[:, k])
        given.append(figures.give(name, float(profile[k]), gate=gate, bounds=span, interval=Interval.LEAVE_OUT))
    given.append(
        figures.give(
            "core_periphery.core",
            float(len(core)) if isfinite(split.fit) else float("nan"),
            gate="core_periphery",
        )
    )
    if drawn is not None:
        compared = [n for n in names if n in _COMPARED]
        for k, name in enumerate(compared):
            column = drawn[:, k]
            middle = float(np.nanmean(column)) if np.isfinite(column).any() else float("nan")
            given.append(
                figures.give(
                    f"{name}.random", middle, gate=names[name], bounds=bounds(column), interval=Interval.RANDOM_GRAPHS
                )
            )
    return given


def _structure(figures: Figures, params: WholeNetworkParams, rng: np.random.Generator) -> list[Estimate]:
    """Give close groups (Leiden)."""
    network = figures.network
    if figures.closed("communities") is not None or not network.ties.any():
        return [figures.give(name, float("nan"), gate="communities") for name in ("communities", "modularity")]
    found = leiden(network, rng)
    return [
        figures.give("communities", float(found.n), gate="communities"),
        figures.give("modularity", found.modularity, gate="communities"),
    ]
