"""What is projected: the library's report for participants, section by section, from the room's snapshot."""

from __future__ import annotations

from typing import Any

from clusterdynamics.assessment import assess
from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import Audience
from clusterdynamics.study.package import read_study
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["result_of"]

SEED = 1
#: What is shown of a block. Maps are not: in an afternoon study there are no ties to draw.
_KINDS = {
    "text": ("heading", "sentences"),
    "figure": ("title", "alt", "table"),
    "table": ("table",),
    "story": ("title", "text", "teller"),
}


def result_of(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what those in the room are told, as plain data for the projector page, its pictures inside."""
    told = tell(assess(read_study(snapshot_path(snapshot)), seed=SEED), Audience.PARTICIPANTS, language)
    sections = [
        {
            "title": section["title"],
            "answer": section["answer"],
            "blocks": [_projected(block) for block in section["blocks"] if block["kind"] in _KINDS],
        }
        for section in told["sections"]
    ]
    return {"source": snapshot.fingerprint[:12], "sections": sections}


def _projected(block: dict[str, Any]) -> dict[str, Any]:
    shown = {"kind": block["kind"]} | {name: block[name] for name in _KINDS[block["kind"]]}
    return shown | ({"picture": to_data_uri(block["svg"])} if "svg" in block else {})
