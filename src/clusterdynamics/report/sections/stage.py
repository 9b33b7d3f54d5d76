"""The section "Where does the cluster stand?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.stage import StageReading

__all__ = ["stage_section"]


def stage_section(context: Context) -> Section | None:
    """Return the stage reading of the latest wave; None where the statements were not asked."""
    result: StageReading | None = context.result("stage")
    if result is None or not result.estimates:
        return None
    latest = result.waves[-1]
    shown = [e for e in result.estimates if e.wave == latest and e.name == "stage.value"]
    title = _("{wave}: fulfilment of each stage; above, how the redraws read").format(
        wave=result.labels.get(f"wave:{latest}", latest)
    )
    called = {s.id: s.label for s in result.stages} | {"whole": _("all")} | _statements(result)
    return context.section(
        "stage",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=_ribbon(result, latest, title),
        more=(
            _holds_back(result),
            figures_table(
                result.estimates,
                result.labels,
                _("All figures on stages and statements"),
                subject=_("Stage or statement"),
                subjects=called,
            ),
        ),
    )


def _statements(result: StageReading) -> dict[str, str]:
    return {key: text for key, text in result.labels.items() if not key.startswith("wave:")}


def _ribbon(result: StageReading, wave: str, caption: str) -> Table:
    """Return the table equal to the ribbon: fulfilment with bounds, and how many redraws read as the stage."""
    figures = {e.subject: e for e in result.estimates if (e.name, e.wave) == ("stage.value", wave)}
    drawn = {c.stage: c.redraws for c in result.counts if c.wave == wave}
    first = {"not_yet": _("not yet")} if drawn else {}
    rows: list[tuple[Cell, ...]] = []
    for stage, label in (first | {s.id: s.label for s in result.stages}).items():
        e = figures.get(stage)
        redraws = float(drawn[stage]) if stage in drawn else None
        row = (None, None, None, redraws, "") if e is None else (e.value, e.low, e.high, redraws, e.why)
        rows.append((label, *row))
    columns = (
        Column(_("Stage")),
        Column(_("Fulfilment"), "percent"),
        Column(_("From"), "percent"),
        Column(_("To"), "percent"),
        Column(_("Redraws that read as it"), "number"),
        Column(_("Note")),
    )
    return Table(caption, columns, tuple(rows))


def _holds_back(result: StageReading) -> Table:
    """Return the statements that keep the next stage under the threshold, wave by wave."""
    stages = {s.id: s.label for s in result.stages}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (h.text, stages[h.stage], result.labels.get(f"wave:{h.wave}", h.wave), h.share) for h in result.holds_back
    )
    columns = (Column(_("Statement")), Column(_("Stage")), Column(_("Wave")), Column(_("Agree"), "percent"))
    return Table(_("What holds the cluster back from the next stage"), columns, rows)
