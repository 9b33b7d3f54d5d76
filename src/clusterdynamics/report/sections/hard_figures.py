"""The section "What do statistics say beside it?": location quotients, growth, mass against connectivity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.indicators.analysis import HardFigures

__all__ = ["hard_figures_section"]


def hard_figures_section(context: Context) -> Section | None:
    """Return the region's industries beside the whole area; None where the study holds no such statistics."""
    result: HardFigures | None = context.result("hard_figures")
    if result is None or not result.periods:
        return None
    latest = [e for e in result.estimates if e.name == "hard.quotient"]
    shown = [e for e in latest if e.wave == latest[-1].wave]
    title = _("Industries in {region} beside {whole}, {period} ({source})").format(
        region=result.region, whole=result.whole, period=result.periods[-1], source=result.source
    )
    names = {e.subject: result.called(e) for e in result.estimates}
    tables = (
        (("hard.value",), _("The figures themselves")),
        (("hard.quotient",), _("Location quotients in all periods")),
        (("hard.equivalent", "hard.krugman"), _("How concentrated, and how differently built")),
        (("hard.growth", "hard.share", "hard.mix", "hard.own"), _("Where growth came from")),
        (("hard.mass", "hard.connectivity"), _("Mass against connectivity")),
    )
    return context.section(
        "hard_figures",
        result,
        unit=_("industries"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("Industry"), subjects=names),
        answer=result.sentences()[0],
        more=tuple(
            figures_table(
                [e for e in result.estimates if e.name in which],
                result.labels,
                caption,
                with_figure=len(which) > 1,
                subject=_("Industry"),
                subjects=names,
            )
            for which, caption in tables
        ),
    )
