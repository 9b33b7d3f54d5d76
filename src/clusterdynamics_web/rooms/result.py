"""What is projected: the library's report for participants, section by section, from the room's snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from clusterdynamics.assessment import assess
from clusterdynamics.i18n import use_language
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.build import build_report
from clusterdynamics.report.cells import cell_text
from clusterdynamics.report.model import Block, FigureBlock, StoryBlock, Table, TableBlock, TextBlock
from clusterdynamics.report.pictures import picture
from clusterdynamics.study.package import read_study
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["result_of"]

#: Who is in the room.
AUDIENCE = "participants"
SEED = 1


def result_of(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the sections of the report for participants, as plain data for the projector page.

    Every picture, table and story has passed disclosure control, and the whole is searched for names without
    consent, as any report is.
    """
    study = read_study(Path(settings.MEDIA_ROOT) / snapshot.path)
    with use_language(language):
        report = build_report(assess(study, seed=SEED), audience=AUDIENCE, language=language)
        sections = [
            {
                "title": section.title,
                "answer": section.answer,
                "blocks": [found for found in map(_plain, section.blocks) if found is not None],
            }
            for section in report.sections
        ]
    check_names(str(sections), study, AUDIENCE)
    return {"source": snapshot.fingerprint[:12], "sections": sections}


def _plain(block: Block) -> dict[str, Any] | None:
    if isinstance(block, TextBlock):
        return {"kind": "text", "heading": block.heading, "sentences": list(block.sentences)}
    if isinstance(block, FigureBlock):
        return {
            "kind": "figure",
            "title": block.title,
            "picture": picture(block),
            "alt": block.alt,
            "table": _table(block.table),
        }
    if isinstance(block, TableBlock):
        return {"kind": "table", "table": _table(block.table)}
    if isinstance(block, StoryBlock):
        return {"kind": "story", "title": block.title, "text": block.text, "teller": block.teller}
    return None  # maps of an afternoon study: there are no ties to draw


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [{"title": c.title, "kind": "text" if c.kind == "text" else "number"} for c in table.columns],
        "rows": [
            [cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
        ],
    }
