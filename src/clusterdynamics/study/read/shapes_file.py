"""Outlines of regions beside the tables (``shapes.json``), as ``geo import`` writes them, looked at before use.

The study does not draw; ``regions.geo`` makes an atlas of the file.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["SHAPES_FILE", "is_shapes"]

#: Outlines of the study's regions, for maps.
SHAPES_FILE = "shapes.json"
_FORMAT = 1


def is_shapes(data: bytes) -> bool:
    """Return whether a file holds outlines: names, the notice that goes with them, closed rings in degrees."""
    try:
        found = json.loads(data)
        if not isinstance(found, dict) or found.get("format") != _FORMAT:
            return False
        shapes = found["shapes"]
        codes = [s["id"] for s in shapes]
        return (
            bool(codes)
            and len(set(codes)) == len(codes)
            and all(isinstance(found[key], str) for key in ("notice", "source"))
            and bool(found["notice"].strip())
            and all(_is_shape(s) for s in shapes)
        )
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return False


def _is_shape(shape: dict[str, Any]) -> bool:
    words = all(isinstance(shape[key], str) and shape[key].strip() for key in ("id", "name"))
    polygons = shape["polygons"]
    return words and bool(polygons) and all(bool(p) and all(_is_ring(r) for r in p) for p in polygons)


def _is_ring(ring: list[list[float]]) -> bool:
    if len(ring) < 4 or ring[0] != ring[-1]:
        return False
    # Text compares with no number, and what is no number is within no bounds.
    return all(len(p) == 2 and abs(p[0]) <= 180 and abs(p[1]) <= 90 for p in ring)
