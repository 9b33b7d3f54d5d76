"""How often one address may try: a link that is not one, a mail with a link."""

from __future__ import annotations

import hashlib
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

__all__ = ["address_of", "count", "too_many"]

logger = logging.getLogger("clusterdynamics.limits")

#: What → (times, seconds).
LIMITS = {"link_refused": (20, 600), "link_asked": (10, 3600)}


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from; behind trusted proxies what the outermost of them saw."""
    proxies: int = settings.ENVIRONMENT.proxies
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return str(told[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def _name(what: str, request: HttpRequest) -> str:
    # Kept under a hash: the addresses of people stand in no table.
    digest = hashlib.blake2b(address_of(request).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12)
    return f"limit:{what}:{digest.hexdigest()}"


def too_many(what: str, request: HttpRequest) -> bool:
    """Say whether this address has tried too often."""
    return int(cache.get(_name(what, request), 0)) >= LIMITS[what][0]


def count(what: str, request: HttpRequest) -> None:
    """Count one more try; what goes over the limit is in the log."""
    most, seconds = LIMITS[what]
    name = _name(what, request)
    tries = int(cache.get(name, 0)) + 1
    cache.set(name, tries, seconds)
    if tries >= most:
        logger.warning("limit reached", extra={"reason": what, "count": tries})
