"""Notes as everybody reads them: what they are about in words, and nobody named who may not be."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics_web.cells import harmless
from clusterdynamics_web.sensemaking.masking import hidden_in, masked
from clusterdynamics_web.sensemaking.models import Note, Scene, Session
from clusterdynamics_web.sensemaking.topics import group_words

__all__ = ["Said", "notes_csv", "notes_of", "notes_shown"]


@dataclass(frozen=True)
class Said:
    """A note. `about` is empty where it is about the whole scene."""

    pk: int
    scene: int
    text: str
    about: str
    signed: str
    written: str


def notes_of(session: Session) -> dict[int, list[Said]]:
    """Return key of a scene → its notes, the first first, without those that were hidden."""
    rows = Note.objects.filter(scene__session=session, hidden_at__isnull=True).select_related("actor")
    return _told(session, list(rows))


def notes_shown(scene: Scene) -> list[Said]:
    """Return the notes of one scene."""
    rows = scene.notes.filter(hidden_at__isnull=True).select_related("actor")
    return _told(scene.session, list(rows)).get(scene.pk, [])


def _told(session: Session, rows: Sequence[Note]) -> dict[int, list[Said]]:
    if not rows:
        return {}
    with translation.override(session.language):
        hidden, words = hidden_in(session), group_words(session)
        found: dict[int, list[Said]] = {}
        for row in rows:
            about = words(row.about) if row.actor is None else masked(row.actor.label, hidden)
            written = timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M")
            said = Said(row.pk, row.scene_id, masked(row.text, hidden), about, masked(row.signed, hidden), written)
            found.setdefault(row.scene_id, []).append(said)
        return found


def notes_csv(session: Session) -> str:
    """Return the notes of a session as a table, scene by scene; what a spreadsheet would compute is words."""
    notes = notes_of(session)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    with translation.override(session.language):
        writer.writerow([_("Scene"), _("Title"), _("About"), _("Note"), _("Signed"), _("Written")])
        for scene in session.scenes.all():
            for note in notes.get(scene.pk, ()):
                cells = (str(scene.position), scene.title, note.about, note.text, note.signed, note.written)
                writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
