"""Is it more than chance or misreporting? Every measure before and now, its bounds, and what is detectable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import INTERVAL_WORDS, Estimate, Interval
from clusterdynamics.report.model import Block, Cell, Column, FigureBlock, Table, TableBlock
from clusterdynamics.report.sections.change.words import text
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell
from clusterdynamics.report.words import measure, questions

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.network_change import NetworkChange

__all__ = ["more_than_chance"]

_ENDS = (".first", ".second", ".detectable")


def more_than_chance(context: Context) -> tuple[Block, ...]:
    """Return how every whole-network measure changed, and what each change is called."""
    result: NetworkChange | None = context.result("network_change")
    if result is None or not result.estimates:
        return ()
    drawn = [e for e in result.estimates if e.name in ("change.density", "change.reciprocity.edgewise")]
    title = _("Change of each network, with the bounds of chance")
    carried = context.common("network_change", drawn, _("pairs"))
    said = result.sentences()
    blocks: list[Block] = [*text(said, questions()["network_change"], carried)]
    table = _table(result, result.estimates)
    if any(e.value is not None for e in drawn):
        picture = _table(result, drawn, title)
        blocks.append(
            FigureBlock(alt=f"{title}. {' '.join(said)}", title=title, chart=result.chart(), table=picture, **carried)
        )
    if table.rows:
        every = context.common("network_change", result.estimates, _("pairs or organisations"))
        blocks.append(TableBlock(alt=table.caption, table=table, folded=True, **every))
    return tuple(blocks)


def _table(result: NetworkChange, estimates: tuple[Estimate, ...] | list[Estimate], caption: str = "") -> Table:
    """Return the measures, one row each: before, now, change, bounds, what misreporting can make, what it is called."""
    words = {"changed": _("more than misreporting"), "unchanged": _("unchanged"), "cannot_say": _("cannot say")}
    rows: list[tuple[Cell, ...]] = []
    for e in estimates:
        if e.name.endswith(_ENDS):
            continue
        name = e.name.removeprefix("change.")
        where = {"wave": e.wave, "network": e.network, "subject": e.subject}
        before, now, limit = (result.value_of(f"{e.name}{end}", **where) for end in _ENDS)
        call = result.called(e.wave or "", e.network or "", name, e.subject)
        label = measure(name).label
        rows.append(
            (
                result.labels.get(e.network or "", e.network or ""),
                (e.wave or "").replace("→", " → "),
                label if e.subject == "whole" else f"{label}: {result.labels.get(e.subject, e.subject)}",
                *(cell(x, name) for x in (before, now, e.value, e.low, e.high)),
                "" if e.interval is Interval.NONE else _(INTERVAL_WORDS[e.interval]),
                cell(limit, name),
                words[call] if call else "",
                e.why,
            )
        )
    columns = (
        Column(_("Network")),
        Column(_("Waves")),
        Column(_("Figure")),
        Column(_("Before"), "number"),
        Column(_("Now"), "number"),
        Column(_("Change"), "number"),
        Column(_("From"), "number"),
        Column(_("To"), "number"),
        Column(_("Bounds")),
        Column(_("What misreporting alone can make"), "number"),
        Column(_("Called")),
        Column(_("Note")),
    )
    return Table(caption or _("All measures of the network before and now"), columns, tuple(rows))
