"""The section "Who links the cluster with the world outside?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.outside import POSITIONS
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.gatekeepers import Gatekeepers

__all__ = ["gatekeepers_section"]

_PICTURED = frozenset(f"outside.{p}" for p in POSITIONS)


def gatekeepers_section(context: Context) -> Section | None:
    """Return who has links outside the region and gives advice inside; None where links outside were not asked."""
    result: Gatekeepers | None = context.result("gatekeepers")
    if result is None or not any(e.name == "outside.share" and e.value is not None for e in result.estimates):
        return None
    shown = [e for e in result.estimates if e.name in _PICTURED]
    whole = [e for e in result.estimates if e.subject == "whole" and e not in shown]
    partners = [e for e in result.estimates if e.name == "outside.partners"]
    named = [e for e in result.estimates if e.subject in context.study.labels]
    title = _("Links outside the region beside advice given inside it")
    return context.section(
        "gatekeepers",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title),
        more=(
            figures_table(whole, result.labels, _("All figures on links outside the region")),
            figures_table(
                partners,
                result.labels,
                _("Kinds of partners outside"),
                subject=_("Kind of partner"),
                subjects={e.subject: e.subject.partition(":")[2] for e in partners},
            ),
            figures_table(
                sorted(named, key=lambda e: (result.labels.get(e.subject, e.subject).casefold(), e.wave or "")),
                result.labels,
                _("Organisations with links outside, in alphabetical order"),
                subject=_("Organisation"),
                subjects=context.study.labels,
            ),
        ),
    )
