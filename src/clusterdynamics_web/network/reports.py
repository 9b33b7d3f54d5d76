"""Results that were published for everybody: the only way to them, and always as everybody reads them."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.results import store
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.results.published import Published
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["access_report", "prepare", "public_reports"]


def public_reports(region: int | None = None) -> list[Publication]:
    """Return what was published for everybody, the newest first: of each study the last publication that holds.

    A study whose last publication is for fewer people than an earlier one is out no more.
    """
    out = Publication.objects.filter(snapshot__taken_down_at=None)
    if region is not None:
        out = out.filter(snapshot__study__cluster__region=region)
    latest: dict[int, Publication] = {}
    for one in out.select_related("snapshot__wave", "snapshot__study__cluster__region"):
        latest.setdefault(one.snapshot.study_id, one)
    return [one for one in latest.values() if Audience.PUBLIC.value in one.audiences]


def access_report(study: str, language: str) -> Published:
    """Return what was published of a study for everybody; what was not is not there (404)."""
    for one in public_reports():
        if one.snapshot.study.key == study:
            told = store.told_of(one.snapshot, Audience.PUBLIC, language)
            return Published(one.snapshot.study.region, one, told, language)
    raise Http404


def prepare(snapshot: Snapshot, language: str) -> None:
    """See to it that everybody can be told of a snapshot in a language: now, and not by the worker.

    Raises
    ------
    InputError
        Its results have not been computed yet.
    """
    if store.told_of(snapshot, Audience.PUBLIC, language) is not None:
        return
    if not store.has_assessment(snapshot):
        raise InputError(_("The results of “{study}” are still being computed.").format(study=snapshot.study))
    # Taken before, so that what changes while it is told shows as a mark that is over.
    mark = store.mark_of(snapshot)
    told = tell(store.assessment_of(snapshot), Audience.PUBLIC, language, shown_to(snapshot, Audience.PUBLIC))
    store.keep_told(snapshot, Audience.PUBLIC, language, told | {"mark": mark} if mark else told)
