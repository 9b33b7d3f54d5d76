"""The figures of re-asking: answers to statements, reports about links, and changes beside both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import cut_names
from clusterdynamics.measures.analyses.stage import StageReadingParams, stage_reading
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.identity import one_voice
from clusterdynamics.measures.pooled import turned
from clusterdynamics.measures.redraws import redraw_weights
from clusterdynamics.measures.reliability import (
    Called,
    Detectable,
    called,
    crossing,
    differing,
    disagreement,
    kappa,
    pair_tables,
    smallest_detectable_change,
    two_way_intraclass,
)
from clusterdynamics.measures.repeats import AGAIN, SECOND, Repeats
from clusterdynamics.measures.stages import expanded_bounds, items_of

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["CalledChange", "answer_figures", "called_changes", "report_figures"]

FloatArray = NDArray[np.float64]

#: Subject → the kind of re-asking it stands for.
_KINDS = {"all": None, AGAIN: AGAIN, SECOND: SECOND}


@dataclass(frozen=True)
class CalledChange:
    """What the change of a measure between two waves is called.

    Attributes
    ----------
    subject, network
        Stage, or ``whole`` for the links that are reported in a network.
    """

    first: str
    second: str
    subject: str
    network: str | None
    called: Called


# -- statements ---------------------------------------------------------------------------------------------------


def _draw(rng: np.random.Generator, size: int, tables: FloatArray) -> FloatArray:
    """Return (size, K, K) tables of redraws of the organisations."""
    weights = redraw_weights(rng, size, np.ones(len(tables), dtype=np.bool_))
    return np.tensordot(weights, tables, axes=1)


type _Measures = dict[str, Callable[[FloatArray], FloatArray]]


def _redrawn(
    tables: FloatArray,
    measures: _Measures,
    replicates: int,
    rng: np.random.Generator,
) -> dict[str, tuple[float, float | None, float | None]]:
    """Return measure → value and bounds from redraws of organisations."""
    parts = compute.replicate(_draw, replicates, tables, seed=rng, label=_("Asked twice"))
    draws = np.concatenate(parts) if parts else np.empty((0, *tables.shape[1:]))
    return {
        name: (float(f(tables.sum(axis=0))), *expanded_bounds(f(draws), len(tables))) for name, f in measures.items()
    }


def _facts(study: Study, wave: str, n: int) -> dict[str, Any]:
    share = study.coverage(wave)
    return {"n": n, "coverage": share if isfinite(share) else None, "wave": wave, "method": "measures/re_asking"}


def _given(
    name: str, value: float, low: float | None, high: float | None, kind: Interval, facts: dict[str, Any]
) -> Estimate:
    if not isfinite(value):
        return Estimate(name, None, reason=Reason.UNDEFINED, details={"why": _("nothing differs")}, **facts)
    if low is None or high is None or not (isfinite(low) and isfinite(high)):
        return Estimate(name, value, **facts)
    return Estimate(name, value, low, high, kind, **facts)


def _too_few(names: list[str], n: int, least: int, facts: dict[str, Any]) -> list[Estimate]:
    why: dict[str, Any] = {"reason": Reason.TOO_FEW_ASKED_AGAIN, "details": {"n": n, "gate": least}}
    return [Estimate(name, None, **why, **facts) for name in names]


def answer_figures(
    study: Study,
    model: ReferenceModel,
    wave: str,
    repeats: Repeats,
    least: int,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return the figures of the statements that were answered twice in a wave."""
    low, high = (int(x) for x in model.thresholds.agreement_among)
    categories = [float(v) for v in range(low, high + 1)]
    agreed = np.array([model.thresholds.agreement[0] <= c <= model.thresholds.agreement[1] for c in categories])
    measures: _Measures = {
        "re_asking.misreporting": differing,
        "re_asking.crossing": partial(crossing, inside=agreed),
        "re_asking.kappa": partial(kappa, weights=disagreement(categories)),
        "re_asking.kappa.weighted": partial(kappa, weights=disagreement(categories, "quadratic")),
    }
    given: list[Estimate] = []
    for subject, kind in _KINDS.items():
        mine = repeats.of(kind)
        facts = _facts(study, wave, mine.organisations) | {"subject": subject}
        given.append(Estimate("re_asking.organisations", float(mine.organisations), **facts))
        if mine.organisations < least:
            given += _too_few(list(measures), mine.organisations, least, facts)
            continue
        tables = pair_tables(mine.first, mine.second, mine.actors, categories)
        for name, (value, *ends) in _redrawn(tables, measures, replicates, rng).items():
            given.append(_given(name, value, ends[0], ends[1], Interval.REDRAWS, facts))
    return given + _stages(study, model, wave, repeats, least)


