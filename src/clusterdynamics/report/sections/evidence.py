"""The section "What do the network and the stories say about the stages?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.evidence import SAYS
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell, figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.evidence import Evidence

__all__ = ["evidence_section"]


def evidence_section(context: Context) -> Section | None:
    """Return the evidence beside the stage reading; None where nothing of it was asked."""
    result: Evidence | None = context.result("evidence")
    if result is None or all(s.says == "not_asked" for s in result.says):
        return None
    latest = result.waves[-1]
    shown = [e for e in result.estimates if (e.name, e.wave) == ("evidence.share", latest)]
    title = _("{wave}: evidence from the network, beside the stage reading").format(
        wave=result.labels.get(f"wave:{latest}", latest)
    )
    stories = [e for e in result.estimates if e.name.startswith("stories.")]
    return context.section(
        "evidence",
        result,
        unit=_("organisations, pairs or areas"),
        shown=shown,
        chart=result.chart(),
        title=title,
        table=_table(result, latest, title),
        more=(
            figures_table(
                stories, result.labels, _("Who tells of which loop"), subject=_("Loop"), subjects=result.labels
            ),
            figures_table(
                [e for e in result.estimates if e.name.startswith("evidence.")],
                result.labels,
                _("All figures of evidence"),
                subject=_("Evidence"),
                subjects=result.labels,
            ),
        ),
    )


def _table(result: Evidence, wave: str, caption: str) -> Table:
    """Return the table equal to the picture: stage, evidence, share with bounds, what it says."""
    shares = {e.subject: e for e in result.estimates if (e.name, e.wave) == ("evidence.share", wave)}
    rows: list[tuple[Cell, ...]] = []
    for s in result.says:
        e = shares.get(s.rule)
        if s.wave == wave and e is not None:
            bounds = tuple(cell(v, e.name) for v in (e.value, e.low, e.high))
            stage = result.labels.get(f"stage:{s.stage}", s.stage)
            rows.append((stage, result.labels.get(s.rule, s.rule), *bounds, float(e.n), _(SAYS[s.says]), e.why))
    columns = (
        Column(_("Stage")),
        Column(_("Evidence")),
        Column(_("Share"), "percent"),
        Column(_("From"), "percent"),
        Column(_("To"), "percent"),
        Column(_("n"), "number"),
        Column(_("Says")),
        Column(_("Note")),
    )
    return Table(caption, columns, tuple(rows))
