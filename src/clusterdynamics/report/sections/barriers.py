"""The section "What stands in the way?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.barriers import Barriers

__all__ = ["barriers_section"]


def barriers_section(context: Context) -> Section | None:
    """Return how often each barrier is named; None where barriers were not asked."""
    result: Barriers | None = context.result("barriers")
    if result is None or not result.waves:
        return None
    shown = [e for e in result.estimates if e.name == "barrier.share" and e.wave in result.waves]
    title = _("What organisations say stands in the way of working more with others")
    groups = [e for e in result.estimates if e.name.startswith("barrier.group") and e.wave in result.waves]
    names = {e.subject: _called(e.subject, result) for e in result.estimates}
    counts = [e for e in result.estimates if e.name == "barrier.count" and e.wave in result.waves]
    return context.section(
        "barriers",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("Barrier"), subjects=names),
        more=(
            figures_table(
                counts,
                result.labels,
                _("Organisations in which somebody names it"),
                with_figure=False,
                subject=_("Barrier"),
                subjects=names,
            ),
            figures_table(groups, result.labels, _("Barriers by size"), subject=_("Size and barrier"), subjects=names),
        ),
    )


def _called(subject: str, result: Barriers) -> str:
    return ", ".join(result.labels.get(part, part.partition(":")[2] or part) for part in subject.split("|"))
