"""Giving results out, and reading what was given out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics_web.results import operations, publishing
from clusterdynamics_web.results.access import section_in
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.results.overview import neighbours, overview_of
from clusterdynamics_web.results.published import Published, access_published, published_in
from clusterdynamics_web.results.views import context, drawing, seen, waiting
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.onward import onward_of

__all__ = ["publish", "published", "published_list", "published_picture", "published_section"]


@page(Right.PUBLISH, VisibilityClass.C1, methods=("GET", "POST"))
def publish(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show what would be given out to whom, and give it out: after a session, or with a reason why without."""
    found = seen(request, region, study, Right.PUBLISH)
    problems: list[str] = []
    if request.method == "POST":
        try:
            publishing.publish(
                by(request), found.study, request.POST.getlist("audience"), request.POST.get("waiver", "")
            )
        except InputError as error:
            problems = str(error).splitlines()
        else:
            messages.success(request, _("The results are published."))
            return redirect("results_publish", region, study)
    with use_language(found.language):
        choices = publishing.labels()
    chosen = request.POST.getlist("audience") if request.method == "POST" else [Audience.NETWORK.value]
    standing = publishing.standing(found.study)
    more = {
        "problems": problems,
        "why_not": publishing.why_not_publish(found.study),
        "session": "" if found.snapshot is None else publishing.session_of(found.snapshot.wave),
        "choices": [(value, label, value in chosen) for value, label in choices],
        "waiver": request.POST.get("waiver", ""),
        "standing": standing,
        "again": standing is not None and standing.snapshot == found.snapshot,
        "history": _history(found.study),
        "onward": onward_of(found.access, here=request.path),
    }
    return render(request, "results/publish.html", context(request, found, **more), status=400 if problems else 200)


def _history(study: Any) -> list[dict[str, Any]]:
    """Return what was given out, the latest first; and what was taken back since."""
    words = dict(publishing.labels())
    return [
        {"made": made, "to": [words[a] for a in made.audiences], "gone": made.snapshot.taken_down_at}
        for made in Publication.objects.select_related("snapshot__wave", "published_by").filter(snapshot__study=study)
    ]


@page(Right.SEE_PUBLISHED, VisibilityClass.C3)
def published_list(request: HttpRequest, region: str) -> HttpResponse:
    """Show which results were given out in a region."""
    place, out = published_in(request.user, region)
    return render(request, "results/published_list.html", {"region": place, "published": out})


@page(Right.SEE_PUBLISHED, VisibilityClass.C3)
def published(request: HttpRequest, region: str, published: str) -> HttpResponse:
    """Show the results of a study that were given out."""
    found = _published(request, region, published)
    if found.told is None:
        return _prepare(request, found)
    return render(request, "results/overview.html", _context(found, told_to_others=True, **overview_of(found.told)))


@page(Right.SEE_PUBLISHED, VisibilityClass.C3)
def published_section(request: HttpRequest, region: str, published: str, name: str) -> HttpResponse:
    """Show one question of results that were given out."""
    found = _published(request, region, published)
    if found.told is None:
        return _prepare(request, found)
    before, after = neighbours(found.told, name)
    shown = _context(found, section=section_in(found.told, name), before=before, after=after)
    return render(request, "results/section.html", shown)


@page(Right.SEE_PUBLISHED, VisibilityClass.C3)
def published_picture(request: HttpRequest, region: str, published: str, block: str) -> HttpResponse:
    """Return a picture of results that were given out."""
    found = _published(request, region, published)
    blocks = (b for s in (found.told or {}).get("sections", ()) for b in s["blocks"] if b["id"] == block)
    return drawing(next(blocks, {}))


def _published(request: HttpRequest, region: str, study: str) -> Published:
    return access_published(request.user, region, study, get_language() or "en")


def _context(found: Published, **more: Any) -> dict[str, Any]:
    snapshot = found.publication.snapshot
    listed = reverse("published_list", args=[found.region.slug])
    return {
        "region": found.region,
        "study": snapshot.study.parsed.title,
        "snapshot": snapshot,
        "told": found.told,
        "base": reverse("published", args=[found.region.slug, snapshot.study.key]),
        "query": "",
        "crumbs": [{"label": _("Published results"), "url": listed}],
        **more,
    }


def _prepare(request: HttpRequest, found: Published) -> HttpResponse:
    """Have the pages prepared in the reader's language, and wait."""
    snapshot = found.publication.snapshot
    back = reverse("published", args=[found.region.slug, snapshot.study.key])
    job = operations.told_soon(by(request), snapshot, found.language, Audience.NETWORK.value, back)
    return waiting(request, _context(found, job=job, ended=job.finished_at is not None))
