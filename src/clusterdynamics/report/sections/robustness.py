"""The section "What holds if some drop out?": its picture and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.robustness import Robustness

__all__ = ["robustness_section"]


def robustness_section(context: Context) -> Section | None:
    """Return what is left without some organisations; None where there are no links, or no group may be told."""
    result: Robustness | None = context.result("robustness")
    if result is None or not result.estimates:
        return None
    shown = [e for e in result.estimates if e.value is not None]
    if shown and not any(e.name == "robust.without" for e in shown):
        return None
    title = _("Pairs without a way to each other, as it is and without some organisations")
    names = {e.subject: result.called(e.subject) for e in shown}
    return context.section(
        "robustness",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if shown else None,
        title=title,
        table=figures_table(shown, result.labels, title, subject=_("Without"), subjects=names),
    )
