"""Placemats: a sheet of A3 for each result that a session shows, to lie on the tables and be written on.

They show what the screen shows and name nobody whom the session leaves unnamed. A file is handed out only while it
says what the session shows now: whoever asks not to be named is not on paper that is printed afterwards.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _ as in_library
from clusterdynamics.i18n import use_language
from clusterdynamics.report.audience import STAMPS
from clusterdynamics.report.writers import pdf
from clusterdynamics_web.results import store
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.sensemaking.operations import untold
from clusterdynamics_web.sensemaking.shown import scene_shown

__all__ = ["make_placemats", "placemats_html", "placemats_of", "themes_of"]

#: What can be read at a table in a minute.
FINDINGS = 3
#: Sizes of letters (points) that are tried until each theme stands on one sheet.
SIZES = (15.0, 14.0, 13.0, 12.0, 11.0)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")


def themes_of(session: Session) -> list[dict[str, Any]]:
    """Return what stands on each sheet: title, picture, findings, a quote where there is one, and two questions."""
    if session.snapshot.taken_down_at is not None:
        return []
    also = untold(session, session.starts_at or timezone.now()) if session.opened_at is None else []
    found = []
    with translation.override(session.language):
        for scene in session.scenes.select_related("session__study", "session__snapshot__study"):
            shown = scene_shown(scene, also)
            if shown is None:
                continue
            pictures = [shown["map"]] if "map" in shown else [b for b in shown["blocks"] if "picture" in b]
            picture = next((p for p in pictures if p["picture"]), None)
            stories = [b for b in shown["blocks"] if b["kind"] == "story"]
            said = [shown["answer"], *(s for b in shown["blocks"] for s in b.get("sentences", ()))]
            said += [p["title"] for p in pictures if p.get("title")]
            findings = list(dict.fromkeys(s.strip() for text in said for s in _SENTENCES.split(text) if s.strip()))
            found.append(
                {
                    "title": scene.title,
                    "picture": picture,
                    "findings": findings[:FINDINGS],
                    "quote": stories[0] if stories else None,
                    "questions": [scene.question or _("What surprises you?"), _("What should we do about it?")],
                }
            )
    return found


def placemats_html(session: Session, size: float = SIZES[0]) -> str:
    """Return the placemats as a page to print."""
    with use_language(session.language):
        stamp = in_library(STAMPS[Audience(session.audience)])
    with translation.override(session.language):
        given = {"session": session, "themes": themes_of(session), "stamp": stamp, "size": f"{size:g}"}
        return render_to_string("sensemaking/placemats.html", given)


def placemats_of(session: Session) -> Path | None:
    """Return the file of the placemats; None where there is none that says what the session shows now."""
    if session.snapshot.taken_down_at is not None:
        return None
    folder = _folder(session)
    if not folder.exists():
        return None
    path = _path(session, placemats_html(session))
    return path if path.exists() else None


def make_placemats(session: Session) -> int:
    """Set the placemats and keep them as a tagged PDF; return how many sheets there are.

    Raises
    ------
    InputError
        The session shows nothing, a theme does not fit on its sheet, or the machine lacks the library that sets text.
    """
    pdf.check()
    pdf.quiet()
    themes = len(themes_of(session))
    if not themes:
        raise InputError(_("No scene shows a result yet. Choose one to show first."))
    for size in SIZES:
        laid = pdf.html_of(placemats_html(session, size)).render(pdf_variant="pdf/ua-1")
        if len(laid.pages) == themes:
            break
    else:
        raise InputError(_("The words of a scene are too long for one sheet. Shorten its title or question."))
    path = _path(session, placemats_html(session))
    path.parent.mkdir(parents=True, exist_ok=True)
    data = pdf.pdf_of(laid, path.stem[-32:])
    for old in path.parent.glob(f"{session.key}-*.pdf"):
        old.unlink()
    write_atomically(path, data)
    return themes


def _folder(session: Session) -> Path:
    """Return where the files lie: beside the reading of the snapshot, with which they go."""
    return store.folder(session.snapshot) / "placemats"


def _path(session: Session, html: str) -> Path:
    return _folder(session) / f"{session.key}-{hashlib.sha256(html.encode()).hexdigest()[:32]}.pdf"
