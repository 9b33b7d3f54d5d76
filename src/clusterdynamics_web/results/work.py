"""What the worker does for the results: reads a snapshot, prepares what each audience is told, writes documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics import __version__
from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import class_of
from clusterdynamics.errors import InputError
from clusterdynamics.study.package import read_study
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.results import documents, history, store
from clusterdynamics_web.results.audiences import AUDIENCES
from clusterdynamics_web.results.deciding import decide_for_all
from clusterdynamics_web.results.maps import kept as maps
from clusterdynamics_web.results.models import Document, Reading
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["read_snapshot", "tell_snapshot", "write_document"]

#: Share of the work that is done when the figures are there; the pages are the rest.
_FIGURES = 0.3


@handles("read_snapshot")
def read_snapshot(running: Running) -> dict[str, Any]:
    """Analyse a snapshot and prepare its pages in the languages of study and region; twice comes to the same."""
    snapshot = _snapshot(running)
    seed = running.job.seed
    assessment = assess(read_study(snapshot_path(snapshot)), seed=seed)
    store.keep(snapshot, assessment)
    maps.prepare(snapshot, assessment)
    study = snapshot.study
    languages = tuple(dict.fromkeys((study.parsed.languages[0], study.region.default_language)))
    _tell(running, snapshot, languages, done=_FIGURES)
    Reading.objects.update_or_create(snapshot=snapshot, defaults={"seed": seed, "version": __version__})
    return {"snapshot": snapshot.fingerprint}


@handles("tell_snapshot")
def tell_snapshot(running: Running) -> dict[str, Any]:
    """Prepare the pages of a snapshot in one more language."""
    snapshot = _snapshot(running)
    language = str(running.job.parameters["language"])
    _tell(running, snapshot, (language,))
    return {"snapshot": snapshot.fingerprint, "language": language}


@handles("write_document")
def write_document(running: Running) -> dict[str, Any]:
    """Write a report as a file, with the same figures as the pages; twice comes to the same."""
    made = Document.objects.select_related("snapshot__study__cluster__region").filter(
        pk=running.job.parameters["document"]
    )
    document = made.first()
    if document is None or document.snapshot.taken_down_at is not None:
        raise InputError(_gone())
    with override(document.language):
        doing = _("Writing the document")
    running.tell(0.1, doing)
    assessment = store.assessment_of(document.snapshot)
    documents.write(document, assessment, history.before(document.snapshot, assessment.study))
    return {"document": document.key}


@every(3600)
def forget_documents() -> None:
    """Delete documents whose time is over; they can be made again."""
    documents.forget_old()


def _gone() -> str:
    return _("This snapshot was taken down, because somebody took their answers back.")


def _snapshot(running: Running) -> Snapshot:
    found = (
        Snapshot.objects.select_related("study__cluster__region").filter(pk=running.job.parameters["snapshot"]).first()
    )
    if found is None or found.taken_down_at is not None:
        raise InputError(_gone())
    return found


def _tell(running: Running, snapshot: Snapshot, languages: tuple[str, ...], *, done: float = 0.0) -> None:
    """Prepare what each audience is told; who waits for it gets theirs first."""
    # Taken before, so that what changes while it is told shows as a mark that is over.
    mark = store.mark_of(snapshot)
    assessment = store.assessment_of(snapshot)
    shown = decide_for_all(snapshot)
    waits = running.job.parameters.get("audience")
    todo = [(a, code) for code in languages for a in sorted(AUDIENCES, key=lambda a: a != waits)]
    for number, (audience, language) in enumerate(todo):
        running.tell(done + (1 - done) * number / len(todo), _("Pages"))
        given = shown[class_of(audience)]
        told = tell(assessment, audience, language, given)
        store.keep_told(snapshot, audience, language, told | {"mark": mark} if mark else told)
