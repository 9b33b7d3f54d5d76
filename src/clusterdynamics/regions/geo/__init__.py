"""Shapes of regions for maps: countries that are shipped, and what a region brings in itself."""

from __future__ import annotations

from clusterdynamics.regions.geo.geojson import NUTS_NOTICE, read_geojson
from clusterdynamics.regions.geo.of_study import Outlines, outlines, with_shapes
from clusterdynamics.regions.geo.shapes import (
    Atlas,
    Shape,
    atlas_of,
    centre,
    countries,
    neighbours,
    read_atlas,
    simplified,
)

__all__ = [
    "NUTS_NOTICE",
    "Atlas",
    "Outlines",
    "Shape",
    "atlas_of",
    "centre",
    "countries",
    "neighbours",
    "outlines",
    "read_atlas",
    "read_geojson",
    "simplified",
    "with_shapes",
]
