"""Shapes from GeoJSON: NUTS as GISCO gives it out, or a country's own regions, each with its notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.i18n import _
from clusterdynamics.regions.geo.shapes import Atlas, Polygon, Ring, Shape, simplified

__all__ = ["NUTS_NOTICE", "read_geojson"]

#: What every map with the NUTS shapes of GISCO must say, and what their use is bound to.
NUTS_NOTICE = (
    "© EuroGeographics for the administrative boundaries. The shapes of NUTS may be used for non-commercial purposes; "
    "commercial use needs the agreement of EuroGeographics."
)
#: Properties that hold the code, and the name, of a region.
_CODES = ("NUTS_ID", "nuts_id", "id", "code", "CODE", "region", "ISO_A2", "iso_a2")
_NAMES = ("NAME_LATN", "NUTS_NAME", "name", "NAME", "label", "Name")
#: Most points of one file.
_POINTS = 5_000_000


def read_geojson(
    source: Path | str | bytes,
    *,
    name: str = "",
    code: str = "",
    label: str = "",
    level: int | None = None,
    notice: str = "",
    tolerance: float = 0.0,
) -> Atlas:
    """Read shapes of regions.

    Parameters
    ----------
    source
        A GeoJSON file (a collection of features, in degrees), or its content.
    name
        Its name in messages, where bytes are given.
    code, label
        Properties with the code and the name of a region; found out where empty.
    level
        Level of NUTS to keep (by ``LEVL_CODE`` or the length of the code); all where None.
    notice
        What maps made with the shapes must say. NUTS shapes bring theirs; for others it must be given, because a map
        without the owner's name may break the terms of its use.
    tolerance
        Degrees by which outlines may be simplified.

    Raises
    ------
    ExchangeError
        With all that is wrong with the file.
    """
    called = name or (Path(source).name if not isinstance(source, bytes) else "GeoJSON")
    faults = Faults(called)
    data = source if isinstance(source, bytes) else read_bytes(Path(source), called)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise faults.error(
            _("The file is no valid JSON ({detail}).").format(detail=str(problem)[:200]), _("Download it again.")
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("features"), list) or not found["features"]:
        raise faults.error(_("The file holds no features."), _("Choose a GeoJSON file with a FeatureCollection."))
    _degrees(found, faults)
    features = [f for f in found["features"] if isinstance(f, dict)]
    properties: list[dict[str, Any]] = [dict(p) if isinstance(p := f.get("properties"), dict) else {} for f in features]
    by_code = code or next((c for c in _CODES if any(c in p for p in properties)), "")
    by_name = label or next((c for c in _NAMES if any(c in p for p in properties)), by_code)
    if not by_code:
        known = ", ".join(sorted({k for p in properties for k in p})[:20])
        raise faults.error(
            _("No property holds the code of the regions."),
            _("Say which (--code); there are: {known}.").format(known=known),
        )
    nuts = by_code.upper() == "NUTS_ID"
    if not notice and not nuts:
        faults.add(
            _("The file does not say whose shapes these are."),
            _('Give the notice that maps must carry (--notice "© …"); the owner\'s page says it.'),
        )
    shapes: dict[str, Shape] = {}
    points = 0
    for number, (feature, mine) in enumerate(zip(features, properties, strict=True), start=1):
        region = str(mine.get(by_code) or "").strip()
        if level is not None and _level(mine, region) != level:
            continue
        if not region:
            faults.add(_("Feature {n} has no code.").format(n=number), _("Give it one, or choose another property."))
            continue
        if region in shapes:
            faults.add(
                _("'{code}' stands there more than once.").format(code=region), _("Join its parts to one feature.")
            )
            continue
        polygons = _polygons(feature.get("geometry"), number, faults)
        points += sum(len(r) for p in polygons for r in p)
        if points > _POINTS:
            raise faults.error(_("The file has too many points."), _("Take a smaller scale, such as 1:60 million."))
        if polygons:
            shapes[region] = simplified(Shape(region, str(mine.get(by_name) or region), polygons), tolerance)
    if not shapes and not faults.found:
        faults.add(_("No region is left at level {level}.").format(level=level), _("Choose the file of that level."))
    faults.check()
    ordered = tuple(shapes[r] for r in sorted(shapes))
    return Atlas(ordered, notice or NUTS_NOTICE, called)


def _level(properties: Mapping[str, Any], code: str) -> int:
    told = properties.get("LEVL_CODE")
    return told if isinstance(told, int) else len(code) - 2


def _degrees(found: Mapping[str, Any], faults: Faults) -> None:
    """Raise unless the coordinates are degrees: the file says so, or says nothing and they look like it."""
    crs = found.get("crs")
    if not isinstance(crs, dict):
        return
    named = str((crs.get("properties") or {}).get("name", "")) if isinstance(crs.get("properties"), dict) else ""
    if named and not any(good in named.upper() for good in ("4326", "CRS84", "4258")):
        raise faults.error(
            _("The coordinates are in {crs}, not in degrees.").format(crs=named),
            _("Choose the file in EPSG:4326 (its name says 4326)."),
        )


def _polygons(geometry: Any, number: int, faults: Faults) -> tuple[Polygon, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    parts = [given] if kind == "Polygon" else given if kind == "MultiPolygon" else None
    if not isinstance(parts, list) or not parts:
        faults.add(
            _("Feature {n} is no polygon.").format(n=number), _("Choose a file of areas, not of points or lines.")
        )
        return ()
    found: list[Polygon] = []
    try:
        for part in parts:
            rings = [_ring(ring) for ring in part]
            if rings:
                found.append(tuple(rings))
    except (TypeError, ValueError, IndexError):
        faults.add(
            _("The outline of feature {n} cannot be read, or is not in degrees.").format(n=number),
            _("Choose the file in EPSG:4326; rings have at least four points, the last one like the first."),
        )
        return ()
    return tuple(found)


def _ring(given: Any) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in given)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("no ring")
    if not all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring):
        raise ValueError("no degrees")
    return ring
