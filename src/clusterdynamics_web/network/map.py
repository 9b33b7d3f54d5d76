"""Where the regions of the network are: a map of the countries that the library brings, drawn here as plain SVG.

Countries with a region are shaded, a region that says where it is has a dot. The equal table stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from clusterdynamics.charts.projection import equal_area
from clusterdynamics.charts.theme import ACCENT, INK, LINE, MUTED, PAPER
from clusterdynamics.regions.geo import countries
from clusterdynamics_web.network.models import Member

__all__ = ["draw", "map_of", "places_of"]

#: The map lies around this point; what is farther than `_REACH` (in radii of the globe) is not on it.
_MIDDLE = (15.0, 56.0)
_LEFT, _RIGHT, _DOWN, _UP = -0.42, 0.36, -0.36, 0.32
_WIDTH = 720
_SCALE = _WIDTH / (_RIGHT - _LEFT)
_HEIGHT = round((_UP - _DOWN) * _SCALE)
_LAND, _HERE = "#f4f4f1", "#b9d8d4"
#: Country as it is chosen in the application → as the shapes call it.
_CODES = {"GB": "UK", "GR": "EL"}

type Place = tuple[str, float, float]


def map_of(members: Sequence[Member], alt: str) -> str:
    """Return the map of these regions as SVG; empty where none of them is on it."""
    shapes = {shape.id for shape in countries().shapes}
    here = {_CODES.get(m.region.country, m.region.country) for m in members} & shapes
    places = places_of(members)
    return draw(frozenset(here), places, alt) if here or places else ""


def places_of(members: Sequence[Member]) -> tuple[Place, ...]:
    """Return the regions that say where they are and lie on the map: name, and where in the picture."""
    placed = [(m.region.name, m.longitude, m.latitude) for m in members if None not in (m.longitude, m.latitude)]
    if not placed:
        return ()
    at = _flat([(float(lon or 0), float(lat or 0)) for _name, lon, lat in placed])
    found = [(name, x, y) for (name, _lon, _lat), (x, y) in zip(placed, at, strict=True)]
    return tuple((name, x, y) for name, x, y in found if 0 <= x <= _WIDTH and 0 <= y <= _HEIGHT)


def _flat(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    flat = equal_area(points, _MIDDLE)
    return [(round((x - _LEFT) * _SCALE, 1), round((_UP - y) * _SCALE, 1)) for x, y in flat.tolist()]


@lru_cache(maxsize=1)
def _outlines() -> tuple[tuple[str, str], ...]:
    """Return each country's code and the path of its outline, of those that reach into the picture."""
    found = []
    for shape in countries().shapes:
        parts = []
        for polygon in shape.polygons:
            rings = [_flat(ring) for ring in polygon]
            if all(not (0 <= x <= _WIDTH and 0 <= y <= _HEIGHT) for x, y in rings[0]):
                continue
            parts += ["M" + "L".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z" for ring in rings]
        if parts:
            found.append((shape.id, "".join(parts)))
    return tuple(found)


@lru_cache(maxsize=16)
def draw(here: Collection[str], places: tuple[Place, ...], alt: str) -> str:
    """Return the map as SVG; one picture for the same regions."""
    land = [
        f'<path d="{path}" fill="{_HERE if code in here else _LAND}" stroke="{LINE}" stroke-width="0.6"/>'
        for code, path in _outlines()
    ]
    dots = []
    for name, x, y in places:
        left = x > _WIDTH * 0.75
        anchor, beside = ("end", x - 9) if left else ("start", x + 9)
        dots.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="5.5" fill="{ACCENT}" stroke="{PAPER}" stroke-width="1.5"/>'
            f'<text x="{beside:g}" y="{y + 4.5:g}" text-anchor="{anchor}" stroke="{PAPER}" stroke-width="3" '
            f'paint-order="stroke" fill="{INK}">{escape(name)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label={quoteattr(alt)} font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(land)}{"".join(dots)}'
        f'<text x="6" y="{_HEIGHT - 7}" fill="{MUTED}" font-size="11">{escape(countries().notice)}</text></svg>'
    )
