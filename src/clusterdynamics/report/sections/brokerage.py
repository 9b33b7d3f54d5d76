"""The section "Who links organisations that are not linked themselves?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.brokerage import ROLES
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.brokerage import BrokerageRoles

__all__ = ["brokerage_section"]

#: Figures in the picture.
_PICTURED = frozenset(f"brokerage.{role}" for role in ROLES)


def brokerage_section(context: Context) -> Section | None:
    """Return how often each role is filled; None where there are no kinds of organisations."""
    result: BrokerageRoles | None = context.result("brokerage")
    if result is None or not result.estimates:
        return None
    main = context.focus(result, wave=False)
    whole = [e for e in main.estimates if e.subject == "whole" and e.name in _PICTURED]
    chance = [e for e in main.estimates if e.subject == "whole" and e.name.count(".") == 2]
    named = [e for e in main.estimates if e.subject != "whole" and e.value]
    waves = ", ".join(dict.fromkeys(context.labels[f"wave:{e.wave}"] for e in whole))
    title = _("How often organisations stand between two others, by role ({waves})").format(waves=waves)
    return context.section(
        "brokerage",
        result,
        unit=_("organisations"),
        shown=whole,
        chart=main.chart() if whole else None,
        title=title,
        table=figures_table(whole, result.labels, title),
        more=(
            figures_table(chance, result.labels, _("The roles beside what chance would give")),
            figures_table(
                sorted(named, key=lambda e: (result.labels.get(e.subject, e.subject).casefold(), e.wave or "")),
                result.labels,
                _("Organisations that stand between others, in alphabetical order"),
                subject=_("Organisation"),
                subjects=context.study.labels,
            ),
        ),
    )
