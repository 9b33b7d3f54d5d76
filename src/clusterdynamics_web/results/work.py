"""What the worker does for the results: reads a snapshot, and prepares what each audience is told of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clusterdynamics import __version__
from clusterdynamics.assessment import assess
from clusterdynamics.errors import InputError
from clusterdynamics.study.package import read_study
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.results import store
from clusterdynamics_web.results.audiences import AUDIENCES
from clusterdynamics_web.results.maps import kept as maps
from clusterdynamics_web.results.models import Reading
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["read_snapshot", "tell_snapshot"]


@handles("read_snapshot")
def read_snapshot(running: Running) -> dict[str, Any]:
    """Analyse a snapshot and prepare its pages in the languages of study and region; twice comes to the same."""
    snapshot = _snapshot(running)
    seed = running.job.seed
    assessment = assess(read_study(snapshot_path(snapshot)), seed=seed)
    store.keep(snapshot, assessment)
    maps.prepare(snapshot, assessment)
    study = snapshot.study
    for language in dict.fromkeys((study.parsed.languages[0], study.region.default_language)):
        _tell(running, snapshot, language)
    Reading.objects.update_or_create(snapshot=snapshot, defaults={"seed": seed, "version": __version__})
    return {"snapshot": snapshot.fingerprint}


@handles("tell_snapshot")
def tell_snapshot(running: Running) -> dict[str, Any]:
    """Prepare the pages of a snapshot in one more language."""
    snapshot = _snapshot(running)
    language = str(running.job.parameters["language"])
    _tell(running, snapshot, language)
    return {"snapshot": snapshot.fingerprint, "language": language}


def _snapshot(running: Running) -> Snapshot:
    found = (
        Snapshot.objects.select_related("study__cluster__region").filter(pk=running.job.parameters["snapshot"]).first()
    )
    if found is None or found.taken_down_at is not None:
        raise InputError(_("This snapshot was taken down, because somebody took their answers back."))
    return found


def _tell(running: Running, snapshot: Snapshot, language: str) -> None:
    assessment = store.assessment_of(snapshot)
    waits = running.job.parameters.get("audience")
    for done, audience in enumerate(sorted(AUDIENCES, key=lambda a: a != waits)):
        running.tell(done / len(AUDIENCES), _("Pages"))
        store.keep_told(snapshot, audience, language, tell(assessment, audience, language))
