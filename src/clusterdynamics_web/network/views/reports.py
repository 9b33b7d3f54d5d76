"""Results that were published for everybody, read as everybody reads them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics_web.network.reports import access_report, public_reports
from clusterdynamics_web.network.views.common import crumbs
from clusterdynamics_web.public import show
from clusterdynamics_web.results import operations
from clusterdynamics_web.results.access import section_in
from clusterdynamics_web.results.overview import neighbours, overview_of
from clusterdynamics_web.results.published import Published
from clusterdynamics_web.results.views import drawing
from clusterdynamics_web.routes import Visitors, page

__all__ = ["picture", "report", "reports", "section"]


@page(Visitors.ANYBODY, VisibilityClass.C4)
def reports(request: HttpRequest) -> HttpResponse:
    """Show which results were published for everybody."""
    context = {"published": public_reports(), "crumbs": crumbs()}
    return show(request, "network/reports.html", context)


@page(Visitors.ANYBODY, VisibilityClass.C4)
def report(request: HttpRequest, published: str) -> HttpResponse:
    """Show what was published of a study."""
    found = _found(published)
    if found.told is None:
        return _prepare(request, found)
    return show(request, "results/overview.html", _context(found, told_to_others=True, **overview_of(found.told)))


@page(Visitors.ANYBODY, VisibilityClass.C4)
def section(request: HttpRequest, published: str, name: str) -> HttpResponse:
    """Show one question of what was published."""
    found = _found(published)
    if found.told is None:
        return _prepare(request, found)
    before, after = neighbours(found.told, name)
    shown = _context(found, section=section_in(found.told, name), before=before, after=after)
    return show(request, "results/section.html", shown)


@page(Visitors.ANYBODY, VisibilityClass.C4)
def picture(request: HttpRequest, published: str, block: str) -> HttpResponse:
    """Return a picture of what was published."""
    found = _found(published)
    blocks = (b for s in (found.told or {}).get("sections", ()) for b in s["blocks"] if b["id"] == block)
    return drawing(next(blocks, {}))


def _found(study: str) -> Published:
    return access_report(study, get_language() or "en")


def _context(found: Published, **more: Any) -> dict[str, Any]:
    snapshot = found.publication.snapshot
    return {
        "region": found.region,
        "study": snapshot.study.parsed.title,
        "snapshot": snapshot,
        "told": found.told,
        "base": reverse("network_report", args=[snapshot.study.key]),
        "query": "",
        "crumbs": crumbs((_("Published results"), reverse("network_reports"))),
        **more,
    }


def _prepare(request: HttpRequest, found: Published) -> HttpResponse:
    """Have the pages prepared in the reader's language, and wait; there is one such job for each language.

    Nothing is told of the job itself, which may tell of more than the public part of a study.
    """
    snapshot = found.publication.snapshot
    back = reverse("network_report", args=[snapshot.study.key])
    job = operations.told_soon(None, snapshot, found.language, Audience.PUBLIC.value, back)
    ended = job.finished_at is not None
    response = render(request, "network/not_yet.html", _context(found, ended=ended))
    if not ended:
        response["Refresh"] = "5"
    return response
