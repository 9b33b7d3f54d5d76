"""Charts that office programs draw themselves, and that people can edit there, from the plain bars of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from clusterdynamics.charts.bars import Bars, BarSeries
from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.charts.theme import ACCENT, GRID, INK, MUTED, contrast, ink_on
from clusterdynamics.charts.words import wrap
from clusterdynamics.i18n import _
from clusterdynamics.report.office.deck import FONT, colour

__all__ = ["MOST", "add_chart", "shortened"]

#: Bars, and labels, that can be told apart across a room.
MOST, MOST_LABELS = 24, 8
#: Colours of series that are told apart by their shape in a picture, from the newest to the oldest.
_SHADES = (ACCENT, MUTED, "#b5aea4", GRID)


def shortened(bars: Bars) -> tuple[Bars, int]:
    """Return the bars that fit a slide, the first ones, and how many labels were left out."""
    keep = max(1, min(MOST_LABELS, MOST // max(1, len(bars.series))))
    if len(bars.labels) <= keep:
        return bars, 0
    series = tuple(
        replace(s, values=s.values[:keep], low=s.low[:keep], high=s.high[:keep], notes=s.notes[:keep])
        for s in bars.series
    )
    return replace(bars, labels=bars.labels[:keep], series=series), len(bars.labels) - keep


def add_chart(slide: Any, bars: Bars, place: Sequence[int], *, alt: str, name: str) -> Any:
    """Add the bars to a slide as a chart with its own data sheet.

    Bounds are error bars; figures stand in the bars, or beside the labels where there is one series. A value that is
    not given is a gap, with the reason at its label.

    Parameters
    ----------
    place
        Left, top, width, height in EMU.
    alt, name
        The chart in words, and what it is called.
    """
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    kind = {
        (True, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (True, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.BAR_STACKED,
    }[bars.standing, bars.stacked]
    frame = slide.shapes.add_chart(kind, *place, _data(bars))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", alt)
    properties.set("name", name)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(14), FONT
    chart.font.color.rgb = colour(INK)
    chart.has_title = False
    chart.has_legend = len(bars.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(14)
    top = _axes(chart, bars)
    plot = chart.plots[0]
    plot.gap_width = 55 if len(bars.labels) > 3 else 140
    if not bars.stacked:
        plot.overlap = -8 if len(bars.series) > 1 else 0
    for drawn, series in zip(plot.series, _told_apart(bars.series), strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour(series.colour)
        if contrast(series.colour, "#ffffff") < 3:
            drawn.format.line.color.rgb = colour(MUTED)
        drawn.invert_if_negative = False
        if len(bars.series) > 1:
            _figures(drawn, series, top, as_percent=bars.percent)
        _bounds(drawn._element, series.values, series.low, series.high)
    return frame


def _told_apart(series: tuple[BarSeries, ...]) -> tuple[BarSeries, ...]:
    """Return the series in colours of their own, where two would have the same one."""
    if len({s.colour for s in series}) == len(series):
        return series
    shades = (*_SHADES, *[GRID] * len(series))[: len(series)]
    return tuple(replace(s, colour=c) for s, c in zip(series, reversed(shades), strict=True))


def _data(bars: Bars) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter

    class Workbook(CategoryWorkbookWriter):
        """The data sheet of a chart, in which a label that begins with "=" is no formula."""

        @contextmanager
        def _open_worksheet(self, xlsx_file: Any) -> Iterator[Any]:
            from xlsxwriter import Workbook as File

            file = File(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
            yield file, file.add_worksheet()
            file.close()

    class Data(CategoryChartData):
        """Data of a chart with such a sheet."""

        @property
        def _workbook_writer(self) -> Workbook:
            return Workbook(self)  # type: ignore[no-untyped-call]

    make: Any = Data  # the package tells no types
    data = make(number_format="0%" if bars.percent else "General")
    data.categories = [_label(bars, k) for k in range(len(bars.labels))]
    for series in bars.series:
        data.add_series(series.name or bars.axis or _("value"), series.values)
    return data


def _label(bars: Bars, k: int) -> str:
    """Return a label; with its figure and bounds, in a line of its own, where there is one series only."""
    words = "\n".join(wrap(bars.labels[k], 330, 14, lines=2))
    newest = bars.series[-1]
    value, low, high = newest.values[k], newest.low[k], newest.high[k]
    if value is None:
        return f"{words}\n{newest.notes[k] if 0 < len(newest.notes[k]) <= 30 else _('cannot say')}"
    if len(bars.series) > 1:
        return words
    figure = percent(value) if bars.percent else number(value)
    if low is None or high is None:
        return f"{words}\n{figure}"
    between = f"({span(low, high, as_percent=bars.percent)})"
    if bars.standing:
        return f"{words}\n{figure}\n{between}"
    # Few labels have a line for their figure.
    return f"{words}\n{figure} {between}" if len(bars.labels) <= 5 else f"{bars.labels[k]}: {figure} {between}"


def _figures(series: Any, told: BarSeries, top: float, *, as_percent: bool) -> None:
    """Write the figures of one of several series into its bars, where there is room for them."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = "0%" if as_percent else "General", False
    labels.font.size, labels.font.bold = Pt(11), True
    labels.font.color.rgb = colour(ink_on(told.colour))
    narrow = [
        k
        for k, (value, low) in enumerate(zip(told.values, told.low, strict=True))
        if value is not None and min(value, value if low is None else low) < 0.09 * top
    ]
    for place, k in enumerate(narrow):
        labels._element.insert(
            place,
            parse_xml(
                '<c:dLbl xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
                f'<c:idx val="{k}"/><c:delete val="1"/></c:dLbl>'
            ),
        )


