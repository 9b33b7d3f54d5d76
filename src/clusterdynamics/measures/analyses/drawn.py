"""Figures of a network as it is drawn: all of it, or the part that a filter leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import actors, whole
from clusterdynamics.measures.analyses.common import Figures, simple
from clusterdynamics.measures.estimate import Estimate

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["AREAS", "area_of", "areas_for", "drawn_figures"]

#: Measure that the area of an organisation may follow → the gate that it needs.
AREAS = {"degree": "in_degree", "in_degree": "in_degree", "out_degree": "in_degree", "betweenness": "brokerage"}


def drawn_figures(study: Study, network: Network) -> tuple[Estimate, ...]:
    """Return the figures that stand beside a map, computed on exactly the organisations and links on it.

    Each has the gate that it has in the report; n and coverage are those of the organisations drawn. Bounds stand in
    the report, for the whole network: here somebody tries one filter after the other.

    Parameters
    ----------
    study
        The study, for its gates.
    network
        Reports as drawn: with their values, links below the level that is shown taken as no link.

    Returns
    -------
    tuple
        ``actors``, ``ties``, ``density``, ``depth.links`` (mean value of the links that are there; where the relation
        has values), ``reciprocity.edgewise`` (where it has a direction), ``unlinked`` (organisations without a link,
        shown where ``in_degree`` is), ``largest_component``, ``transitivity.*``.
    """
    plain = simple(network)
    figures = Figures(study, plain)
    count = int(plain.ties.sum()) if plain.directed else int(plain.ties.sum()) // 2
    found = [
        figures.give("actors", float(plain.n)),
        figures.give("ties", float(count)),
        figures.give("density", lambda: whole.density(plain), gate="density"),
    ]
    if network.valued:
        drawn = network if network.directed else network.symmetrise("either")
        found.append(figures.give("depth.links", lambda: _mean(drawn.values[drawn.ties]), gate="density", n=count))
    if plain.directed:
        pairs = int((plain.observed & plain.observed.T).sum()) // 2
        found.append(figures.give("reciprocity.edgewise", lambda: whole.reciprocity(plain), pairs=pairs))
    way: Literal["weak", "global"] = "weak" if plain.directed else "global"
    found += [
        figures.give("unlinked", lambda: _unlinked(plain), gate="in_degree"),
        figures.give("largest_component", lambda: whole.largest_component(plain), gate="components"),
        figures.give(f"transitivity.{way}", lambda: whole.transitivity(plain, way), gate="transitivity"),
    ]
    return tuple(found)


def areas_for(network: Network) -> tuple[str, ...]:
    """Return the measures that areas can follow in a network."""
    return ("in_degree", "out_degree", "betweenness") if network.directed else ("degree", "betweenness")


def area_of(study: Study, network: Network, name: str) -> tuple[dict[str, float], Estimate]:
    """Return the measure that areas follow, for each organisation, and a figure that says why there is none.

    Parameters
    ----------
    network
        As for ``drawn_figures``.
    name
        One of ``areas_for(network)``.

    Returns
    -------
    Organisation → value (without those that have none: who did not answer has no number of links given), and the
    largest of the values as a figure, which carries the reason where the gate is shut.

    Raises
    ------
    ValueError
        There is no such measure for this kind of network.
    """
    plain = simple(network)
    if name not in areas_for(plain):
        raise ValueError(f"areas cannot follow {name!r} here")
    figures = Figures(study, plain)
    shut = figures.give(name, 0.0, gate=AREAS[name])
    if shut.value is None:
        return {}, shut
    if name == "betweenness":
        values = actors.betweenness(plain, directed=plain.directed)
    else:
        values = {"degree": actors.degree, "in_degree": actors.in_degree, "out_degree": actors.out_degree}[name](plain)
    kept = {
        node: float(value)
        for node, value, said in zip(plain.nodes, values, plain.answered, strict=True)
        if np.isfinite(value) and (said or name != "out_degree")
    }
    return kept, figures.give(name, max(kept.values(), default=float("nan")), gate=AREAS[name])


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else float("nan")


def _unlinked(network: Network) -> float:
    return float((~(network.ties | network.ties.T).any(axis=1)).sum())