def _stages(study: Study, model: ReferenceModel, wave: str, repeats: Repeats, least: int) -> list[Estimate]:
    facts = _facts(study, wave, repeats.organisations)
    stages = sorted(model.stages, key=lambda s: s.number)
    if repeats.organisations < least:
        names = ["re_asking.icc.agreement", "re_asking.icc.consistency", "detectable.stage"]
        few = [e for s in stages for e in _too_few(names, repeats.organisations, least, facts | {"subject": s.id})]
        return few + _too_few(["detectable.statement"], repeats.organisations, least, facts)
    place = {s.id: k for k, s in enumerate(model.statements)}
    answered = len(study.answered(wave))
    detectable = smallest_detectable_change(_by_stage(model, repeats)).over(answered, answered)
    given: list[Estimate] = []
    for stage in stages:
        mine = facts | {"subject": stage.id}
        which = [place[s.id] for s in model.statements_of(stage.id) if not s.reversed]
        both = np.isfinite(repeats.first[:, which]) & np.isfinite(repeats.second[:, which])
        means = np.stack([_row_means(x[:, which], both) for x in (repeats.first, repeats.second)], axis=1)
        found = two_way_intraclass(means)
        given += [
            _given("re_asking.icc.agreement", found.agreement, *found.agreement_bounds, Interval.MODEL, mine),
            _given("re_asking.icc.consistency", found.consistency, *found.consistency_bounds, Interval.MODEL, mine),
            _given("detectable.stage", *detectable[:3], Interval.MODEL, mine),
        ]
    agrees = [turned(model, x)[1] for x in (repeats.first, repeats.second)]
    one = smallest_detectable_change(_by_actor(agrees[1] - agrees[0], repeats.actors)).over(answered, answered)
    return [*given, _given("detectable.statement", *one[:3], Interval.MODEL, facts)]


def _row_means(values: FloatArray, seen: NDArray[np.bool_]) -> FloatArray:
    count = seen.sum(axis=1)
    total = np.where(seen, values, 0.0).sum(axis=1)
    means: FloatArray = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return means


def _by_actor(values: FloatArray, actors: tuple[str, ...]) -> FloatArray:
    """Return the rows of the organisations: root mean squares of theirs, so that each weighs 1."""
    names = sorted(set(actors))
    rows = []
    for name in names:
        squares = values[[k for k, a in enumerate(actors) if a == name]] ** 2
        rows.append(np.sqrt(_row_means(squares.T, np.isfinite(squares.T))))
    return np.array(rows).reshape(len(names), values.shape[1])


def _by_stage(model: ReferenceModel, repeats: Repeats) -> FloatArray:
    """Return (organisations, stages) by how much the part of an organisation in S_s differs."""
    first, second = turned(model, repeats.first)[1], turned(model, repeats.second)[1]
    seen = np.isfinite(first) & np.isfinite(second)
    columns = []
    for items in items_of(model):
        weights = items.weights(len(model.statements))
        here = np.where(seen, weights, 0.0)
        told = here.sum(axis=1)
        moved = (here * np.nan_to_num(second - first)).sum(axis=1)
        columns.append(np.divide(moved, told, out=np.full(told.shape, np.nan), where=told > 0))
    return _by_actor(np.stack(columns, axis=1), repeats.actors)


# -- reports about links ------------------------------------------------------------------------------------------


def _cut(study: Study, name: str, values: FloatArray) -> FloatArray:
    """Return 1 where a value reaches the cut of a network, 0 where not, NaN where it is not known."""
    cut = study.settings.relation(name)[1]
    reached = values >= cut if cut is not None else values > 0
    return np.where(np.isfinite(values), reached.astype(np.float64), np.nan)


def report_figures(
    study: Study, name: str, wave: str, repeats: Repeats, least: int, replicates: int, rng: np.random.Generator
) -> list[Estimate]:
    """Return the figures of the links of a network on which two people of one organisation reported in a wave."""
    relation, cut = study.settings.relation(name)
    facts = _facts(study, wave, repeats.organisations) | {"network": name}
    scale = study.settings.scale(relation.scale) if cut is None else None
    given = [Estimate("re_asking.ties.organisations", float(repeats.organisations), **facts)]
    if scale is not None:
        categories = [float(v) for v in range(int(min(scale.low, 0)), int(scale.high) + 1)]
        tables = pair_tables(repeats.first, repeats.second, repeats.actors, categories)
        measures: _Measures = {
            "re_asking.ties.kappa.weighted": partial(kappa, weights=disagreement(categories, "quadratic"))
        }
    else:
        pair = [_cut(study, name, x) for x in (repeats.first, repeats.second)]
        tables = pair_tables(pair[0], pair[1], repeats.actors, (0.0, 1.0))
        measures = {
            "re_asking.ties.misreporting": _one_sided,
            "re_asking.ties.kappa": partial(kappa, weights=disagreement((0.0, 1.0))),
        }
    if repeats.organisations < least:
        names = [*measures, *([] if scale is not None else ["detectable.reports"])]
        return given + _too_few(names, repeats.organisations, least, facts)
    for measure, (value, *ends) in _redrawn(tables, measures, replicates, rng).items():
        given.append(_given(measure, value, ends[0], ends[1], Interval.REDRAWS, facts))
    if scale is None:
        answered = len(study.answered(wave))
        detectable = smallest_detectable_change(_share_differences(study, name, repeats)).over(answered, answered)
        given.append(_given("detectable.reports", *detectable[:3], Interval.MODEL, facts))
    return given


