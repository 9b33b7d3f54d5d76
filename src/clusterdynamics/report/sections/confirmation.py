"""The section "Do both sides say the same?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.confirmation import Confirmations

__all__ = ["confirmation_section"]


def confirmation_section(context: Context) -> Section | None:
    """Return the share of links that both sides report; None where no relation was asked of both."""
    result: Confirmations | None = context.result("confirmation")
    if result is None or not result.estimates:
        return None
    shown = [e for e in result.estimates if e.name == "confirmed.share"]
    title = _("Links that both sides report, of those that at least one reports")
    return context.section(
        "confirmation",
        result,
        unit=_("pairs in which both answered"),
        shown=shown,
        chart=result.chart(),
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False),
        more=(figures_table(result.estimates, result.labels, _("All figures on the two reports of a pair")),),
    )
