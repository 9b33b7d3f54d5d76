"""What went along with the choice of partners: the model of the steps between the waves, where it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.model import Block, Cell, Column, FigureBlock, Table, TableBlock
from clusterdynamics.report.sections.change.words import text
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell
from clusterdynamics.report.words import measure, questions
from clusterdynamics.saom.effects import as_effect
from clusterdynamics.saom.words import effect_words

if TYPE_CHECKING:
    from clusterdynamics.saom.analysis import TieChoices

__all__ = ["chosen"]


def chosen(context: Context) -> tuple[Block, ...]:
    """Return the sentences of the model, its effects as a picture, and all its figures as a table."""
    result: TieChoices | None = context.result("tie_choices")
    if result is None or not result.estimates or all(e.value is None for e in result.estimates):
        return ()
    carried = context.common("tie_choices", result.estimates, _("organisations"))
    title = questions()["tie_choices"]
    said = result.sentences()
    blocks: list[Block] = [*text(said, title, carried)]
    table = _table(result)
    if any(e.name == "choice" and e.value is not None for e in result.estimates):
        caption = _("What goes along with making and keeping a link")
        alt = f"{caption}. {' '.join(said)}"
        blocks.append(FigureBlock(alt=alt, title=caption, chart=result.chart(), table=table, **carried))
    else:
        blocks.append(TableBlock(alt=table.caption, table=table, folded=True, **carried))
    return tuple(blocks)


def _named(e: Estimate) -> str:
    """Return an effect in words, with its short name."""
    if e.name != "choice" or e.value is None:
        return "" if e.subject == "whole" else e.subject
    return f"{capital(effect_words(as_effect(e.subject)))} ({e.subject})"


def _table(result: TieChoices) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            result.labels.get(e.network or "", e.network or ""),
            (e.wave or "").replace("→", " → "),
            measure(e.name).label,
            _named(e),
            *(cell(x, e.name) for x in (e.value, e.low, e.high)),
            e.why,
        )
        for e in result.estimates
    ]
    columns = (
        Column(_("Network")),
        Column(_("Waves")),
        Column(_("Figure")),
        Column(_("Effect")),
        Column(_("Value"), "number"),
        Column(_("From"), "number"),
        Column(_("To"), "number"),
        Column(_("Note")),
    )
    return Table(_("The pattern of both waves, and the model of the steps between them"), columns, tuple(rows))
