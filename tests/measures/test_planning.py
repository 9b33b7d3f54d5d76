"""The precision planner: chances by hand, widths beside real readings, words."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.errors import InputError
from clusterdynamics.measures.planning import Assumptions, _intercept, plan
from clusterdynamics.measures.planning_words import GATES
from clusterdynamics.models import load_model

MODEL = load_model()


def chance(n: int, p: float, least: int) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(least, n + 1))


def test_gates_open_with_the_chance_that_enough_answer() -> None:
    found = plan(34, 0.75)
    # .65 · 34 = 22.1 → 23 answers; .80 · 34 = 27.2 → 28; .50 → 17; 30 pairs → 9 answers (36 pairs; 8 give 28).
    assert found.gates["density"] == pytest.approx(chance(34, 0.75, 23))
    assert found.gates["stage"] == pytest.approx(chance(34, 0.75, 23))
    assert found.gates["brokerage"] == pytest.approx(chance(34, 0.75, 28))
    assert found.gates["in_degree"] == pytest.approx(chance(34, 0.75, 17))
    assert found.gates["pairs"] == pytest.approx(chance(34, 0.75, 9))
    # Both times: .75² each.
    assert found.gates["change"] == pytest.approx(chance(34, 0.5625, 23))
    assert found.gates["actor_models"] == 1
    assert found.gates["mokken"] == 0
    assert set(found.gates) == set(GATES)


def test_who_answers() -> None:
    found = plan(34, 0.75)
    low, expected, high = found.answering
    assert expected == 25.5
    assert chance(34, 0.75, low) - chance(34, 0.75, high + 1) >= 0.95
    assert found.pairs == (comb(low, 2), pytest.approx(comb(34, 2) * 0.5625), comb(high, 2))
    # 20 % of 34 are 7; at least 8.
    assert found.asked_twice == 8
    assert plan(60, 0.9).asked_twice == 12


def test_the_width_is_that_of_a_simple_mean_of_statements() -> None:
    # Without optimism and gaps, S_s is a mean of independent answers with variance p(1 − p)/n each: width
    # 2 · t.975(25) · √(.25 · Σa²/26) at p near .5, within what p = .3 and the redraws make of it.
    from clusterdynamics.measures.stages import items_of

    found = plan(26, 1.0, assumptions=Assumptions(clear=0.05, optimism=1e-6, skipped=0.0))
    squares = np.mean([(items.weights(24) ** 2).sum() for items in items_of(MODEL)])
    expected = 2 * 2.0595 * np.sqrt(0.25 * squares / 26)
    assert found.stage_width == pytest.approx(expected, rel=0.1)


def test_more_answers_say_more() -> None:
    small, large = plan(20, 0.9, seed=3), plan(120, 0.9, seed=3)
    assert large.stage_width < small.stage_width
    assert large.density_width < small.density_width
    assert large.detectable < small.detectable
    assert large.right_unclear > small.right_unclear
    assert small.right_clear > small.right_unclear


def test_too_few_for_a_reading() -> None:
    found = plan(10, 0.9)
    assert found.gates["stage"] == 0
    assert (found.stage_width, found.right_clear, found.right_unclear) == (None, None, None)
    said = " ".join(found.sentences())
    assert "You will not be able to say: at which stage the cluster is" in said
    assert "The fulfilment of a stage" not in said
    assert plan(5, 0.5).detectable is None


def test_an_afternoon_study_has_no_links() -> None:
    found = plan(10, 0.9, afternoon=True)
    # 8 organisations and .65 of 10: 8.
    assert found.gates["stage"] == pytest.approx(chance(10, 0.9, 8))
    assert set(found.gates) == {"stage", "re_asking", "mokken"}
    assert found.density is None
    assert "pairs" not in " ".join(found.sentences())


def test_words() -> None:
    said = plan(34, 0.75).sentences()
    assert said[0] == "34 organisations at 75%: about 26 will answer (20 to 30)."
    assert said[1].startswith("You will be able to say: ")
    assert "how often an organisation is named" in said[1]
    assert "with a chance of 88% at which stage the cluster is" in said[2]
    assert "with a chance of 22% whether the network falls into parts" in said[3]
    assert "You will not be able to say: whether the statements form one scale." in said
    assert any("nearly everybody" in s for s in said)
    assert not any("nearly everybody" in s for s in plan(34, 1.0).sentences())
    assert plan(1, 1.0).sentences()[0] == "1 organisation at 100%: about 1 will answer (1 to 1)."
    # Hardly ever open: no width of what will not be shown.
    assert "are linked, that share" not in " ".join(plan(60, 0.4).sentences())


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan(15, 0.8, seed=5) == plan(15, 0.8, MODEL, seed=5)
    assert plan(15, 0.8, seed=5) != plan(15, 0.8, seed=6)


@pytest.mark.parametrize(("organisations", "response"), [(0, 0.5), (2001, 0.5), (10, 0.0), (10, 1.2)])
def test_what_cannot_be_planned(organisations: int, response: float) -> None:
    with pytest.raises(InputError):
        plan(organisations, response)


@given(st.floats(0.02, 0.98), st.floats(0.01, 2.0))
def test_the_intercept_gives_the_share(share: float, spread: float) -> None:
    z = np.random.default_rng(1).normal(size=200_000)
    # Six standard errors of a mean of shares.
    simulated = 1 / (1 + np.exp(-(_intercept(share, spread) + spread * z)))
    assert simulated.mean() == pytest.approx(share, abs=6 * simulated.std() / 447 + 1e-6)


@settings(max_examples=10)
@given(st.integers(1, 25), st.floats(0.05, 1.0))
def test_every_plan_can_be_told(organisations: int, response: float) -> None:
    found = plan(organisations, response, assumptions=Assumptions())
    assert all(s.strip() for s in found.sentences())
    assert all(0 <= c <= 1 for c in found.gates.values())


@pytest.mark.verify
def test_right_readings_equal_a_study_made_and_read() -> None:
    """The share of right readings beside whole studies read by the analysis itself; exact binomial, α = .001."""
    from scipy.stats import binom

    from clusterdynamics.measures.analyses import StageReadingParams, stage_reading
    from clusterdynamics.measures.planning import _Readings
    from clusterdynamics.study.settings import Item

    from ..build import make_study

    like = Assumptions(skipped=0.0)
    simulated = _Readings(MODEL, 20, 1.0, like, afternoon=False)
    rng = np.random.default_rng(20261125)
    ids = [f"o{i:02d}" for i in range(20)]
    people = [{"id": f"r-{a}", "wave": "2024", "actor": a, "status": "submitted"} for a in ids]
    items = tuple(Item(id=s.id, text=s.text) for s in MODEL.statements)
    hits = 0
    for k in range(120):
        stage = k % 6
        agrees = simulated._answers(rng, like.unclear, stage, 20)
        rows = [
            {
                "wave": "2024",
                "respondent": f"r-{a}",
                "item": s.id,
                "value": "5" if (agrees[i, j] == 1) != s.reversed else "1",
            }
            for i, a in enumerate(ids)
            for j, s in enumerate(MODEL.statements)
        ]
        study = make_study(ids, relations=(), items=items, tables={"respondents": people, "answers": rows})
        hits += stage_reading(study, StageReadingParams(0), 0).find("stage.reading").value == stage
    expected = simulated.right(np.random.default_rng(1), like.unclear)
    assert binom.ppf(0.0005, 120, expected) <= hits <= binom.ppf(0.9995, 120, expected), (hits / 120, expected)
