"""The plain form of a chart: the same figures as in the picture, and not drawn in it."""

import polars as pl

from clusterdynamics import charts
from clusterdynamics.charts.bars import bars_of
from clusterdynamics.charts.theme import ACCENT

SHARES = pl.DataFrame(
    {
        "label": ["time", "time", "money", "money"],
        "group": ["2024", "2026", "2024", "2026"],
        "value": [0.5, 0.4, None, 0.2],
        "low": [0.4, 0.3, None, 0.1],
        "high": [0.6, 0.5, None, 0.3],
        "note": [None, None, "too few", None],
    }
)


def test_dots_with_bounds_are_bars_with_error_bars() -> None:
    bars = bars_of(charts.interval_dots(SHARES, as_percent=True, x_title="named by"))
    assert bars is not None
    assert bars.labels == ("time", "money")
    assert (bars.percent, bars.axis, bars.stacked, bars.standing) == (True, "named by", False, False)
    old, new = bars.series
    assert (old.name, old.values, old.notes) == ("2024", (0.5, None), ("", "too few"))
    assert (new.name, new.values, new.low, new.high) == ("2026", (0.4, 0.2), (0.3, 0.1), (0.5, 0.3))
    assert new.colour == ACCENT


def test_a_chart_with_a_line_to_compare_with_stays_a_picture() -> None:
    assert bars_of(charts.interval_dots(SHARES, reference=0.5)) is None
    assert bars_of(charts.scatter(pl.DataFrame({"label": ["a"], "x": [1], "y": [2]}), x_title="x", y_title="y")) is None


def test_two_rows_in_one_place_are_not_drawn_as_one_bar() -> None:
    twice = pl.concat([SHARES, SHARES])
    assert bars_of(charts.interval_dots(twice)) is None


def test_coverage_depth_and_change() -> None:
    asked = pl.DataFrame({"label": ["all", "bank"], "asked": [4, 0], "answered": [3, 0]})
    coverage = bars_of(charts.coverage_bars(asked))
    assert coverage is not None
    assert coverage.series[0].values == (0.75, None)
    assert coverage.series[0].notes == ("", "nobody asked")

    profile = pl.DataFrame({"label": ["0", "1"], "share": [0.9, 0.1], "wished": [0.2, None]})
    depth = bars_of(charts.depth_profile(profile))
    assert depth is not None
    assert [s.values for s in depth.series] == [(0.2, None), (0.9, 0.1)]
    assert len(bars_of(charts.depth_profile(profile.drop("wished"))).series) == 1  # type: ignore[union-attr]

    counts = pl.DataFrame({"label": ["all"], "kept": [5], "new": [2], "lost": [None], "not_comparable": [9]})
    change = bars_of(charts.change_bars(counts))
    assert change is not None
    assert [(s.name, s.values) for s in change.series] == [("kept", (5.0,)), ("new", (2.0,)), ("lost", (None,))]


def test_stages_stand_upright() -> None:
    from clusterdynamics.charts.stage_ribbon import stage_ribbon

    values = pl.DataFrame({"label": ["Collection", "Trust"], "value": [0.8, None], "note": [None, "few"]})
    spread = pl.DataFrame({"label": ["not yet", "Collection", "Trust"], "share": [0.1, 0.9, 0.0]})
    bars = bars_of(stage_ribbon(values, spread))
    assert bars is not None
    assert bars.standing
    assert bars.labels == ("Collection", "Trust")
    assert bars.series[0].values == (0.8, None)


def test_the_picture_is_the_same_with_and_without() -> None:
    chart = charts.interval_dots(SHARES)
    plain = chart.copy()
    plain.usermeta = {}
    assert charts.to_svg(chart, alt="x") == charts.to_svg(plain, alt="x")
