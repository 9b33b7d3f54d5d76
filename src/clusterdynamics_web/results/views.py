"""Results: the finding first, then the picture, then the table and how it was computed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.i18n import use_language
from clusterdynamics_web.access import access_study
from clusterdynamics_web.results import operations
from clusterdynamics_web.results.access import Seen, access_results, latest_snapshot
from clusterdynamics_web.results.audiences import may_see_as, seen_as
from clusterdynamics_web.results.beside import stories_beside
from clusterdynamics_web.results.overview import neighbours, overview_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.onward import onward_of
from clusterdynamics_web.studies.way import way_of

__all__ = ["again", "context", "drawing", "not_yet", "overview", "picture", "section", "seen", "waiting"]


def seen(request: HttpRequest, region: str, study: str, right: Right = Right.SEE_RESULTS) -> Seen:
    """Return the results as this request asks for them (`?as=board`)."""
    language = get_language() or "en"
    see_as = request.GET.get("as", "")
    return access_results(request.user, region, study, see_as=see_as, language=language, right=right)


def context(request: HttpRequest, found: Seen, **more: Any) -> dict[str, Any]:
    """Return what every page of results knows.

    ``base`` is the address of the results, ``query`` what must follow every address below it, so that a link keeps
    as whom one looks.
    """
    base = reverse("results", args=[found.study.region.slug, found.study.key])
    with use_language(found.language):
        labels = {a: audience_label(a) for a in may_see_as(found.own)}
    other = found.audience != found.own
    return {
        "region": found.study.region,
        "study": found.study,
        "way": way_of(found.access, "read"),
        "snapshot": found.snapshot,
        "told": found.told,
        "audience": found.audience.value,
        "own": found.own.value,
        "see_as": [
            {
                "label": label,
                "url": request.path if a == found.own else f"{request.path}?as={a.value}",
                "current": a == found.audience,
            }
            for a, label in labels.items()
        ],
        "seen_as": _("See as: {audience}").format(audience=labels[found.audience]),
        "as_notice": seen_as(found.audience) if other else "",
        "own_url": request.path,
        "base": base,
        "query": f"?as={found.audience.value}" if other else "",
        **more,
    }


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the finding, and every question with its answer."""
    found = seen(request, region, study)
    if found.snapshot is not None and found.told is None:
        return not_yet(request, found)
    shown = _nothing(found) if found.told is None else overview_of(found.told)
    if found.told is not None:
        shown["stories"] = stories_beside(found.study, found.audience)
        shown["onward"] = onward_of(found.access) if found.audience == found.own else None
    return render(request, "results/overview.html", context(request, found, parts=_parts(found), **shown))


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def section(request: HttpRequest, region: str, study: str, name: str) -> HttpResponse:
    """Show one question: the answer, what stands behind it, how it was computed."""
    found = seen(request, region, study)
    if found.told is None:
        return redirect("results", region, study)
    if found.audience != found.own and not found.has_section(name):
        return redirect(f"{reverse('results', args=[region, study])}?as={found.audience.value}")
    chosen = found.section(name)
    before, after = neighbours(found.told, name)
    stories = [s for s in stories_beside(found.study, found.audience) if s.section == name]
    more = {
        "section": chosen,
        "before": before,
        "after": after,
        "beside": _beside(found, name),
        "stories": stories,
    }
    return render(request, "results/section.html", context(request, found, **more))


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def picture(request: HttpRequest, region: str, study: str, block: str) -> HttpResponse:
    """Return the picture of a block as SVG."""
    return drawing(seen(request, region, study).block(block))


def drawing(block: dict[str, Any]) -> HttpResponse:
    """Return the picture of a block, which runs nothing and loads nothing even where somebody opens it by itself."""
    if not block.get("svg"):
        raise Http404
    response = HttpResponse(block["svg"], content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    return response


def _nothing(found: Seen) -> dict[str, Any]:
    """Return what is said where there is nothing to read: the last wave's results may have been taken down."""
    taken_down = found.study.snapshots.filter(taken_down_at__isnull=False).exists()
    return {"taken_down": taken_down, "may_freeze": found.access.may(Right.CLOSE_WAVE)}


def _parts(found: Seen) -> list[dict[str, str]]:
    """Return the pages beside the results that are there and open to whoever asks."""
    parts = (
        (_("Network map"), "results_map", Right.SEE_RESULTS),
        (_("Soft beside hard: the dashboard"), "dashboard", Right.SEE_RESULTS),
        (_("Stories"), "stories", Right.SEE_STORIES),
        (_("Documents"), "results_documents", Right.SEE_RESULTS),
        (_("Publish"), "results_publish", Right.PUBLISH),
        (_("Results for programs"), "api_keys", Right.SEE_RESULTS),
        (_("Joint studies with another region"), "joint_studies", Right.SEE_RESULTS),
    )
    urls = [(label, _address(name, found)) for label, name, right in parts if found.access.may(right)]
    return [{"label": label, "url": url} for label, url in urls if url is not None]


def _beside(found: Seen, name: str) -> dict[str, str] | None:
    """Return the page on which more can be done about a question; None where there is none."""
    pages = {
        **dict.fromkeys(("map", "actor_measures", "regions"), ("results_map", _("Open the network map"))),
        "easy_cooperation": ("easy", _("Start groups and bring pairs together")),
        "champions": ("champions", _("Who agreed to be named")),
        "large_companies": ("large_companies", _("Both readings in words")),
    }
    address, label = pages.get(name, ("", ""))
    if not address or (address == "easy" and found.own not in {Audience.STUDY, Audience.CLUSTER_MANAGER}):
        return None
    url = _address(address, found)
    return None if url is None else {"label": label, "url": url}


def _address(name: str, found: Seen) -> str | None:
    try:
        url = reverse(name, args=[found.study.region.slug, found.study.key])
    except NoReverseMatch:
        return None
    return url if found.audience == found.own else f"{url}?as={found.audience.value}"


@page(Right.CLOSE_WAVE, methods=("POST",))
def again(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Compute the results once more, after it went wrong or was stopped."""
    access = access_study(request.user, region, study, Right.CLOSE_WAVE)
    snapshot = latest_snapshot(access.object)
    if snapshot is not None and hasattr(snapshot, "reading"):
        operations.prepare(by(request), snapshot, get_language() or "en")
    elif snapshot is not None:
        operations.read(by(request), snapshot)
    return redirect("results", region, study)


def not_yet(request: HttpRequest, found: Seen) -> HttpResponse:
    """Say that the results are being computed, or prepared in this language; the work is queued where it is not.

    What went wrong or was stopped is told, and begins again only when somebody says so.
    """
    if found.snapshot is None:
        raise LookupError("nothing to wait for")
    back = reverse("results", args=[found.study.region.slug, found.study.key])
    job = operations.told_soon(by(request), found.snapshot, found.language, found.audience.value, back)
    more = {"job": job, "ended": job.finished_at is not None, "may_again": found.access.may(Right.CLOSE_WAVE)}
    return waiting(request, context(request, found, **more))


def waiting(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """Show how far the work is; the page looks again by itself."""
    response = render(request, "results/not_yet.html", shown)
    if not shown["ended"]:
        response["Refresh"] = "2"
    return response
