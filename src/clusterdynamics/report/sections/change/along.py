"""What went along with it: deeper cooperation and trust, among the pairs in which both were asked both times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Block, Cell, Column, Table, TableBlock
from clusterdynamics.report.sections.change.words import text
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.depth_change import DepthChange

__all__ = ["went_along"]


def went_along(context: Context) -> tuple[Block, ...]:
    """Return how deeper cooperation and trust went along with each other; for the study team, as all about trust."""
    result: DepthChange | None = context.result("depth_change")
    along = [e for e in result.estimates if e.name.startswith("along.")] if result is not None else []
    if result is None or not along:
        return ()
    carried = context.common("depth_change", along, _("pairs"))
    moved = [e for e in result.estimates if not e.name.startswith("along.")]
    said = tuple(s for s in result.sentences() if s not in result.with_estimates(moved).sentences())
    blocks: list[Block] = [*text(said, _("What went along with it?"), carried)]
    for wave in dict.fromkeys(e.wave or "" for e in along):
        table = _cross(result, wave)
        if table.rows:
            blocks.append(TableBlock(alt=table.caption, table=table, **carried))
    return tuple(blocks)


def _cross(result: DepthChange, wave: str) -> Table:
    """Return pairs that deepened or not, by whether trust rose or not."""
    counts = {e.subject: e.value for e in result.estimates if (e.name, e.wave) == ("along.pairs", wave)}
    shares = {e.subject: e for e in result.estimates if (e.name, e.wave) == ("along.rose", wave)}
    caption = _("Pairs at depth {depth} or more both times, {wave}").format(
        depth=f"{result.cooperation:g}", wave=wave.replace("→", " → ")
    )
    if all(v is None for v in counts.values()):
        return Table(caption, (), ())
    names = {"deeper": _("work together more deeply"), "not": _("do not")}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            words,
            counts[f"{key}|rose"],
            counts[f"{key}|not"],
            *(cell(x, "along.rose") for x in (shares[key].value, shares[key].low, shares[key].high)),
        )
        for key, words in names.items()
    )
    columns = (
        Column(_("Pairs that")),
        Column(_("Trust rose"), "number"),
        Column(_("It did not"), "number"),
        Column(_("Share in which it rose"), "percent"),
        Column(_("From"), "percent"),
        Column(_("To"), "percent"),
    )
    return Table(caption, columns, rows)
