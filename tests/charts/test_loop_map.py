"""The loop picture: same input same bytes, loops round, names apart, every mark in its place."""

from __future__ import annotations

import json
import math
import re
from itertools import combinations

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring

from clusterdynamics.charts.loop_map import LoopLink, LoopPicture, LoopRing, loop_layout, loop_map
from clusterdynamics.charts.loop_map.arcs import Curve

NAMES = {c: f"Factor {c} of the picture" for c in "abcdefghij"}
RINGS = (
    LoopRing("L1", "The first", tuple("abcdef"), True, "running", "running"),
    LoopRing("B1", "The second", tuple("agh"), False, "broken", "broken"),
    LoopRing("B2", "There and back", tuple("ai"), False, "weak", "weak"),
)


def links(**more: LoopLink) -> tuple[LoopLink, ...]:
    pairs = [p for r in RINGS for p in zip(r.chain, (*r.chain[1:], r.chain[0]), strict=True)]
    return tuple(more.get(c + e, LoopLink(c, e, 1, "told", 2)) for c, e in pairs)


def picture(**more: object) -> LoopPicture:
    usual = {
        "title": "A <title>",
        "subtitle": "What",
        "labels": NAMES,
        "rings": RINGS,
        "links": links(),
        "alt": "Words.",
    }
    return LoopPicture(**{**usual, **more})  # type: ignore[arg-type]


def test_same_input_same_bytes_and_well_formed() -> None:
    svg = loop_map(picture())
    assert svg == loop_map(picture())
    root = fromstring(svg)
    assert root.get("role") == "img"
    assert "A &lt;title&gt;" in svg
    assert "<desc>Words.</desc>" in svg


def test_one_loop_is_a_circle() -> None:
    layout = loop_layout(RINGS[:1], NAMES, 680)
    x, y = (np.array([getattr(n, a) for n in layout.nodes]) for a in "xy")
    radius = np.hypot(x - x.mean(), y - y.mean())
    assert radius.min() / radius.max() > 0.8
    around = np.unwrap(np.arctan2(y - y.mean(), x - x.mean()))
    assert abs(around[-1] - around[0]) == pytest.approx(2 * math.pi * 5 / 6, abs=0.4)
    assert layout.rings[0].clockwise == (1 if around[-1] > around[0] else -1)


def test_names_stand_apart_and_inside() -> None:
    layout = loop_layout(RINGS, NAMES, 680)
    for a, b in combinations(layout.nodes, 2):
        apart = abs(a.x - b.x) >= a.half_width + b.half_width or abs(a.y - b.y) >= a.half_height + b.half_height
        assert apart, (a.id, b.id)
    assert all(n.half_width <= n.x <= 680 - n.half_width and 0 < n.y < layout.height for n in layout.nodes)
    assert json.loads(json.dumps(layout.to_dict()))["nodes"][0]["id"] == "a"
    assert loop_layout((), {}, 680).nodes == ()


def test_loops_that_share_nothing_and_a_loop_of_one() -> None:
    rings = (RINGS[0], LoopRing("X", "", ("j",), True), LoopRing("Y", "", ("x", "y", "z"), True))
    layout = loop_layout(rings, NAMES, 680)
    assert len({(round(n.x), round(n.y)) for n in layout.nodes}) == 10
    loop_map(picture(rings=rings, links=(*links(), LoopLink("j", "j", 1))))


def test_marks_say_what_the_stories_say() -> None:
    plain = loop_map(picture())
    assert plain.count("stroke-dasharray") == 0
    contested = loop_map(picture(links=links(ab=LoopLink("a", "b", 1, "told", 3, contested=True))))
    assert contested.count('stroke-dasharray="7 4"') == 2  # the link and the legend
    assert "±" in contested
    broken = loop_map(picture(links=links(ab=LoopLink("a", "b", 1, "fails", 2))))
    assert "broken here" in broken
    assert "broken here" not in plain
    untold = loop_map(picture(links=links(ab=LoopLink("a", "b", -1, "untold", 0))))
    assert 'stroke-dasharray="1.5 4"' in untold
    assert "−" in untold
    late = loop_map(picture(links=links(ab=LoopLink("a", "b", 1, "told", 2, delayed=True))))
    assert "takes months or years" in late
    wide = loop_map(picture(links=links(ab=LoopLink("a", "b", 1, "told", 5))))
    assert 'stroke-width="5.7"' in wide
    assert 'stroke-width="5.7"' not in plain
    assert ">R<" in plain
    assert ">B<" in plain


def test_counts_that_are_not_for_the_reader_are_not_drawn() -> None:
    one, other = (
        loop_map(picture(links=tuple(LoopLink(k.cause, k.effect, 1, s) for k in links()))) for s in ("told", "told")
    )
    assert one == other
    assert "wider" not in one


def test_a_highlight_keeps_the_places() -> None:
    layout = loop_layout(RINGS, NAMES, 680)
    plain, lit = loop_map(picture(), layout), loop_map(picture(highlight="B1"), layout)
    assert plain != lit
    assert "opacity" in lit
    assert re.findall(r'<text[^>]* x="([\d.]+)"', plain) == re.findall(r'<text[^>]* x="([\d.]+)"', lit)


def test_a_part_of_a_curve_lies_on_it() -> None:
    curve = Curve((0, 0), (10, 20), (30, 0))
    part = curve.part(0.2, 0.7)
    for t in (0.0, 0.3, 1.0):
        assert part.at(t) == pytest.approx(curve.at(0.2 + 0.5 * t))
    assert Curve((0, 0), (5, 0), (10, 0)).length == pytest.approx(10)
    assert curve.heading(0.0) == pytest.approx((1 / math.sqrt(5), 2 / math.sqrt(5)))
