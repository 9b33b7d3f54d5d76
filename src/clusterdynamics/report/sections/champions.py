"""The section "Who carries the cluster, and what if they stop?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.disclosure.champions import champions_for
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.champions import SHOWN
from clusterdynamics.report.model import Section, TextBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.champions import Champions

__all__ = ["champions_section"]


def champions_section(context: Context) -> Section | None:
    """Return what rests on those who are named most; None where nobody was asked for champions."""
    result: Champions | None = context.result("champions")
    if result is None or not any(e.name == "champions.organisations" and e.value is not None for e in result.estimates):
        return None
    shown = [e for e in result.estimates if e.name in SHOWN]
    title = _("What rests on the two named most")
    whole = [e for e in result.estimates if e.subject == "whole" and e not in shown]
    named = [e for e in result.estimates if e.subject in context.study.labels or ":" in e.subject]
    return context.section(
        "champions",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title),
        more=(
            figures_table(whole, result.labels, _("All figures on champions")),
            figures_table(
                sorted(named, key=lambda e: (result.labels.get(e.subject, e.subject).casefold(), e.wave or "")),
                result.labels,
                _("Those who are named, in alphabetical order; people as codes"),
                subject=_("Organisation or person"),
                subjects=context.study.labels,
            ),
        ),
        extra=_agreed(context, result),
    )


def _agreed(context: Context, result: Champions) -> tuple[TextBlock, ...]:
    """Return the names of those who agreed to be named to this audience; nothing where nobody did."""
    named = champions_for(context.study, context.audience)
    if not named:
        return ()
    said = tuple(champion.name for champion in named)
    heading = _("Named by several, and glad to be known")
    carried = context.common("champions", result.estimates, _("organisations"))
    return (TextBlock(alt=f"{heading}: {', '.join(said)}", sentences=said, heading=heading, **carried),)
