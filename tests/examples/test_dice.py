"""Draws by chance: the same on every machine, and distributed as they say."""

from __future__ import annotations

import pytest

from clusterdynamics.examples.skogsbygden.dice import Dice, logistic


def test_the_first_draws_of_a_stream_never_change() -> None:
    # computed once with Python 3.13; Python promises the sequence of random() for a seed given as text
    dice = Dice(2026, "depth 2024")
    assert [round(dice.uniform(), 12) for _ in range(3)] == [0.824035677608, 0.958385341562, 0.580180380699]


def test_streams_differ_by_name_and_by_seed() -> None:
    assert Dice(1, "a").uniform() != Dice(1, "b").uniform()
    assert Dice(1, "a").uniform() != Dice(2, "a").uniform()
    assert Dice(1, "a").uniform() == Dice(1, "a").uniform()


def test_normal_draws_have_the_mean_and_spread_asked_for() -> None:
    dice = Dice(1, "normal")
    draws = [dice.normal(2, 0.5) for _ in range(4000)]
    mean = sum(draws) / len(draws)
    spread = (sum((d - mean) ** 2 for d in draws) / len(draws)) ** 0.5
    # four standard errors: 0.5 / √4000 = .008, and .008 / √2
    assert mean == pytest.approx(2, abs=0.032)
    assert spread == pytest.approx(0.5, abs=0.023)


def test_whole_numbers_cover_both_ends() -> None:
    dice = Dice(1, "whole")
    assert {dice.whole(3, 5) for _ in range(200)} == {3, 4, 5}


def test_weighted_draws_follow_the_weights_and_never_take_weight_zero() -> None:
    dice = Dice(1, "weighted")
    drawn = [dice.weighted(("a", "b", "c"), (3, 0, 1)) for _ in range(4000)]
    assert "b" not in drawn
    # four standard errors: √(.75 × .25 / 4000) = .007
    assert drawn.count("a") / 4000 == pytest.approx(0.75, abs=0.028)


def test_weights_that_are_all_zero_give_the_last() -> None:
    assert Dice(1, "zero").weighted(("a", "b"), (0, 0)) == "b"


def test_some_are_different_ones_and_never_more_than_there_are() -> None:
    dice = Dice(1, "some")
    assert sorted(dice.some("abcd", 9)) == list("abcd")
    assert len(set(dice.some("abcd", 3))) == 3
    assert sorted(dice.some_weighted("abc", (1, 2, 3), 5)) == list("abc")
    assert dice.some_weighted("abc", (0, 1, 0), 1) == ["b"]


def test_logistic() -> None:
    # 1 / (1 + e^0) = 1/2; 1 / (1 + 1/3) = 3/4 at log 3
    assert logistic(0) == 0.5
    assert logistic(1.0986122886681098) == pytest.approx(0.75)
