"""The measures of evidence by name: a model's rules say which of them speak for or against a stage, and how.

Parameters that a rule leaves out take the thresholds of the model: ``depth`` is the depth of cooperation (of a
contact in the largest component, of deep ties in ties across types), ``ties`` 1, ``organisations`` 3, ``steps`` 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.depths import stated
from clusterdynamics.measures.evidence.found import Found, Look
from clusterdynamics.measures.outside import outside_answers
from clusterdynamics.measures.redraws import pair_ratio
from clusterdynamics.measures.reported import reported_rows
from clusterdynamics.measures.trust import PairRatio, mutual_trust, trust_returned
from clusterdynamics.measures.whole import largest_component as component_share
from clusterdynamics.measures.whole import reach
from clusterdynamics.study.network import Network

if TYPE_CHECKING:
    from clusterdynamics.models.schema import EvidenceRule

__all__ = ["EVIDENCE", "EvidenceMeasure", "evidence"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Parameters = Mapping[str, float]
type EvidenceMeasure = Callable[[Look, Parameters], Found]


def evidence(look: Look, rule: EvidenceRule) -> Found:
    """Return what the measure of a rule finds.

    Raises
    ------
    KeyError
        The measure is not known, or needs a relation that the study does not have.
    """
    return EVIDENCE[rule.measure](look, rule.parameters)


def share_with_ties(look: Look, parameters: Parameters) -> Found:
    r"""Return the share of answering organisations with at least `ties` ties of at least `depth`.

    .. math:: \frac{1}{|A|} \sum_{i \in A} \Big[ \sum_j [d_{ij} \ge \text{depth}] \ge \text{ties} \Big]

    A tie is there where either side reports it. With ``purpose = 1`` only ties count of which a report of at least
    this depth states a purpose.
    """
    depth = parameters.get("depth", look.model.thresholds.cooperation)
    least = parameters.get("ties", 1)
    ties = look.at_least(depth)
    purposes = bool(parameters.get("purpose", 0))
    if purposes:
        named = stated(look.study, look.depth.name, look.wave, "purpose", look.depth.nodes, depth)
        said = np.any(list(named.values()), axis=0) if named else np.zeros_like(ties)
        ties = ties & (said | said.T)
    answered = look.depth.answered
    above = (ties.sum(axis=1) >= least)[answered].astype(np.float64)
    cut = look.cut(depth)
    return Found(
        float(above.mean()) if above.size else float("nan"),
        above.size,
        "density",
        network=look.depth,
        rows=(above, np.ones(above.size)),
        chance=None if purposes else (cut, partial(_with_ties, least=least)),
    )


def _with_ties(network: Network, least: float) -> float:
    enough = ((network.ties | network.ties.T).sum(axis=1) >= least)[network.answered]
    return float(enough.mean()) if enough.size else float("nan")


def largest_component(look: Look, parameters: Parameters) -> Found:
    """Return the share of the organisations in the largest part that hangs together by ties of at least `depth`."""
    depth = parameters.get("depth", look.model.thresholds.contact)
    cut = look.cut(depth)
    return Found(component_share(cut), cut.n, "components", network=look.depth, chance=(cut, component_share))


def areas_in_use(look: Look, parameters: Parameters) -> Found:
    """Return the share of the cooperation areas in which at least `organisations` organisations are active."""
    least = parameters.get("organisations", 3)
    areas = look.study["areas"]["id"].to_list() or [a.id for a in look.model.areas]
    rows = reported_rows(look.study, "area_answers", look.wave)
    doing = rows.filter((rows["answer"] == "doing") & rows["area"].is_in(areas)).select("actor", "area").unique()
    who = sorted(rows["actor"].unique().to_list())
    active = np.zeros((len(who), len(areas)), dtype=np.int64)
    for actor, area in doing.iter_rows():
        active[who.index(actor), areas.index(area)] = 1
    total = active.sum(axis=0)
    value = float((total >= least).mean()) if areas and who else float("nan")
    without = ((total[None, :] - active) >= least).mean(axis=1) if areas and who else None
    return Found(value, len(areas), "blocks", left_out=without)


def confirmed_pairs(look: Look, parameters: Parameters) -> Found:
    """Return the share of pairs of at least `depth` that both sides report, of those that at least one reports."""
    depth = parameters.get("depth", look.model.thresholds.cooperation)
    network = look.depth
    both = network.observed & network.observed.T
    ties = (np.nan_to_num(network.values, nan=-np.inf) >= depth) & both
    above, below = (ties & ties.T).astype(np.float64), (ties | ties.T).astype(np.float64)
    judged = round(float(below.sum()) / 2)
    return Found(
        pair_ratio(above, below),
        judged,
        pairs=int(both.sum()) // 2,
        network=network,
        pairs_of=(above, below),
    )


def both_trust(look: Look, parameters: Parameters) -> Found:
    """Return the share of pairs of at least `depth` in which both trust, of those in which both have rated."""
    depth = parameters.get("depth", look.model.thresholds.cooperation)
    return _of_ratings(look, mutual_trust(look.ratings, look.at_least(depth)), look.at_least(depth))


def returned(look: Look, parameters: Parameters) -> Found:
    """Return the share of trusted partners that trust in return, of those that have rated too.

    With ``depth`` only pairs of at least this depth.
    """
    within = look.at_least(parameters.get("depth", 0.0))
    found = trust_returned(look.ratings)
    kept = within.astype(np.float64)
    above, below = found.above * kept, found.below * kept
    return _of_ratings(look, PairRatio(above, below, int(below.sum())), within)


def _of_ratings(look: Look, found: PairRatio, within: BoolArray) -> Found:
    # What both must have answered is the rating of the other: pairs of which only one has rated are not judged.
    judged = int((look.ratings.both & within).sum()) // 2
    return Found(found.value, found.n, pairs=judged, network=look.depth, pairs_of=(found.above, found.below))


def crossing_types(look: Look, parameters: Parameters) -> Found:
    """Return the share of ties of at least `depth` between organisations of different types.

    Ties of organisations whose type is not given are not judged.
    """
    depth = parameters.get("depth", look.model.thresholds.deep)
    nodes = look.depth.nodes
    kinds = tuple(kind or "" for kind in look.study.attribute("type", nodes))
    cut = look.cut(depth)
    above, below = _crossing(cut, kinds)
    return Found(
        pair_ratio(above, below),
        round(float(below.sum()) / 2),
        "blocks",
        network=look.depth,
        pairs_of=(above, below),
        chance=(cut, partial(_crossing_share, kinds=kinds)),
    )


def _crossing(network: Network, kinds: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    known = np.array([bool(k) for k in kinds], dtype=np.bool_)
    which = np.array([sorted(set(kinds)).index(k) for k in kinds], dtype=np.int64)
    ties = network.ties & np.outer(known, known)
    return (ties & (which[:, None] != which[None, :])).astype(np.float64), ties.astype(np.float64)


def _crossing_share(network: Network, kinds: tuple[str, ...]) -> float:
    return pair_ratio(*_crossing(network, kinds))


def within_steps(look: Look, parameters: Parameters) -> Found:
    """Return the share of ordered pairs in which the first reaches the second's advice in at most `steps` steps."""
    cut = look.advice
    measure = partial(reach, steps=int(parameters.get("steps", 2)))
    return Found(measure(cut), cut.n * (cut.n - 1), "distance", network=look.advice, chance=(cut, measure))


