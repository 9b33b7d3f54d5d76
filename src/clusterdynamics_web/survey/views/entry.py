"""Coming in: the personal link, a fresh one, and "send me my link"."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey.access import SESSION, language_for, speak
from clusterdynamics_web.survey.limits import count, too_many
from clusterdynamics_web.survey.mailing import ask_for_links, respondents_at
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import open_link, set_language

__all__ = ["ask_fresh", "ask_link", "open_page"]

#: The session knows under this name who needs a fresh link. It opens no answers.
WAITING = "waits_for_fresh_link"


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; its post exchanges the token. What merely looks at links in mails opens nothing."""
    if request.method != "POST":
        return _private(render(request, "survey/link.html"))
    if too_many("link_refused", request):
        return _private(render(request, "survey/link_limited.html", status=429))
    known = request.session.get(SESSION)
    opened = open_link(token, known)
    if opened is None:
        count("link_refused", request)
        return _private(render(request, "survey/link_unknown.html", status=404))
    respondent = opened.respondent
    language = language_for(request, respondent)
    # Another key for the session, so that one that somebody planted before is worth nothing.
    request.session.cycle_key()
    rotate_token(request)
    if opened.needs_fresh:
        request.session.pop(SESSION, None)
        request.session[WAITING] = respondent.pk
        response = redirect("link_fresh")
    else:
        request.session.pop(WAITING, None)
        request.session[SESSION] = respondent.pk
        set_language(respondent, language)
        response = redirect("answer")
    speak(response, language)
    return _private(response)


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
    if too_many("link_asked", request):
        return render(request, "survey/link_limited.html", status=429)
    count("link_asked", request)
    ask_for_links(respondents_at(email), request.build_absolute_uri("/"))
    return render(request, "survey/link_asked.html")


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def ask_fresh(request: HttpRequest) -> HttpResponse:
    """Tell somebody on a new device that a started form needs a fresh link, and send it to the known address."""
    respondent = Respondent.objects.select_related("study", "wave").filter(pk=request.session.get(WAITING)).first()
    if respondent is None:
        return redirect("link_ask")
    with translation.override(language_for(request, respondent)):
        request.LANGUAGE_CODE = translation.get_language()
        if request.method != "POST":
            return _private(render(request, "survey/fresh.html", {"study": respondent.study}))
        if too_many("link_asked", request):
            return _private(render(request, "survey/link_limited.html", status=429))
        count("link_asked", request)
        ask_for_links([respondent.pk], request.build_absolute_uri("/"))
        return _private(render(request, "survey/fresh_sent.html", {"study": respondent.study}))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
