"""What everybody reads: the list, one call, and both for other programs. Who would join is for the network only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import feeds, operations, read
from clusterdynamics_web.calls.access import Listed, access_call, access_interest, interests_of
from clusterdynamics_web.calls.forms import InterestForm, LetterForm
from clusterdynamics_web.calls.models import Call
from clusterdynamics_web.calls.state import is_stale, status_of
from clusterdynamics_web.calls.when import tell
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.library.search.facets import label_of
from clusterdynamics_web.public import show
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region, Role
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["as_table", "calendar", "call", "calls", "feed", "join", "leave", "write"]

_ON_PAGE = 20


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name][:120] for name in read.FILTERS if request.GET.get(name)}


@page(Visitors.ANYBODY)
def calls(request: HttpRequest) -> HttpResponse:
    """Show what can be applied for, the nearest deadline first; what is over only where it is asked for."""
    chosen, query = _chosen(request), request.GET.get("q", "")[:200]
    found = read.find(query, chosen)
    shown = Paginator(found, _ON_PAGE).get_page(request.GET.get("page"))
    total = shown.paginator.count
    lines = [read.line_of(c) for c in shown]
    rest = urlencode({**({"q": query} if query else {}), **chosen})
    context = {
        "answer": _answer(total, lines),
        "lines": lines,
        "page": shown,
        "query": query,
        "rest": rest,
        "filters": read.filters_of(chosen),
        "narrowed": bool(chosen or query),
        "desks": _desks(request),
        "curates": is_curator(request.user),
    }
    return show(request, "calls/calls.html", context)


def _answer(total: int, lines: list[read.CallLine]) -> str:
    if not total:
        return _("No call was found. Take a filter away, or look at those that are over.")
    said = ngettext("{n} call.", "{n} calls, the nearest deadline first.", total).format(n=total)
    nearest = lines[0].next_deadline if lines else ""
    return f"{said} {_('The next deadline: {when}.').format(when=nearest)}" if nearest else said


def _desks(request: HttpRequest) -> Any:
    if not isinstance(request.user, User):
        return Region.objects.none()
    held = request.user.memberships.filter(role__in=(Role.CURATOR, Role.REGION_ADMIN))
    return Region.objects.filter(pk__in=held.values("region")).order_by("name")


@page(Visitors.ANYBODY)
def call(request: HttpRequest, call: str) -> HttpResponse:
    """Show a call with its deadlines; to people of the network, who would join."""
    return _page(request, access_call(request.user, call))


def _page(request: HttpRequest, listed: Listed, form: InterestForm | None = None) -> HttpResponse:
    found = listed.call
    mine = None
    joined: list[Any] = []
    if listed.member and listed.user is not None:
        joined = list(interests_of(found))
        mine = next((i for i in joined if i.user_id == listed.user.pk), None)
        form = form or _interest_form(listed.user, mine)
    standing = list(found.deadlines.filter(dropped_at=None))
    context = {
        "call": found,
        "until": next((tell(d) for d in standing if d.at == found.next_at), ""),
        "status": status_of(found),
        "stale": is_stale(found),
        "deadlines": [(d, tell(d)) for d in standing],
        "facts": _facts(found),
        "member": listed.member,
        "keeps": listed.keeps,
        "joined": joined,
        "mine": mine,
        "form": form,
        "crumbs": [{"label": _("Calls for funding"), "url": reverse("calls")}],
    }
    wrong = form is not None and form.is_bound and form.errors
    return show(request, "calls/call.html", context, status=422 if wrong else 200)


def _interest_form(user: User, mine: Any) -> InterestForm:
    initial = {"role": mine.role, "region": mine.region.slug, "brings": mine.brings} if mine else None
    return InterestForm(regions=regions_of(user).order_by("name").distinct(), initial=initial)


def _facts(found: Call) -> list[tuple[str, str]]:
    countries = ", ".join(COUNTRIES.get(code, code) for code in found.country_list)
    facts = [
        (_("Funder"), found.funder),
        (_("Programme"), found.programme),
        (_("Number of the call"), found.identifier),
        (_("Kind of support"), found.action_type),
        (_("Who may apply"), found.who),
        (_("Open to"), countries),
        (_("Amount"), found.amount),
        (_("Cluster or sector"), found.sector),
        (_("Purpose"), label_of("purpose", found.purpose)),
        (_("Language of the call"), label_of("language", found.language)),
    ]
    return [(name, value) for name, value in facts if value]


@page(Visitors.ANYBODY)
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the deadlines to calendars; the same for everybody."""
    response = HttpResponse(feeds.ics(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calls.ics"'
    return response


@page(Visitors.ANYBODY)
def feed(request: HttpRequest) -> HttpResponse:
    """Give what came into the list as a feed; the same for everybody."""
    return HttpResponse(feeds.atom(), content_type="application/atom+xml")


@page(Visitors.ANYBODY)
def as_table(request: HttpRequest) -> HttpResponse:
    """Give the calls that are searched for as a table."""
    found = read.find(request.GET.get("q", "")[:200], _chosen(request))
    response = HttpResponse(feeds.table(found[:1000]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="calls.csv"'
    return response


@page(Visitors.LOGGED_IN, methods=("POST",))
def join(request: HttpRequest, call: str) -> HttpResponse:
    """Say that one's region would join."""
    listed = access_call(request.user, call)
    if not listed.member:
        raise Http404
    form = InterestForm(request.POST, regions=regions_of(request.user).distinct())
    if not form.is_valid():
        return _page(request, listed, form)
    data = form.cleaned_data
    operations.join(by(request), listed.call, data["region"], data["role"], data["brings"])
    messages.success(request, _("You are on the list. People of the network can write to you."))
    return redirect("calls_call", call)


@page(Visitors.LOGGED_IN, methods=("POST",))
def leave(request: HttpRequest, call: str) -> HttpResponse:
    """Take back that one would join."""
    listed = access_call(request.user, call)
    if not listed.member:
        raise Http404
    operations.leave(by(request), listed.call)
    messages.success(request, _("You are not on the list any more."))
    return redirect("calls_call", call)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def write(request: HttpRequest, call: str, interest: int) -> HttpResponse:
    """Write to somebody who would join; nobody's address is shown."""
    found = access_interest(request.user, call, interest)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.write(by(request), found, form.cleaned_data["text"])
        except InputError as error:
            for sentence in str(error).splitlines():
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Your letter goes out. The answer comes to you by mail."))
            return redirect("calls_call", call)
    context = {
        "call": found.call,
        "interest": found,
        "form": form,
        "crumbs": [
            {"label": _("Calls for funding"), "url": reverse("calls")},
            {"label": found.call.title, "url": reverse("calls_call", args=[call])},
        ],
    }
    return render(request, "calls/write.html", context, status=422 if form.is_bound and form.errors else 200)
