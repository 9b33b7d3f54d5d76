"""Telling a story on a phone, and the teller's own page: no account, no frame, works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.forms import TellForm
from clusterdynamics_web.stories.models import Door, Telling

__all__ = ["another_link", "exchange", "mine", "tell", "withdraw"]

#: Under these names the session knows whose story is open, and the link that is shown once.
MINE, SHOWN = "story_mine", "story_link"
#: Wrong addresses from one address in ten minutes; stories from one address in ten minutes (a meeting shares one).
WRONG, TOLD, WINDOW = 30, 60, 600


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _closed(request: HttpRequest, status: int = 404) -> HttpResponse:
    return _private(render(request, "stories/closed.html", {"many": status == 429}, status=status))


def _door(request: HttpRequest, code: str) -> Door | None:
    if is_over(request, "story_code", tries=WRONG):
        return None
    door = operations.door_of(code)
    if door is None:
        too_many(request, "story_code", tries=WRONG, seconds=WINDOW)
    return door


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for one story, and keep it."""
    door = _door(request, code)
    if door is None:
        return _closed(request)
    form = TellForm(request.POST or None)
    if request.method == "POST":
        if too_many(request, "story_told", tries=TOLD, seconds=WINDOW):
            return _closed(request, 429)
        if form.is_valid():
            try:
                telling, token = operations.tell(door, form.cleaned_data, language=get_language() or "en")
            except InputError as error:
                form.add_error(None, str(error))
            else:
                return _open(request, telling, token)
    shown = {"form": form, "study": door.study.parsed.title}
    return _private(render(request, "stories/tell.html", shown))


def _open(request: HttpRequest, telling: Telling, token: str | None = None) -> HttpResponse:
    """Lead to the teller's page; another key for the session, so that a planted one is worth nothing."""
    request.session.cycle_key()
    rotate_token(request)
    request.session[MINE] = telling.pk
    if token:
        request.session[SHOWN] = token
    return _private(redirect("story_mine"))


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def exchange(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; its post exchanges the link. What merely looks at links opens nothing."""
    if request.method != "POST":
        return _private(render(request, "stories/link.html"))
    if is_over(request, "story_code", tries=WRONG):
        return _closed(request, 429)
    telling = operations.telling_of(token)
    if telling is None:
        too_many(request, "story_code", tries=WRONG, seconds=WINDOW)
        return _closed(request)
    return _open(request, telling)


def _mine(request: HttpRequest) -> Telling | None:
    key = request.session.get(MINE)
    chosen = Telling.objects.select_related("story__study__cluster__region", "story__wave")
    return None if key is None else chosen.filter(pk=key).first()


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def mine(request: HttpRequest) -> HttpResponse:
    """Show a teller the story, and let them change it and who may read it."""
    telling = _mine(request)
    if telling is None:
        return _closed(request)
    form = TellForm.of(telling, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_telling(telling, form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return _private(redirect("story_mine"))
    token = request.session.pop(SHOWN, "")
    shown: dict[str, Any] = {
        "form": form,
        "telling": telling,
        "study": telling.story.study.parsed.title,
        "link": absolute(reverse("story_link", args=[token])) if token else "",
    }
    return _private(render(request, "stories/mine.html", shown))


@page(Visitors.ANYBODY, methods=("POST",))
def another_link(request: HttpRequest) -> HttpResponse:
    """Make another link for the teller, and show it once."""
    telling = _mine(request)
    if telling is None:
        return _closed(request)
    request.session[SHOWN] = operations.new_teller_link(None, telling)
    return _private(redirect("story_mine"))


@page(Visitors.ANYBODY, methods=("POST",))
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a story back for good."""
    telling = _mine(request)
    if telling is None:
        return _closed(request)
    if "sure" not in request.POST:
        messages.error(request, _("Tick the box first: the story is gone for good then."))
        return _private(redirect("story_mine"))
    operations.withdraw(telling)
    request.session.pop(MINE, None)
    request.session.pop(SHOWN, None)
    return _private(render(request, "stories/withdrawn.html"))
