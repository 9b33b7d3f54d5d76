"""A chart as plain bars with bounds: what formats that draw charts of their own need to draw the same figures.

The functions of this package put it into the chart's own metadata (``usermeta``), which no renderer draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

__all__ = ["BarSeries", "Bars", "bars_of", "grouped", "with_bars"]

_KEY = "bars"


@dataclass(frozen=True)
class BarSeries:
    """One series: for each label a value with its bounds, None where there is none.

    Attributes
    ----------
    name
        What it is called; empty where there is one series only.
    colour
        ``#rrggbb``, as in the picture.
    values, low, high
        One of each for every label.
    notes
        What is written where there is no value.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Bars:
    """The figures of a chart.

    Attributes
    ----------
    labels
        What each bar, or group of bars, is about.
    series
        The last one is the newest, or the one that is looked at first.
    percent
        The values are shares (0-1).
    axis
        Words along the axis of the values.
    stacked
        The series add up.
    standing
        The bars stand upright: the labels are an order, such as stages.
    """

    labels: tuple[str, ...]
    series: tuple[BarSeries, ...]
    percent: bool = False
    axis: str = ""
    stacked: bool = False
    standing: bool = False


def grouped(rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str], **more: Any) -> Bars | None:
    """Return bars from rows with ``label, value, low, high, note, group``; None where two rows have the same place.

    Parameters
    ----------
    rows
        One for each bar.
    colours
        Group → colour, in the order of the series.
    more
        The other attributes of ``Bars``.
    """
    listed = list(rows)
    labels = tuple(dict.fromkeys(str(r["label"]) for r in listed))
    found = {(str(r["group"] or ""), str(r["label"])): r for r in listed}
    if len(found) < len(listed):
        return None
    empty: dict[str, Any] = {"value": None, "low": None, "high": None, "note": ""}
    series = []
    for name, colour in colours.items():
        mine = [found.get((name, label), empty) for label in labels]
        value, low, high = (tuple(r[k] for r in mine) for k in ("value", "low", "high"))
        series.append(BarSeries(name, colour, value, low, high, tuple(str(r["note"] or "") for r in mine)))
    return Bars(labels, tuple(series), **more)


def with_bars[C: alt.TopLevelMixin](chart: C, bars: Bars | None) -> C:
    """Return `chart` with its figures as plain bars beside it; as it is where there are none."""
    if bars is None:
        return chart
    carrying: C = chart.properties(usermeta={_KEY: asdict(bars)})
    return carrying


def bars_of(chart: alt.TopLevelMixin) -> Bars | None:
    """Return the figures of a chart as plain bars; None where it cannot be drawn with bars."""
    import altair as alt

    meta = getattr(chart, "usermeta", alt.Undefined)
    if not isinstance(meta, dict) or _KEY not in meta:
        return None
    found = dict(meta[_KEY])
    series = tuple(BarSeries(**{k: _fixed(v) for k, v in s.items()}) for s in found.pop("series"))
    return Bars(series=series, **{k: _fixed(v) for k, v in found.items()})


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