def _axes(chart: Any, bars: Bars) -> float:
    """Set the axes; return the largest value that the axis shows."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    categories, values = chart.category_axis, chart.value_axis
    categories.tick_labels.font.size = Pt(14 if len(bars.labels) <= 6 and not bars.standing else 12)
    # Every label, level: programs leave out or turn those that they find too long.
    categories._element.get_or_add_txPr().bodyPr.set("rot", "0")
    skip = categories._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    categories._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.color.rgb = colour(MUTED)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if not bars.standing:
        categories.reverse_order = True  # the first label on top
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = colour(GRID)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.font.size = Pt(12)
    values.tick_labels.font.color.rgb = colour(MUTED)
    values.tick_labels.number_format = "0%" if bars.percent else "General"
    values.tick_labels.number_format_is_linked = False
    # With the first label on top, the axis of the values would stand on top, too.
    values.tick_label_position = XL_TICK_LABEL_POSITION.LOW if bars.standing else XL_TICK_LABEL_POSITION.HIGH
    ends = [v for s in bars.series for v in (*s.values, *s.low, *s.high) if v is not None]
    if bars.percent and min(ends, default=0) >= 0 and max(ends, default=0) > 0.5:
        values.minimum_scale, values.maximum_scale, values.major_unit = 0, 1, 0.25
    if bars.axis:
        values.has_title = True
        values.axis_title.text_frame.text = bars.axis
        run = values.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold, run.font.color.rgb = Pt(12), False, colour(MUTED)
    return 1.0 if values.maximum_scale else max(ends, default=1.0) or 1.0


def _bounds(
    series: Any, values: Sequence[float | None], low: Sequence[float | None], high: Sequence[float | None]
) -> None:
    """Draw the bounds of a series as error bars; python-pptx has no words for them."""
    if not any(a is not None and b is not None for a, b in zip(low, high, strict=True)):
        return
    from pptx.oxml import parse_xml

    def points(ends: Sequence[float | None], sign: int) -> str:
        given = [
            f'<c:pt idx="{k}"><c:v>{max(0.0, sign * (e - v))!r}</c:v></c:pt>'
            for k, (v, e) in enumerate(zip(values, ends, strict=True))
            if v is not None and e is not None
        ]
        return (
            f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{"".join(given)}</c:numLit>'
        )

    bars = parse_xml(
        '<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{points(high, 1)}</c:plus><c:minus>{points(low, -1)}</c:minus>"
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{INK[1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    category = series.find("{http://schemas.openxmlformats.org/drawingml/2006/chart}cat")
    category.addprevious(bars)
