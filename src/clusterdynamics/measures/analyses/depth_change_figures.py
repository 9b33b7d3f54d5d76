"""The figures of depth between two waves: the matrix of transitions, and depth and trust side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.change_basis import Basis
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio
from clusterdynamics.measures.transitions import dirichlet_bounds, transition_counts
from clusterdynamics.measures.trust.ratings import TrustRatings, trust_ratings

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["along_figures", "transition_figures"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

_METHOD = "measures/depth_change"


def transition_figures(
    basis: Basis,
    network: str,
    before: IntArray,
    after: IntArray,
    answered: BoolArray,
    shut: dict[str, Any] | None,
    levels: int,
    contact: int,
    prior: float,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return the matrix of transitions and the shares of pairs that became deeper, stayed, became less deep, began.

    Parameters
    ----------
    before, after
        (n, n) level of each pair of stayers; −1 where it is not known.
    answered
        (n,) Who answered both times.
    levels, contact
        Number of levels, and the first one that is a contact.
    """
    counts = transition_counts(before, after, levels)
    low, high = dirichlet_bounds(counts, prior=prior)
    rows, total = counts.sum(axis=1), int(counts.sum())
    given: list[Estimate] = []
    for d in range(levels):
        for e in range(levels):
            facts: dict[str, Any] = {"network": network, "subject": f"{d}→{e}", "shut": shut, "method": _METHOD}
            given.append(basis.give("transition.pairs", float(counts[d, e]), n=total, **facts))
            n = int(rows[d])
            share = counts[d, e] / n if n else float("nan")
            ends = (float(low[d, e]), float(high[d, e])) if n else (None, None)
            given.append(basis.give("transition.share", share, n=n, bounds=ends, interval=Interval.DIRICHLET, **facts))
    known = (before >= 0) & (after >= 0)
    linked, apart = known & (before >= contact), known & (before < contact)
    parts = {
        "depth_change.deeper": (linked & (after > before), linked),
        "depth_change.same": (linked & (after == before), linked),
        "depth_change.less": (linked & (after < before), linked),
        "depth_change.started": (apart & (after >= contact), apart),
    }
    draws = _redrawn(list(parts.values()), answered, replicates if shut is None else 0, rng, _("Change of depth"))
    for k, (name, (above, below)) in enumerate(parts.items()):
        given.append(
            basis.give(
                name,
                pair_ratio(above.astype(np.float64), below.astype(np.float64)),
                n=int(below.sum()) // 2,
                network=network,
                shut=shut,
                bounds=bounds(draws[:, k]),
                interval=Interval.REDRAWS,
                method=_METHOD,
            )
        )
    return given


def _redrawn(
    parts: list[tuple[BoolArray, BoolArray]],
    answered: BoolArray,
    replicates: int,
    rng: np.random.Generator,
    label: str,
) -> FloatArray:
    """Return (replicates, parts) shares of pairs over the same redraws; diagonals hold no pair."""
    above, below = (np.array([p[k] for p in parts], dtype=np.float64) for k in (0, 1))
    return redraw_pair_ratio(above, below, answered, replicates, rng, label)


def along_figures(
    basis: Basis,
    network: str,
    before: IntArray,
    after: IntArray,
    answered: BoolArray,
    shut: dict[str, Any] | None,
    nodes: tuple[str, ...],
    model: ReferenceModel,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return how often trust rose among pairs that deepened and among the others.

    Only pairs at the depth of cooperation or more in both waves: trust is asked only there, so that other pairs have
    none to compare. The trust of a pair is the mean of its ratings that were given both times (one or both ways).

    Parameters
    ----------
    nodes
        The stayers, by their later identifiers.
    """
    moved = _trust_change(basis, nodes, model)
    if moved is None:
        return []
    deep = int(model.thresholds.cooperation)
    judged = (before >= deep) & (after >= deep) & np.isfinite(moved)
    deeper = judged & (after > before)
    # Means of thirds that are equal but for rounding have not risen.
    rose = judged & (np.nan_to_num(moved) > 1e-9)
    n = int(judged.sum()) // 2
    gate = basis.study.settings.gates.pairs
    if shut is None and n < gate:
        shut = {"reason": Reason.TOO_FEW_PAIRS_TWICE, "details": {"n": n, "gate": gate}}
    facts: dict[str, Any] = {"network": network, "shut": shut, "method": _METHOD}
    given: list[Estimate] = []
    for one, mine in (("deeper", deeper), ("not", judged & ~deeper)):
        for other, also in (("rose", rose), ("not", judged & ~rose)):
            count = float((mine & also).sum()) / 2
            given.append(basis.give("along.pairs", count, n=n, subject=f"{one}|{other}", **facts))
    parts = [(rose & deeper, deeper), (rose & ~deeper, judged & ~deeper)]
    shares = [pair_ratio(a.astype(np.float64), b.astype(np.float64)) for a, b in parts]
    draws = _redrawn(parts, answered, replicates if shut is None else 0, rng, _("Depth and trust"))
    for k, subject in enumerate(("deeper", "not")):
        pairs = int(parts[k][1].sum()) // 2
        given.append(
            basis.give(
                "along.rose",
                shares[k],
                n=pairs,
                subject=subject,
                bounds=bounds(draws[:, k]),
                interval=Interval.REDRAWS,
                **facts,
            )
        )
    given.append(
        basis.give(
            "along.difference",
            shares[0] - shares[1],
            n=n,
            bounds=bounds(draws[:, 0] - draws[:, 1]),
            interval=Interval.REDRAWS,
            **facts,
        )
    )
    return given


def _trust_change(basis: Basis, nodes: tuple[str, ...], model: ReferenceModel) -> FloatArray | None:
    """Return (n, n) by how much the trust of each pair changed; None where it was not asked in one of the waves."""
    between = basis.between
    waves = [trust_ratings(basis.study, w, model) for w in (between.first, between.second)]
    if not all(r.rated.any() for r in waves):
        return None
    old = {new: before for before, new in between.renamed.items()}
    one = _among(waves[0], tuple(old.get(a, a) for a in nodes))
    change = _among(waves[1], nodes) - one
    known = np.isfinite(change)
    total = np.where(known, change, 0.0)
    count = known.astype(np.int64) + known.T
    mean: FloatArray = np.divide(total + total.T, count, out=np.full(change.shape, np.nan), where=count > 0)
    return mean


def _among(ratings: TrustRatings, nodes: tuple[str, ...]) -> FloatArray:
    place = {a: k for k, a in enumerate(ratings.nodes)}
    at = np.array([place[a] for a in nodes], dtype=np.int64)
    return ratings.values[np.ix_(at, at)]
