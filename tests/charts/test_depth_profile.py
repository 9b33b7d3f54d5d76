"""The depth profile: what is written beside the bars, and nothing drawn that is not given."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from clusterdynamics.charts.depth_profile import depth_profile
from clusterdynamics.charts.svg import to_svg


def drawn(**columns: Any) -> str:
    return to_svg(depth_profile(pl.DataFrame(columns)), alt="A profile")


def test_shares_bounds_and_wishes_are_written() -> None:
    text = drawn(
        label=["0 · No contact", "1 · Some"], share=[0.75, 0.25], low=[0.7, None], high=[0.8, None], wished=[0.15, 0.0]
    )
    assert "75.0%" in text
    assert "70 to 80%" in text
    assert "a wish in 20% of them" in text  # .15 of .75
    assert "a wish in 0%" not in text  # nobody wishes at depth 1


def test_a_share_that_is_not_given_shows_why() -> None:
    text = drawn(label=["0"], share=pl.Series([None], dtype=pl.Float64), note=["too few answered"])
    assert "too few answered" in text
    assert "not given" in drawn(label=["0"], share=pl.Series([None], dtype=pl.Float64))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="share"):
        depth_profile(pl.DataFrame({"label": ["0"]}))


def test_nothing_to_draw() -> None:
    assert "<svg" in drawn(label=pl.Series([], dtype=pl.String), share=pl.Series([], dtype=pl.Float64))
