"""Protection against forged posts, for pages that tell nobody where one came from.

Under `Referrer-Policy: no-referrer` browsers send `Origin: null` with every form, and Django would refuse them all.
The browser says in `Sec-Fetch-Site`, which no page can forge, whether such a post comes from here; browsers that are
too old to say it are held to the token, as ever.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

__all__ = ["OwnPagesCsrf"]


class OwnPagesCsrf(CsrfViewMiddleware):
    """Django's, which takes `Origin: null` from our own pages."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return bool(request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin")
        # The stubs do not know it.
        return bool(super()._origin_verified(request))  # type: ignore[misc]
