"""Pages that everybody may read: search engines find them, and no other page of the application."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["show"]


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page for everybody; the head of the page and of the answer say that it may be found.

    What somebody who is logged in sees is their own, and stays out as every other page does.
    """
    findable = not request.user.is_authenticated
    response = render(request, template, {**context, "findable": findable}, status=status)
    if findable:
        response.headers["X-Robots-Tag"] = "all"
    return response
