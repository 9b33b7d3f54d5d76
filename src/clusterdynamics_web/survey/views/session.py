"""Who answers in this browser: kept in the session, under a key that changes when somebody comes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from clusterdynamics_web.keys import new_code
from clusterdynamics_web.survey.access import SESSION, language_for
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import set_language

__all__ = ["begin", "device_of", "end", "wait_for_fresh", "waited", "who_waits"]

#: The session knows under this name who needs a fresh link. It opens no answers.
_WAITING = "waits_for_fresh_link"
_DEVICE = "device"
#: Answers that waited longer than this for a connection are taken as written so long ago.
_OLDEST = timedelta(days=60)


def begin(request: HttpRequest, respondent: Respondent) -> None:
    """Let somebody answer in this browser: a link was opened, or the code of a room was typed."""
    _renew(request)
    request.session.pop(_WAITING, None)
    request.session[SESSION] = respondent.pk
    set_language(respondent, language_for(request, respondent))


def wait_for_fresh(request: HttpRequest, respondent: Respondent) -> None:
    """Remember who needs a fresh link, and let nobody answer."""
    _renew(request)
    request.session.pop(SESSION, None)
    request.session[_WAITING] = respondent.pk


def _renew(request: HttpRequest) -> None:
    # A session that somebody planted before is worth nothing, nor is a token that was read off a page.
    request.session.cycle_key()
    rotate_token(request)


def who_waits(request: HttpRequest) -> int | None:
    """Return the key of the respondent who needs a fresh link here."""
    found = request.session.get(_WAITING)
    return found if isinstance(found, int) else None


def waited(request: HttpRequest) -> tuple[datetime | None, datetime | None]:
    """Return when answers that the script posts were written, and when the page they stood on was last saved.

    None where it does not say: then they were written now, and nothing was seen.
    """
    written: datetime | None = None
    age = request.POST.get("_age", "")
    if age.isdecimal() and len(age) < 12:
        # How long ago, not when: clocks of telephones go wrong.
        written = timezone.now() - min(timedelta(milliseconds=int(age)), _OLDEST)
    try:
        seen = parse_datetime(request.POST.get("_seen", ""))
    except ValueError:
        seen = None
    if seen is not None and timezone.is_naive(seen):
        seen = None
    return written, seen


def device_of(request: HttpRequest) -> str:
    """Return a random name of this browser, for telling two devices of one person apart."""
    if _DEVICE not in request.session:
        request.session[_DEVICE] = new_code(16)
    return str(request.session[_DEVICE])


def end(request: HttpRequest) -> None:
    """Let nobody answer in this browser any more."""
    request.session.pop(SESSION, None)
