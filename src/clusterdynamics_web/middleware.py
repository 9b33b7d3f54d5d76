"""What happens around every request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from clusterdynamics.i18n import use_language

__all__ = ["log_requests", "speak_one_language"]

logger = logging.getLogger("clusterdynamics.requests")

type View = Callable[[HttpRequest], HttpResponse]


def log_requests(get_response: View) -> View:
    """Log each request by the name of its route: an address may hold a personal link, a name never does."""

    def handle(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        logger.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            extra={
                "route": match.view_name if match else "",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - start) * 1000, 1),
            },
        )
        # No page may be found by a search engine, or told to another site.
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return handle


def speak_one_language(get_response: View) -> View:
    """Let the library speak the language in which Django answers."""

    def handle(request: HttpRequest) -> HttpResponse:
        with use_language(get_language() or "en"):
            return get_response(request)

    return handle
