"""What changed within and between regions from one wave to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterdynamics.measures.analyses.common import Symmetrise, simple
from clusterdynamics.measures.estimate import Estimate, Reason
from clusterdynamics.measures.identity import compared, same_reports, succession
from clusterdynamics.regions.levels import regions_of

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["region_changes"]

#: Figures of a change.
_PARTS = ("kept", "new", "lost", "not_comparable")


def region_changes(study: Study, names: tuple[str, ...], level: str, rule: Symmetrise) -> Iterator[Estimate]:
    """Yield kept, new, lost and not comparable ties among those that stayed, within regions and between them.

    Subjects are ``level:within`` and ``level:between``; the region is the one of the later wave's organisation. Only
    reports that were given both times count, so that a difference cannot come from who happened to answer.

    Parameters
    ----------
    names
        Relations or levels.
    level
        As in :func:`levels.regions_of`.
    rule
        How the two reports of a pair become one where both sides describe the same relation.
    """
    for first, second in pairwise(study.wave_ids):
        between = succession(study, first, second)
        for name in names:
            found = compared(study, name, between)
            if found is not None:
                yield from _changes(study, same_reports(*found), name, level, rule)


def _changes(
    study: Study, reports: tuple[Network, Network], name: str, level: str, rule: Symmetrise
) -> Iterator[Estimate]:
    one, two = (simple(r, rule) for r in reports)
    regions = np.array([r or "" for r in regions_of(study, level, two.nodes)], dtype=np.str_)
    known = regions != ""
    both = known[:, None] & known[None, :] & ~np.eye(two.n, dtype=np.bool_)
    once = both if two.directed else np.triu(both)
    same = regions[:, None] == regions[None, :]
    seen = one.observed & two.observed
    counts = {
        "kept": one.ties & two.ties & seen,
        "new": ~one.ties & two.ties & seen,
        "lost": one.ties & ~two.ties & seen,
        "not_comparable": ~seen,
    }
    asked = int((one.asked & two.asked).sum())
    twice = int((one.answered & two.answered).sum())
    coverage = twice / asked if asked else None
    needed = study.settings.gates.change
    shut: dict[str, Any] = {}
    if coverage is None or not isfinite(coverage):
        shut = {"reason": Reason.NOT_ASKED}
    elif coverage < needed:
        shut = {"reason": Reason.COVERAGE, "details": {"coverage": coverage, "gate": needed}}
    for side, where in (("within", same & once), ("between", ~same & once)):
        for part in _PARTS:
            yield Estimate(
                f"region.{part}",
                None if shut else float((counts[part] & where).sum()),
                n=int(where.sum()),
                coverage=coverage,
                subject=f"{level}:{side}",
                wave=f"{one.wave}→{two.wave}",
                network=name,
                method="regions/changes",
                **shut,
            )
