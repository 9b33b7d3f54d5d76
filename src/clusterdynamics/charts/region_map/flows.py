"""Ties between regions as lines, wider for more; ties within a region as circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.numbers import percent, whole
from clusterdynamics.charts.projection import equal_area, middle_of
from clusterdynamics.charts.region_map.plane import Area, Window, behind, feature, flat, inner, middle, window
from clusterdynamics.charts.region_map.sheet import NAMED, Name, Swatch, finished, geo, names
from clusterdynamics.charts.theme import ACCENT, INK, LINE, MUTED, SOFT
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["flow_map"]

#: Classes of the width of lines.
_WIDTHS = (0.6, 1.4, 2.6, 4.2, 6.5)
#: Up to so many lines have their figure written on them.
_WRITTEN = 12
_BEHIND = {"fill": "#f4f4f1", "stroke": LINE, "strokeWidth": 0.5}


@dataclass(frozen=True)
class _Flow:
    origin: str
    destination: str
    ties: float


def flow_map(
    flows: pl.DataFrame,
    areas: Iterable[Area],
    centres: Mapping[str, tuple[float, float]] | None = None,
    *,
    notice: str,
    most: int = 60,
    background: Iterable[Area] = (),
    title: str = "",
    subtitle: str = "",
    source: str = "",
    unknown: str = "",
    as_percent: bool = False,
    directed: bool = False,
) -> alt.LayerChart:
    """Draw ties between regions as lines, wider for more, and ties within a region as circles.

    The `most` largest flows are drawn, and the map says which part of all that is: a map of all flows of a continent is
    a blot. Pairs whose figure is null are drawn as thin dashed lines, regions as dashed circles: nobody takes them for
    pairs without ties, and their width says nothing.

    Parameters
    ----------
    flows
        Columns ``origin``, ``destination``, ``ties`` (null where it is not known or not shown).
    areas
        Outlines of the regions.
    centres
        Region → (longitude, latitude) at which its lines meet; well inside its outline where not given.
    notice
        What a map with these outlines must say.
    most
        Flows that are drawn.
    background
        Outlines that are drawn behind.
    title, subtitle
        The finding, and what is measured.
    source
        What the figures rest on; it stands below the map.
    unknown
        What a pair without a figure is called in the legend.
    as_percent
        ``ties`` holds shares of the ties that could be (0-1), not counts.
    directed
        Ties go from origin to destination: each way has a line of its own, with an arrow.

    Raises
    ------
    ValueError
        A column is missing, or no flow has both its ends on the map.
    """
    import altair as alt

    rows = rows_of(flows, ("origin", "destination", "ties"), {})
    listed = list(areas)
    points = centres if centres is not None else {a.id: (0.0, 0.0) for a in listed}
    placed = [r for r in rows if r["origin"] in points and r["destination"] in points]
    known = [_Flow(str(r["origin"]), str(r["destination"]), float(r["ties"])) for r in placed if r["ties"]]
    hidden = [(str(r["origin"]), str(r["destination"])) for r in placed if r["ties"] is None]
    if not known and not hidden:
        raise ValueError("no flow has both its ends on the map")
    used = {str(r[end]) for r in placed for end in ("origin", "destination")}
    drawn = [a for a in listed if a.id in used]
    at, shown, centre = _where(drawn, used, centres)
    called = {a.id: a.name for a in drawn}
    between = sorted((f for f in known if f.origin != f.destination), key=lambda f: (-f.ties, f.origin, f.destination))
    cut, inside = between[:most], [f for f in known if f.origin == f.destination]
    sign = " → " if directed else " – "
    ways = _Ways(at, shown, directed=directed, steps=_steps(cut))
    lines = []
    for f in reversed(cut):  # the widest on top
        ends = sign.join(called.get(end, end) for end in (f.origin, f.destination))
        told = f"{ends}: {_written(f.ties, as_percent=as_percent)}"
        lines.append({**ways.line(f.origin, f.destination), "width": ways.width(f.ties), "told": told})
    circles = _circles(inside, at, called, as_percent=as_percent)
    tip = alt.Tooltip("told:N", title=" ")
    around = behind(background, shown.box, centre)
    layers: list[Any] = [
        *([geo(around, **_BEHIND)] if around else []),
        geo([feature(a, flat(a, centre), {"told": a.name}) for a in drawn], fill=SOFT, stroke=LINE, strokeWidth=0.4),
        alt.Chart(inline(lines))
        .mark_rule(color=ACCENT, opacity=0.55)
        .encode(
            longitude="x:Q",
            latitude="y:Q",
            longitude2="x2:Q",
            latitude2="y2:Q",
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
            tooltip=tip,
        ),
    ]
    if circles:
        layers.append(
            alt.Chart(inline(circles))
            .mark_circle(color=INK, opacity=0.55)
            .encode(longitude="x:Q", latitude="y:Q", size=alt.Size("size:Q", scale=None), tooltip=tip)
        )
    if directed and cut:
        layers.append(geo([ways.arrow(f) for f in cut], fill=ACCENT))
    layers += _hidden(hidden, at, ways)
    layers += names([*_called(drawn, at), *_figures(cut, ways, as_percent=as_percent)], shown)
    nothing = [Swatch(unknown or _("not known"), 1.2, MUTED, dashed=True)] if hidden else []
    below = (_part(between, cut, inside, rows, as_percent=as_percent), source, notice)
    return finished(layers, shown, [*_legend(ways.steps, as_percent=as_percent), *nothing], below, title, subtitle)


def _where(
    drawn: Sequence[Area], used: set[str], centres: Mapping[str, tuple[float, float]] | None
) -> tuple[dict[str, tuple[float, float]], Window, tuple[float, float]]:
    """Return where the lines of each region meet in the plane, the window, and the middle of the map in degrees."""
    if centres is None:
        centre = middle(drawn)
        at = {a.id: inner(flat(a, centre)) for a in drawn}
    else:
        points = {k: v for k, v in centres.items() if k in used}
        centre = middle_of(list(points.values()))
        at = {k: (float(x), float(y)) for k, v in points.items() for x, y in equal_area([v], centre)}
    if drawn:
        shown = window(np.concatenate([equal_area(list(p[0]), centre) for a in drawn for p in a.polygons]))
    else:
        shown = window(list(at.values()))
    return at, shown, centre


@dataclass(frozen=True)
class _Ways:
    """Where lines run, and how wide they are."""

    at: Mapping[str, tuple[float, float]]
    shown: Window
    directed: bool
    steps: tuple[float, ...]

    def width(self, ties: float) -> float:
        return next((w for w, s in zip(_WIDTHS, self.steps, strict=True) if ties <= s + 1e-9), _WIDTHS[-1])

    def ends(self, origin: str, destination: str) -> tuple[Any, Any]:
        """Return both ends; with directions, a little to the right of the way, so that both ways can be seen."""
        a, b = np.asarray(self.at[origin]), np.asarray(self.at[destination])
        length = float(np.hypot(*(b - a)))
        if not self.directed or length == 0:
            return a, b
        aside = np.array([(b - a)[1], -(b - a)[0]]) / length * 4.5 / self.shown.scale
        return a + aside, b + aside

    def line(self, origin: str, destination: str) -> dict[str, float]:
        (x, y), (x2, y2) = self.ends(origin, destination)
        return {"x": float(x), "y": float(y), "x2": float(x2), "y2": float(y2)}

    def arrow(self, flow: _Flow) -> dict[str, Any]:
        """Return the tip of an arrow on the way, as GeoJSON."""
        a, b = self.ends(flow.origin, flow.destination)
        length = float(np.hypot(*(b - a))) or 1.0
        along = (b - a) / length
        across = np.array([-along[1], along[0]])
        size = (4.0 + 1.3 * self.width(flow.ties)) / self.shown.scale
        tip = a + 0.62 * (b - a)
        corners = [tip, tip - along * 1.6 * size + across * size, tip - along * 1.6 * size - across * size, tip]
        return {"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in corners]]}


def _steps(flows: Sequence[_Flow]) -> tuple[float, ...]:
    """Return the upper ends of the classes of widths."""
    top = max((f.ties for f in flows), default=1.0)
    return tuple(top * (k + 1) / len(_WIDTHS) for k in range(len(_WIDTHS)))


def _written(value: float, *, as_percent: bool) -> str:
    return percent(value) if as_percent else whole(value)


def _legend(steps: Sequence[float], *, as_percent: bool) -> list[Swatch]:
    """Return a line of each width and what it means; widths that are written alike are one."""
    found: dict[str, Swatch] = {}
    for step, width in zip(steps, _WIDTHS, strict=True):
        value = _written(step, as_percent=as_percent)
        words = _("up to {share}").format(share=value) if as_percent else _("up to {n} ties").format(n=value)
        found[words] = Swatch(words, width, ACCENT)
    return list(found.values())


def _circles(
    inside: Sequence[_Flow], at: Mapping[str, tuple[float, float]], called: Mapping[str, str], *, as_percent: bool
) -> list[dict[str, Any]]:
    largest = max((f.ties for f in inside), default=1.0)
    return [
        {
            "x": at[f.origin][0],
            "y": at[f.origin][1],
            "size": 30 + 570 * f.ties / largest,
            "told": _("within {region}: {n}").format(
                region=called.get(f.origin, f.origin), n=_written(f.ties, as_percent=as_percent)
            ),
        }
        for f in inside
    ]


def _hidden(pairs: Sequence[tuple[str, str]], at: Mapping[str, tuple[float, float]], ways: _Ways) -> list[Any]:
    """Return layers of thin dashed lines and circles: all alike, whatever stands behind them."""
    import altair as alt

    layers: list[Any] = []
    lines = [ways.line(a, b) for a, b in pairs if a != b]
    if lines:
        layers.append(
            alt.Chart(inline(lines))
            .mark_rule(color=MUTED, strokeWidth=1.2, strokeDash=[3, 3])
            .encode(longitude="x:Q", latitude="y:Q", longitude2="x2:Q", latitude2="y2:Q")
        )
    alone = [{"x": at[a][0], "y": at[a][1]} for a, b in pairs if a == b]
    if alone:
        layers.append(
            alt.Chart(inline(alone))
            .mark_point(filled=False, color=MUTED, size=200, strokeWidth=1.2, strokeDash=[3, 3])
            .encode(longitude="x:Q", latitude="y:Q")
        )
    return layers


def _figures(cut: Sequence[_Flow], ways: _Ways, *, as_percent: bool) -> list[Name]:
    """Return the figures on the lines, where there are few."""
    if len(cut) > _WRITTEN:
        return []
    found = []
    for f in cut:
        a, b = ways.ends(f.origin, f.destination)
        x, y = a + (0.3 if ways.directed else 0.5) * (b - a)
        found.append(Name((float(x), float(y)), (_written(f.ties, as_percent=as_percent),)))
    return found


def _called(drawn: Sequence[Area], at: Mapping[str, tuple[float, float]]) -> list[Name]:
    if len(drawn) > NAMED:
        return []
    return [Name(at[a.id], (a.name,), below=22.0) for a in drawn if a.id in at]


def _part(
    between: Sequence[_Flow],
    cut: Sequence[_Flow],
    inside: Sequence[_Flow],
    rows: Sequence[Mapping[str, Any]],
    *,
    as_percent: bool,
) -> str:
    """Return which part of all ties the map shows."""
    if as_percent:
        said = [_("Circles: links within a region, larger for more.")] if inside else []
        if len(cut) < len(between):
            said.append(
                _("The {n} largest of {all} lines are drawn.").format(n=whole(len(cut)), all=whole(len(between)))
            )
        return " ".join(said)
    total = sum(float(r["ties"]) for r in rows if r["ties"])
    shown = sum(f.ties for f in (*cut, *inside))
    return _("{n} largest flows; with the circles of ties within regions {share} of all ties.").format(
        n=len(cut), share=percent(shown / total) if total else "–"
    )
