"""Addresses that go into mails."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

__all__ = ["absolute"]


def absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address of a page: under the name that the installation was given, not what a request says."""
    home: str = settings.ENVIRONMENT.url
    return home + path if home else request.build_absolute_uri(path)
