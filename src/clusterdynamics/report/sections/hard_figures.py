"""The section "What do statistics say beside it?": location quotients, growth, mass against connectivity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.regions.geo import outlines
from clusterdynamics.report.model import Block, Section, TableBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.region_maps import Shaded, names_of, not_on_map, shaded_map
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
    names = {e.subject: result.called(e) for e in result.estimates if e.name != "hard.mass.region"}
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
        extra=tuple(_map(context, result)),
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


def _map(context: Context, result: HardFigures) -> list[Block]:
    """Return the map of the cluster's industries in the regions around; their table alone where there is no outline."""
    shown = [e for e in result.estimates if e.name == "hard.mass.region"]
    if not shown:
        return []
    figures = {e.subject.partition(":")[2]: e for e in shown}
    known = outlines(context.study, figures)
    title = _("{period}: location quotient of the cluster's industries in each region (1: as in {whole})").format(
        period=result.periods[-1], whole=result.whole
    )
    named = names_of(known, {})
    subjects: dict[str, str] = {e.subject: named.get(r, r) for r, e in figures.items()}
    table = figures_table(shown, result.labels, title, with_figure=False, subject=_("Region"), subjects=subjects)
    shaded = Shaded("hard_figures", _("industries"), title, figures, table, result.source, digits=2)
    drawn = shaded_map(context, shaded, known)
    if drawn is not None:
        return [drawn, *not_on_map(context, "hard_figures", known, shown)]
    carried = context.common("hard_figures", shown, _("industries"))
    return [TableBlock(alt=title, table=table, folded=True, **carried)]
