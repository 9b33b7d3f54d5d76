"""Champions: how many were named, what rests on them, and who agreed to be named; the study lead asks them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass, champions_for
from clusterdynamics.errors import InputError
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics_web.introductions import operations, telling
from clusterdynamics_web.introductions.models import ChampionChoice
from clusterdynamics_web.introductions.nominees import nominee, nominees_of
from clusterdynamics_web.introductions.recipients import contacts_of
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import Seen, find_section
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.results.views import context, not_yet, seen
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["ask", "overview"]

SECTION = "champions"


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the number to everybody entitled, names to those for whom their owners agreed, nominees to the lead."""
    found = seen(request, region, study)
    if found.snapshot is not None and found.told is None:
        return not_yet(request, found)
    section = find_section(found.told, SECTION)
    more: dict[str, Any] = {"section": section}
    if section is not None and found.snapshot is not None:
        more |= {"several": _several(found, found.snapshot), "least": found.study.parsed.disclosure.k_inside}
        package = telling.with_champions(found.snapshot, store.assessment_of(found.snapshot)).study
        more["names"] = [c.name for c in champions_for(package, found.audience, found.snapshot.wave.code)]
        if found.audience == Audience.STUDY:
            more["nominees"] = nominees_of(found.snapshot)
            more["may_ask"] = found.access.may(Right.ASK_CHAMPIONS)
    return render(request, "introductions/champions.html", context(request, found, **more))


def _several(found: Seen, snapshot: Snapshot) -> Estimate | None:
    """Return how many were named by at least k others, as far as this audience may know."""
    shown = shown_to(snapshot, found.audience).results[SECTION].estimates
    fits = (e for e in shown if e.name == "champions.several" and e.wave == snapshot.wave.code)
    return next(fits, None)


@page(Right.ASK_CHAMPIONS, VisibilityClass.C1, methods=("GET", "POST"))
def ask(request: HttpRequest, region: str, study: str, subject: str) -> HttpResponse:
    """Ask somebody who was named whether the name may be shown, or note what was said by telephone."""
    found = seen(request, region, study, Right.ASK_CHAMPIONS)
    if found.snapshot is None:
        raise Http404
    named = nominee(found.snapshot, subject)
    if named is None:
        raise Http404
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _done(request, found.snapshot, subject)
        if not problems:
            return redirect("champions", region, study)
    names = dict(settings.LANGUAGES)
    contact = (
        None
        if named.actor is None or named.is_person
        else contacts_of(found.study, found.snapshot.wave, [named.actor]).get(named.actor.pk)
    )
    return render(
        request,
        "introductions/champion_ask.html",
        context(
            request,
            found,
            named=named,
            shown=ChampionChoice.Shown.choices,
            languages_of_study=[(code, names.get(code, code)) for code in found.study.parsed.languages],
            problems=problems,
            values=request.POST if problems else {"email": contact.email if contact else ""},
            today=timezone.localdate().isoformat(),
        ),
        status=422 if problems else 200,
    )


def _done(request: HttpRequest, snapshot: Snapshot, subject: str) -> dict[str, str]:
    """Do what the form asks; return field → problem where it cannot be done."""
    given = request.POST
    named = nominee(snapshot, subject)
    if named is None:
        raise Http404
    name = given.get("name", "")
    if given.get("how") == "telephone":
        try:
            at = _day(given.get("on", ""))
            operations.note_choice(by(request), snapshot, named, given.get("shown", ""), at=at, name=name)
        except ValueError:
            return {"on": _("Please give the day on which you talked.")}
        except InputError as error:
            return {"shown": str(error)}
        messages.success(request, _("It is noted, and holds from now on."))
        return {}
    email = given.get("email", "").strip()
    try:
        validate_email(email)
        operations.ask_champion(
            by(request), snapshot, named, email=email, language=given.get("language", ""), name=name
        )
    except ValidationError:
        return {"email": _("Please write an e-mail address, for example anna@firm.example.")}
    except InputError as error:
        return {"email": str(error)}
    messages.success(request, _("The question is on its way."))
    return {}


def _day(text: str) -> datetime | None:
    """Return noon of a day, or now for today."""
    day = datetime.strptime(text, "%Y-%m-%d").date()
    if day == timezone.localdate():
        return None
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
