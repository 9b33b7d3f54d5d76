"""Shapes of regions: what is shipped, what is brought in, their middles and borders, and every bad file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clusterdynamics.charts.projection import equal_area, middle_of
from clusterdynamics.errors import InputError
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.regions.geo import (
    NUTS_NOTICE,
    Shape,
    centre,
    countries,
    neighbours,
    read_atlas,
    read_geojson,
    simplified,
)

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
BESIDE = [[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]


def _feature(code: str, *rings: Any, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    given = list(rings) if kind == "Polygon" else [[r] for r in rings]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": code.lower()} | more,
        "geometry": {"type": kind, "coordinates": given},
    }


def _file(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | more).encode()


def test_the_countries_that_are_shipped() -> None:
    atlas = countries()
    assert {"SE", "NO", "FI", "DK", "DE", "FR", "EL", "UK", "XK", "TR"} <= {s.id for s in atlas.shapes}
    assert atlas.notice == "Made with Natural Earth."
    assert "public domain" in atlas.source
    near = set(neighbours(atlas.shapes))
    for pair in (("NO", "SE"), ("FI", "SE"), ("DE", "FR"), ("ES", "PT"), ("AT", "IT")):
        assert pair in near, pair
    assert ("DK", "SE") not in near  # a strait lies between
    assert ("DE", "ES") not in near
    lon, lat = centre(next(s for s in atlas.shapes if s.id == "SE"))
    assert 14 < lon < 18
    assert 61 < lat < 64


def test_nuts_brings_its_notice(shared_data: Path) -> None:
    file = shared_data / "regions" / "nuts" / "NUTS_RG_60M_2024_4326_LEVL_2.geojson"
    atlas = read_geojson(file, level=2)
    assert len(atlas.shapes) == 296
    assert atlas.notice == NUTS_NOTICE
    near = {p for p in neighbours(atlas.shapes) if "SE31" in p}
    assert near == {("NO02", "SE31"), ("NO08", "SE31"), ("SE12", "SE31"), ("SE23", "SE31"), ("SE31", "SE32")}
    with pytest.raises(ExchangeError, match="No region is left at level 3"):
        read_geojson(file, level=3)


def test_written_and_read_back(tmp_path: Path) -> None:
    atlas = read_geojson(_file(_feature("A", SQUARE), _feature("B", BESIDE)), notice="© Somebody")
    (tmp_path / "s.json").write_text(atlas.to_json())
    back = read_atlas(tmp_path / "s.json")
    assert back == atlas
    assert "A" in back
    assert [s.id for s in back.only(["B"]).shapes] == ["B"]
    for bad in ("{}", "no", '{"format": 7}'):
        (tmp_path / "bad.json").write_text(bad)
        with pytest.raises(InputError, match="holds no shapes"):
            read_atlas(tmp_path / "bad.json")


def test_middle_and_border_by_hand() -> None:
    atlas = read_geojson(
        _file(_feature("A", SQUARE), _feature("B", BESIDE), _feature("C", [[4, 2], [5, 2], [5, 3], [4, 2]])), notice="x"
    )
    a, b, _c = atlas.shapes
    assert centre(a) == pytest.approx((1, 1))
    assert centre(b) == pytest.approx((3, 1))
    assert neighbours(atlas.shapes) == (("A", "B"),)  # B and C meet in a point only
    islands = read_geojson(
        _file(_feature("A", SQUARE, [[9, 9], [9.1, 9], [9.1, 9.1], [9, 9]], kind="MultiPolygon")), notice="x"
    )
    assert centre(islands.shapes[0]) == pytest.approx((1, 1))  # of the largest part


def test_simplified_outlines_stay_near_and_keep_the_largest_part() -> None:
    angle = np.linspace(0, 2 * np.pi, 400)
    circle = [(float(np.cos(t)), float(np.sin(t))) for t in angle[:-1]]
    shape = Shape("A", "A", (((*circle, circle[0]),),))
    found = simplified(shape, 0.01)
    (ring,) = found.polygons[0]
    assert 15 < len(ring) < 80
    assert ring[0] == ring[-1]
    assert set(ring) <= set(circle)
    # No point left out lies farther from the outline than the tolerance.
    kept = np.array(ring)
    for point in np.array(circle):
        ends = np.stack([kept[:-1], kept[1:]])
        way = ends[1] - ends[0]
        t = np.clip(((point - ends[0]) * way).sum(axis=1) / (way**2).sum(axis=1), 0, 1)
        assert np.hypot(*(ends[0] + t[:, None] * way - point).T).min() <= 0.01 + 1e-9
    assert simplified(shape, 0) is shape
    assert simplified(shape, 99).polygons == shape.polygons


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"no", "no valid JSON"),
        (b"{}", "holds no features"),
        (_file(_feature("A", SQUARE), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3035"}}), "not in degrees"),
        (_file(_feature("A", [[0, 0], [900000, 0], [900000, 9], [0, 0]])), "is not in degrees"),
        (_file(_feature("A", [[0, 0], [1, 1], [0, 0]])), "cannot be read"),
        (_file(_feature("A", [[0, 0], [1, 0], [1, 1], [0, 1]])), "cannot be read"),
        (_file(_feature("A", SQUARE), _feature("A", BESIDE)), "more than once"),
        (_file(_feature("", SQUARE)), "has no code"),
        (
            _file(
                {"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
            ),
            "is no polygon",
        ),
        (_file({"type": "Feature", "properties": {"code": "A"}, "geometry": None}), "is no polygon"),
        (
            _file({"type": "Feature", "properties": {"kommun": "A"}, "geometry": None}),
            "No property holds the code.*kommun",
        ),
    ],
)
def test_bad_files(data: bytes, part: str) -> None:
    with pytest.raises(ExchangeError, match=part):
        read_geojson(data, name="f.geojson", notice="x")


def test_whose_shapes_they_are_must_be_said() -> None:
    with pytest.raises(ExchangeError, match="whose shapes these are"):
        read_geojson(_file(_feature("A", SQUARE)), name="f.geojson")


def test_equal_areas() -> None:
    """A degree square near the pole and one at the middle keep the ratio of their areas on the sphere."""
    middle = (10.0, 52.0)
    for lat in (35.0, 52.0, 70.0):
        n = 40
        up = np.linspace(lat, lat + 1, n)
        ring = [*((9.5, y) for y in up), *((10.5, y) for y in up[::-1]), (9.5, lat)]
        ring = [*((x, lat) for x in np.linspace(10.5, 9.5, n)), *((9.5, y) for y in up)]
        ring += [*((x, lat + 1) for x in np.linspace(9.5, 10.5, n)), *((10.5, y) for y in up[::-1])]
        at = equal_area(ring, middle)
        x, y = at[:, 0], at[:, 1]
        area = abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2))
        sphere = np.radians(1) * (np.sin(np.radians(lat + 1)) - np.sin(np.radians(lat)))
        assert area == pytest.approx(sphere, rel=1e-4)
    np.testing.assert_allclose(equal_area([middle], middle), [[0, 0]], atol=1e-12)
    assert middle_of([(0, 50), (20, 54)]) == (10, 52)
