"""What every address declares: who may come, and the class of what it shows. One that declares nothing is an error.

The declaration is checked when the application starts (`checks.py`) and drives the test that calls every address as
every role. The right itself is enforced by `access.py`, with the same `Right`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_http_methods

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.rights import Right

__all__ = ["Declaration", "Visitors", "by", "declaration_of", "page", "walk"]

type View = Callable[..., HttpResponseBase]


class Visitors(StrEnum):
    """Who comes, where no right in a region or study says it."""

    ANYBODY = "anybody"
    LOGGED_IN = "logged_in"
    OPERATOR = "operator"
    RESPONDENT = "respondent"  # by a personal link
    ROOM = "room"  # by the code of an afternoon study
    PROGRAM = "program"  # by a key that somebody made


@dataclass(frozen=True)
class Declaration:
    """Who may come to an address, how, and what it shows."""

    who: Right | Visitors
    shows: VisibilityClass | None
    methods: tuple[str, ...]


def page(
    who: Right | Visitors, shows: VisibilityClass | None = None, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """Declare a view.

    Parameters
    ----------
    who
        The right it needs, which the view hands to `access_*`; or the kind of visitor where there is none.
    shows
        Class of the study data on the page; None where there are none.
    methods
        What the view answers; HEAD comes with GET.
    """

    def declare(view: View) -> View:
        allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]
        wrapped = require_http_methods(allowed)(_guard(view, who))
        wrapped.declaration = Declaration(who, shows, methods)  # type: ignore[attr-defined]
        return wrapped

    return declare


def _guard(view: View, who: Right | Visitors) -> View:
    """Send those who are not logged in to the log-in page, and others than operators away."""
    if who in {Visitors.ANYBODY, Visitors.RESPONDENT, Visitors.ROOM}:
        return view

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if who == Visitors.OPERATOR and not request.user.is_operator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def by(request: HttpRequest) -> User:
    """Return who asks: `page` has sent everybody away who is not logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def declaration_of(view: Any) -> Declaration | None:
    """Return what a view declares."""
    return getattr(view, "declaration", None)


def walk(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Any]]:
    """Yield every address of the application: its name, its pattern, its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from walk(pattern.url_patterns, path, inner)
        else:
            yield ":".join((*names, pattern.name or "?")), path, pattern.callback
