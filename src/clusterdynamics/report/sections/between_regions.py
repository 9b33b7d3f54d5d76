"""The section "What do partners in other regions give us, and what stands in the way?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.regions.geo import outlines
from clusterdynamics.report.model import Block, Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.region_maps import Shaded, names_of, not_on_map, shaded_map
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.regions.between import BetweenRegions

__all__ = ["between_regions_section"]


def between_regions_section(context: Context) -> Section | None:
    """Return what the organisations say about partners in other regions; None where it was not asked."""
    result: BetweenRegions | None = context.result("between_regions")
    if result is None or not result.waves:
        return None
    asked = [e for e in result.estimates if e.wave in result.waves or e.name == "between.change"]
    shown = [e for e in asked if e.name == "between.region" and e.wave == result.waves[-1]]
    title = _("Other regions in which organisations have partners")
    names = {e.subject: result.called(e) if ":" in e.subject else _("all") for e in asked}
    tables = (
        (("between.share", "between.change"), _("Organisations with partners in other regions"), _("Who")),
        (("between.depth",), _("How deeply organisations work with partners there"), _("Region")),
        (("between.area",), _("What organisations get there that they cannot get here"), _("Area")),
        (("between.barrier",), _("What stands in the way of working more with other regions"), _("Barrier")),
        (("between.door",), _("Who should open the door"), _("Kind of organisation")),
        (
            ("between.wrote", "between.names_door"),
            _("How many wrote what they get there, and named somebody who should open the door"),
            _("Who"),
        ),
    )
    return context.section(
        "between_regions",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("Region"), subjects=names),
        extra=tuple(_map(context, result, shown)),
        more=tuple(
            figures_table(
                [e for e in asked if e.name in which],
                result.labels,
                caption,
                with_figure=len(which) > 1,
                subject=head,
                subjects=names,
            )
            for which, caption, head in tables
        ),
    )


def _map(context: Context, result: BetweenRegions, shown: list[Estimate]) -> list[Block]:
    """Return the map of the regions in which organisations have partners; none where no region has an outline."""
    figures = {e.subject.partition(":")[2]: e for e in shown}
    known = outlines(context.study, figures)
    wave = result.waves[-1]
    title = _("{wave}: organisations that work with partners there, of those that answered").format(
        wave=result.labels.get(f"wave:{wave}", wave)
    )
    named = names_of(known, {r: result.called(e) for r, e in figures.items()})
    subjects = {e.subject: named[r] for r, e in figures.items()}
    table = figures_table(shown, result.labels, title, with_figure=False, subject=_("Region"), subjects=subjects)
    drawn = shaded_map(context, Shaded("between_regions", _("organisations"), title, figures, table), known)
    return [drawn, *not_on_map(context, "between_regions", known, shown)] if drawn is not None else []
