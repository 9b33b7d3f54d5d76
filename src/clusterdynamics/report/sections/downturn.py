"""The section "What does the downturn do?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.downturn import Downturn

__all__ = ["downturn_section"]


def downturn_section(context: Context) -> Section | None:
    """Return what the organisations say about the downturn; None where it was not asked."""
    result: Downturn | None = context.result("downturn")
    if result is None or not result.waves:
        return None
    asked = [e for e in result.estimates if e.wave in result.waves]
    shown = [e for e in asked if e.name == "downturn.share" and e.wave == result.waves[-1]]
    title = _("What the organisations say about the downturn")
    names = {e.subject: _called(e.subject, result) for e in asked}
    compared = [e for e in asked if e.name.startswith("downturn.partners")]
    wrote = [e for e in asked if e.name == "downturn.wrote"]
    return context.section(
        "downturn",
        result,
        unit=_("organisations"),
        shown=shown,
        chart=result.chart() if any(e.value is not None for e in shown) else None,
        title=title,
        table=figures_table(shown, result.labels, title, with_figure=False, subject=_("Answer"), subjects=names),
        more=(
            figures_table(
                compared,
                result.labels,
                _("Organisations with several cooperation partners beside the others"),
                subject=_("Answer"),
                subjects=names,
            ),
            figures_table(
                wrote,
                result.labels,
                _("Why, and what help would matter: how many wrote about it; their words are the place for stories"),
                with_figure=False,
                subject=_("Question"),
                subjects=names,
            ),
        ),
    )


def _called(subject: str, result: Downturn) -> str:
    return ", ".join(result.labels.get(part, part) for part in subject.split("|"))
