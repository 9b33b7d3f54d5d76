"""Maps of regions inside the report: shades within, lines between, each with its equal table.

They are made of what disclosure control has left (the figures of the context), never of the study's answers: what is
hidden is hatched or dashed, all alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.regions.geo import Outlines, outlines
from clusterdynamics.regions.levels import NO_REGION
from clusterdynamics.report.cells import source_words
from clusterdynamics.report.model import Block, MapBlock, Table, TextBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.maps import wave_dates
from clusterdynamics.report.tables import figures_table
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.regions.analysis import Regions

__all__ = ["Shaded", "density_maps", "names_of", "not_on_map", "shaded_map"]

#: Figures that the alternative text names one by one.
_NAMED = 12


@dataclass(frozen=True)
class Shaded:
    """What a map of shades shows.

    Attributes
    ----------
    name, unit
        Analysis, which decides the method; and what n counts.
    title
        What is shown, and of which time.
    figures
        Region → its figure.
    table
        The equal table.
    source
        Where the figures come from, where that is not the study.
    digits
        Decimals on the map, of what is no share.
    """

    name: str
    unit: str
    title: str
    figures: Mapping[str, Estimate]
    table: Table
    source: str = ""
    digits: int | None = None


def density_maps(context: Context, result: Regions, cells: Sequence[Estimate]) -> list[Block]:
    """Return the maps of density within and between regions, and in words which regions are on none.

    Parameters
    ----------
    cells
        Densities of one network and wave (subject ``level:g→h``), as the audience may see them.
    """
    ends = {e.subject: tuple(e.subject.partition(":")[2].split("→")) for e in cells}
    known = outlines(context.study, {code for pair in ends.values() for code in pair} - {NO_REGION})
    if not known.shapes or not any(e.value is not None for e in cells):
        return []
    first = cells[-1]
    directed = first.network not in result.undirected
    facts = {
        "network": capital(result.labels.get(first.network or "", "")),
        "wave": result.labels.get(f"wave:{first.wave}", first.wave or ""),
    }
    named = names_of(known, result.labels)
    sign = " → " if directed else " – "
    called = {s: sign.join(dict.fromkeys(named.get(end, end) for end in pair)) for s, pair in ends.items()}
    within = {ends[e.subject][0]: e for e in cells if len(set(ends[e.subject])) == 1}
    between = [e for e in cells if len(set(ends[e.subject])) > 1]
    title = _("{network}, {wave}: links within each region, of all that could be").format(**facts)
    table = figures_table(
        within.values(), result.labels, title, with_figure=False, subject=_("Region"), subjects=called
    )
    blocks: list[Block] = []
    shades = shaded_map(context, Shaded("regions", _("pairs"), title, within, table), known)
    if shades is not None:
        blocks.append(shades)
    title = _("{network}, {wave}: links between regions, of all that could be").format(**facts)
    lines = _flow_map(context, cells, ends, known, title, directed=directed)
    if lines is not None:
        table = figures_table(between, result.labels, title, with_figure=False, subject=_("Regions"), subjects=called)
        words = _alt(title, [(called[e.subject], e) for e in between])
        carried = context.common("regions", cells, _("pairs"))
        blocks.append(MapBlock(alt=words, title=title, chart=lines, table=table, **carried))
    return [*blocks, *not_on_map(context, "regions", known, cells)] if blocks else []


def names_of(known: Outlines, labels: Mapping[str, str]) -> dict[str, str]:
    """Return region → what it is called in a table beside a map: the name on the map, with the code behind it."""
    shown = {s.id: s.name if s.name == s.id else f"{s.name} ({s.id})" for s in known.shapes}
    return dict(labels) | shown


def shaded_map(context: Context, shaded: Shaded, known: Outlines) -> MapBlock | None:
    """Return a map of shades; None where no region with an outline has a figure."""
    from clusterdynamics.charts import choropleth

    names = {s.id: s.name for s in known.shapes}
    drawn = {r: e for r, e in shaded.figures.items() if r in names}
    if not any(e.value is not None for e in drawn.values()):
        return None
    frame = pl.DataFrame(
        [{"region": r, "value": e.value, "note": e.why or None} for r, e in drawn.items()],
        schema={"region": pl.String, "value": pl.Float64, "note": pl.String},
    )
    chart = choropleth(
        frame,
        known.shapes,
        notice=known.notice,
        background=known.background,
        title=shaded.title,
        subtitle=_measured(context, shaded.figures.values()),
        source=_source(context, shaded.source),
        unknown=_("not shown or not known"),
        as_percent=_as_percent(drawn.values()),
        digits=shaded.digits,
    )
    return MapBlock(
        alt=_alt(shaded.title, [(names[r], e) for r, e in drawn.items()]),
        title=shaded.title,
        chart=chart,
        table=shaded.table,
        **context.common(shaded.name, shaded.figures.values(), shaded.unit),
    )


def not_on_map(context: Context, name: str, known: Outlines, figures: Iterable[Estimate]) -> list[Block]:
    """Return a block that says which regions are on no map; none where all are."""
    if not known.missing:
        return []
    said = _("Not on the map, because there is no outline: {names}.").format(names=", ".join(known.missing))
    return [TextBlock(alt=said, sentences=(said,), **context.common(name, figures, ""))]


def _flow_map(
    context: Context,
    cells: Sequence[Estimate],
    ends: Mapping[str, tuple[str, ...]],
    known: Outlines,
    title: str,
    *,
    directed: bool,
) -> Any:
    """Return the map of lines; None where no pair of regions with outlines has a figure."""
    from clusterdynamics.charts import flow_map

    drawn = {s.id for s in known.shapes}
    rows = [(*ends[e.subject], e.value) for e in cells if set(ends[e.subject]) <= drawn]
    if not any(value is not None for a, b, value in rows if a != b):
        return None
    frame = pl.DataFrame(rows, schema={"origin": pl.String, "destination": pl.String, "ties": pl.Float64}, orient="row")
    return flow_map(
        frame,
        known.shapes,
        notice=known.notice,
        background=known.background,
        title=title,
        subtitle=_measured(context, cells),
        source=_source(context, ""),
        unknown=_("not shown or not known"),
        as_percent=True,
        directed=directed,
    )


def _measured(context: Context, figures: Iterable[Estimate]) -> str:
    """Return when the field work was, and how many answered, in words."""
    listed = list(figures)
    shares = [e.coverage for e in listed if e.coverage is not None]
    parts = [wave_dates(context, dict.fromkeys(e.wave or "" for e in listed))]
    if shares:
        parts.append(_("coverage {share}").format(share=percent(min(shares))))
    return " · ".join(part for part in parts if part)


def _source(context: Context, elsewhere: str) -> str:
    """Return what the figures of a map rest on: the snapshot, and a source outside the study."""
    snapshot = source_words(context.assessment.snapshot, context.audience)
    return " · ".join(part for part in (elsewhere, snapshot) if part)


def _as_percent(figures: Iterable[Estimate]) -> bool:
    return any(measure(e.name).kind == "percent" for e in figures)


def _written(e: Estimate) -> str:
    value = e.value or 0.0
    return percent(value) if _as_percent([e]) else number(value)


def _alt(title: str, figures: Sequence[tuple[str, Estimate]]) -> str:
    """Return a map in words: the first figures, and which are not shown."""
    shown = [(name, e) for name, e in figures if e.value is not None]
    gone = [name for name, e in figures if e.value is None]
    told = "; ".join(
        f"{name} {percent(e.value or 0.0) if _as_percent([e]) else number(e.value or 0.0)}"
        for name, e in shown[:_NAMED]
    )
    words = [_("{title}. Map of regions: {figures}.").format(title=title, figures=told)]
    if gone:
        words.append(_("Not shown or not known: {names}.").format(names="; ".join(gone[:_NAMED])))
    words.append(_("The table beside the map gives every figure."))
    return " ".join(words)
