"""The figures of one network: density, depth and missing answers by region, bridges, and what regions have around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, simple
from clusterdynamics.measures.analyses.mixing import group_figures
from clusterdynamics.measures.depths import depth_of_pairs
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.groups import ei_by_group
from clusterdynamics.measures.redraws import bounds, redraw_block_ratio
from clusterdynamics.regions.blocks import RegionBlocks, region_blocks
from clusterdynamics.regions.bridging import bridges, ego_regions, region_graph
from clusterdynamics.regions.levels import NO_REGION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["depth_figures", "network_figures"]


def network_figures(
    study: Study,
    reports: Network,
    regions: Sequence[str | None],
    level: str,
    rule: Symmetrise,
    draws: tuple[int, int],
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return all figures of a 0/1 network by region.

    Organisations without a region are a group of their own in the matrix, so that nobody is lost. They are left out of
    the E-I index, because whether their links stay within a region is not known: it is then ``ei_index.known``.

    Parameters
    ----------
    reports
        The network as reported.
    regions
        (n,) region of each organisation, None where it is not given.
    draws
        Redraws of respondents, and times that the regions are shuffled.
    """
    network = simple(reports, rule)
    kinds = np.array([r or NO_REGION for r in regions], dtype=np.str_)
    figures = Figures(study, network)
    replicates, permutations = draws
    found = group_figures(figures, level, kinds, replicates, permutations, rng, p_value=True)
    known = kinds != NO_REGION
    if not known.all():
        found = [e for e in found if not e.name.startswith("ei_index")]
        part = Figures(study, network.subset(known))
        if len(set(kinds[known].tolist())) > 1:
            among = group_figures(part, level, kinds[known], replicates, permutations, rng, p_value=True)
            found += [
                replace(e, name=e.name.replace("ei_index", "ei_index.known", 1))
                for e in among
                if e.name.startswith("ei_index")
            ]
    blocks = region_blocks(network, kinds.tolist())
    found += _observed(figures, blocks, level)
    return found + _bridging(figures, regions, level)


def _cells(blocks: RegionBlocks, *, directed: bool) -> list[tuple[int, int, str]]:
    return [
        (a, b, f"{g}→{h}")
        for a, g in enumerate(blocks.regions)
        for b, h in enumerate(blocks.regions)
        if directed or a <= b
    ]


def _observed(figures: Figures, blocks: RegionBlocks, level: str) -> list[Estimate]:
    """Return how much of each cell was observed."""
    return [
        figures.give(
            "block_observed",
            float(blocks.coverage[a, b]),
            n=int(blocks.possible[a, b]),
            subject=f"{level}:{name}",
        )
        for a, b, name in _cells(blocks, directed=figures.network.directed)
    ]


def depth_figures(
    study: Study,
    reports: Network,
    regions: Sequence[str | None],
    level: str,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return the mean depth of the linked pairs in each cell, with redraws of respondents.

    Parameters
    ----------
    reports
        The relation with its values.
    """
    kinds = [r or NO_REGION for r in regions]
    blocks = region_blocks(reports, kinds)
    values = reports.values if reports.directed else depth_of_pairs(reports)
    tied = np.isfinite(values) & (np.nan_to_num(values) > 0)
    member = (np.array(kinds, dtype=np.str_)[:, None] == np.array(blocks.regions)[None, :]).astype(np.float64)
    cells = _cells(blocks, directed=reports.directed)
    above: NDArray[np.float64] = np.where(tied, values, 0.0)
    below: NDArray[np.float64] = tied.astype(np.float64)
    figures = Figures(study, reports)
    shut = figures.closed("blocks") is not None
    label = _("Depth between regions")
    places = [(a, b) for a, b, _name in cells]
    draws = (
        np.empty((0, len(cells)))
        if shut
        else redraw_block_ratio(above, below, member, places, reports.answered, replicates, rng, label)
    )
    return [
        figures.give(
            "block_depth",
            float(blocks.depth[a, b]),
            gate="blocks",
            bounds=bounds(draws[:, k]),
            interval=Interval.REDRAWS,
            n=int(blocks.ties[a, b]),
            subject=f"{level}:{name}",
        )
        for k, (a, b, name) in enumerate(cells)
    ]


def _bridging(figures: Figures, regions: Sequence[str | None], level: str) -> list[Estimate]:
    """Return who bridges, and what each region has around it; nothing where there are not two regions."""
    network = figures.network
    names = sorted({r for r in regions if r is not None})
    if len(names) < 2:
        return []
    found = bridges(network, regions)
    known = np.array([r is not None for r in regions])
    crossing = np.sort(found.elsewhere)[::-1]
    ends = int(crossing.sum())
    given = [
        figures.give("bridge.organisations", float((crossing > 0).sum()), gate="blocks", n=int(known.sum())),
        figures.give(
            "bridge.top2", float(crossing[:2].sum() / ends) if ends else float("nan"), gate="blocks", n=found.crossing
        ),
        figures.give("bridge.sole", float(len(found.sole)), gate="blocks", n=len(names) * (len(names) - 1) // 2),
    ]
    for a, actor in enumerate(network.nodes):
        if known[a]:
            for name, values in (("bridge.links", found.elsewhere), ("bridge.regions", found.reached)):
                given.append(
                    figures.give(name, float(values[a]), gate="blocks", n=int(found.partners[a]), subject=actor)
                )
    blocks = region_blocks(network, regions)
    around = ego_regions(region_graph(blocks.ties))
    index = ei_by_group(network, regions)
    for g, name in enumerate(blocks.regions):
        sizes: dict[str, Any] = {
            "n": int(sum(r == name for r in regions)),
            "gate": "blocks",
            "subject": f"{level}:{name}",
        }
        given.append(figures.give("region.ei", index[name], **sizes))
        given.append(figures.give("region.partners", float(around.partners[g]), **sizes))
        if len(names) > 2:
            given.append(figures.give("region.between_partners", float(around.between_partners[g]), **sizes))
            given.append(figures.give("region.constraint", float(around.constraint[g]), **sizes))
    return given
