"""The stage reading: by hand, gates, words, and intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from clusterdynamics.measures.analyses import StageReadingParams, stage_reading
from clusterdynamics.models import load_model
from clusterdynamics.study.settings import Item

from ...build import make_study

MODEL = load_model()
ITEMS = tuple(Item(id=s.id, text=s.text) for s in MODEL.statements)


def a_study(answers: dict[str, list[int | None]], *, asked: int | None = None, **settings: object):
    """Statement → answers of organisation 1, 2, …; the others are asked and silent."""
    n = max(len(v) for v in answers.values())
    ids = [f"o{i:02d}" for i in range(asked or n)]
    people = [
        {"id": f"r-{a}", "wave": "2024", "actor": a, "status": "submitted" if i < n else "invited"}
        for i, a in enumerate(ids)
    ]
    rows = [
        {"wave": "2024", "respondent": f"r-{ids[i]}", "item": item, "value": None if v is None else str(v)}
        for item, values in answers.items()
        for i, v in enumerate(values)
    ]
    return make_study(
        ids,
        relations=(),
        tables={"respondents": people, "answers": rows},
        items=ITEMS,
        **settings,  # type: ignore[arg-type]
    )


def everybody(share_by_stage: dict[str, float], n: int = 20) -> dict[str, list[int | None]]:
    """For each statement of a stage, the first share·n organisations agree."""
    return {
        s.id: [5 if i < round(share_by_stage[s.stage] * n) else 2 for i in range(n)]
        for s in MODEL.statements
        if s.stage in share_by_stage
    }


CLEAR = {"collection": 0.9, "cooperation": 0.8, "trust": 0.2, "collaboration": 0.1, "distinctiveness": 0.0}


def test_a_clear_case() -> None:
    found = stage_reading(a_study(everybody(CLEAR)), StageReadingParams(500), 1)
    assert found.find("stage.reading").value == 2
    for stage, share in CLEAR.items():
        assert found.find("stage.value", subject=stage).value == pytest.approx(share)
    assert found.redraws.filter(found.redraws["stage"] == "cooperation")["share"][0] > 0.95
    assert found.sentences()[0] == "In 2024 the cluster reads as stage 2, Cooperation."
    assert found.sentences()[-1].startswith("What holds it back from Trust: “Several people keep things going")
    assert found.find("stage.order").value is not None


def test_not_yet() -> None:
    found = stage_reading(a_study(everybody(dict.fromkeys(CLEAR, 0.1))), StageReadingParams(200), 1)
    assert found.find("stage.reading").value == 0
    assert found.sentences()[0] == "In 2024 the cluster has not yet reached the first stage, Collection."
    assert found.stage_label(0) == "not yet"


def test_between_two_stages() -> None:
    found = stage_reading(a_study(everybody(CLEAR | {"trust": 0.45})), StageReadingParams(200), 1)
    assert found.sentences()[0] == "In 2024 the cluster reads as between Cooperation and Trust."
    both = stage_reading(a_study(everybody(CLEAR | {"cooperation": 0.55, "trust": 0.45})), StageReadingParams(200), 1)
    assert both.sentences()[0] == "In 2024 the cluster reads as around Cooperation, between Collection and Trust."


def test_the_last_stage_is_held_back_by_nothing() -> None:
    found = stage_reading(a_study(everybody(dict.fromkeys(CLEAR, 1.0))), StageReadingParams(50), 1)
    assert found.find("stage.reading").value == 5
    assert found.holds_back == ()


def test_holding_back_is_what_the_statement_would_add() -> None:
    # Trust: core s3.1, s3.2, s3.3 (each ½·1/3), others leadership s3.4 and contact s3.5 (each ½·1/2).
    answers = everybody(CLEAR | {"trust": 0.6})
    answers["s3.1"] = [5] * 2 + [1] * 18  # .1: .4 below τ, adds .4/6
    answers["s3.4"] = [5] * 4 + [1] * 16  # .2: .3 below τ, adds .3/4
    found = stage_reading(a_study(answers), StageReadingParams(50), 1)
    assert [(h.statement, pytest.approx(h.shortfall)) for h in found.holds_back] == [
        ("s3.4", pytest.approx(0.3 / 4)),
        ("s3.1", pytest.approx(0.4 / 6)),
    ]


def test_dont_know_is_no_disagreement() -> None:
    answers = everybody(CLEAR)
    answers["s1.1"] = [5] * 5 + [None] * 15
    assert stage_reading(a_study(answers), StageReadingParams(50), 1).find("statement.share", subject="s1.1").value == 1


def test_too_few_organisations() -> None:
    found = stage_reading(a_study(everybody(CLEAR, 11)), StageReadingParams(50), 1)
    assert found.sentences() == (
        "2024: no stage reading. We cannot say, because 11 organisations answered and this needs 12.",
    )
    assert found.counts == ()
    afternoon = stage_reading(a_study(everybody(CLEAR, 11), kind="afternoon"), StageReadingParams(50), 1)
    assert afternoon.find("stage.reading").value == 2


def test_too_low_coverage() -> None:
    found = stage_reading(a_study(everybody(CLEAR), asked=40), StageReadingParams(50), 1)
    assert "50% answered and this needs 65%" in found.sentences()[0]


def test_not_asked() -> None:
    found = stage_reading(make_study(["a", "b"]))
    assert found.sentences() == ("The statements about the cluster were not asked, so there is no stage reading.",)
    assert found.redraws.is_empty()


def test_optimists_among_those_who_answer_are_reported_not_hidden() -> None:
    # 14 of 20 answered; if the silent are half a SD more doubtful, stage 2 (.55) is not reached.
    found = stage_reading(a_study(everybody(CLEAR | {"cooperation": 0.55}, 14), asked=20), StageReadingParams(200), 1)
    reading = found.find("stage.reading")
    assert (reading.low, reading.value) == (1, 2)
    assert any("half a standard deviation more doubtful" in s for s in found.sentences())


def test_a_region_with_a_threshold_of_its_own() -> None:
    study = a_study(everybody(CLEAR))
    assert stage_reading(study, StageReadingParams(50, tau=0.85), 1).find("stage.reading").value == 1


@pytest.mark.verify
def test_intervals_hold_what_they_promise() -> None:
    """2,000 clusters of 40 drawn from one population, 32 of which answer at random: coverage of the true S_s.

    The acceptance region is fixed beforehand: exact binomial, α = .001 divided by the five stages. The intervals
    may cover more than they promise (each answer is 0/1, so the level is not met exactly), not less.
    """
    clusters, n = 2000, 32
    rng = np.random.default_rng(20261123)
    from clusterdynamics.measures.stages import StageItems, expanded_bounds, item_shares, redraw_values, stage_values

    place = {s.id: k for k, s in enumerate(MODEL.statements)}
    items = tuple(
        StageItems(
            tuple(place[s.id] for s in MODEL.statements_of(stage.id, core=True)),
            tuple(
                tuple(place[s.id] for s in MODEL.statements_of(stage.id, core=False) if s.dimension == d)
                for d in dict.fromkeys(s.dimension for s in MODEL.statements_of(stage.id, core=False))
            ),
        )
        for stage in MODEL.stages
    )
    base = np.array([CLEAR[s.stage] * 0.8 + 0.1 for s in MODEL.statements])
    # A respondent's optimism moves all answers (logit normal), so statements hang together as real ones do.
    logit = np.log(base / (1 - base))
    truth = stage_values((1 / (1 + np.exp(-(logit + 0.8 * rng.normal(size=(400_000, 1)))))).mean(axis=0), items)
    hits = np.zeros(5, dtype=int)
    kinds = ("firm",) * n
    for _k in range(clusters):
        optimism = 0.8 * rng.normal(size=(n, 1))
        agrees = (rng.random((n, base.size)) < 1 / (1 + np.exp(-(logit + optimism)))).astype(float)
        draws = redraw_values(rng, 500, agrees, kinds, kinds, items)
        assert np.isfinite(item_shares(agrees, np.ones(n))).all()
        for s in range(5):
            low, high = expanded_bounds(draws[:, s], n)
            assert low is not None
            assert high is not None
            hits[s] += low <= truth[s] <= high
    least = binom.ppf(0.001 / 5, clusters, 0.95)
    assert (hits >= least).all(), (hits / clusters, least / clusters)
    assert (hits <= binom.ppf(1 - 0.001 / 5, clusters, 0.98)).all()
