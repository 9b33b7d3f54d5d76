"""What one audience is told in one language: the library's report as plain data, pictures and all.

The same report as in every document, so that page and document show the same figures; prepared once for each
snapshot, so that a page shows its answer at once.
"""

from __future__ import annotations

import re
from typing import Any

from clusterdynamics.assessment import Assessment
from clusterdynamics.charts.numbers import percent
from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import _ as library_text
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses.stage import StageReading
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.cells import basis_text, cell_text
from clusterdynamics.report.material import Material
from clusterdynamics.report.model import (
    Block,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    Section,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)

__all__ = ["tell"]

#: So many statements say what holds the cluster back; the table of the section has all.
_HELD_BACK = 3
#: Pictures wider than this, in pixels, cannot be read when they are made as small as a telephone.
_PHONE = 450


def tell(assessment: Assessment, audience: Audience, language: str, given: Assessment | None = None) -> dict[str, Any]:
    """Return what `audience` is told: title, facts, sections with their blocks, limits.

    Parameters
    ----------
    given
        What it may see of the assessment, where that was decided already.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    with use_language(language):
        material = Material(assessment, audience.value, language, given=given)
        report = material.report
        told = {
            "title": report.title,
            "subtitle": report.subtitle,
            "stamp": report.stamp,
            "notice": report.notice,
            "language": language,
            "snapshot": report.snapshot,
            "facts": [list(fact) for fact in report.facts],
            "limits": [list(limit) for limit in report.limits],
            "sections": [_section(section, material) for section in report.sections],
            "held_back": _held_back(material),
        }
    check_names(_words(told), assessment.study, audience.value)
    return told


def _held_back(material: Material) -> list[dict[str, Any]]:
    """Return what holds the cluster back from its next stage in the latest wave, the most first."""
    reading = material.shown.results.get("stage")
    if not isinstance(reading, StageReading):
        return []
    latest = material.shown.study.wave_ids[-1]
    found = [h for h in reading.holds_back if h.wave == latest]
    return [{"text": h.text, "share": percent(h.share)} for h in found[:_HELD_BACK]]


def _section(section: Section, material: Material) -> dict[str, Any]:
    blocks = [{"id": f"{section.id}-{k}", **_block(b, material)} for k, b in enumerate(section.blocks, 1)]
    if section.id == "loops":
        _link_words(blocks)
    return {"id": section.id, "title": section.title, "answer": section.answer, "blocks": blocks}


def _link_words(blocks: list[dict[str, Any]]) -> None:
    """Let the name of each loop lead to the words behind it, which stand further down."""
    places = {block["table"]["caption"]: block["id"] for block in blocks if "table" in block}
    for block in blocks:
        for row in block.get("table", {}).get("rows", ()):
            place = places.get(library_text("{loop}: the words behind it").format(loop=row[0]["text"])) if row else None
            if place is not None:
                row[0]["url"] = f"#{place}"


def _block(block: Block, material: Material) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": block.kind,
        "alt": block.alt,
        # Where all figures of a wave are hidden, "0 organisations" would read as if nobody had answered.
        "basis": [basis_text(b) for b in block.basis if b.n],
        "method": block.method,
        "verdict": block.verdict,
    }
    if isinstance(block, FigureBlock | NetworkBlock | MapBlock):
        svg = material.pictures.svg(block)
        told |= {"title": block.title, "table": _table(block.table), "svg": svg, "wide": _width(svg) > _PHONE}
    elif isinstance(block, TableBlock):
        told |= {"table": _table(block.table), "folded": block.folded}
    elif isinstance(block, TextBlock):
        told |= {"sentences": list(block.sentences), "heading": block.heading, "folded": block.folded}
    elif isinstance(block, StoryBlock):
        told |= {"title": block.title, "text": block.text, "teller": block.teller}
    return told


def _width(svg: str) -> float:
    """Return how wide a picture is drawn, in pixels."""
    found = re.search(r'<svg\b[^>]*?\bwidth="([\d.]+)"', svg)
    return float(found.group(1)) if found else 0.0


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [{"title": c.title, "kind": "text" if c.kind == "text" else "number"} for c in table.columns],
        "rows": [[_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows],
    }


def _cell(cell: Any, column: Column) -> dict[str, Any]:
    """Return a cell as it is read, with the number by which its column is sorted."""
    told: dict[str, Any] = {"text": cell_text(cell, column)}
    if cell is not None and column.kind != "text":
        told["sort"] = float(cell)
    return told


def _words(told: Any) -> str:
    """Return every text in it, apart from one another: a heading and a cell do not make a name together."""
    if isinstance(told, dict):
        return " ¦ ".join(_words(part) for part in told.values())
    if isinstance(told, list):
        return " ¦ ".join(_words(part) for part in told)
    return told if isinstance(told, str) else ""
