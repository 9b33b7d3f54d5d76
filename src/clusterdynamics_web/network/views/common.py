"""What the public pages of the network have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User

__all__ = ["crumbs", "show"]


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """Return where a page lies: below the front page of the network, and what is between."""
    steps = [(_("The network"), reverse("network_front")), *more]
    return [{"label": label, "url": url} for label, url in steps]


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a public page, and let search engines find it: every other page of the application keeps them out."""
    findable = not isinstance(request.user, User)
    response = render(request, template, {**context, "findable": findable}, status=status)
    if findable:
        response.headers["X-Robots-Tag"] = "all"
    return response
