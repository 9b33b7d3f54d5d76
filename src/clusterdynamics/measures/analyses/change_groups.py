"""Kept, new and lost ties between kinds of organisations, in cooperation areas and for purposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.analyses.change_basis import Basis
from clusterdynamics.measures.analyses.common import Symmetrise, simple
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.depths import stated
from clusterdynamics.measures.estimate import Estimate

if TYPE_CHECKING:
    from clusterdynamics.study.network import Network

__all__ = ["grouped_changes"]

BoolArray = NDArray[np.bool_]
#: Parts of the change, as figures.
PARTS = ("kept", "new", "lost", "not_comparable")


def grouped_changes(
    basis: Basis, pair: tuple[Network, Network], rule: Symmetrise, attributes: Sequence[str]
) -> list[Estimate]:
    """Return kept, new, lost and not comparable ties of stayers by group, area and purpose.

    In an area (or for a purpose) a pair is tied where it is tied in the network and one of its reports names the
    area; so a pair that works together as before but on something else is lost in the one area and new in the other.

    Parameters
    ----------
    pair
        The network as reported in both waves, see ``Basis.networks``.
    rule
        How two reports of a pair become one.
    attributes
        Columns of the actors table.
    """
    stay = [a for a in pair[0].nodes if a in set(pair[1].nodes)]
    reports = pair[0].subset(stay), pair[1].subset(stay)
    one, two = (simple(x, rule) for x in reports)
    shut = basis.closed(one, two)
    given: list[Estimate] = []
    for subject, within, (was, is_) in _groups(basis, reports, (one, two), attributes):
        if within.any():
            given += _counts(basis, subject, within, (was, is_), one.observed & two.observed, one.name, shut)
    return given


def _groups(
    basis: Basis, reports: tuple[Network, Network], pair: tuple[Network, Network], attributes: Sequence[str]
) -> Iterator[tuple[str, BoolArray, tuple[BoolArray, BoolArray]]]:
    """Yield subject, (n, n) pairs that belong to it (each once), and the ties of both waves."""
    one, two = pair
    once = ~np.eye(one.n, dtype=np.bool_) if one.directed else np.triu(np.ones((one.n, one.n), dtype=np.bool_), 1)
    for attribute in attributes:
        kinds = np.array([k or NO_GROUP for k in basis.study.attribute(attribute, two.nodes)], dtype=np.str_)
        names = sorted(set(kinds.tolist()))
        if len(names) < 2:
            continue
        for a, g in enumerate(names):
            for h in names if one.directed else names[a:]:
                block = np.outer(kinds == g, kinds == h)
                sign = "→" if one.directed else "–"
                within = block if one.directed else block | block.T
                yield f"{attribute}:{g}{sign}{h}", within & once, (one.ties, two.ties)
    for column in ("area", "purpose"):
        named = [_named(basis, network, column) for network in reports]
        if not all(named):
            # Nobody named one in one of the waves: it was not asked then.
            continue
        nothing = np.zeros((one.n, one.n), dtype=np.bool_)
        for key in sorted({*named[0], *named[1]}):
            masks = [by.get(key, nothing) for by in named]
            if not one.directed:
                masks = [m | m.T for m in masks]
            yield f"{column}:{key}", once, (one.ties & masks[0], two.ties & masks[1])


def _named(basis: Basis, network: Network, column: Literal["area", "purpose"]) -> dict[str, BoolArray]:
    """Return area or purpose → (n, n) True where a report names it, under the names of the later wave."""
    relation, cut = basis.study.settings.relation(network.name)
    old = {new: before for before, new in basis.between.renamed.items()} if network.wave == basis.between.first else {}
    nodes = tuple(old.get(a, a) for a in network.nodes)
    return stated(basis.study, relation.id, network.wave or "", column, nodes, cut or 0.0)


def _counts(
    basis: Basis,
    subject: str,
    within: BoolArray,
    ties: tuple[BoolArray, BoolArray],
    seen: BoolArray,
    network: str,
    shut: dict[str, Any] | None,
) -> list[Estimate]:
    was, is_ = ties
    counts = (was & is_ & seen, ~was & is_ & seen, was & ~is_ & seen, ~seen)
    n = int(within.sum())
    return [
        basis.give(f"group.{part}", float((mask & within).sum()), n=n, network=network, subject=subject, shut=shut)
        for part, mask in zip(PARTS, counts, strict=True)
    ]
