"""Write the countries that are shipped for maps, from Natural Earth 4.1 as TopoJSON (1:50 million).

.venv/bin/python tools/natural_earth.py countries-50m.json

The file is the one of the npm package world-atlas 2.0.2, which hands on Natural Earth (public domain). Kept are the
countries in a window around Europe, without their far territories and small islands; outlines are simplified in the
arcs that neighbours share, so that borders stay borders.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parent.parent / "src/clusterdynamics/regions/geo/countries.json"
#: Longitudes and latitudes.
WINDOW = (-25.5, 32.0, 48.0, 72.0)
TOLERANCE, SMALLEST, DIGITS = 0.04, 0.02, 2
#: ISO 3166-1 numeric → code as the statistical office of the Union writes it.
CODES = {
    "008": "AL", "020": "AD", "040": "AT", "112": "BY", "056": "BE", "070": "BA", "100": "BG", "191": "HR", "196": "CY",
    "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "AX", "250": "FR", "276": "DE", "300": "EL",
    "348": "HU", "352": "IS", "372": "IE", "376": "IL", "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU",
    "470": "MT", "498": "MD", "499": "ME", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU",
    "674": "SM", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA",
    "807": "MK", "826": "UK", "012": "DZ", "504": "MA", "788": "TN", "434": "LY", "818": "EG", "760": "SY", "422": "LB",
    "268": "GE", "051": "AM", "031": "AZ", "368": "IQ", "398": "KZ", "400": "JO", "364": "IR", "275": "PS",
}  # fmt: skip


def arcs_of(topology: dict) -> list[np.ndarray]:
    scale, move = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def thinned(line: np.ndarray) -> np.ndarray:
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    closed = bool((line[0] == line[-1]).all()) and len(line) > 3
    middle = int(np.argmax(np.hypot(*(line - line[0]).T))) if closed else 0
    keep[middle] = True
    stack = [(0, middle), (middle, len(line) - 1)] if closed else [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        way = line[b] - line[a]
        rest = line[a + 1 : b] - line[a]
        length = np.hypot(*way)
        away = np.abs(way[0] * rest[:, 1] - way[1] * rest[:, 0]) / length if length else np.hypot(*rest.T)
        worst = int(np.argmax(away))
        if away[worst] > TOLERANCE:
            keep[a + 1 + worst] = True
            stack += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return line[keep]


def ring(numbers: list[int], arcs: list[np.ndarray]) -> list[list[float]]:
    points: list[list[float]] = []
    for k in numbers:
        arc = arcs[k] if k >= 0 else arcs[~k][::-1]
        points += [[round(float(x), DIGITS), round(float(y), DIGITS)] for x, y in arc[1 if points else 0 :]]
    return points


def inside(outline: list[list[float]]) -> bool:
    x, y = np.mean(outline, axis=0)
    return WINDOW[0] <= x <= WINDOW[2] and WINDOW[1] <= y <= WINDOW[3]


def area(outline: list[list[float]]) -> float:
    at = np.array(outline)
    return abs(float((at[:-1, 0] * at[1:, 1] - at[1:, 0] * at[:-1, 1]).sum() / 2))


def main(path: str) -> int:
    topology = json.loads(Path(path).read_text())
    arcs = [thinned(a) for a in arcs_of(topology)]
    shapes = []
    for country in topology["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        code = CODES.get(country.get("id", ""), "XK" if name == "Kosovo" else "")
        if not code or "arcs" not in country:
            continue
        given = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        polygons = [[ring(r, arcs) for r in p] for p in given]
        polygons.sort(key=lambda p: -area(p[0]))
        whole = code in {"RU", "KZ", "DZ", "LY", "EG", "IR", "IQ"}  # reach far out of the window
        kept = [
            p
            for k, p in enumerate(polygons)
            if (inside(p[0]) and (area(p[0]) > SMALLEST or k == 0)) or (whole and k == 0)
        ]
        kept = [[r for r in p if len(r) > 3] for p in kept if len(p[0]) > 3]
        if kept:
            shapes.append({"id": code, "name": name, "polygons": kept})
    data = {
        "format": 1,
        "notice": "Made with Natural Earth.",
        "source": "Natural Earth 4.1, 1:50 million, public domain (naturalearthdata.com)",
        "shapes": sorted(shapes, key=lambda s: s["id"]),
    }
    OUT.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(shapes)} countries, {OUT.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
