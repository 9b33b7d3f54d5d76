"""From a loop picture to SVG: circles of arrows, a gap where a loop is broken, R and B that turn with their loop."""

from __future__ import annotations

import math
from collections.abc import Iterable

from clusterdynamics.charts.loop_map.arcs import Curve, Point, between
from clusterdynamics.charts.loop_map.layout import LABEL, LINE, LoopLayout, Node, Ring, loop_layout
from clusterdynamics.charts.loop_map.scene import LoopLink, LoopPicture, LoopRing
from clusterdynamics.charts.network_map.layout import MAP_WIDTH
from clusterdynamics.charts.network_map.markup import element, path, text
from clusterdynamics.charts.svg import describe
from clusterdynamics.charts.theme import ACCENT, FONT, INK, MUTED, PAPER
from clusterdynamics.charts.theme import LINE as GREY
from clusterdynamics.charts.words import text_width, wrap
from clusterdynamics.i18n import _

__all__ = ["loop_map"]

#: A broken link, and the balancing loops; orange and blue of Okabe and Ito.
_BREAK, _BALANCE = "#D55E00", "#0072B2"
_PALE = 0.28


def loop_map(picture: LoopPicture, layout: LoopLayout | None = None) -> str:
    """Return the picture as SVG text, with title, legend, notes and a description inside it.

    Parameters
    ----------
    picture
        What is on it.
    layout
        Places, where they were computed before; the same for a picture with and without a highlight.
    """
    placed = layout or loop_layout(picture.rings, picture.labels, MAP_WIDTH)
    header, top = _header(picture)
    nodes = {n.id: n for n in placed.nodes}
    middles = _middles(picture.rings, nodes)
    lit = next((r for r in picture.rings if r.id == picture.highlight), None)
    bright = None if lit is None else set(zip(lit.chain, (*lit.chain[1:], lit.chain[0]), strict=True))
    curves = [
        (k, _curve(k, picture.rings, nodes, middles)) for k in picture.links if k.cause in nodes and k.effect in nodes
    ]
    body = [
        *(_link(k, c, pale=bright is not None and (k.cause, k.effect) not in bright) for k, c in curves),
        *(_name(n, pale=lit is not None and n.id not in lit.chain) for n in placed.nodes),
        *(
            _mark(ring, mark, pale=lit is not None and ring.id != lit.id)
            for ring, mark in zip(picture.rings, placed.rings, strict=True)
        ),
    ]
    below, bottom = _legend(picture, top + placed.height + 8)
    notes, bottom = _notes(picture.notes, bottom)
    height = float(math.ceil(bottom + 10))
    content = [
        element("rect", width=MAP_WIDTH, height=height, fill=PAPER),
        *header,
        element("g", *body, transform=f"translate(0 {top:.0f})"),
        *below,
        *notes,
    ]
    svg = element(
        "svg",
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {MAP_WIDTH:.0f} {height:.0f}",
        width=MAP_WIDTH,
        height=height,
        font_family=FONT,
        fill=INK,
    )
    return describe(svg, alt=picture.alt, title=picture.title)


def _middles(rings: Iterable[LoopRing], nodes: dict[str, Node]) -> dict[str, Point]:
    found = {}
    for ring in rings:
        mine = [nodes[f] for f in ring.chain]
        found[ring.id] = (sum(n.x for n in mine) / len(mine), sum(n.y for n in mine) / len(mine))
    return found


def _curve(link: LoopLink, rings: Iterable[LoopRing], nodes: dict[str, Node], middles: dict[str, Point]) -> Curve:
    """Return the curve of a link, around the first loop that has it."""
    a, b = nodes[link.cause], nodes[link.effect]
    for ring in rings:
        if (link.cause, link.effect) in zip(ring.chain, (*ring.chain[1:], ring.chain[0]), strict=True):
            middle = middles[ring.id]
            if len(ring.chain) == 2:  # there and back: each on its own side
                middle = (middle[0] + (b.y - a.y), middle[1] - (b.x - a.x))
            return between(a, b, middle, len(ring.chain))
    return between(a, b, ((a.x + b.x) / 2, (a.y + b.y) / 2 + 1), 12)


# -- links --------------------------------------------------------------------------------------------


def _width(link: LoopLink) -> float:
    if link.status == "untold":
        return 1.2
    if link.evidence is None:
        return 2.6 if link.status in ("told", "fails") else 1.4
    return 1.2 + 0.9 * min(link.evidence, 6)


