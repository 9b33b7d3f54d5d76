"""The figures of the test of the model, each behind its sample size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterdynamics import compute
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.stage import StageReadingParams, stage_reading
from clusterdynamics.measures.answers import by_organisation
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.pooled import FloatArray, Pooled
from clusterdynamics.measures.scaling.guttman import guttman_errors
from clusterdynamics.measures.scaling.item_functioning import Answer, item_functioning
from clusterdynamics.measures.scaling.mokken import centred_within, loevinger
from clusterdynamics.measures.scaling.vignettes import relative_ranks
from clusterdynamics.measures.stages import expanded_bounds

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = [
    "UnderstoodAlike",
    "functioning_figures",
    "guttman_figures",
    "mokken_figures",
    "vignette_figures",
]


@dataclass(frozen=True)
class UnderstoodAlike:
    """Whether a statement is understood in a group as in the largest group.

    Attributes
    ----------
    kind
        ``country`` or ``language``.
    """

    kind: str
    group: str
    reference: str
    statement: str
    text: str
    answer: Answer


def _figure(
    name: str,
    value: float,
    facts: dict[str, Any],
    bounds: tuple[float | None, float | None] = (None, None),
    kind: Interval = Interval.MODEL,
) -> Estimate:
    if not isfinite(value):
        return Estimate(name, None, reason=Reason.UNDEFINED, details={"why": _("the answers do not vary")}, **facts)
    low, high = bounds
    if low is None or high is None or not (isfinite(low) and isfinite(high)):
        return Estimate(name, value, **facts)
    return Estimate(name, value, low, high, kind, **facts)


# -- the order of the stages --------------------------------------------------------------------------------------


def _redraw_profiles(rng: np.random.Generator, size: int, reached: np.ndarray[Any, np.dtype[np.bool_]]) -> FloatArray:
    """Return (size, 3) figures of redraws of the clusters."""
    n = reached.shape[0]
    found = [guttman_errors(reached[rng.integers(0, n, n)]) for _k in range(size)]
    return np.array([[g.in_order, g.share, g.scalability] for g in found]).reshape(size, 3)


def guttman_figures(
    studies: Sequence[Study], model: ReferenceModel, replicates: int, rng: np.random.Generator, facts: dict[str, Any]
) -> list[Estimate]:
    """Return whether clusters pass the stages in the order of the model."""
    stages = sorted(model.stages, key=lambda s: s.number)
    profiles = []
    for study in studies:
        read = stage_reading(study, StageReadingParams(replicates=0), 0)
        here = {e.subject: e.value for e in read.estimates if e.name == "stage.value" and e.wave == read.waves[-1]}
        values = [here.get(s.id) for s in stages]
        if all(v is not None for v in values):
            profiles.append([v is not None and v >= model.thresholds.tau - 1e-12 for v in values])
    names = ("guttman.in_order", "guttman.errors", "guttman.scalability")
    mine = facts | {"n": len(profiles)}
    needed = model.sample_sizes.guttman_clusters
    if len(profiles) < needed:
        why: dict[str, Any] = {"reason": Reason.TOO_FEW_CLUSTERS, "details": {"n": len(profiles), "gate": needed}}
        return [Estimate(name, None, **why, **mine) for name in names]
    reached = np.array(profiles, dtype=np.bool_)
    found = guttman_errors(reached)
    parts = compute.replicate(_redraw_profiles, replicates, reached, seed=rng, label=_("Profiles of clusters"))
    draws = np.concatenate(parts) if parts else np.empty((0, 3))
    return [
        _figure(name, value, mine, expanded_bounds(draws[:, k], len(profiles)), Interval.REDRAWS)
        for k, (name, value) in enumerate(zip(names, (found.in_order, found.share, found.scalability), strict=True))
    ]


# -- one scale ----------------------------------------------------------------------------------------------------


def mokken_figures(model: ReferenceModel, pooled: Pooled, facts: dict[str, Any]) -> list[Estimate]:
    """Return how far the statements belong together, pooled and centred within clusters."""
    from scipy.special import stdtrit

    answered = int((np.isfinite(pooled.values).sum(axis=1) >= 2).sum())
    stages = sorted(model.stages, key=lambda s: s.number)
    mine = facts | {"n": answered}
    needed = model.sample_sizes.mokken_respondents
    if answered < needed:
        why: dict[str, Any] = {"reason": Reason.TOO_FEW_RESPONDENTS, "details": {"n": answered, "gate": needed}}
        return [
            Estimate("mokken.scale", None, **why, **mine),
            *(Estimate("mokken.stage", None, subject=s.id, **why, **mine) for s in stages),
        ]
    centred = centred_within(pooled.values, pooled.clusters)
    clusters = len(set(pooled.clusters))
    # Answers of one cluster hang together, so clusters are left out one by one; in a single one, its respondents are.
    units = pooled.clusters if clusters > 1 else tuple(str(k) for k in range(len(pooled.clusters)))
    t = float(stdtrit(len(set(units)) - 1, 0.975))
    found = loevinger(centred, units)
    given = [
        _figure("mokken.scale", found.scale, mine, (found.scale - t * found.scale_se, found.scale + t * found.scale_se))
    ]
    place = {s.id: k for k, s in enumerate(model.statements)}
    for stage in stages:
        which = [place[s.id] for s in model.statements_of(stage.id)]
        one = loevinger(centred[:, which], units)
        ends = (one.scale - t * one.scale_se, one.scale + t * one.scale_se)
        given.append(_figure("mokken.stage", one.scale, mine | {"subject": stage.id}, ends))
    for k, s in enumerate(model.statements):
        h, se = float(found.items[k]), float(found.items_se[k])
        given.append(_figure("mokken.statement", h, mine | {"subject": s.id}, (h - t * se, h + t * se)))
    return given


# -- understood alike ---------------------------------------------------------------------------------------------


def functioning_figures(
    model: ReferenceModel, pooled: Pooled, kind: str, groups: Sequence[str], bound: float, facts: dict[str, Any]
) -> tuple[list[Estimate], list[UnderstoodAlike]]:
    """Return whether statements are understood alike in the groups that are large enough."""
    name = f"functioning.{kind}"
    sizes = model.sample_sizes
    answered = np.isfinite(pooled.agrees).any(axis=1)
    people = Counter(g for g, yes in zip(groups, answered, strict=True) if yes and g)
    clusters = {g: len({c for c, mine in zip(pooled.clusters, groups, strict=True) if mine == g}) for g in people}
    large = sorted(
        (g for g in people if people[g] >= sizes.dif_respondents and clusters[g] >= sizes.dif_clusters),
        key=lambda g: (-people[g], g),
    )
    if len(large) < 2:
        details = {"respondents": sizes.dif_respondents, "clusters": sizes.dif_clusters, "n": len(large)}
        mine = facts | {"n": int(answered.sum())}
        return [Estimate(name, None, reason=Reason.TOO_FEW_GROUPS, details=details, **mine)], []
    estimates: list[Estimate] = []
    answers: list[UnderstoodAlike] = []
    belongs = np.asarray(groups, dtype=np.str_)
    reference = large[0]
    for group in large[1:]:
        rows = np.isin(belongs, [group, reference])
        found = item_functioning(
            pooled.agrees[rows],
            belongs[rows] == group,
            [c for c, yes in zip(pooled.clusters, rows, strict=True) if yes],
            bound=bound,
        )
        for s, one in zip(model.statements, found, strict=True):
            mine = facts | {"n": int(rows.sum()), "subject": f"{s.id}@{group}"}
            estimates.append(_figure(name, one.difference, mine, (one.low, one.high)))
            answers.append(UnderstoodAlike(kind, group, reference, s.id, s.text, one.answer))
    return estimates, answers


# -- invented clusters --------------------------------------------------------------------------------------------


def vignette_figures(model: ReferenceModel, pooled: Pooled, facts: dict[str, Any]) -> list[Estimate]:
    """Return where people put their own cluster among the invented ones; each organisation weighs 1."""
    cards = len(model.vignettes)
    rated = np.isfinite(pooled.vignettes).all(axis=1) if cards else np.zeros(pooled.values.shape, dtype=np.bool_)
    who = {o for o, yes in zip(pooled.organisations, rated.any(axis=1), strict=True) if yes}
    mine = facts | {"n": len(who)}
    if not who:
        return [Estimate("vignettes.order", None, reason=Reason.NOT_ASKED, **mine)]
    needed = model.gates.stage_organisations
    if len(who) < needed:
        why: dict[str, Any] = {"reason": Reason.TOO_FEW_ACTORS, "details": {"n": len(who), "gate": needed}}
        return [Estimate("vignettes.order", None, **why, **mine)]
    rising = (np.diff(pooled.vignettes, axis=1) > 0).all(axis=1).astype(np.float64)
    order = by_organisation(np.where(rated, rising, np.nan), pooled.organisations)[1]
    given = [_figure("vignettes.order", _mean(order), mine)]
    for k, s in enumerate(model.statements):
        if not rated[:, k].any():
            continue
        ranks = relative_ranks(pooled.values[:, k], pooled.vignettes[:, :, k])
        width = ranks[:, 1] - ranks[:, 0] + 1
        # The share of a range of ranks that lies in "at least the highest" (2J and 2J + 1), and in "lowest" (1).
        high = np.clip(ranks[:, 1] - np.maximum(ranks[:, 0], 2 * cards) + 1, 0, None) / width
        low = (ranks[:, 0] == 1) / width
        columns = np.stack([ranks.mean(axis=1), high, np.where(np.isfinite(width), low, np.nan)], axis=1)
        means = by_organisation(columns, pooled.organisations)[1]
        here = mine | {"subject": s.id, "n": int(np.isfinite(means[:, 0]).sum())}
        for column, name in enumerate(("vignettes.rank", "vignettes.highest", "vignettes.lowest")):
            given.append(_figure(name, _mean(means[:, column]), here))
    return given


def _mean(values: FloatArray) -> float:
    good = values[np.isfinite(values)]
    return float(good.mean()) if good.size else float("nan")
