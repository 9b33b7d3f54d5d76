"""Easy cooperation: areas first, each with "start a group"; then pairs, and asking both sides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.introductions import operations
from clusterdynamics_web.introductions.models import PairList
from clusterdynamics_web.introductions.read import READERS, SECTION, areas_of, asked_of, candidates_of, pairs_of
from clusterdynamics_web.introductions.words import area_labels, purpose_labels
from clusterdynamics_web.results.access import Seen, find_section
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.results.views import context, not_yet, seen
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["ask", "group", "overview", "prepare"]

#: So many pairs are read at a time.
FIRST = 8


def _seen(request: HttpRequest, region: str, study: str) -> Seen:
    """Return the results for somebody who may bring organisations together."""
    return seen(request, region, study, Right.INTRODUCE)


@page(Right.INTRODUCE, VisibilityClass.C1)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show areas, groups and pairs, and what became of those who were asked."""
    found = _seen(request, region, study)
    if found.snapshot is not None and found.told is None:
        return not_yet(request, found)
    columns, areas = areas_of(found)
    section = find_section(found.told, SECTION)
    more: dict[str, Any] = {"columns": columns, "areas": areas, "section": section, "reads": found.audience in READERS}
    if found.snapshot is not None and found.audience in READERS:
        made = PairList.objects.filter(wave=found.snapshot.wave).first()
        more |= {"made": made, "current": operations.is_current(made, found.snapshot)}
        if more["current"]:
            pairs = pairs_of(found.snapshot, found.audience, found.language)
            everything = "all" in request.GET
            more |= {"pairs": pairs if everything else pairs[:FIRST], "left": 0 if everything else len(pairs) - FIRST}
        more["asked"] = asked_of(found.snapshot, found.language)
    return render(request, "introductions/easy.html", context(request, found, at_once=operations.AT_ONCE, **more))


def _acting(request: HttpRequest, region: str, study: str) -> tuple[Seen, Snapshot]:
    """Return the results as oneself: nobody acts as somebody else."""
    found = _seen(request, region, study)
    if found.audience != audience_of(found.access):
        raise PermissionDenied
    if found.snapshot is None or found.audience not in READERS:
        raise Http404
    return found, found.snapshot


@page(Right.INTRODUCE, methods=("POST",))
def prepare(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Make the list of pairs: all of it, or a random half held out."""
    _found, snapshot = _acting(request, region, study)
    choice = request.POST.get("how", "")
    if choice not in {"all", "half"}:
        messages.error(request, _("Say whether all pairs are shown, or a random half is held out."))
    elif choice == "half" and not request.POST.get("agreed"):
        messages.error(request, _("Hold out only where the cluster has agreed to it: tick that it has."))
    else:
        try:
            operations.prepare_list(by(request), snapshot, holds_out=choice == "half")
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The list of pairs is ready."))
    return redirect("easy", region, study)


@page(Right.INTRODUCE, methods=("POST",))
def ask(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Ask both sides of each chosen pair."""
    found, snapshot = _acting(request, region, study)
    parts = (value.split("|") for value in request.POST.getlist("pair"))
    chosen = [(p[0], p[1]) for p in parts if len(p) == 2]
    try:
        made = operations.ask_pairs(by(request), snapshot, found.audience, chosen)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            ngettext(
                "{n} pair is asked. You hear when both sides said yes.",
                "{n} pairs are asked. You hear when both sides said yes.",
                len(made),
            ).format(n=len(made)),
        )
    return redirect("easy", region, study)


@page(Right.INTRODUCE, VisibilityClass.C1, methods=("GET", "POST"))
def group(request: HttpRequest, region: str, study: str, area: str) -> HttpResponse:
    """Invite at least three organisations to a group in an area."""
    found, snapshot = _acting(request, region, study)
    labels = area_labels(found.study, found.language)
    if area not in labels:
        raise Http404
    problem = ""
    given = request.POST
    actors, purpose, words = given.getlist("actor"), given.get("purpose", ""), given.get("words", "")
    if request.method == "POST":
        try:
            operations.start_group(by(request), snapshot, found.audience, area, actors, purpose, words)
        except InputError as error:
            problem = str(error)
        else:
            messages.success(request, _("The organisations are invited. You see here who said yes."))
            return redirect("easy", region, study)
    return render(
        request,
        "introductions/group.html",
        context(
            request,
            found,
            area=labels[area],
            candidates=candidates_of(snapshot, found.audience, area),
            purposes=list(purpose_labels(found.study, found.language).items()),
            values={"actors": actors, "purpose": purpose, "words": words},
            problem=problem,
        ),
        status=422 if problem else 200,
    )