def _link(link: LoopLink, curve: Curve, *, pale: bool) -> str:
    """Return a link: arrow, sign at its head, bars where it takes long, a gap where it fails."""
    untold, fails = link.status == "untold", link.status == "fails"
    colour = _BREAK if fails else GREY if untold else INK if link.status == "told" else MUTED
    width = _width(link) if not fails else 2.6
    look: dict[str, float | str | None] = {"stroke": colour, "stroke_width": width, "fill": "none"}
    dash = "1.5 4" if untold else "7 4" if link.contested else None
    head = 6.5 + 1.1 * width
    reach = max(0.1, 1 - head / max(curve.length, 1.0))
    stop = curve.part(0.0, reach)
    tip, back, (ux, uy) = curve.end, curve.at(reach), curve.heading(1.0)
    wing = 0.42 * head
    arrow = path([tip, (back[0] - uy * wing, back[1] + ux * wing), (back[0] + uy * wing, back[1] - ux * wing)])
    parts: list[str] = []
    if fails:
        parts += [element("path", d=piece.d, **look) for piece in (stop.part(0.0, 0.36), stop.part(0.60, 1.0))]
        parts += [_bar(stop, t, 8.0, _BREAK, 2.4) for t in (0.36, 0.60)]
    else:
        parts.append(
            element("path", d=stop.d, stroke_dasharray=dash, stroke_linecap="round" if untold else None, **look)
        )
    parts.append(element("path", d=arrow, fill=PAPER if untold else colour, stroke=colour, stroke_width=1.0))
    if link.delayed and not untold:
        spot = 0.22 if fails else 0.48
        step = 3.2 / max(curve.length, 1.0)
        half = 6.0 + width / 2
        parts.append(_bar(stop, spot, half, PAPER, 8.0))
        parts += [_bar(stop, spot + side * step, half, colour, 1.6) for side in (-1, 1)]
    if link.sign:
        parts.append(_sign(link, curve, colour, head, width))
    return element("g", *parts, opacity=_PALE if pale else None)


def _bar(curve: Curve, t: float, half: float, colour: str, width: float) -> str:
    """Return a bar across the curve."""
    (x, y), (ux, uy) = curve.at(t), curve.heading(t)
    ends = {"x1": x - uy * half, "y1": y + ux * half, "x2": x + uy * half, "y2": y - ux * half}
    return element("line", stroke=colour, stroke_width=width, **ends)


def _sign(link: LoopLink, curve: Curve, colour: str, head: float, width: float) -> str:
    """Return + or − beside the head, on the outer side of the bend."""
    t = max(0.55, 1 - (head + 7) / max(curve.length, 1.0))
    (x, y), (ux, uy) = curve.at(t), curve.heading(t)
    chord = (curve.end[0] - curve.start[0], curve.end[1] - curve.start[1])
    bend = (curve.control[0] - curve.start[0]) * chord[1] - (curve.control[1] - curve.start[1]) * chord[0]
    side = 1.0 if bend >= 0 else -1.0
    off = 9.5 + width / 2
    words = "+" if link.sign > 0 else "−"
    if link.contested:
        words = "±"
    px, py = x + side * uy * off, y - side * ux * off + 5
    common: dict[str, float | str | None] = {"font_size": 15.0, "font_weight": "700", "text_anchor": "middle"}
    halo = text(words, px, py, stroke=PAPER, stroke_width=3.0, aria_hidden="true", **common)
    return halo + text(words, px, py, fill=colour, **common)


# -- names and marks ------------------------------------------------------------------------------------


def _name(node: Node, *, pale: bool) -> str:
    top = node.y - LINE * len(node.lines) / 2 + LINE * 0.76
    rows = []
    for k, line in enumerate(node.lines):
        common: dict[str, float | str | None] = {"font_size": LABEL, "text_anchor": "middle"}
        y = top + k * LINE
        rows.append(
            text(line, node.x, y, stroke=PAPER, stroke_width=4.0, stroke_linejoin="round", aria_hidden="true", **common)
        )
        rows.append(text(line, node.x, y, **common))
    return element("g", *rows, opacity=0.4 if pale else None)


