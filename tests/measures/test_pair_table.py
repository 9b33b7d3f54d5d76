"""Sums over pairs equal brute force, and their redraws those of single ratios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures import pair_table
from clusterdynamics.measures.pair_table import PairTable
from clusterdynamics.measures.redraws import redraw_pair_ratio


@given(st.integers(0, 7), st.integers(0, 1000))
def test_sums_and_ratios_equal_brute_force(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 3, (2, n, n)).astype(float)
    table = PairTable(n)
    table.add("x", x)
    table.add("y", y)
    off = [(i, j) for i in range(n) for j in range(n) if i != j]
    above, below = (sum(m[i, j] for i, j in off) for m in (x, y))
    assert table.sum("x") == above
    assert "x" in table
    assert "z" not in table
    if below:
        assert table.ratio("x", "y") == pytest.approx(above / below)
    else:
        assert np.isnan(table.ratio("x", "y"))


@pytest.mark.parametrize("block", [5, 20_000])
def test_redraws_are_those_of_single_ratios(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_table, "_BLOCK", block)
    rng = np.random.default_rng(3)
    above = rng.integers(0, 2, (9, 9)).astype(float)
    below = np.ones((9, 9))
    np.fill_diagonal(above, 0)
    np.fill_diagonal(below, 0)
    drawn = rng.random(9) < 0.7
    table = PairTable(9)
    table.add("above", above)
    table.add("below", below)
    sums = table.redraw(drawn, 300, np.random.default_rng(5))
    # The other implementation, from the same stream.
    expected = redraw_pair_ratio(above, below, drawn, 300, np.random.default_rng(5))
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(sums["above"] / sums["below"], expected)


def test_without_redraws_or_columns() -> None:
    table = PairTable(3)
    assert table.redraw(np.ones(3, dtype=bool), 10, np.random.default_rng(0)) == {}
    table.add("x", np.ones((3, 3)))
    assert table.redraw(np.ones(3, dtype=bool), 0, np.random.default_rng(0))["x"].size == 0
