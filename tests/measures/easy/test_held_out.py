"""Holding suggestions out by chance, and what the next wave says: exact, by listing all draws."""

import itertools
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from clusterdynamics.measures.easy.held_out import compare_introductions, hold_out
from clusterdynamics.study.tables import TABLES

PAIRS = [("b", "a", "training"), ("a", "c", None), ("d", "c", "fairs"), ("a", "d", None), ("b", "d", "fairs")]


def test_half_is_held_out() -> None:
    rows = hold_out(PAIRS, "2026", seed=1)
    assert rows.schema == pl.Schema(TABLES["suggestions"].schema)
    assert rows["held_out"].sum() == 2  # the smaller half of five
    assert (rows["shown"] ^ rows["held_out"]).all()
    assert rows.select("from", "to").rows() == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "d"), ("c", "d")]
    assert rows["area"].to_list() == ["training", None, None, "fairs", "fairs"]
    assert set(rows["wave"]) == {"2026"}


@given(st.permutations(PAIRS), st.integers(0, 99))
def test_the_draw_depends_on_pairs_and_seed_only(pairs: list[tuple[str, str, str | None]], seed: int) -> None:
    turned = [(b, a, area) for a, b, area in pairs]
    assert hold_out(turned, "2026", seed).equals(hold_out(PAIRS, "2026", seed))


def test_every_pair_is_held_out_equally_often() -> None:
    held = sum(hold_out(PAIRS, "w", seed)["held_out"].to_numpy().astype(int) for seed in range(2000))
    # binomial(2000, .4), 5 comparisons at .001 / 5: within 3.72 standard deviations of 800
    assert (abs(held - 800) < 3.72 * np.sqrt(2000 * 0.4 * 0.6)).all()


def test_nothing_to_hold_out() -> None:
    assert hold_out([], "2026", 1).is_empty()


@pytest.mark.parametrize("pairs", [[("a", "b", None), ("b", "a", "fairs")], [("a", "a", None)]])
def test_pairs_that_make_no_sense(pairs: list[tuple[str, str, str | None]]) -> None:
    with pytest.raises(ValueError, match=r"once|itself"):
        hold_out(pairs, "2026", 1)


def listed_p(outcome: list[int], shown: int) -> float:
    """Twice the smaller tail over all draws of which half was shown (the first `shown` were)."""
    got = sum(outcome[:shown])
    drawn = [sum(outcome[k] for k in which) for which in itertools.combinations(range(len(outcome)), shown)]
    return min(1.0, 2 * min(np.mean([d >= got for d in drawn]), np.mean([d <= got for d in drawn])))


@pytest.mark.parametrize(
    ("shown", "begun", "held", "held_begun"), [(6, 5, 6, 1), (7, 4, 5, 2), (5, 0, 6, 4), (6, 3, 6, 3)]
)
def test_p_value_equals_listing_all_draws(shown: int, begun: int, held: int, held_begun: int) -> None:
    found = compare_introductions(shown, begun, held, held_begun)
    assert found is not None
    outcome = [1] * begun + [0] * (shown - begun) + [1] * held_begun + [0] * (held - held_begun)
    assert found.p_value == pytest.approx(listed_p(outcome, shown))
    assert found.difference == pytest.approx(begun / shown - held_begun / held)


@pytest.mark.parametrize(("shown", "begun", "held", "held_begun"), [(24, 13, 24, 2), (15, 6, 14, 5), (10, 1, 12, 8)])
def test_one_tail_equals_fishers_test(shown: int, begun: int, held: int, held_begun: int) -> None:
    found = compare_introductions(shown, begun, held, held_begun)
    assert found is not None
    table = [[begun, shown - begun], [held_begun, held - held_begun]]
    tails = [fisher_exact(table, alternative=side).pvalue for side in ("greater", "less")]
    assert found.p_value == pytest.approx(min(1.0, 2 * min(tails)))


def test_the_interval_holds_the_effect_in_at_least_95_percent_of_all_draws() -> None:
    """Exact: both outcomes of every pair are fixed, and all 924 draws of 6 out of 12 are listed."""
    compared = cache(lambda begun, held_begun: compare_introductions(6, begun, 6, held_begun))
    for if_shown, if_not in (
        ("111111110000", "110000000000"),  # showing helps six
        ("110000000000", "110000000000"),  # no effect
        ("110000000000", "111110000000"),  # showing harms three
        ("101010101010", "010101010101"),  # helps six and harms six
    ):
        y1, y0 = np.array([int(c) for c in if_shown]), np.array([int(c) for c in if_not])
        inside = []
        for which in itertools.combinations(range(12), 6):
            shown = np.zeros(12, dtype=bool)
            shown[list(which)] = True
            found = compared(int(y1[shown].sum()), int(y0[~shown].sum()))
            assert found is not None
            effect = (y1 - y0)[shown].sum() / 6
            inside.append(found.low - 1e-9 <= effect <= found.high + 1e-9)
        assert np.mean(inside) >= 0.95


@given(st.integers(4, 15), st.integers(4, 15), st.data())
def test_interval_and_test_agree(shown: int, held: int, data: st.DataObject) -> None:
    begun, held_begun = data.draw(st.integers(0, shown)), data.draw(st.integers(0, held))
    found = compare_introductions(shown, begun, held, held_begun)
    assert found is not None
    assert found.low <= found.high
    assert (found.low <= 0 <= found.high) == (found.p_value > 0.05)


@pytest.mark.parametrize("halves", [(0, 5), (5, 0), (0, 0), (3, 3), (2, 4)])
def test_too_few_to_tell_even_the_clearest_outcome_from_chance(halves: tuple[int, int]) -> None:
    # 3 of 3 against 0 of 3 is one draw of 20: 2 / 20 is above 5 %; 4 of 4 against 0 of 4 is one of 70
    assert compare_introductions(halves[0], halves[0], halves[1], 0) is None
    assert compare_introductions(4, 4, 4, 0) is not None


def test_more_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="more"):
        compare_introductions(3, 4, 3, 0)
