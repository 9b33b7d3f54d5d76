"""Every kind of figure: what is drawn, that the drawing is the same each time, and what bad input says."""

import re
from typing import Any

import polars as pl
import pytest

from clusterdynamics import charts
from clusterdynamics.charts.depth_profile import depth_profile
from clusterdynamics.charts.svg import describe
from clusterdynamics.i18n import use_language

DOTS = pl.DataFrame(
    {
        "label": ["Density", "Reciprocity", "Closeness"],
        "value": [0.343, 0.51, None],
        "low": [0.28, None, None],
        "high": [0.41, None, None],
        "note": [None, None, "too few answered"],
    }
)
COVERAGE = pl.DataFrame({"label": ["Firm", "Finance"], "asked": [24, 0], "answered": [20, 0]})
CHANGE = pl.DataFrame(
    {"label": ["All", "Stayers"], "kept": [110, 110], "new": [70, 1], "lost": [101, 2], "not_comparable": [2, None]}
)
CELLS = pl.DataFrame(
    {
        "row": ["Firm", "Firm", "Research"],
        "column": ["Firm", "Research", "Research"],
        "value": [0.2, 0.6, None],
        "low": [0.1, None, None],
        "high": [0.3, None, None],
        "note": [None, None, "too few"],
    }
)
POINTS = pl.DataFrame(
    {
        "label": ["A", "B", "C"],
        "x": [1.0, 5.0, None],
        "y": [0.1, 0.9, 0.5],
        "kind": ["firm", None, "research"],
        "y_low": [0.0, 0.8, None],
        "y_high": [0.2, 1.0, None],
    }
)
FLOW = pl.DataFrame(
    {"before": [0, 0, 1, 1, 2, 2], "after": [0, 1, 1, 2, 0, 2], "pairs": [900.0, 40.0, 30.0, 20.0, None, 2.0]}
)
FAN = pl.DataFrame(
    {
        "time": [-1.0, 0.0, 1.0],
        "low": [0.2, 0.2, 0.1],
        "quarter": [0.3, 0.3, 0.3],
        "middle": [0.4, 0.4, 0.5],
        "three_quarters": [0.5, 0.6, 0.7],
        "high": [0.6, 0.8, 0.9],
    }
)
LINES = pl.DataFrame(
    {"time": [0.0, 1.0] * 2, "label": ["A downturn"] * 2 + ["Help"] * 2, "value": [0.4, 0.3, 0.4, 0.31]}
)
AREA = pl.DataFrame(
    {"time": [0.0, 1.0, 2.0] * 2, "label": ["L1"] * 3 + ["Others"] * 3, "share": [0.9, 0.5, 0.2, 0.1, 0.5, 0.8]}
)
SWINGS = pl.DataFrame({"label": ["What is taken for granted", "Rate"], "at_low": [0.7, 0.45], "at_high": [0.3, 0.55]})
DEPTHS = ["0 · No contact", "1 · We know each other and exchange information now and then", "2 · Simple things"]
FIGURES: dict[str, Any] = {
    "depth_flow": lambda: charts.depth_flow(
        FLOW, depths=DEPTHS, waves=("Before", "Now"), title="More began than ended"
    ),
    "fan": lambda: charts.fan(FAN, lines=LINES, x_title="years", y_title="trust"),
    "shares_area": lambda: charts.shares_area(AREA, x_title="years"),
    "tornado": lambda: charts.tornado(SWINGS, middle=0.5, x_title="trust"),
    "interval_dots": lambda: charts.interval_dots(DOTS, title="A finding", as_percent=True, x_title="share"),
    "interval_dots by wave": lambda: charts.interval_dots(
        pl.concat([DOTS.with_columns(group=pl.lit(w)) for w in ("2012", "2015")]),
        reference=0.3,
        reference_label="random",
        domain=(0, 1),
    ),
    "coverage_bars": lambda: charts.coverage_bars(COVERAGE, gates={"density": 0.65, "blocks": 0.65}),
    "coverage_bars by wave": lambda: charts.coverage_bars(
        pl.concat([COVERAGE.with_columns(group=pl.lit(w)) for w in ("2012", "2015")])
    ),
    "change_bars": lambda: charts.change_bars(CHANGE, subtitle="Links, 2012 to 2015"),
    "depth_profile": lambda: depth_profile(
        pl.DataFrame(
            {
                "label": ["0 · No contact", "1 · We know each other"],
                "share": [0.7, None],
                "low": [0.6, None],
                "high": [0.8, None],
                "wished": [0.05, None],
                "note": [None, "too few answered"],
            }
        ),
        title="Most have no contact",
        x_title="of all pairs",
    ),
    "distribution": lambda: charts.distribution(charts.count_values([0, 1, 1, 4]), x_title="partners"),
    "distribution with bounds": lambda: charts.distribution(
        pl.DataFrame({"label": ["a", "b"], "count": [0.2, 0.8], "low": [0.1, None], "high": [0.3, None]}),
        as_percent=True,
    ),
    "group_matrix": lambda: charts.group_matrix(CELLS, row_title="from", column_title="to"),
    "scatter": lambda: charts.scatter(POINTS, x_title="partners", y_title="advice", y_percent=True),
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_figure_is_the_same_bytes(name: str) -> None:
    first = charts.to_svg(FIGURES[name](), alt="A picture. With words.")
    assert first == charts.to_svg(FIGURES[name](), alt="A picture. With words.")
    assert "<title>A picture.</title><desc>A picture. With words.</desc>" in first
    assert 'role="img"' in first
    assert "http" not in first.replace("http://www.w3.org", "")  # nothing is fetched when it is shown
    assert "<script" not in first


@pytest.mark.parametrize(
    ("call", "missing"),
    [
        (lambda f: charts.interval_dots(f), "value"),
        (lambda f: charts.coverage_bars(f), "asked"),
        (lambda f: charts.change_bars(f), "kept"),
        (lambda f: charts.distribution(f), "count"),
        (lambda f: charts.group_matrix(f), "row"),
        (lambda f: charts.scatter(f, x_title="x", y_title="y"), "x"),
        (lambda f: charts.depth_flow(f, depths=["0"]), "before"),
    ],
)
def test_a_missing_column_is_named(call: Any, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        call(pl.DataFrame({"label": ["a"]}))


@pytest.mark.parametrize("name", ["interval_dots", "coverage_bars", "change_bars", "distribution", "group_matrix"])
def test_an_empty_frame_is_an_empty_figure(name: str) -> None:
    frames = {
        "interval_dots": DOTS,
        "coverage_bars": COVERAGE,
        "change_bars": CHANGE,
        "group_matrix": CELLS,
        "distribution": charts.count_values([]),
    }
    assert "<svg" in charts.to_svg(getattr(charts, name)(frames[name].head(0)), alt="Empty.")


def test_an_empty_scatter() -> None:
    chart = charts.scatter(POINTS.head(0), x_title="x", y_title="y")
    assert "<svg" in charts.to_svg(chart, alt="Empty.")


def values(chart: Any) -> list[dict[str, Any]]:
    """Return the rows inside the specification; layers with the same data share them at the top."""
    spec = chart.to_dict()
    data = spec.get("data") or spec["layer"][0]["data"]
    return data["values"] if "values" in data else spec["datasets"][data["name"]]


def texts(svg: str) -> list[str]:
    return re.findall(r">([^<>]+)</(?:text|tspan)>", svg)


def test_bounds_and_reasons_are_written_beside_the_dots() -> None:
    shown = texts(charts.to_svg(FIGURES["interval_dots"](), alt="x."))
    assert "34%  (28 to 41%)" in shown  # value .343, bounds .28 and .41
    assert "51%" in shown  # no bounds, none invented
    assert "too few answered" in shown


def test_coverage_is_written_in_numbers_and_gates_stand_once() -> None:
    shown = texts(charts.to_svg(FIGURES["coverage_bars"](), alt="x."))
    assert "20 of 24 (83%)" in shown  # 20 / 24
    assert "nobody asked" in shown
    assert shown.count("65%") == 1  # two gates at the same share are one line


def test_change_numbers_stand_inside_when_they_fit_and_above_when_not() -> None:
    data = values(FIGURES["change_bars"]())
    above = {(p["label"], p["part"]): p["above"] for p in data}
    assert above["All", "kept"] == 0
    assert above["Stayers", "new"] > 0  # 1 of 285 is narrower than its number
    assert ("Stayers", "pairs that cannot be compared") not in above  # null draws nothing
    lost = next(p for p in data if (p["label"], p["part"]) == ("All", "lost"))
    assert (lost["from"], lost["to"]) == (-101, 0)


def test_numbers_above_narrow_pieces_do_not_cover_each_other() -> None:
    frame = pl.DataFrame({"label": ["a"], "kept": [1], "new": [2], "lost": [0], "not_comparable": [900]})
    data = values(charts.change_bars(frame))
    assert sorted(p["above"] for p in data) == [0, 1, 2]


def test_change_tells_parts_apart_without_colour() -> None:
    svg = charts.to_svg(FIGURES["change_bars"](), alt="x.")
    assert 'stroke-dasharray="4,3"' in svg


def bands(chart: Any) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Return the points of each band of a depth flow."""
    spec = chart.to_dict()
    data = spec["layer"][0]["data"]
    rows = data["values"] if "values" in data else spec["datasets"][data["name"]]
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["before"], row["after"]), []).append(row)
    return found


def test_bands_are_as_wide_as_pairs_took_them_and_nothing_is_covered() -> None:
    found = bands(FIGURES["depth_flow"]())
    assert set(found) == {(0, 1), (1, 1), (1, 2), (2, 2)}  # who had no contact both times is not drawn
    widths = {key: points[0]["y2"] - points[0]["y"] for key, points in found.items()}
    # 92 pairs share what two gaps of 14 leave of 400 pixels.
    assert widths[0, 1] == pytest.approx(40 * (400 - 28) / 92, abs=0.02)
    assert widths[1, 1] / widths[1, 2] == pytest.approx(30 / 20, abs=0.01)
    for points in found.values():
        assert all(p["y2"] - p["y"] == pytest.approx(points[0]["y2"] - points[0]["y"], abs=0.02) for p in points)
    # The deepest is on top, and each depth's bands lie on one another without a gap.
    assert found[2, 2][0]["y"] == 0
    assert found[1, 1][0]["y"] == pytest.approx(found[1, 2][0]["y2"], abs=0.02)
    assert found[1, 1][-1]["y2"] == pytest.approx(found[0, 1][-1]["y"], abs=0.02)


def test_the_depth_flow_says_what_it_does_not_draw() -> None:
    shown = " ".join(texts(charts.to_svg(FIGURES["depth_flow"](), alt="x.")))
    assert "Not drawn: 900 pairs without contact in both waves." in shown
    assert "No contact (40 that began)" in shown
    assert "Simple things (2)" in shown
    assert "less deep now, or ended" in shown
    assert "Before" in shown
    all_drawn = charts.depth_flow(FLOW.filter(pl.col("before") > 0), depths=DEPTHS)
    assert "Not drawn" not in " ".join(texts(charts.to_svg(all_drawn, alt="x.")))


def test_a_depth_without_a_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="depth 2 has no name"):
        charts.depth_flow(FLOW, depths=DEPTHS[:2])


def test_an_empty_depth_flow() -> None:
    assert "<svg" in charts.to_svg(charts.depth_flow(FLOW.head(0), depths=[]), alt="Empty.")


def test_count_values() -> None:
    few = charts.count_values([0, 2, 2, float("nan")])
    assert few.rows() == [("0", 1), ("1", 0), ("2", 2)]  # counted by hand; the empty bar stays
    many = charts.count_values([float(v) for v in range(60)])
    assert many["count"].sum() == 60
    assert many["label"][0] == "0–4"  # classes of whole numbers share no value
    parts = charts.count_values([0.1, 0.2, 0.9, 1.0])
    assert parts["count"].sum() == 4
    same = charts.count_values([0.5, 0.5])
    assert same["count"].sum() == 2


def test_matrix_shows_reasons_and_numbers_in_the_language() -> None:
    with use_language("sv"):
        shown = texts(charts.to_svg(FIGURES["group_matrix"](), alt="x."))
    assert "20\N{NO-BREAK SPACE}%" in shown
    assert "too few" in shown
    plain = values(charts.group_matrix(CELLS, as_percent=False, top=2.0))
    assert plain[0]["text"] == "0.200"


def test_scatter_leaves_out_what_has_no_place_and_covers_no_point() -> None:
    data = values(FIGURES["scatter"]())
    assert [p["label"] for p in data] == ["A", "B"]
    close = pl.DataFrame({"label": [f"Long name number {i}" for i in range(40)], "x": [1.0] * 40, "y": [1.0] * 40})
    crowd = values(charts.scatter(close, x_title="x", y_title="y", labelled=40))
    assert sum(p["side"] >= 0 for p in crowd) <= 4  # one for each side of the single spot
    below = pl.DataFrame({"label": ["A", "B"], "x": [-1.0, 1.0], "y": [0.0, 1.0]})
    assert charts.scatter(below, x_title="x", y_title="y").to_dict()["layer"]


def test_a_picture_needs_words_and_must_be_a_picture() -> None:
    with pytest.raises(ValueError, match="words"):
        charts.to_svg(FIGURES["distribution"](), alt="  ")
    with pytest.raises(ValueError, match="no SVG"):
        describe("<html>", alt="x")
    assert describe("<svg role='img' width='1'></svg>", alt="A & B").count("role=") == 1
    assert "A &amp; B" in describe("<svg></svg>", alt="A & B")


def test_data_uri() -> None:
    assert charts.to_data_uri("<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"  # base64 by hand (coreutils)


def test_counted_identifiers_are_numbered_anew() -> None:
    from clusterdynamics.charts.svg import _normalise

    one = '<svg><clipPath id="clip17"/><g clip-path="url(#clip17)"/><clipPath id="clip18"/></svg>'
    other = one.replace("clip17", "clip3").replace("clip18", "clip4")
    assert _normalise(one) == _normalise(other)
