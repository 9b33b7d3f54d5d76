"""What stands around a map: names on it, and below it swatches, what it rests on and whose outlines these are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.base import inline
from clusterdynamics.charts.region_map.plane import Window
from clusterdynamics.charts.theme import INK, LINE, MUTED, PAPER, SOFT, dress
from clusterdynamics.charts.words import clip, text_width, wrap

if TYPE_CHECKING:
    import altair as alt

__all__ = ["HATCH", "NAMED", "Name", "Swatch", "finished", "geo", "inline_shapes", "names"]

#: Up to so many regions have their names on the map, where there is room.
NAMED = 15
#: Pixels from one line of a hatching to the next.
HATCH = 6.0
_SIZE, _LINE, _WIDE = 11.0, 13.0, 110.0
#: Width of the lines below a map, and of a row of swatches.
_BELOW = 560.0
_SWATCH, _ROW = 26.0, 20.0


@dataclass(frozen=True)
class Name:
    """Words on a map: where they stand (in the plane), and lines of text."""

    at: tuple[float, float]
    lines: tuple[str, ...]
    #: Pixels below the point.
    below: float = 0.0


@dataclass(frozen=True)
class Swatch:
    """An entry of the legend below a map: a sign and what it means."""

    words: str
    #: Width of a line; None for a square.
    width: float | None = None
    colour: str = LINE
    dashed: bool = False


def inline_shapes(features: Iterable[Any]) -> alt.InlineData:
    """Return shapes as data of the specification.

    As a tuple, since Altair copies lists with all their points at every step of making a chart, which took longer than
    everything else together.
    """
    import altair as alt

    return alt.InlineData(values=tuple(features))


def geo(features: Iterable[Any], **look: Any) -> Any:
    """Return a layer of shapes of the plane; those of the legend stand below the window, which must not cut them."""
    import altair as alt

    return alt.Chart(inline_shapes(features)).mark_geoshape(clip=False, **look)


def names(given: Iterable[Name], window: Window) -> list[Any]:
    """Return layers with names, the first ones first; a name that would stand on another one is left out."""
    import altair as alt

    taken: list[tuple[float, float, float, float]] = []
    rows: list[dict[str, Any]] = []
    for name in given:
        words = [clip(line, _WIDE, _SIZE) for line in name.lines if line]
        wide = max((text_width(w, _SIZE) for w in words), default=0.0)
        x, y = window.pixels(name.at)
        x = min(max(x, wide / 2 + 3), window.width - wide / 2 - 3)
        tall = _LINE * len(words)
        y = min(max(y + name.below, tall / 2 + 3), window.height - tall / 2 - 3)
        box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        if any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
            continue
        taken.append(box)
        for k, word in enumerate(words):
            lon, lat = window.back(x, box[1] + _LINE * (k + 0.5))
            rows.append({"x": lon, "y": lat, "text": word})
    if not rows:
        return []
    base = alt.Chart(inline(rows)).encode(longitude="x:Q", latitude="y:Q", text="text:N")
    common: dict[str, Any] = {"baseline": "middle", "fontSize": _SIZE}
    return [
        base.mark_text(stroke=PAPER, strokeWidth=3, strokeJoin="round", color=PAPER, **common),
        base.mark_text(color=INK, **common),
    ]


def finished(
    layers: Sequence[Any], window: Window, swatches: Iterable[Swatch], below: Iterable[str], title: str, subtitle: str
) -> alt.LayerChart:
    """Return the map in its window, with the legend and the lines below it."""
    import altair as alt

    y = window.height + 8
    shown = [*layers]
    rows = list(_rows(swatches))
    for row in rows:
        x = 2.0
        for swatch in row:
            shown += _sign(swatch, x, y + _ROW / 2, window)
            x += _room(swatch)
        y += _ROW
    y += 4 if rows else 0
    lines = [line for text in below if text for line in wrap(text, _BELOW, 10)]
    if lines:
        note = alt.Chart(inline([{"text": "\n".join(lines)}])).mark_text(
            align="left", baseline="top", x=2, y=y, fontSize=10, color=MUTED, lineBreak="\n"
        )
        shown.append(note.encode(text="text:N"))
    chart = alt.layer(*(layer.project(**window.projection) for layer in shown)).properties(
        width=window.width, height=window.height, view=alt.ViewBackground(fill=PAPER, stroke=LINE)
    )
    return dress(chart, title=title, subtitle=subtitle)


def _room(swatch: Swatch) -> float:
    return _SWATCH + 6 + text_width(swatch.words, _SIZE) + 16


def _rows(swatches: Iterable[Swatch]) -> Iterable[list[Swatch]]:
    """Yield the swatches, as many in a row as there is room for."""
    row: list[Swatch] = []
    for swatch in swatches:
        if row and sum(map(_room, (*row, swatch))) > _BELOW:
            yield row
            row = []
        row.append(swatch)
    if row:
        yield row


def _sign(swatch: Swatch, x: float, y: float, window: Window) -> list[Any]:
    """Return layers with a sign and its words; made of shapes of the plane, as marks in pixels are not drawn there."""
    import altair as alt

    def line(*points: tuple[float, float]) -> dict[str, Any]:
        return {"type": "LineString", "coordinates": [window.back(*p) for p in points]}

    layers: list[Any]
    if swatch.width is not None:
        dash = {"strokeDash": [3, 3]} if swatch.dashed else {}
        ends = line((x, y), (x + _SWATCH, y))
        layers = [geo([ends], filled=False, stroke=swatch.colour, strokeWidth=swatch.width, **dash)]
    else:
        corners = [(x, y - 6), (x + _SWATCH, y - 6), (x + _SWATCH, y + 6), (x, y + 6), (x, y - 6)]
        square = {"type": "Polygon", "coordinates": [[window.back(*p) for p in corners]]}
        slants = [line((x + k, y + 6), (x + k + 12, y - 6)) for k in range(0, int(_SWATCH) - 11, 7)]
        layers = [
            geo([square], fill=SOFT, stroke=MUTED, strokeWidth=0.7, strokeDash=[2, 2]),
            geo(slants, filled=False, stroke=LINE, strokeWidth=0.8),
        ]
    words = alt.Chart(inline([{"text": swatch.words}])).mark_text(
        align="left", baseline="middle", x=x + _SWATCH + 6, y=y, fontSize=_SIZE, color=INK
    )
    return [*layers, words.encode(text="text:N")]
