"""The section "Do organisations of different kinds work together?": its picture and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.mixing import Mixing

__all__ = ["mixing_section"]


def mixing_section(context: Context) -> Section | None:
    """Return the density within and between groups in the main network; None where there are no groups."""
    result: Mixing | None = context.result("mixing")
    if result is None or not result.estimates:
        return None
    focused = context.focus(result)
    attribute = next((e.subject.partition(":")[0] for e in focused.estimates if e.name == "block_density"), "type")
    cells = [e for e in focused.estimates if e.name == "block_density" and e.subject.startswith(f"{attribute}:")]
    network, wave = context.labels.get(context.main or "", ""), cells[-1].wave if cells else ""
    title = _("{network}, {wave}: links that are there, of all that could be, within and between groups").format(
        network=capital(network), wave=context.labels.get(f"wave:{wave}", wave)
    )
    # A matrix of reasons says nothing that the one sentence does not.
    drawn = any(e.value is not None for e in cells)
    return context.section(
        "mixing",
        result,
        unit=_("pairs"),
        shown=cells,
        chart=focused.chart() if drawn else None,
        title=title,
        table=figures_table(
            cells,
            result.labels,
            title,
            with_figure=False,
            subject=_("Groups"),
            subjects={e.subject: _groups(e, result) for e in cells},
        ),
        more=(
            figures_table(
                result.estimates,
                result.labels,
                _("All figures on groups"),
                subject=_("Groups"),
                subjects={e.subject: _groups(e, result) for e in result.estimates},
            ),
        ),
    )


def _groups(e: Estimate, result: Mixing) -> str:
    """Return the groups of a figure in words: the attribute, or the two ends of a cell."""
    attribute, _colon, cell = e.subject.partition(":")
    if not cell:
        return result.labels.get(f"attribute:{attribute}", attribute)
    sign = " – " if e.network in result.undirected else " → "
    return sign.join(result.labels.get(end, end) for end in cell.split("→"))
