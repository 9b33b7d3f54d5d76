"""The record of a session as PDF: what was looked at, how the room voted, what was noted, what was found."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from clusterdynamics.report.writers import pdf
from clusterdynamics_web.sensemaking.missing import told_to_the_room
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.sensemaking.notes import notes_of
from clusterdynamics_web.sensemaking.shown import ripples_shown, scene_shown, votes_shown

__all__ = ["record_html", "record_pdf"]


def record_html(session: Session, findings: list[Any]) -> str:
    """Return the record as a page to print."""
    with translation.override(session.language):
        notes, missed = notes_of(session), told_to_the_room(session)
        scenes = [
            {
                "scene": scene,
                "shown": scene_shown(scene),
                "votes": votes_shown(scene),
                "ripples": ripples_shown(scene),
                "notes": notes.get(scene.pk, ()),
                "missed": [link for link in missed if link.row.scene_id == scene.pk],
            }
            for scene in session.scenes.select_related("session__study", "session__snapshot__study")
        ]
        return render_to_string(
            "sensemaking/record.html",
            {"session": session, "scenes": scenes, "findings": findings, "language": session.language},
        )


def record_pdf(session: Session, findings: list[Any]) -> bytes:
    """Return the record as a tagged PDF.

    Raises
    ------
    InputError
        The machine lacks the library that sets text.
    """
    pdf.check()
    pdf.quiet()
    return pdf.pdf_of(pdf.html_of(record_html(session, findings)), session.key)
