"""Numbers: bounds are in order, and thresholds lie inside the scale they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from clusterdynamics.models.draft import Draft
from clusterdynamics.models.elements import EvidenceRule, Question, RelationKind, ScaleKind, Statement
from clusterdynamics.models.problems import ModelCode, ModelProblem
from clusterdynamics.models.rules import Thresholds

__all__ = ["check_numbers"]


def check_numbers(draft: Draft) -> Iterator[ModelProblem]:
    """Return numbers that contradict each other."""
    for place, rule in draft.of("evidence", EvidenceRule):
        if rule.contradicts >= rule.supports:
            yield draft.problem(place, ModelCode.ORDER, lower="contradicts", higher="supports")
    for place, scale in draft.of("scales", ScaleKind):
        yield from _scale(draft, place, scale)
    for place, question in draft.of("questions", Question):
        if question.kind in {"statement", "rating"} and question.scale is None:
            yield draft.problem(place, ModelCode.SCALE_MISSING)
    thresholds = draft.rules.get("thresholds")
    if isinstance(thresholds, Thresholds):
        yield from _thresholds(draft, thresholds)


def _scale(draft: Draft, place: str, scale: ScaleKind) -> Iterator[ModelProblem]:
    if scale.low >= scale.high:
        yield draft.problem(place, ModelCode.ORDER, lower="low", higher="high")
        return
    for key in scale.labels:
        try:
            inside = scale.low <= float(key) <= scale.high
        except ValueError:
            inside = False
        if not inside:
            yield _outside(draft, f"{place}, labels", "labels", key, scale)


def _outside(draft: Draft, place: str, key: str, value: object, scale: ScaleKind) -> ModelProblem:
    return draft.problem(
        place,
        ModelCode.OUTSIDE_SCALE,
        key=key,
        value=value,
        scale=scale.id,
        low=f"{scale.low:g}",
        high=f"{scale.high:g}",
    )


def _thresholds(draft: Draft, rules: Thresholds) -> Iterator[ModelProblem]:
    ordered = (
        ("contact", "cooperation", rules.contact < rules.cooperation),
        ("cooperation", "deep", rules.cooperation < rules.deep),
        ("between[0]", "between[1]", rules.between[0] < rules.between[1]),
        ("between[0]", "tau", rules.between[0] < rules.tau),
        ("tau", "between[1]", rules.tau < rules.between[1]),
        ("agreement_among[0]", "agreement[0]", rules.agreement_among[0] < rules.agreement[0]),
    )
    for lower, higher, right in ordered:
        if not right:
            yield draft.problem("thresholds", ModelCode.ORDER, lower=lower, higher=higher)
    if not rules.agreement[0] <= rules.agreement[1] <= rules.agreement_among[1]:
        yield draft.problem("thresholds", ModelCode.ORDER, lower="agreement", higher="agreement_among[1]")
    trust = [q for _, q in draft.of("questions", Question) if q.part == "trust" and q.kind == "rating"]
    if trust and len(trust) < rules.trust_items:
        yield draft.problem("thresholds", ModelCode.TRUST_ITEMS, needed=rules.trust_items, n=len(trust))
    yield from _on_scales(draft, rules, trust)


def _on_scales(draft: Draft, rules: Thresholds, trust: list[Question]) -> Iterator[ModelProblem]:
    scales = {scale.id: scale for _, scale in draft.of("scales", ScaleKind) if scale.low < scale.high}
    values: dict[tuple[str, float, str | None], None] = {}
    for _, relation in draft.of("relations", RelationKind):
        for level in relation.levels:
            values[level, getattr(rules, level), relation.scale] = None
    for question in trust:
        values["trust_tie", rules.trust_tie, question.scale] = None
    for _, statement in draft.of("statements", Statement):
        for n in (0, 1):
            values[f"agreement_among[{n}]", rules.agreement_among[n], statement.scale] = None
    for key, value, name in values:
        scale = scales.get(name or "")
        if scale is not None and not scale.low <= value <= scale.high:
            yield _outside(draft, "thresholds", key, f"{value:g}", scale)
