"""The section "Do organisations of different regions work together?": its matrix and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.model import Section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.region_maps import density_maps
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.regions.analysis import Regions

__all__ = ["regions_section"]

_BLOCKS = ("block_density", "block_depth", "block_observed")


def regions_section(context: Context) -> Section | None:
    """Return the density within and between regions in the main network; None where there are not two regions."""
    result: Regions | None = context.result("regions")
    if result is None or not result.estimates:
        return None
    focused = context.focus(result, wave=False)
    cells = [e for e in focused.estimates if e.name == "block_density"]
    cells = [e for e in cells if e.wave == cells[-1].wave]
    network, wave = context.labels.get(context.main or "", ""), cells[-1].wave if cells else ""
    title = _("{network}, {wave}: links that are there, of all that could be, within and between regions").format(
        network=capital(network), wave=context.labels.get(f"wave:{wave}", wave)
    )
    names = {e.subject: _called(e, result, context) for e in result.estimates}
    blocks = [e for e in result.estimates if e.name in _BLOCKS]
    index = [e for e in result.estimates if e.name.startswith("ei_index")]
    bridging = [e for e in result.estimates if e.name.startswith("bridge.") and e.subject == "whole"]
    who = [e for e in result.estimates if e.name.startswith("bridge.") and e.subject != "whole" and e.value]
    around = [e for e in result.estimates if e.name.startswith("region.") and "→" not in (e.wave or "")]
    changed = [e for e in result.estimates if e.name.startswith("region.") and "→" in (e.wave or "")]
    parts = (
        (blocks, _("Density, depth and what was observed, within and between regions"), _("Regions")),
        (index, _("Links between regions beside chance"), _("Regions")),
        (bridging, _("What links the regions"), ""),
        (who, _("Organisations with partners in other regions, in alphabetical order"), _("Organisation")),
        (around, _("What each region has around it"), _("Region")),
        (changed, _("Kept, new and lost links within and between regions"), _("Where")),
    )
    return context.section(
        "regions",
        result,
        unit=_("pairs"),
        shown=cells,
        chart=focused.chart() if any(e.value is not None for e in cells) else None,
        title=title,
        table=figures_table(cells, result.labels, title, with_figure=False, subject=_("Regions"), subjects=names),
        extra=tuple(density_maps(context, result, cells)),
        more=tuple(
            figures_table(_sorted(rows, names), result.labels, caption, subject=subject, subjects=names)
            for rows, caption, subject in parts
            if rows
        ),
    )


def _sorted(rows: list[Estimate], names: dict[str, str]) -> list[Estimate]:
    """Return figures of organisations by their names; others as they are."""
    single = [e for e in rows if ":" not in e.subject and e.subject != "whole" and e.name.startswith("bridge.")]
    return sorted(rows, key=lambda e: names[e.subject].casefold()) if single else rows


def _called(e: Estimate, result: Regions, context: Context) -> str:
    """Return the regions of a figure in words."""
    level, _colon, cell = e.subject.partition(":")
    if not cell:
        return result.labels.get(f"attribute:{level}") or context.study.short_labels.get(level, level)
    if cell in ("within", "between"):
        return _("within regions") if cell == "within" else _("between regions")
    sign = " – " if e.network in result.undirected or e.name == "block_depth" else " → "
    return sign.join(result.labels.get(end, end) for end in cell.split("→"))
