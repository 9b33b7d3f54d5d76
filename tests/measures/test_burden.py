"""How long a study takes to answer. Expected values: worked out by hand from the published rates."""

from __future__ import annotations

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics.measures import estimate_burden
from clusterdynamics.measures.burden import (
    MOST_MINUTES,
    STEP_NAMES,
    BurdenStep,
    Habits,
    Pace,
    expected_choices,
)
from clusterdynamics.models import load_model

ALL = ["core", "value", "energy", "large_companies", "downturn", "between_regions", "vignettes"]


def step(burden, name: str) -> BurdenStep:  # type: ignore[no-untyped-def]
    return next(s for s in burden.steps if s.name == name)


def test_minutes_of_a_step_by_hand() -> None:
    # 238 words at 238 a minute: 1 min. 24 answers of 1.35 + 1.1 s and 2 pages of 1.1 s: 61 s.
    # 18.1 words at 36.2 a minute: 0.5 min.
    assert BurdenStep("x", 238, 24, 2, 18.1).minutes(Pace()) == pytest.approx(1 + 61 / 60 + 0.5)


def test_three_statements_by_hand() -> None:
    # "Large companies here start new things that others can join." 10 words; "Large companies here slow down changes
    # that would threaten their business." 11; "We could say no to our largest customer here." 9. Labels: Disagree,
    # Disagree in part, Neither, Agree in part, Agree: 1 + 3 + 1 + 3 + 1 = 9, in full once, a quarter twice: 13.5.
    asked = step(estimate_burden(20, ["large_companies"]), "large_companies")
    assert (asked.words, asked.answers, asked.turns, asked.written) == (30 + 13.5, 3, 1, 0)


def test_trust_by_hand() -> None:
    # Three items: 7 + 7 + 5 words; labels Not at all, A little, Mostly, Fully: 3 + 2 + 1 + 1 = 7. With 10 picked, 7 of
    # whom are asked about: items in full once and a quarter 6 times, labels on 21 ratings.
    texts = [q.text for q in load_model("reference", "en").questions if q.part == "trust"]
    assert [len(t.split()) for t in texts] == [7, 7, 5]
    asked = step(estimate_burden(30, choices=10), "trust")
    assert asked.answers == pytest.approx(21)
    assert asked.words == pytest.approx(19 * (1 + 0.25 * 6) + 7 * (1 + 0.25 * 20))


def test_the_list_is_read_by_its_names() -> None:
    named = step(estimate_burden(3, choices=1, names=["One", "Two Three", "Four Five Six"]), "pick")
    question = 9  # Which of these organisations do you have contact with?
    assert named.words == question + 6
    assert step(estimate_burden(3, choices=1), "pick").words == question + 7.5


@pytest.mark.parametrize(("n", "expected"), [(0, 0), (1, 0), (4, 3), (42, 5), (100, 12), (300, 15)])
def test_how_many_are_expected_to_be_picked(n: int, expected: int) -> None:
    assert expected_choices(n) == expected


def test_more_of_anything_takes_longer() -> None:
    base = estimate_burden(42).minutes
    assert estimate_burden(42, choices=8).minutes > base
    assert estimate_burden(80, choices=5).minutes > base
    assert estimate_burden(42, statements=["We are many."]).minutes > base
    assert estimate_burden(42, consent="word " * 100).minutes > base
    assert estimate_burden(42, habits=Habits(story=60)).minutes > base
    assert estimate_burden(42, pace=Pace(read=120)).minutes > base
    for block in ALL[1:]:
        assert estimate_burden(42, ["core", block]).minutes > base, block


def test_each_part_of_the_instrument_is_counted_or_takes_place_on_another_day() -> None:
    model = load_model("reference", "en")
    parts = {part for block in model.blocks for part in block.parts}
    counted = {s.name for s in estimate_burden(42, [*ALL, "re_asking"]).steps} - {"consent"}
    assert parts - counted == {"re_asking"}
    assert counted | {"consent", "own"} == set(STEP_NAMES)


def test_an_afternoon_is_short_and_a_full_study_of_42_stays_below_the_bound() -> None:
    afternoon, full = estimate_burden(0, ["afternoon"]), estimate_burden(42, consent="word " * 150)
    # 24 statements, 14 areas, 6 choices of the full consent, and a page turned after each part and story.
    assert afternoon.taps == 24 + 14 + 6 + 5
    assert afternoon.minutes < full.minutes < MOST_MINUTES
    assert not full.too_long
    assert estimate_burden(42, ALL, choices=12).too_long


def test_it_is_said_in_words_in_every_language() -> None:
    for language in ("en", "sv", "fr"):
        with use_language(language):
            said = estimate_burden(42, ALL, load_model("reference", language), choices=12).sentences()
        assert len(said) == 3
    assert "not tried with people" in estimate_burden(42).sentences()[1]
    assert len(estimate_burden(42).sentences()) == 2


@pytest.mark.parametrize(("n", "choices"), [(3, 4.0), (3, -1.0), (-1, None), (0, 1.0)])
def test_what_cannot_be_is_refused(n: int, choices: float | None) -> None:
    with pytest.raises(InputError, match="cannot be picked"):
        estimate_burden(n, choices=choices)
