"""The only way from a respondent's browser to their answers: the session that a personal link opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation

from clusterdynamics.i18n import use_language
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.standing import may_read

__all__ = ["SESSION", "access_respondent", "answering", "language_for", "speak"]

#: Under this name the session knows who answers.
SESSION = "respondent"

type Answering = Callable[..., HttpResponseBase]


def access_respondent(request: HttpRequest) -> Respondent | None:
    """Return who answers in this browser; None where nobody does, or the time is over."""
    key = request.session.get(SESSION)
    if key is None:
        return None
    chosen = Respondent.objects.select_related("study__cluster__region", "wave", "actor")
    respondent = chosen.filter(pk=key).first()
    return respondent if respondent is not None and may_read(respondent) else None


def language_for(request: HttpRequest, respondent: Respondent) -> str:
    """Return the language to answer in: theirs, what this browser chose, that of the contact, the study's first."""
    languages = respondent.study.parsed.languages
    if respondent.language in languages:
        return respondent.language
    contact = getattr(respondent, "contact_key", None)
    wishes = (
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        contact.contact.language if contact else "",
        translation.get_language_from_request(request),
    )
    return next((w for w in wishes if w in languages), languages[0])


def speak(response: HttpResponseBase, language: str) -> None:
    """Let this browser be spoken to in `language` on pages outside the form, too: errors, and the link's page."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def answering(view: Answering) -> Answering:
    """Hand the respondent to a view, in their language; who has none is told to open the link again."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        respondent = access_respondent(request)
        if respondent is None:
            return _strangers(request)
        language = language_for(request, respondent)
        with translation.override(language), use_language(language):
            request.LANGUAGE_CODE = language
            response = view(request, respondent, *args, **kwargs)
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
            speak(response, language)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Content-Language"] = language
        return response

    return handle


def _strangers(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"outcome": "link_needed"}, status=401)
    return render(request, "survey/link_needed.html", status=403)
