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
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.large_companies import STRUCTURE, structure, tie_share
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


def _profile(network: Network, types: dict[str, str | None], large: tuple[str, ...]) -> FloatArray:
    """Return (3, 5): the network's structure with and without large companies, and their part in its ties."""
    part = np.full(len(STRUCTURE), np.nan)
    part[:2] = tie_share(network, large)
    return np.array([structure(network, types), structure(network, types, large), part])


def network_figures(study: Study, reported: Network, large: AbstractSet[str], symmetrise: Symmetrise) -> list[Estimate]:
    """Return the large companies' part in the links of one network, and its structure with and without them.

    The coverage and the gate are those of the whole network. Bounds are the ranges when each organisation, large
    or not, is left out in turn: the large companies are all there are, not a sample of them.
    """
    network = simple(reported, symmetrise)
    figures = Figures(study, network)
    here = tuple(a for a in network.nodes if a in large)
    answered = sum(a in large for a in study.answered(network.wave or ""))
    need = {"large_answered": answered, "large_needed": study.settings.disclosure.k_inside}
    if figures.closed("density") is not None or not here:
        return [_marked(figures.give("large.tie_share", float("nan"), gate="density"), need)]
    types = dict(zip(network.nodes, study.attribute("type", network.nodes), strict=True))
    values = _profile(network, types, here)
    left_out = leave_out(network, partial(_profile, types=types, large=here), _("Leaving out each in turn"))

    def give(name: str, row: int, column: int, gate: str, n: int) -> Estimate:
        return figures.give(
            name,
            float(values[row, column]),
            gate=gate,
            n=n,
            bounds=partial(_range, left_out[:, row, column]),
            interval=Interval.LEAVE_OUT,
        )

    found = [
        give("large.tie_share", 2, 0, "density", network.n),
        give("large.pair_share", 2, 1, "density", network.n),
    ]
    for k, name in enumerate(STRUCTURE):
        found += [
            give(f"large.{name}.with", 0, k, _GATES[name], network.n),
            give(f"large.{name}.without", 1, k, _GATES[name], network.n - len(here)),
        ]
    return [_marked(e, need) for e in found]


def _marked(e: Estimate, need: dict[str, int]) -> Estimate:
    """Return the figure with what disclosure control must know about it."""
    return replace(e, details={**e.details, **need})


def _range(values: FloatArray) -> tuple[float | None, float | None]:
    """Return the lowest and highest of the values that are defined."""
    good = values[np.isfinite(values)]
    return (float(good.min()), float(good.max())) if good.size else (None, None)
