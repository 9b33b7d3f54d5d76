"""How often somebody may try: codes, links and log-ins cannot be guessed by trying many."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from clusterdynamics_web.keys import hash_token

__all__ = ["address_of", "is_over", "too_many"]

logger = logging.getLogger("clusterdynamics.limits")


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, behind as many proxies as we trust."""
    proxies: int = settings.ENVIRONMENT.proxies
    forwarded = [a.strip() for a in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if a.strip()]
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def is_over(request: HttpRequest, what: str, *, tries: int) -> bool:
    """Say whether this address is over its limit already, without counting: where only what fails is counted."""
    return int(cache.get(_key(request, what), 0)) > tries


def _key(request: HttpRequest, what: str) -> str:
    return f"limit:{what}:{hash_token(address_of(request))[:32]}"


def too_many(request: HttpRequest, what: str, *, tries: int, seconds: int) -> bool:
    """Count a try at `what` and say whether there were too many; the address is kept as a hash, and not logged."""
    key = _key(request, what)
    if cache.add(key, 1, seconds):
        return tries < 1
    try:
        number = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.add(key, 1, seconds)
        return tries < 1
    if number > tries:
        logger.warning("too many tries", extra={"verb": what, "count": number})
        return True
    return False
