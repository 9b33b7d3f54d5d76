"""The depth flow: how pairs moved from depth to depth between two waves, as bands between two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.numbers import whole
from clusterdynamics.charts.theme import ACCENT, INK, MUTED, PAPER, WIDTH, dress
from clusterdynamics.charts.words import text_width, wrap
from clusterdynamics.i18n import N_, _, ngettext

if TYPE_CHECKING:
    import altair as alt

__all__ = ["depth_flow"]

#: What it is called, fill, opacity, outline: as new, kept and lost on the other pictures of change, and told apart
#: by how dark they are, too. A band has one of them by whether it rises, stays or falls.
_MOVES: tuple[tuple[str, str, float, str], ...] = (
    (N_("deeper now"), ACCENT, 0.8, ACCENT),
    (N_("as deep as before"), "#b5aea4", 0.65, MUTED),
    (N_("less deep now, or ended"), PAPER, 0.85, INK),
)
_HEIGHT, _COLUMN, _GAP = 400.0, 12.0, 14.0
#: Label of a depth: widest line, type size; number in a band: least height of the band.
_LABEL, _SIZE, _ROOM = 172.0, 12.0, 12.0
_STEPS = 16


class _Band(NamedTuple):
    """Pairs that went from one depth to another, and where their band begins and ends, from the top."""

    before: int
    after: int
    pairs: float
    left: float
    right: float
    height: float


def depth_flow(
    frame: pl.DataFrame,
    *,
    depths: Sequence[str],
    waves: tuple[str, str] = ("", ""),
    title: str = "",
    subtitle: str = "",
) -> alt.LayerChart:
    """Draw a band for each step from depth to depth, as wide as pairs took it; the deepest depth is on top.

    Pairs without contact in both waves are not drawn, since they would be wider than all others together; a line below
    the picture says how many there are.

    Parameters
    ----------
    frame
        Columns ``before``, ``after`` (depths, 0 on) and ``pairs`` (null is drawn as none).
    depths
        What each depth is called, from 0 on.
    waves
        Names of the two waves.
    title, subtitle
        The finding, and what is measured.

    Raises
    ------
    ValueError
        A column is missing, or a depth has no name.
    """
    import altair as alt

    rows = rows_of(frame, ("before", "after", "pairs"), {})
    highest = max((max(r["before"], r["after"]) for r in rows), default=0)
    if rows and highest >= len(depths):
        raise ValueError(f"depth {highest} has no name; there are names for {len(depths)} depths")
    counts = {(int(r["before"]), int(r["after"])): float(r["pairs"] or 0.0) for r in rows}
    still = counts.pop((0, 0), 0.0)
    labels = {d: wrap(name, _LABEL, _SIZE, lines=3) or [str(d)] for d, name in enumerate(depths)}
    bands, nodes = _places(counts)
    side = _LABEL + 16
    left, right = side, WIDTH - side
    scale_x = alt.Scale(domain=[0, WIDTH], nice=False)
    note = _not_drawn(still)
    bottom = _HEIGHT + (30 if note else 0)
    scale_y = alt.Scale(domain=[bottom, -34], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=scale_x), alt.Y("y:Q", axis=None, scale=scale_y)
    names = [_(name) for name, *_rest in _MOVES]
    legend = alt.Legend(title=None, symbolType="square", symbolStrokeWidth=1.5, labelLimit=0, columns=3)
    area = (
        alt.Chart(inline(_outlines(bands, left + _COLUMN, right - _COLUMN)))
        .mark_area(strokeWidth=1, orient="vertical")
        .encode(
            x=x,
            y=y,
            y2="y2:Q",
            detail="band:N",
            fill=alt.Fill("move:N", scale=alt.Scale(domain=names, range=[m[1] for m in _MOVES]), legend=legend),
            stroke=alt.Stroke("move:N", scale=alt.Scale(domain=names, range=[m[3] for m in _MOVES]), legend=legend),
            fillOpacity=alt.FillOpacity(
                "move:N", scale=alt.Scale(domain=names, range=[m[2] for m in _MOVES]), legend=legend
            ),
        )
    )
    columns = (
        alt.Chart(inline(_columns(nodes, left, right))).mark_rect(color=INK).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    words = _texts(nodes, labels, waves, (left, right)) + _numbers(bands, left + _COLUMN + 6)
    layers: list[Any] = [area, columns]
    for align in ("left", "right"):
        for weight in (400, 600):
            mine = [w for w in words if (w["align"], w["weight"]) == (align, weight)]
            layers.append(
                alt.Chart(inline(mine))
                .mark_text(align=align, baseline="middle", fontSize=_SIZE, fontWeight=weight)
                .encode(x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None, legend=None))
            )
    if note:
        foot = {"text": note, "x": 0.0, "y": _HEIGHT + 22}
        layers.append(
            alt.Chart(inline([foot]))
            .mark_text(align="left", baseline="middle", fontSize=_SIZE, color=MUTED, clip=False)
            .encode(x=x, y=y, text="text:N")
        )
    chart = alt.layer(*layers).properties(width=WIDTH, height=bottom + 34)
    return dress(chart, title=title, subtitle=subtitle)


def _not_drawn(pairs: float) -> str:
    if not pairs:
        return ""
    return ngettext(
        "Not drawn: {n} pair without contact in both waves.",
        "Not drawn: {n} pairs without contact in both waves.",
        round(pairs),
    ).format(n=whole(pairs))


def _move(before: int, after: int) -> int:
    """Return the position of the move among `_MOVES`."""
    return 0 if after > before else 1 if after == before else 2


class _Node(NamedTuple):
    """A depth in one of the two waves."""

    side: int
    depth: int
    pairs: float
    top: float
    height: float


def _places(counts: dict[tuple[int, int], float]) -> tuple[list[_Band], list[_Node]]:
    """Return bands and depths with their places: deepest on top, bands in the order of where they come from or go."""
    moved = {key: n for key, n in counts.items() if n > 0}
    sides = [{key[k] for key in moved} for k in (0, 1)]
    gaps = max((len(s) for s in sides), default=1) - 1
    unit = (_HEIGHT - _GAP * gaps) / (sum(moved.values()) or 1.0)
    starts: list[dict[tuple[int, int], float]] = [{}, {}]
    nodes: list[_Node] = []
    for k in (0, 1):
        at = 0.0
        for depth in sorted(sides[k], reverse=True):
            mine = sorted((key for key in moved if key[k] == depth), key=lambda key: key[1 - k], reverse=True)
            top = at
            for key in mine:
                starts[k][key] = at
                at += moved[key] * unit
            nodes.append(_Node(k, depth, sum(moved[key] for key in mine), top, at - top))
            at += _GAP
    bands = [_Band(*key, n, starts[0][key], starts[1][key], n * unit) for key, n in sorted(moved.items())]
    # Bands that stay first, so that those that move lie over them.
    return sorted(bands, key=lambda b: (b.before != b.after, -b.pairs, b.before, b.after)), nodes


def _outlines(bands: list[_Band], left: float, right: float) -> list[dict[str, Any]]:
    """Return the points along the edges of the bands, which leave and arrive level."""
    points = []
    for order, band in enumerate(bands):
        for step in range(_STEPS + 1):
            t = step / _STEPS
            bend = t * t * (3 - 2 * t)
            top = band.left + (band.right - band.left) * bend
            points.append(
                {
                    "band": f"{order:02d}",
                    "x": round(left + (right - left) * t, 2),
                    "y": round(top, 2),
                    "y2": round(top + band.height, 2),
                    "move": _(_MOVES[_move(band.before, band.after)][0]),
                    "before": band.before,
                    "after": band.after,
                    "pairs": band.pairs,
                }
            )
    return points


def _columns(nodes: list[_Node], left: float, right: float) -> list[dict[str, Any]]:
    return [
        {
            "x": left if n.side == 0 else right - _COLUMN,
            "x2": left + _COLUMN if n.side == 0 else right,
            "y": round(n.top, 2),
            "y2": round(n.top + n.height, 2),
        }
        for n in nodes
    ]


def _texts(
    nodes: list[_Node], labels: dict[int, list[str]], waves: tuple[str, str], ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return the names of the depths with their numbers of pairs beside the columns, and the waves above them."""
    aligns = ("right", "left")
    beside = (ends[0] - 8, ends[1] + 8)
    found = [
        {"text": wave, "x": beside[k], "y": -22.0, "align": aligns[k], "weight": 600, "ink": INK}
        for k, wave in enumerate(waves)
        if wave
    ]
    for k in (0, 1):
        below = -10.0
        for node in (n for n in nodes if n.side == k):
            words = [*labels[node.depth][:-1], *_with_number(labels[node.depth][-1], node)]
            height = 14.0 * len(words)
            # Names of thin depths move down until they stand free of the one above.
            top = max(node.top + node.height / 2 - height / 2, below)
            below = top + height + 2
            for i, line in enumerate(words):
                y = top + 14.0 * i + 7.0
                found.append({"text": line, "x": beside[k], "y": y, "align": aligns[k], "weight": 400, "ink": INK})
    return found


def _with_number(line: str, node: _Node) -> list[str]:
    """Return the last line of a name with the number of pairs behind it, or below it where it would be too wide."""
    n = whole(node.pairs)
    if node.depth == 0:
        # The others without contact are not drawn.
        number = _("{n} that began").format(n=n) if node.side == 0 else _("{n} that ended").format(n=n)
    else:
        number = n
    joined = f"{line} ({number})"
    return [joined] if text_width(joined, _SIZE) <= _LABEL else [line, f"({number})"]


def _numbers(bands: list[_Band], x: float) -> list[dict[str, Any]]:
    """Return the numbers of pairs at the beginning of the bands that have room for them."""
    return [
        {
            "text": whole(b.pairs),
            "x": x,
            "y": b.left + b.height / 2,
            "align": "left",
            "weight": 600,
            "ink": PAPER if _move(b.before, b.after) == 0 else INK,
        }
        for b in bands
        if b.height >= _ROOM
    ]