def outside_givers(look: Look, parameters: Parameters) -> Found:
    """Return the share of the organisations with working links outside the region that give advice inside it.

    Advice is given where at least `partners` others (1) say that they turn to the organisation for it; whom nobody
    could name is not judged. The same figure as ``outside.evidence`` of the analysis of gatekeepers.
    """
    outside = outside_answers(look.study, look.wave)
    linked = {a for a, has in zip(outside.organisations, outside.has_links, strict=True) if has}
    network = look.advice
    base = np.array([a in linked for a in network.nodes], dtype=np.bool_) & network.observed.any(axis=0)
    above = (network.ties.sum(axis=0) >= parameters.get("partners", 1))[base].astype(np.float64)
    return Found(
        float(above.mean()) if above.size else float("nan"),
        above.size,
        "in_degree",
        network=network,
        rows=(above, np.ones(above.size)),
    )


#: Name of a measure in a model → the function that computes it.
EVIDENCE: Mapping[str, EvidenceMeasure] = MappingProxyType(
    {
        "share_with_ties": share_with_ties,
        "largest_component": largest_component,
        "areas_in_use": areas_in_use,
        "confirmed_pairs": confirmed_pairs,
        "mutual_trust": both_trust,
        "trust_returned": returned,
        "crossing_types": crossing_types,
        "within_steps": within_steps,
        "outside_givers": outside_givers,
    }
)
