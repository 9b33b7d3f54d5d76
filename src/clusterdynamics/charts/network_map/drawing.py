"""From a scene to SVG text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.network_map.labels import Spot, place_labels
from clusterdynamics.charts.network_map.layout import MAP_WIDTH
from clusterdynamics.charts.network_map.markup import element, path, text
from clusterdynamics.charts.network_map.scene import Dot, Item, Line, Scene
from clusterdynamics.charts.shapes import outline, reach
from clusterdynamics.charts.svg import describe
from clusterdynamics.charts.theme import FONT, INK, LINE, MUTED, PAPER, Kind, pale
from clusterdynamics.charts.words import clip, text_width, wrap

__all__ = ["NAMED", "NUMBERED", "draw"]

#: With more organisations than NAMED only the most important 40 are named, the others are numbered; with
#: more than NUMBERED the others stay without number, since the key would be longer than the table.
NAMED, NUMBERED, _MOST_IMPORTANT = 60, 240, 40
_SIZE, _NOTE, _KEY = 11.5, 11.0, 10.0
_LABEL_WIDTH = 150.0
#: The ends of a line in the legend, which stand for no organisation.
_POINT = Kind("", "", INK, "circle")


def draw(scene: Scene) -> str:
    """Return the map as SVG text with title, description, legend, notes and key inside it."""
    spots = _names(scene)
    numbers = _numbers(scene, spots)
    figures = {node: str(i) for node, i in numbers.items()}
    widths = {node: text_width(figure, _KEY) for node, figure in figures.items()}
    beside = _place(scene, figures, widths, _KEY, spots)
    header, top = _header(scene)
    at = {d.node: d for d in scene.dots}
    body = [
        *(_line(line, at[line.source], at[line.target]) for line in scene.lines),
        *(_mark(dot) for dot in scene.dots),
        *_apart(scene),
        *(_name(dot, spots[dot.node], _label(dot), _SIZE) for dot in scene.dots if dot.node in spots),
        *(_name(dot, beside[dot.node], figures[dot.node], _KEY) for dot in scene.dots if dot.node in beside),
    ]
    below, bottom = _legend(scene, top + scene.height + 18)
    notes, bottom = _notes(scene, bottom)
    key, bottom = _key(scene, numbers, bottom)
    height = math.ceil(bottom + 12)
    content = [
        element("rect", width=MAP_WIDTH, height=float(height), fill=PAPER),
        *header,
        element("g", *body, transform=f"translate(0 {top:.0f})"),
        *below,
        *notes,
        *key,
    ]
    svg = element(
        "svg",
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {MAP_WIDTH:.0f} {height}",
        width=MAP_WIDTH,
        height=float(height),
        font_family=FONT,
        fill=INK,
    )
    return describe(svg, alt=scene.alt, title=scene.title)


# -- names and numbers -------------------------------------------------------------------------------


def _names(scene: Scene) -> dict[str, Spot]:
    """Return where each name stands; those in the row of the unlinked stand to the right of their dot."""
    if not scene.named:
        return {}
    named = scene.importance if len(scene.dots) <= NAMED else scene.importance[:_MOST_IMPORTANT]
    widths = {d.node: text_width(_label(d), _SIZE) for d in scene.dots}
    return _place(scene, named, widths, _SIZE, {})


def _place(
    scene: Scene, wanted: Iterable[str], widths: Mapping[str, float], size: float, taken: Mapping[str, Spot]
) -> dict[str, Spot]:
    """Return places for texts beside the dots of the linked part of the map."""
    dots = [d for d in scene.dots if not d.apart]
    index = {d.node: i for i, d in enumerate(dots)}
    found = place_labels(
        np.array([(d.x, d.y) for d in dots]).reshape(-1, 2),
        np.array([d.radius * reach(d.kind.shape) for d in dots]),
        np.array([(widths.get(d.node, 0.0) + 2, size + 2.5) for d in dots]).reshape(-1, 2),
        [index[n] for n in wanted if n in index],
        frame=(2.0, 2.0, MAP_WIDTH - 2, scene.top - 2),
        lines=_along(scene),
        taken=[spot.box for spot in taken.values()],
    )
    return {dots[i].node: spot for i, spot in found.items()}


def _label(dot: Dot) -> str:
    return clip(dot.label, _LABEL_WIDTH, _SIZE)


def _numbers(scene: Scene, spots: dict[str, Spot]) -> dict[str, int]:
    """Return the numbers of the organisations that have no name on the map, in alphabetical order."""
    if len(scene.dots) > NUMBERED or not scene.named:
        return {}
    nameless = [d for d in scene.dots if not d.apart and d.node not in spots]
    return {d.node: i for i, d in enumerate(sorted(nameless, key=lambda d: (d.label.casefold(), d.node)), 1)}


def _along(scene: Scene) -> NDArray[np.float64]:
    """Return points along the ties, for the names to keep clear of."""
    at = {d.node: (d.x, d.y) for d in scene.dots}
    ends = np.array([(*at[line.source], *at[line.target]) for line in scene.lines]).reshape(-1, 4)
    steps = np.linspace(0.08, 0.92, 9)[:, None, None]
    return np.asarray((1 - steps) * ends[None, :, :2] + steps * ends[None, :, 2:]).reshape(-1, 2)


def _name(dot: Dot, spot: Spot, words: str, size: float) -> str:
    left, top, right, bottom = spot.box
    x, y = spot.centre[0], bottom - 3.5
    common: dict[str, float | str | None] = {"font_size": size, "text_anchor": "middle"}
    halo = text(words, x, y, stroke=PAPER, stroke_width=3.0, stroke_linejoin="round", aria_hidden="true", **common)
    lead = ""
    if spot.led:
        nearest = (min(max(dot.x, left), right), min(max(dot.y, top), bottom))
        lead = element("line", x1=dot.x, y1=dot.y, x2=nearest[0], y2=nearest[1], stroke=MUTED, stroke_width=0.7)
    return lead + halo + text(words, x, y, **common) + (_mark(dot) if lead else "")


def _apart(scene: Scene) -> list[str]:
    """Return the line above the unlinked, its words, and the names beside the dots."""
    apart = [d for d in scene.dots if d.apart]
    if not apart:
        return []
    y = scene.top + 4
    width = min(b.x - a.x for a in apart for b in apart if b.x > a.x) if len({d.x for d in apart}) > 1 else 136.0
    return [
        element("line", x1=10.0, y1=y, x2=MAP_WIDTH - 10, y2=y, stroke=LINE, stroke_width=0.8),
        text(scene.apart_words, 10.0, y + 16, font_size=_NOTE, fill=MUTED),
        *(
            text(clip(d.label, width - 2 * d.radius - 12, _SIZE), d.x + d.radius + 5, d.y + 4, font_size=_SIZE)
            for d in apart
            if scene.named
        ),
    ]


# -- dots and lines ----------------------------------------------------------------------------------


def _mark(dot: Dot) -> str:
    """Return the shape of an organisation."""
    fill = {"hollow": PAPER, "dotted": pale(dot.kind.colour)}.get(dot.outline, dot.kind.colour)
    look: dict[str, float | str | None] = {
        "fill": fill,
        "stroke": INK,
        "stroke_width": 1.6 if dot.outline == "hollow" else 1.1,
        "stroke_dasharray": "1.6 1.8" if dot.outline == "dotted" else None,
    }
    corners = outline(dot.kind.shape)
    if corners:
        return element("path", d=path([(dot.x + dot.radius * x, dot.y + dot.radius * y) for x, y in corners]), **look)
    return element("circle", cx=dot.x, cy=dot.y, r=dot.radius, **look)


def _line(line: Line, a: Dot, b: Dot) -> str:
    """Return a tie: straight or bent, with an arrowhead at its end where direction matters."""
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    bend = line.bend * length
    cx, cy = (a.x + b.x) / 2 + uy * bend, (a.y + b.y) / 2 - ux * bend
    look: dict[str, float | str | None] = {
        "stroke": line.colour,
        "stroke_width": line.width,
        "stroke_opacity": line.opacity if line.opacity < 1 else None,
        "stroke_dasharray": line.dash,
        "fill": "none",
    }
    if not line.arrow:
        if not bend:
            return element("line", x1=a.x, y1=a.y, x2=b.x, y2=b.y, **{k: v for k, v in look.items() if k != "fill"})
        return element("path", d=f"M{a.x:.1f},{a.y:.1f}Q{cx:.1f},{cy:.1f} {b.x:.1f},{b.y:.1f}", **look)
    # The arrow points along the end of the curve and stops at the edge of the organisation.
    ex, ey = b.x - cx, b.y - cy
    end = math.hypot(ex, ey) or 1.0
    ex, ey = ex / end, ey / end
    gap, head = b.radius * reach(b.kind.shape) + 1.0, 5.0 + 1.2 * line.width
    tip = (b.x - ex * gap, b.y - ey * gap)
    back = (tip[0] - ex * head, tip[1] - ey * head)
    wing = 0.42 * head
    arrow = path([tip, (back[0] - ey * wing, back[1] + ex * wing), (back[0] + ey * wing, back[1] - ex * wing)])
    curve = f"M{a.x:.1f},{a.y:.1f}Q{cx:.1f},{cy:.1f} {back[0]:.1f},{back[1]:.1f}"
    return element("path", d=curve, **look) + element(
        "path", d=arrow, fill=line.colour, fill_opacity=look["stroke_opacity"]
    )


# -- what stands around the map ----------------------------------------------------------------------


def _header(scene: Scene) -> tuple[list[str], float]:
    y, made = 8.0, []
    for row in wrap(scene.title, MAP_WIDTH - 20, 17, bold=True):
        y += 19
        made.append(text(row, 10.0, y, font_size=17.0, font_weight="600"))
    for row in wrap(scene.subtitle, MAP_WIDTH - 20, 12.5):
        y += 17
        made.append(text(row, 10.0, y, font_size=12.5, fill=MUTED))
    return made, y + 12


def _legend(scene: Scene, top: float) -> tuple[list[str], float]:
    """Return the entries, group by group, as many in a line as fit."""
    y, made = top, []
    for group in scene.legend:
        x = 12.0
        for item in group:
            room = (36 if item.line else 22) + text_width(item.words, _NOTE) + 16
            if x > 12 and x + room > MAP_WIDTH - 8:
                x, y = 12.0, y + 18
            made.append(_entry(item, x, y))
            x += room
        y += 20
    return made, y


def _entry(item: Item, x: float, y: float) -> str:
    if item.dot is not None:
        symbol = _mark(replace(item.dot, x=x + 7, y=y, radius=6.0))
        return symbol + text(item.words, x + 20, y + 4, font_size=_NOTE)
    ends = Dot("", x, y, 0.0, _POINT, ""), Dot("", x + 28, y, 0.0, _POINT, "")
    symbol = _line(replace(item.line, bend=0.0), *ends) if item.line is not None else ""
    return symbol + text(item.words, x + 34, y + 4, font_size=_NOTE)


def _notes(scene: Scene, top: float) -> tuple[list[str], float]:
    y, made = top - 4, []
    for note in scene.notes:
        for row in wrap(note, MAP_WIDTH - 24, _NOTE):
            y += 14.5
            made.append(text(row, 12.0, y, font_size=_NOTE, fill=MUTED))
    return made, y


def _key(scene: Scene, numbers: dict[str, int], top: float) -> tuple[list[str], float]:
    """Return the names behind the numbers, in four columns."""
    if not numbers:
        return [], top
    columns = 4
    width = (MAP_WIDTH - 20) / columns
    labels = {d.node: d.label for d in scene.dots}
    entries = [f"{i}  {labels[node]}" for node, i in numbers.items()]
    rows = math.ceil(len(entries) / columns)
    made = []
    for i, entry in enumerate(entries):
        x, y = 12 + width * (i // rows), top + 18 + 13 * (i % rows)
        made.append(text(clip(entry, width - 8, _KEY), x, y, font_size=_KEY))
    return made, top + 18 + 13 * (rows - 1)
