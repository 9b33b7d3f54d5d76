"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from clusterdynamics import __version__

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the language, the languages to choose from and the version; views add region, study and way."""
    return {"LANGUAGE_CODE": get_language(), "languages": settings.LANGUAGES, "version": __version__}
