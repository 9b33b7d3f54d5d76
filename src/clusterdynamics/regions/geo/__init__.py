"""Shapes of regions for maps: countries that are shipped, and what a region brings in itself."""

from __future__ import annotations

from clusterdynamics.regions.geo.geojson import NUTS_NOTICE, read_geojson
from clusterdynamics.regions.geo.shapes import Atlas, Shape, centre, countries, neighbours, read_atlas, simplified

__all__ = [
    "NUTS_NOTICE",
    "Atlas",
    "Shape",
    "centre",
    "countries",
    "neighbours",
    "read_atlas",
    "read_geojson",
    "simplified",
]
