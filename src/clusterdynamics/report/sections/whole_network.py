"""The section "How closely is the cluster knit?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.whole_network import WholeNetwork

__all__ = ["whole_network_section"]


def whole_network_section(context: Context) -> Section | None:
    """Return the density of every network, and all other figures in a table."""
    result: WholeNetwork | None = context.result("whole_network")
    if result is None or not result.estimates:
        return None
    shown = [e for e in result.estimates if e.name == "density"]
    return context.section(
        "whole_network",
        result,
        unit=_("pairs"),
        shown=shown,
        chart=result.chart(),
        title=_("Links that are there, of all that could be"),
        table=figures_table(shown, result.labels, _("Links that are there, of all that could be"), with_figure=False),
        more=(figures_table(result.estimates, result.labels, _("All figures of the whole network")),),
    )
