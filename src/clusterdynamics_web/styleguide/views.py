"""Pages of the style guide. What they show is made up and stands in samples.py."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.study.names import fold
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.styleguide import samples

__all__ = ["index", "log_in", "part", "projector", "respondent", "roster", "scripts"]


def _around(**more: Any) -> dict[str, Any]:
    """Return what the layouts expect, so that the guide also works where no study is set up."""
    return {
        "region": samples.REGION,
        "study": samples.STUDY,
        "way": samples.way(),
        "languages": list(LANGUAGES.items()),
        **more,
    }


@page(Visitors.ANYBODY)
def index(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    filled = samples.SampleForm({"wrong-mail": "anna@", "wrong-kind": "firm"}, prefix="wrong")
    pages = Paginator(range(1, 400), 10)
    context = _around(
        tasks=samples.tasks(),
        onward=samples.ONWARD,
        figure=samples.figure(),
        columns=samples.COLUMNS,
        rows=samples.ROWS,
        kinds=samples.KINDS,
        events=samples.events(),
        facts=samples.FACTS,
        crumbs=samples.CRUMBS,
        tabs=samples.TABS,
        waves=samples.WAVES,
        depths=samples.depths(),
        again=samples.AGAIN,
        problems=samples.PROBLEMS,
        groups=samples.groups(samples.ROSTER),
        icons=samples.ICONS,
        tokens=samples.TOKENS,
        form=samples.SampleForm(),
        wrong=filled,
        page_obj=pages.page(7),
    )
    return render(request, "styleguide/index.html", context)


@page(Visitors.ANYBODY)
def respondent(request: HttpRequest) -> HttpResponse:
    """Show one question on a phone."""
    return render(request, "styleguide/respondent.html", _around(depths=samples.depths(), help_url="#help"))


@page(Visitors.ANYBODY)
def roster(request: HttpRequest) -> HttpResponse:
    """Show the roster by kind, or with ?many a long one by letter. Without JavaScript the search comes here."""
    many = "many" in request.GET
    everyone = samples.LONG_ROSTER if many else samples.ROSTER
    query = request.GET.get("partners-search", "")
    chosen = set(request.GET.getlist("partners"))
    marked = [{**actor, "checked": actor["value"] in chosen} for actor in everyone]
    words = fold(query).split()
    found = [a for a in marked if all(w in fold(" ".join([a["label"], a["short"], *a["aliases"]])) for w in words)]
    hidden = [a for a in marked if a["checked"] and a not in found]
    context = _around(
        groups=samples.groups(found, by_letter=many),
        kept=hidden,
        query=query,
        shown=len(found),
        many=many,
        total=len(everyone),
    )
    return render(request, "styleguide/roster.html", context)


@page(Visitors.ANYBODY)
def projector(request: HttpRequest) -> HttpResponse:
    """Show what the room sees while phones join."""
    return render(request, "styleguide/projector.html", _around(languages=[], qr=static("styleguide/qr.svg")))


@page(Visitors.ANYBODY)
def log_in(request: HttpRequest) -> HttpResponse:
    """Show the page for logging in."""
    return render(request, "styleguide/log_in.html", _around(form=samples.LogInForm()))


@page(Visitors.ANYBODY)
def scripts(request: HttpRequest) -> HttpResponse:
    """Show whether htmx and Alpine do their work under the content security policy."""
    return render(request, "styleguide/scripts.html", _around(way=None))


@page(Visitors.ANYBODY)
def part(request: HttpRequest) -> HttpResponse:
    """Return what htmx brings in on the page of scripts."""
    return render(request, "styleguide/part.html", {"columns": samples.COLUMNS, "rows": samples.ROWS})
