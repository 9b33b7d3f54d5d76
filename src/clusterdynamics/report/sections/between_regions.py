"""The section "What do partners in other regions give us, and what stands in the way?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
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
