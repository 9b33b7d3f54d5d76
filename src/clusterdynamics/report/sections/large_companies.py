"""The section "Do large companies drive the cluster, or hold it back?": both readings, picture and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.large_companies import LargeCompanies

__all__ = ["large_companies_section"]


def large_companies_section(context: Context) -> Section | None:
    """Return both readings of the large companies; None where there are none and nothing was asked about them."""
    result: LargeCompanies | None = context.result("large_companies")
    if result is None or not any(e.value for e in result.estimates):
        return None
    sides = ("large.driver", "large.barrier")
    shown = [e for e in result.estimates if e.name in sides and e.subject == "whole"]
    statements = [e for e in result.estimates if e.name == "large.statement"]
    by_type = [e for e in result.estimates if e.name in sides and e.subject != "whole"]
    network = [e for e in result.estimates if e.network is not None]
    other = [e for e in result.estimates if e.network is None and e not in shown + statements + by_type]
    types = {f"type:{k}": label for k, label in context.study.settings.types.items()}
    said = {i.id: _driver(i.text) if i.side == "driver" else _barrier(i.text, turned=i.turned) for i in result.items}
    title = _("Large companies: answers that speak for a driver, and for a barrier")
    return context.section(
        "large_companies",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title),
        more=(
            figures_table(
                statements,
                result.labels,
                _("Each statement, and the side it counts for"),
                with_figure=False,
                subject=_("Statement"),
                subjects=said,
            ),
            figures_table(
                by_type, result.labels, _("Both sides, by kind of organisation"), subject=_("Kind"), subjects=types
            ),
            figures_table(other, result.labels, _("Large companies beside the others")),
            figures_table(network, result.labels, _("The network with and without large companies")),
        ),
    )


def _driver(text: str) -> str:
    return _("Driver: “{text}”").format(text=text)


def _barrier(text: str, *, turned: bool) -> str:
    if turned:
        return _("Barrier, where they disagree: “{text}”").format(text=text)
    return _("Barrier: “{text}”").format(text=text)
