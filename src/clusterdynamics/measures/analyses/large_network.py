"""The large companies in a network: their part in the links, and the network with and without them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, simple
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.large_companies import STRUCTURE, large_tie_parts, structure
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio
from clusterdynamics.measures.uncertainty import leave_out

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["network_figures"]

FloatArray = NDArray[np.float64]

#: Figure → gate in the settings.
_GATES = {
    "density": "density",
    "largest_component": "components",
    "distance": "distance",
    "distance_fragmentation": "distance",
    "cross_type": "blocks",
}


def _with_and_without(network: Network, types: dict[str, str | None], large: tuple[str, ...]) -> FloatArray:
    return np.array([structure(network, types), structure(network, types, large)])


def network_figures(
    study: Study,
    reported: Network,
    large: AbstractSet[str],
    symmetrise: Symmetrise,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return the large companies' part in the links of one network, and its structure with and without them.

    The coverage and the gate are those of the whole network. Bounds of the comparison are the ranges when each
    organisation is left out in turn.
    """
    network = simple(reported, symmetrise)
    figures = Figures(study, network)
    here = tuple(a for a in network.nodes if a in large)
    flags = np.array([a in large for a in network.nodes], dtype=np.bool_)
    answered = sum(a in large for a in study.answered(network.wave or ""))
    need = {"large_answered": answered, "large_needed": study.settings.disclosure.k_inside}
    if figures.closed("density") is not None or not here:
        shut = figures.give("large.tie_share", float("nan"), gate="density")
        return [_marked(shut, need)]
    parts = large_tie_parts(network, flags)
    found = [
        figures.give(
            "large.tie_share",
            pair_ratio(parts.ties_with, parts.ties),
            gate="density",
            bounds=lambda: bounds(
                redraw_pair_ratio(parts.ties_with, parts.ties, network.answered, replicates, rng, _("Large companies"))
            ),
            interval=Interval.REDRAWS,
        ),
        figures.give("large.pair_share", pair_ratio(parts.pairs_with, parts.pairs), gate="density"),
    ]
    types = dict(zip(network.nodes, study.attribute("type", network.nodes), strict=True))
    values = _with_and_without(network, types, here)
    left_out = leave_out(network, partial(_with_and_without, types=types, large=here), _("Leaving out each in turn"))
    for k, name in enumerate(STRUCTURE):
        for row, ending in enumerate(("with", "without")):
            found.append(
                figures.give(
                    f"large.{name}.{ending}",
                    float(values[row, k]),
                    gate=_GATES[name],
                    n=network.n if row == 0 else network.n - len(here),
                    bounds=partial(_range, left_out[:, row, k]),
                    interval=Interval.LEAVE_OUT,
                )
            )
    return [_marked(e, need) for e in found]


def _marked(e: Estimate, need: dict[str, int]) -> Estimate:
    """Return the figure with what disclosure control must know about it; large companies missing: none to judge."""
    if e.value is None and e.reason is Reason.NONE_TO_JUDGE:
        return replace(e, details=need)
    return replace(e, details={**e.details, **need})


def _range(values: FloatArray) -> tuple[float | None, float | None]:
    good = values[np.isfinite(values)]
    return (float(good.min()), float(good.max())) if good.size else (None, None)
