"""Maps of regions: every region and flow where it belongs, what is missing marked, the notice on the map."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics.charts import choropleth, flow_map, to_svg
from clusterdynamics.charts.region_map.plane import clipped, hatching, inner
from clusterdynamics.regions.geo import Shape, centre, countries

ATLAS = countries()
NORTH = ("SE", "NO", "FI", "DK", "EE")


def _values(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """Return the data of a layer, which Altair may have put in one place."""
    data = spec["layer"][layer]["data"]
    return data["values"] if "values" in data else spec["datasets"][data["name"]]


def _north() -> list[Shape]:
    return [s for s in ATLAS.shapes if s.id in NORTH]


def test_a_region_without_a_figure_is_drawn_and_named_so() -> None:
    frame = pl.DataFrame(
        {"region": list(NORTH), "value": [0.1, 0.2, None, 0.4, 0.5], "note": ["", "", "secret", "", ""]}
    )
    chart = choropleth(frame, _north(), notice="Made with Natural Earth.", background=ATLAS.shapes, as_percent=True)
    spec = chart.to_dict()
    regions = _values(spec, 1)
    assert {f["id"]: f["properties"]["told"] for f in regions}["FI"] == "Finland: secret"
    assert {f["id"]: f["properties"]["class"] for f in regions}["FI"] == "not known"
    assert {f["id"]: f["properties"]["told"] for f in regions}["EE"] == "Estonia: 50%"
    drawing = to_svg(chart, alt="Shares in the north")
    assert "Made with Natural Earth." in drawing
    assert "not known" in drawing
    assert "stroke-dasharray" in drawing  # colour is not the only sign


def test_classes_hold_about_as_many_regions_each() -> None:
    names = [s.id for s in ATLAS.shapes][:20]
    frame = pl.DataFrame({"region": names, "value": [float(2**k) for k in range(20)]})
    spec = choropleth(frame, ATLAS.shapes, notice="x").to_dict()
    classes = [f["properties"]["class"] for f in _values(spec, 0)]
    counts = sorted(classes.count(c) for c in set(classes))
    assert len(counts) == 5
    assert counts[0] >= 3
    same = choropleth(pl.DataFrame({"region": names, "value": [1.0] * 20}), ATLAS.shapes, notice="x")
    assert len({f["properties"]["class"] for f in _values(same.to_dict(), 0)}) == 1


def test_flows_are_drawn_from_middle_to_middle_the_largest_widest() -> None:
    flows = pl.DataFrame(
        {
            "origin": ["SE", "SE", "NO", "SE", "FI"],
            "destination": ["NO", "FI", "DK", "SE", "EE"],
            "ties": [100, 50, 10, 400, 1],
        }
    )
    centres = {s.id: centre(s) for s in _north()}
    chart = flow_map(flows, _north(), centres, notice="Made with Natural Earth.", most=3)
    spec = chart.to_dict()
    lines = _values(spec, 1)
    assert [line["told"] for line in lines] == ["Norway – Denmark: 10", "Sweden – Finland: 50", "Sweden – Norway: 100"]
    assert [line["width"] for line in lines] == [0.6, 2.6, 6.5]
    circles = _values(spec, 2)
    assert [c["told"] for c in circles] == ["within Sweden: 400"]
    drawing = to_svg(chart, alt="Ties in the north")
    assert "3 largest flows; with the circles of ties within regions 99.8% of all ties." in drawing or "100%" in drawing
    assert "up to 100 ties" in drawing


def test_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no region of the frame has an outline"):
        choropleth(pl.DataFrame({"region": ["XX"], "value": [1.0]}), _north(), notice="x")
    flows = pl.DataFrame({"origin": ["XX"], "destination": ["SE"], "ties": [1]})
    with pytest.raises(ValueError, match="no flow has both its ends"):
        flow_map(flows, _north(), {}, notice="x")
    with pytest.raises(ValueError, match="lacks the columns value"):
        choropleth(pl.DataFrame({"region": ["SE"]}), _north(), notice="x")


def test_outlines_behind_end_at_the_edge() -> None:
    square = [(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0), (-2.0, -2.0)]
    found = clipped(square, (0, 0, 1, 1))
    assert sorted({tuple(p) for p in found}) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert found[0] == found[-1]
    assert clipped(square, (5, 5, 6, 6)) == []
    assert clipped(square, (-9, -9, 9, 9))[:-1] == [list(p) for p in square[:-1]]


SQUARE = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]]
HOLE = [[2.0, 2.0], [8.0, 2.0], [8.0, 8.0], [2.0, 8.0], [2.0, 2.0]]


def test_hatching_fills_the_region_and_not_its_holes() -> None:
    """Lines at distance d that fill an area A have the length A / d together, but for the edges."""
    for polygons, area in (([[SQUARE]], 100.0), ([[SQUARE, HOLE]], 64.0)):
        found = hatching(polygons, 0.1)
        assert found is not None
        length = sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in found["coordinates"])
        assert length * 0.1 == pytest.approx(area, rel=0.02)
        middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in found["coordinates"]]
        in_hole = [2 < x < 8 and 2 < y < 8 for x, y in middles]
        assert any(in_hole) == (area == 100)
    assert hatching([[[[0.0, 0.01], [0.001, 0.01], [0.001, 0.02], [0.0, 0.01]]]], 5.0) is None


def test_a_name_stands_inside_a_bent_region() -> None:
    bent = [[0, 0], [10, 0], [10, 2], [2, 2], [2, 10], [0, 10], [0, 0]]
    x, y = inner([[[[float(a), float(b)] for a, b in bent]]])
    assert (0 < x < 2 and 0 < y < 10) or (0 < x < 10 and 0 < y < 2)
    # By hand: the inmost point lies in the corner, as far from the outer sides as from the inner corner.
    assert x == pytest.approx(1.17, abs=0.25)
    assert y == pytest.approx(1.17, abs=0.25)


def test_shares_between_regions_both_ways_with_what_is_hidden() -> None:
    flows = pl.DataFrame(
        {
            "origin": ["SE", "NO", "SE", "SE", "FI"],
            "destination": ["NO", "SE", "SE", "FI", "FI"],
            "ties": [0.2, 0.1, 0.5, None, None],
        }
    )
    chart = flow_map(
        flows,
        _north(),
        notice="Made with Natural Earth.",
        unknown="not shown",
        source="Snapshot abc",
        as_percent=True,
        directed=True,
    )
    spec = chart.to_dict()
    lines = _values(spec, 1)
    assert [line["told"] for line in lines] == ["Norway → Sweden: 10%", "Sweden → Norway: 20%"]
    assert lines[0]["x"] != lines[1]["x2"]  # beside each other, not on one another
    arrows = _values(spec, 3)
    assert len(arrows) == 2
    drawing = to_svg(chart, alt="Shares in the north")
    for words in ("up to 20%", "not shown", "Snapshot abc", "Made with Natural Earth.", "Sweden", "20%"):
        assert words in drawing
    assert drawing.count("stroke-dasharray") >= 3  # the line, the circle and the sign in the legend


def test_classes_that_are_written_alike_are_one() -> None:
    frame = pl.DataFrame({"region": list(NORTH), "value": [0.2001, 0.2002, 0.2003, 0.2004, 0.9]})
    spec = choropleth(frame, _north(), notice="x", as_percent=True).to_dict()
    classes = [f["properties"]["class"] for f in _values(spec, 0)]
    # By hand: quintiles at .20018, .20026, .20034 and .2004 + .2 × .6996 = .34032.
    assert sorted(classes) == ["20%", "20%", "20%", "20% – 34%", "34% – 90%"]
