"""The section "What do organisations work together for?": links by purpose, as a picture and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Block, FigureBlock, Section, TableBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table
from clusterdynamics.report.words import questions

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.depth import DepthProfile

__all__ = ["purposes_section"]


def purposes_section(context: Context) -> Section | None:
    """Return what links are for in the latest wave; None where purposes were not asked, or may not be told."""
    result: DepthProfile | None = context.result("depth")
    if result is None or not result.waves:
        return None
    wave = result.waves[-1]
    shown = result.purposes(wave)
    if not any(e.value is not None for e in shown):
        return None
    finding = result.purposes_sentence(wave)
    title = _("{wave}: what links are for").format(wave=result.labels.get(f"wave:{wave}", wave))
    told = [e for e in result.estimates if e.name in ("purpose.share", "deep.purpose")]
    words = {"whole": _("all")} | result.labels
    table = figures_table(shown, result.labels, title, with_figure=False, subject=_("Purpose"), subjects=words)
    caption = _("Purposes in all waves, and deep pairs that say what they are for")
    every = figures_table(told, result.labels, caption, subject=_("Purpose"), subjects=words)
    carried = context.common("purposes", shown, _("pairs"))
    blocks: tuple[Block, ...] = (
        FigureBlock(alt=f"{title}. {finding}", title=title, chart=result.purposes_chart(wave), table=table, **carried),
        TableBlock(alt=caption, table=every, folded=True, **carried),
    )
    return Section("purposes", questions()["purposes"], finding, blocks)
