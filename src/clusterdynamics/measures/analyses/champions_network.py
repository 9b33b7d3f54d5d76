"""What the network rests on: how far the champions' organisations reach, and what breaks without them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, simple
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.key_players import (
    all_removals,
    distance_fragmentation,
    distance_reach,
    distances,
    fragmentation,
    key_set,
    set_reach,
)
from clusterdynamics.measures.uncertainty import leave_out

if TYPE_CHECKING:
    from clusterdynamics.measures.nominations import Nominations
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["network_figures"]

FloatArray = NDArray[np.float64]


def _profile(network: Network, top: tuple[tuple[str, ...], ...], steps: int) -> FloatArray:
    """Return for each set of actors: fragmentation (two kinds) without it, reach (two kinds) from it.

    Actors that are not in the network are left out of the sets, so that it can be computed with each actor left
    out in turn.
    """
    here = set(network.nodes)
    rows = []
    ways = distances(network)
    for members in top:
        known = tuple(m for m in members if m in here)
        missing = float("nan")
        rows.append(
            (
                fragmentation(network, known),
                distance_fragmentation(network, known),
                set_reach(network, known, steps, ways=ways) if known else missing,
                distance_reach(network, known, ways=ways) if known else missing,
            )
        )
    return np.array(rows)


def network_figures(
    study: Study, reported: Network, told: Nominations, symmetrise: Symmetrise, steps: int
) -> list[Estimate]:
    """Return reach and fragmentation in the network of one wave; see ``Champions`` for the names of the figures."""
    network = simple(reported, symmetrise)
    figures = Figures(study, network)
    here = set(network.nodes)
    homes = [told.nominees[k].actor for k in told.most_named(2)]
    known = [tuple(dict.fromkeys(a for a in homes[:size] if a in here)) for size in (1, 2)]
    if figures.closed("distance") is not None or network.n < 4:
        names = ("fragmentation", "fragmentation.top2", "reach.top2")
        return [figures.give(name, float("nan"), gate="distance") for name in names]
    sets = ((), *known)
    values = _profile(network, sets, steps)
    left_out = leave_out(network, partial(_profile, top=sets, steps=steps), _("Leaving out each in turn"))
    found = []
    for row, ending in enumerate(("", ".top1", ".top2")):
        for column, name in enumerate(("fragmentation", "distance_fragmentation", "reach", "distance_reach")):
            if not ending and column > 1:
                continue
            # Without an organisation in the network there is nothing to take out, and nobody to reach others.
            judged = not ending or bool(sets[row])
            found.append(
                figures.give(
                    name + ending,
                    float(values[row, column]) if judged else float("nan"),
                    gate="components" if name == "fragmentation" else "distance",
                    bounds=partial(_range, left_out[:, row, column]),
                    interval=Interval.LEAVE_OUT,
                )
            )
    for size in (1, 2):
        found += _any(figures, network, size)
    ways = distances(network)
    for actor in sorted(told.by_actor().keys() & here):
        give = partial(figures.give, gate="distance", subject=actor)
        found += [
            give("champions.reach", set_reach(network, (actor,), steps, ways=ways)),
            give("champions.distance_reach", distance_reach(network, (actor,), ways=ways)),
            give("champions.without", distance_fragmentation(network, (actor,))),
        ]
    return found


def _any(figures: Figures, network: Network, size: int) -> list[Estimate]:
    """Give what is left when any `size` organisations go: on average, and at worst."""
    every = all_removals(network, size)
    found = []
    for k, name in enumerate(("fragmentation", "distance_fragmentation")):
        gate = "components" if k == 0 else "distance"
        if every is None:
            mean = float("nan")
            worst = key_set(network, size, "fragmentation" if k == 0 else "distance_fragmentation").value
        else:
            mean, worst = float(every[:, k].mean()), float(every[:, k].max())
        why = _("there are too many pairs of organisations to try them all")
        found += [
            figures.give(f"{name}.any{size}", mean, gate=gate, why=why),
            figures.give(f"{name}.worst{size}", worst, gate=gate),
        ]
    return found


def _range(values: FloatArray) -> tuple[float | None, float | None]:
    """Return the lowest and highest of the values that are defined."""
    good = values[np.isfinite(values)]
    return (float(good.min()), float(good.max())) if good.size else (None, None)
