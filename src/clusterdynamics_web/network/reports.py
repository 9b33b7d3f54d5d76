"""Results that were published for everybody: the only way to them, and always as everybody reads them."""

from __future__ import annotations

from django.http import Http404

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.results import store
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.results.published import Published

__all__ = ["access_report", "public_reports"]


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
