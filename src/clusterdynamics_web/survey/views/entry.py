"""Coming in: the personal link, a fresh one, a no by one tap from the mail, and "send me my link"."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey import operations
from clusterdynamics_web.survey.access import SESSION, language_for, speak
from clusterdynamics_web.survey.mailing import ask_for_links, respondents_at
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.views.session import begin, wait_for_fresh, who_waits

__all__ = ["ask_fresh", "ask_link", "decline_by_link", "open_page"]

#: Links that are none, from one address, in so many seconds.
WRONG_LINKS, WINDOW = 20, 600
#: Mails with links asked for from one address in an hour: a room full of people may share one.
ASKED = 30


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; its post exchanges the token. What merely looks at links in mails opens nothing."""
    if request.method != "POST":
        return _private(render(request, "survey/link.html"))
    if is_over(request, "link", tries=WRONG_LINKS):
        return _private(render(request, "survey/link_limited.html", status=429))
    opened = operations.open_link(token, request.session.get(SESSION))
    if opened is None:
        return _unknown(request)
    respondent = opened.respondent
    if opened.needs_fresh:
        wait_for_fresh(request, respondent)
        response = redirect("link_fresh")
    else:
        begin(request, respondent)
        response = redirect("answer")
    speak(response, language_for(request, respondent))
    return _private(response)


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def decline_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say no straight from a mail: one button, and it can be taken back."""
    if request.method != "POST":
        return _private(render(request, "survey/link_decline.html"))
    if is_over(request, "link", tries=WRONG_LINKS):
        return _private(render(request, "survey/link_limited.html", status=429))
    opened = operations.open_link(token, request.session.get(SESSION))
    if opened is None:
        return _unknown(request)
    respondent = opened.respondent
    language = language_for(request, respondent)
    with translation.override(language):
        try:
            operations.decline(respondent)
        except InputError as error:
            return _private(
                render(request, "survey/refused.html", {"text": error, "study": respondent.study}, status=409)
            )
    if not opened.needs_fresh:
        begin(request, respondent)
        response: HttpResponse = redirect("answer_done")
    else:
        # A no needs no proof of who says it, but taking it back does: by the link, on a device that is known.
        with translation.override(language):
            response = render(request, "survey/declined_elsewhere.html", {"study": respondent.study})
    speak(response, language)
    return _private(response)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Give the one reply to links that are unknown, over or taken back."""
    too_many(request, "link", tries=WRONG_LINKS, seconds=WINDOW)
    return _private(render(request, "survey/link_unknown.html", {"next": reverse("link_ask")}, status=404))


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever is asked at an address; the reply is the same for every address."""
    if request.method != "POST":
        return render(request, "survey/link_ask.html")
    email = request.POST.get("email", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        error = _("Please write your e-mail address, for example anna@firm.example.")
        return render(request, "survey/link_ask.html", {"email": email, "error": error}, status=422)
    if too_many(request, "ask-link", tries=ASKED, seconds=3600):
        return render(request, "survey/link_limited.html", status=429)
    ask_for_links(respondents_at(email))
    return render(request, "survey/link_asked.html")


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def ask_fresh(request: HttpRequest) -> HttpResponse:
    """Tell somebody on a new device that a started form needs a fresh link, and send it to the known address."""
    respondent = Respondent.objects.select_related("study", "wave").filter(pk=who_waits(request) or 0).first()
    if respondent is None:
        return redirect("link_ask")
    with translation.override(language_for(request, respondent)):
        if request.method != "POST":
            return _private(render(request, "survey/fresh.html", {"study": respondent.study}))
        if too_many(request, "ask-link", tries=ASKED, seconds=3600):
            return _private(render(request, "survey/link_limited.html", status=429))
        ask_for_links([respondent.pk])
        return _private(render(request, "survey/fresh_sent.html", {"study": respondent.study}))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
