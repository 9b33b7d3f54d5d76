"""Figures of each organisation: how often it is named, whom it links, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures import actors as measures
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, cut_networks, labels_of
from clusterdynamics.measures.communities import leiden
from clusterdynamics.measures.cores import core_periphery
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, redraw_row_means

if TYPE_CHECKING:
    import altair as alt
    from numpy.typing import NDArray

    from clusterdynamics.study.model import Study

__all__ = ["ActorMeasures", "ActorMeasuresParams", "actor_measures"]


@dataclass(frozen=True)
class ActorMeasuresParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    replicates
        Redraws of respondents for the share that names an organisation.
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    replicates: int = 2000


@dataclass(frozen=True)
class ActorMeasures(Result):
    """Figures of each organisation in each network and wave; the subject is the organisation."""

    name: ClassVar[str] = "actor_measures"

    params: ActorMeasuresParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return how the number of links is spread over the organisations."""
        from clusterdynamics.charts import count_values, distribution

        shown = [e for e in self.estimates if e.name in ("degree", "in_degree") and e.value is not None]
        last = (shown[-1].network, shown[-1].wave) if shown else (None, None)
        values = [e.value for e in shown if e.value is not None and (e.network, e.wave) == last]
        return distribution(count_values(values), x_title=_("links"), y_title=_("organisations"))

    def sentences(self) -> tuple[str, ...]:
        """Return how links are spread, as a pattern and never as a list of names."""
        said = []
        keys = dict.fromkeys((e.network, e.wave) for e in self.estimates)
        for network, wave in keys:
            here = [
                e.value
                for e in self.estimates
                if (e.network, e.wave) == (network, wave) and e.name in ("degree", "in_degree") and e.value is not None
            ]
            what = self.labels.get(network or "", network or "")
            when = self.labels[f"wave:{wave}"]
            if not here:
                continue
            median, unlinked = int(np.median(here)), sum(v == 0 for v in here)
            text = ngettext(
                "In {wave} half of the organisations have at most {median} link ({network})",
                "In {wave} half of the organisations have at most {median} links ({network})",
                median,
            ).format(wave=when, median=median, network=what)
            rest = (
                ngettext("{n} is not yet linked.", "{n} are not yet linked.", unlinked).format(n=unlinked)
                if unlinked
                else _("all are linked.")
            )
            said.append(f"{text}; {rest}")
        return tuple(said)


@analysis(ActorMeasuresParams, ActorMeasures)
def actor_measures(study: Study, params: ActorMeasuresParams, rng: np.random.Generator) -> ActorMeasures:
    """Describe each organisation's place in each network.

    How often an organisation is named is a mean over respondents and carries redraws; what depends on the
    whole network (betweenness, closeness, core) is given only at the coverage that its gate asks for.
    """
    estimates: list[Estimate] = []
    for network in cut_networks(study, params.symmetrise, params.networks):
        figures = Figures(study, network)
        for name, values, gate in _columns(figures, rng):
            for i, actor in enumerate(network.nodes):
                # An organisation that did not answer has no out-degree: it was not observed, it is not 0.
                said = network.answered[i] or name not in ("out_degree", "out_strength")
                value = float(values[i]) if said else float("nan")
                estimates.append(figures.give(name, value, gate=gate, subject=actor, why=_WHY[name]()))
        estimates += _named_by(figures, params, rng)
    return ActorMeasures(params, tuple(estimates), labels_of(study) | dict(study.labels))


def _no_answer() -> str:
    return _("the organisation did not answer")


def _no_links() -> str:
    return _("the organisation has too few links")


_WHY = {
    "in_degree": _no_links,
    "out_degree": _no_answer,
    "degree": _no_links,
    "betweenness": _no_links,
    "harmonic": _no_links,
    "coreness": _no_links,
    "clustering": _no_links,
    "constraint": _no_links,
    "core": _no_links,
    "community": _no_links,
}


def _columns(figures: Figures, rng: np.random.Generator) -> list[tuple[str, NDArray[np.float64], str]]:
    """Return (measure, its values, its gate) for every measure that fits the network."""
    network = figures.network
    directed = network.directed
    columns: list[tuple[str, NDArray[np.float64], str]] = []
    if directed:
        columns.append(("in_degree", measures.in_degree(network), "in_degree"))
        columns.append(("out_degree", measures.out_degree(network), "in_degree"))
    else:
        columns.append(("degree", measures.degree(network), "in_degree"))
    blank = np.full(network.n, np.nan)

    def gated(gate: str) -> bool:
        return figures.closed(gate) is None

    central, brokers = gated("centralisation"), gated("brokerage")
    columns += [
        ("betweenness", measures.betweenness(network, directed=directed) if brokers else blank, "brokerage"),
        ("constraint", measures.constraint(network) if brokers else blank, "brokerage"),
        ("harmonic", measures.harmonic(network) if central else blank, "centralisation"),
        ("coreness", measures.coreness(network) if central else blank, "centralisation"),
        ("clustering", measures.clustering(network) if gated("transitivity") else blank, "transitivity"),
    ]
    seed = int(rng.integers(2**31))
    core = (
        core_periphery(network, rng=np.random.default_rng(seed)).core.astype(np.float64)
        if gated("core_periphery")
        else blank
    )
    columns.append(("core", core, "core_periphery"))
    groups = (
        leiden(network, rng).membership.astype(np.float64) if gated("communities") and network.ties.any() else blank
    )
    columns.append(("community", groups, "communities"))
    return columns


def _named_by(figures: Figures, params: ActorMeasuresParams, rng: np.random.Generator) -> list[Estimate]:
    """Give the share of those who could name an organisation that do, with redraws of respondents."""
    network = figures.network
    share = measures.in_degree_share(network)
    shut = figures.closed("in_degree") is not None
    draws = (
        np.empty((0, network.n))
        if shut
        else redraw_row_means(
            network.ties.astype(np.float64),
            network.observed.astype(np.float64),
            network.answered,
            params.replicates,
            rng,
            _("How often each is named"),
        )
    )
    return [
        figures.give(
            "in_degree_share",
            float(share[i]),
            gate="in_degree",
            bounds=bounds(draws[:, i]),
            interval=Interval.REDRAWS,
            n=int(network.observed[:, i].sum()),
            subject=actor,
        )
        for i, actor in enumerate(network.nodes)
    ]