def _one_sided(tables: FloatArray) -> FloatArray:
    """Share of the links that one of the two reports and the other does not."""
    one = tables[..., 0, 1] + tables[..., 1, 0]
    told = one + tables[..., 1, 1]
    share: FloatArray = np.divide(one, told, out=np.full(np.shape(told), np.nan), where=told > 0)
    return share


def _share_differences(study: Study, name: str, repeats: Repeats) -> FloatArray:
    """Return by how much the share of partners that an organisation reports differs between its two respondents."""
    first, second = (_cut(study, name, x) for x in (repeats.first, repeats.second))
    seen = np.isfinite(first) & np.isfinite(second)
    return _row_means(second, seen) - _row_means(first, seen)


# -- what changed -------------------------------------------------------------------------------------------------


def called_changes(
    study: Study,
    model: ReferenceModel,
    asked: dict[str, Repeats],
    reports: dict[tuple[str, str], Repeats],
    least: int,
) -> tuple[list[Estimate], list[CalledChange]]:
    """Return the changes from wave to wave as figures, and what each is called.

    Who was asked twice in either of the two waves counts, so that one wave with re-asking is enough. Links are those
    that one person of each organisation reports: where two report in one wave and one in another, their links put
    together would differ although nothing changed. Answers to statements are means over the people of an organisation,
    which are not higher for being more.
    """
    single = one_voice(study)
    read = stage_reading(study, StageReadingParams(replicates=0), 0)
    values = {(e.wave, e.subject): e for e in read.estimates if e.name == "stage.value" and e.value is not None}
    estimates: list[Estimate] = []
    changes: list[CalledChange] = []
    for first, second in pairwise(study.wave_ids):
        compare = partial(_compare, study, first, second, estimates, changes)
        pooled = [asked[first], asked[second]]
        if len({a for r in pooled for a in r.actors}) >= least:
            base = smallest_detectable_change(np.concatenate([_by_stage(model, r) for r in pooled]))
            for stage in sorted(model.stages, key=lambda s: s.number):
                a, b = (values.get((w, stage.id)) for w in (first, second))
                if a is not None and b is not None and a.value is not None and b.value is not None:
                    compare("change.stage", stage.id, None, b.value - a.value, base, a.n, b.n)
        for name in cut_names(study):
            both = [reports[name, w] for w in (first, second)]
            change, n = _reported_change(single, name, first, second)
            if n and len({a for r in both for a in r.actors}) >= least:
                base = smallest_detectable_change(np.concatenate([_share_differences(study, name, r) for r in both]))
                compare("change.reports", "whole", name, change, base, n, n)
    return estimates, changes


def _compare(
    study: Study,
    first: str,
    second: str,
    estimates: list[Estimate],
    changes: list[CalledChange],
    name: str,
    subject: str,
    network: str | None,
    change: float,
    base: Detectable,
    before: int,
    after: int,
) -> None:
    """Add one change, the smallest detectable one beside it, and what it is called."""
    limit = base.over(before, after)
    facts: dict[str, Any] = {
        "n": min(before, after),
        "subject": subject,
        "network": network,
        "wave": f"{first}→{second}",
        "coverage": min(study.coverage(first), study.coverage(second)),
        "method": "measures/re_asking",
    }
    estimates.append(Estimate(name, change, **facts))
    estimates.append(_given(f"{name}.detectable", *limit[:3], Interval.MODEL, facts | {"n": base.organisations}))
    changes.append(CalledChange(first, second, subject, network, called(change, limit)))


def _reported_change(study: Study, name: str, first: str, second: str) -> tuple[float, int]:
    """Return the change of the share of partners that are reported, and how many organisations it rests on.

    Over organisations that answered in both waves and partners about whom both were asked; each organisation
    weighs 1. The study has one respondent for each organisation and wave.
    """
    relation = study.settings.relation(name)[0]
    if relation.waves and not {first, second} <= set(relation.waves):
        return 0.0, 0
    nets = [study.network(relation.id, w) for w in (first, second)]
    who = study.stayers(first, second)
    place = [np.array([net.nodes.index(a) for a in who], dtype=np.int64) for net in nets]
    before, after = (
        _cut(study, name, net.values[np.ix_(p, p)]).reshape(len(who), len(who))
        for net, p in zip(nets, place, strict=True)
    )
    seen = np.isfinite(before) & np.isfinite(after)
    moved = _row_means(after, seen) - _row_means(before, seen)
    kept = moved[np.isfinite(moved)]
    return (float(kept.mean()), kept.size) if kept.size else (0.0, 0)
