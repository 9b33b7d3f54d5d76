"""Who asks: a program with a key (`Authorization: Bearer …`). It has no session, and a session opens nothing here."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.api.models import ApiKey
from clusterdynamics_web.api.operations import note_use
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.results.access import Seen, access_results
from clusterdynamics_web.routes import Visitors

__all__ = ["BearerKey", "Caller", "seen_by"]

_TRIES, _SECONDS = 20, 600


@dataclass(frozen=True)
class Caller:
    """A program: its key, and with it a person, a study and an audience."""

    key: ApiKey

    @property
    def audience(self) -> Audience:
        return Audience(self.key.audience)


class BearerKey(HttpBearer):
    """Looks a key up; wrong ones are counted by address, so that none can be found by trying."""

    who = Visitors.PROGRAM

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        if is_over(request, "api", tries=_TRIES):
            return None
        key = (
            ApiKey.objects.select_related("user", "study__cluster__region").filter(token_hash=hash_token(token)).first()
        )
        if key is None or not key.is_open or not key.user.is_active:
            too_many(request, "api", tries=_TRIES, seconds=_SECONDS)
            return None
        note_use(key)
        return Caller(key)


def seen_by(caller: Caller, region: str, study: str, language: str = "en") -> Seen:
    """Return the results of a study as a program may see them.

    Raises
    ------
    Http404
        The key is for another study, or its person has no role there any more.
    """
    if (caller.key.study.key, caller.key.study.region.slug) != (study, region):
        raise Http404
    try:
        return access_results(caller.key.user, region, study, see_as=caller.key.audience, language=language)
    except PermissionDenied as error:  # the role has changed since the key was made
        raise Http404 from error
