"""Addresses as people outside see them, for mails, codes and exports."""

from __future__ import annotations

from django.conf import settings

__all__ = ["absolute"]


def absolute(path: str) -> str:
    """Return the whole address of a path.

    It is made from the setting, never from the request: a forged Host header must not get into a mail.
    """
    return f"{settings.ENVIRONMENT.url or 'http://127.0.0.1:8000'}{path}"
