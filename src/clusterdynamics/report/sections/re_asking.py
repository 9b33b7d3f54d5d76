"""The section "How exact are the answers?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.repeats import AGAIN, SECOND
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell, figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.re_asking import ReAsking

__all__ = ["re_asking_section"]


def re_asking_section(context: Context) -> Section | None:
    """Return how exact answers are and what changes are called; None where nobody was asked twice."""
    result: ReAsking | None = context.result("re_asking")
    if result is None or not result.estimates:
        return None
    called = {
        "all": _("asked twice"),
        AGAIN: _("same person again"),
        SECOND: _("a second person"),
        "whole": _("all"),
    } | {key: text for key, text in result.labels.items() if not key.startswith("wave:")}
    changed = result.told[-1] if result.told else None
    if changed is not None:
        title = _("Change of each stage and of links, with what misreporting alone can make of it")
        table, wave = _changes(result), f"{changed.first}→{changed.second}"
        shown = [e for e in result.estimates if e.name.startswith("change.") and e.wave == wave]
    else:
        title = _("Answers that differ the second time")
        shown = [e for e in result.estimates if e.name == "re_asking.misreporting" and e.subject == "all"]
        table = figures_table(shown, result.labels, title, with_figure=False)
    return context.section(
        "re_asking",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=table,
        more=(
            figures_table(
                result.estimates,
                result.labels,
                _("All figures on answers given twice"),
                subject=_("About"),
                subjects=called,
            ),
        ),
        answer=next(iter(reversed(result.sentences()))),
    )


def _changes(result: ReAsking) -> Table:
    """Return what each change between the last two waves is called."""
    words = {"changed": _("more than misreporting"), "unchanged": _("unchanged"), "cannot_say": _("cannot say")}
    last = (result.told[-1].first, result.told[-1].second)
    rows: list[tuple[Cell, ...]] = []
    for c in result.told:
        if (c.first, c.second) == last:
            shares = (cell(x, "change.stage") for x in result.numbers(c))
            rows.append((result.what(c), *shares, words[c.called]))
    columns = (
        Column(_("What")),
        Column(_("Change"), "percent"),
        Column(_("What misreporting alone can make"), "percent"),
        Column(_("At most"), "percent"),
        Column(_("Called")),
    )
    return Table(_("What changed, and whether it is more than misreporting"), columns, tuple(rows))