def _mark(ring: LoopRing, mark: Ring, *, pale: bool) -> str:
    """Return R or B in an arrow that turns the way the loop does, with the loop's name and state below."""
    broken = ring.state == "broken"
    quiet = ring.state in ("not_told", "not_shown", "weak")
    colour = _BREAK if broken else MUTED if quiet else ACCENT if ring.reinforcing else _BALANCE
    x, y, r = mark.x, mark.y - 6, 11.5
    turn = mark.clockwise
    gap = 1.1 if broken else 0.62
    first, last = -math.pi / 2 + turn * gap / 2, -math.pi / 2 - turn * gap / 2
    a = (x + r * math.cos(first), y + r * math.sin(first))
    b = (x + r * math.cos(last), y + r * math.sin(last))
    sweep = 1 if turn > 0 else 0
    circle = f"M{a[0]:.1f},{a[1]:.1f}A{r},{r} 0 1 {sweep} {b[0]:.1f},{b[1]:.1f}"
    tx, ty = -math.sin(last) * turn, math.cos(last) * turn
    head = [
        (b[0] + tx * 5.5, b[1] + ty * 5.5),
        (b[0] - ty * 4 - tx, b[1] + tx * 4 - ty),
        (b[0] + ty * 4 - tx, b[1] - tx * 4 - ty),
    ]
    letter = _("R") if ring.reinforcing else _("B")
    common: dict[str, float | str | None] = {"text_anchor": "middle"}
    parts = [
        element("circle", cx=x, cy=y, r=r + 3, fill=PAPER, fill_opacity=0.9),
        element("path", d=circle, fill="none", stroke=colour, stroke_width=1.9),
        element("path", d=path(head), fill=colour),
        text(letter, x, y + 4.6, font_size=12.5, font_weight="700", fill=colour, **common),
    ]
    row = y + r + 13
    for k, line in enumerate(
        wrap(ring.id, 90, 10.5, bold=True, lines=1) + ([ring.state_words] if ring.state_words else [])
    ):
        weight = "700" if k == 0 else None
        here: dict[str, float | str | None] = {"font_size": 10.5, "font_weight": weight, **common}
        parts.append(text(line, x, row + 11.5 * k, stroke=PAPER, stroke_width=3.0, aria_hidden="true", **here))
        parts.append(text(line, x, row + 11.5 * k, fill=colour, **here))
    return element("g", *parts, opacity=_PALE if pale else None)


# -- around the picture -----------------------------------------------------------------------------------


def _header(picture: LoopPicture) -> tuple[list[str], float]:
    y, made = 8.0, []
    for row in wrap(picture.title, MAP_WIDTH - 20, 17, bold=True):
        y += 19
        made.append(text(row, 10.0, y, font_size=17.0, font_weight="600"))
    for row in wrap(picture.subtitle, MAP_WIDTH - 20, 12.5):
        y += 17
        made.append(text(row, 10.0, y, font_size=12.5, fill=MUTED))
    return made, y + 10


def _legend(picture: LoopPicture, top: float) -> tuple[list[str], float]:
    """Return the marks that occur, in words, and the names of the loops."""

    def curve(x: float, y: float) -> Curve:
        return Curve((x, y + 4), (x + 19, y - 4), (x + 38, y + 4))

    links = picture.links
    counted = any(k.evidence for k in links)
    width = 3 if counted else None
    told = _("told: wider for more tellers") if counted else _("told")
    untold = _("not told") if counted else _("not told, or by few")
    entries = [
        (LoopLink("", "", 0, "told", width), told, True),
        (LoopLink("", "", 0, "few", 1), _("told by few"), any(k.status == "few" for k in links)),
        (LoopLink("", "", 0, "fails"), _("said to fail: broken here"), any(k.status == "fails" for k in links)),
        (LoopLink("", "", 0, "untold"), untold, any(k.status == "untold" for k in links)),
        (LoopLink("", "", 0, "told", 2, contested=True), _("told with both signs"), any(k.contested for k in links)),
        (LoopLink("", "", 0, "told", 2, delayed=True), _("takes months or years"), any(k.delayed for k in links)),
    ]
    x, y, made = 12.0, top + 8, []
    for link, words, wanted in entries:
        if not wanted:
            continue
        room = 46 + text_width(words, 11) + 18
        if x > 12 and x + room > MAP_WIDTH - 8:
            x, y = 12.0, y + 19
        made += [_link(link, curve(x, y), pale=False), text(words, x + 46, y + 5, font_size=11.0)]
        x += room
    y += 22
    signs = _("+ both move the same way · − they move in opposite ways · R reinforcing · B balancing")
    made.append(text(signs, 12.0, y + 4, font_size=11.0, fill=MUTED))
    named = " · ".join(f"{r.id} {r.label}" for r in sorted(picture.rings, key=lambda r: (r.id[0] != "L", r.id)))
    y += 6
    for row in wrap(named, MAP_WIDTH - 24, 11):
        y += 15
        made.append(text(row, 12.0, y, font_size=11.0))
    return made, y + 4


def _notes(notes: Iterable[str], top: float) -> tuple[list[str], float]:
    y, made = top, []
    for note in notes:
        for row in wrap(note, MAP_WIDTH - 24, 11):
            y += 14.5
            made.append(text(row, 12.0, y, font_size=11.0, fill=MUTED))
    return made, y
