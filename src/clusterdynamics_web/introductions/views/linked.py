"""Pages of those who got a letter: no account, no frame, one question. A button exchanges the link for a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics_web.fieldwork.mails import language_of
from clusterdynamics_web.introductions import operations
from clusterdynamics_web.introductions.letters import inviter_of, other_of
from clusterdynamics_web.introductions.models import Champion, ChampionChoice, Introduction, Side
from clusterdynamics_web.introductions.nominees import choice_of
from clusterdynamics_web.introductions.standing import agreed, is_open, may_look
from clusterdynamics_web.introductions.words import area_labels, purpose_labels, reasons_for
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.access import speak

__all__ = ["meet", "meet_link", "named", "named_link"]

#: Under these names the session knows who opened a link.
MEETS, NAMED = "meets", "is_named"
#: Links that are none, from one address, in so many seconds.
WRONG_LINKS, WINDOW = 20, 600


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _exchange[T: (Side, Champion)](
    request: HttpRequest, token: str, find: Callable[[str], T | None], key: str, to: str, language: Callable[[T], str]
) -> HttpResponse:
    """Show one button; its post exchanges the token. What merely looks at links in mails opens nothing."""
    if request.method != "POST":
        return _private(render(request, "introductions/link.html"))
    if is_over(request, "link", tries=WRONG_LINKS):
        return _private(render(request, "survey/link_limited.html", status=429))
    found = find(token)
    if found is None:
        too_many(request, "link", tries=WRONG_LINKS, seconds=WINDOW)
        return _unknown(request)
    request.session.cycle_key()
    rotate_token(request)
    request.session[key] = found.pk
    response = redirect(to)
    speak(response, language(found))
    return _private(response)


def _unknown(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "introductions/link_unknown.html", status=404))


def _language(request: HttpRequest, study: Study, own: str) -> str:
    """Return the language that was chosen in this browser, where the study is held in it, or else their own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in study.parsed.languages else own


def _page(
    request: HttpRequest, template: str, language: str, values: dict[str, Any], status: int = 200
) -> HttpResponse:
    request.LANGUAGE_CODE = language
    response = render(request, template, values, status=status)
    response.headers["Content-Language"] = language
    return _private(response)


# -- introductions -----------------------------------------------------------------------------------------------


def _side_language(side: Side) -> str:
    return language_of(side.introduction.study, side.contact)


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def meet_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the letter's question."""
    return _exchange(request, token, operations.side_of_token, MEETS, "meet", _side_language)


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def meet(request: HttpRequest) -> HttpResponse:
    """Ask whether one wants to meet; once others said yes as well, show whom to talk to."""
    side = (
        Side.objects.select_related("introduction__study__cluster__region", "introduction__created_by", "actor")
        .select_related("contact")
        .filter(pk=request.session.get(MEETS) or 0, actor__opted_out__isnull=True)
        .first()
    )
    if side is None or not may_look(side.introduction):
        return _unknown(request)
    language = _language(request, side.introduction.study, _side_language(side))
    with translation.override(language), use_language(language):
        problem = ""
        if request.method == "POST":
            given = request.POST
            value = Side.Answer.YES if given.get("answer") == "yes" else Side.Answer.NO
            try:
                operations.answer(
                    side, value, name=given.get("name", ""), email=given.get("email", ""), phone=given.get("phone", "")
                )
            except InputError as error:
                problem = str(error)
            else:
                return _private(redirect("meet"))
        values = _meeting(side, language) | {"problem": problem}
        if problem:
            values["gives"] = {name: request.POST.get(name, "") for name in ("name", "email", "phone")}
        return _page(request, "introductions/meet.html", language, values, 422 if problem else 200)


def _meeting(side: Side, language: str) -> dict[str, Any]:
    introduction = side.introduction
    study = introduction.study
    pair = introduction.kind == Introduction.Kind.PAIR
    other = other_of(side) if pair else None
    said_yes = side.answer == Side.Answer.YES
    # Who said no, or nothing, learns of nobody.
    others = [s for s in agreed(introduction) if s.pk != side.pk] if said_yes else []
    contact = side.contact
    return {
        "study": study,
        "side": side,
        "introduction": introduction,
        "pair": pair,
        "other": other.actor.label if other is not None else "",
        "reasons": reasons_for(introduction, side.actor.code, language) if pair else "",
        "area": area_labels(study, language).get(introduction.area, ""),
        "purpose": purpose_labels(study, language).get(introduction.purpose, ""),
        "inviter": inviter_of(introduction),
        "others": others,
        "open": is_open(introduction),
        "said_yes": said_yes,
        "said_no": side.answer == Side.Answer.NO,
        "gives": {
            "name": side.gives_name or contact.name,
            "email": side.gives_email or contact.email,
            "phone": side.gives_phone or contact.phone,
        },
    }


# -- champions ---------------------------------------------------------------------------------------------------


def _champion_language(champion: Champion) -> str:
    languages = champion.study.parsed.languages
    return champion.language if champion.language in languages else languages[0]


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def named_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the question whether the name may be shown."""
    return _exchange(request, token, operations.champion_of_token, NAMED, "named", _champion_language)


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def named(request: HttpRequest) -> HttpResponse:
    """Show what would be shown where, and take the answer."""
    champion = (
        Champion.objects.select_related("study__cluster__region", "person", "actor")
        .filter(pk=request.session.get(NAMED) or 0)
        .exclude(actor__opted_out__isnull=False)
        .first()
    )
    if champion is None:
        return _unknown(request)
    language = _language(request, champion.study, _champion_language(champion))
    with translation.override(language), use_language(language):
        problem = ""
        if request.method == "POST":
            try:
                operations.choose(champion, request.POST.get("shown", ""))
            except InputError as error:
                problem = str(error)
            else:
                messages.success(request, _("Thank you. Your choice holds from now on."))
                return _private(redirect("named"))
        last = choice_of(champion)
        values = {
            "study": champion.study,
            "champion": champion,
            "least": champion.study.parsed.disclosure.k_inside,
            "last": last,
            "choices": ChampionChoice.Shown.choices,
            "problem": problem,
        }
        return _page(request, "introductions/named.html", language, values, 422 if problem else 200)
