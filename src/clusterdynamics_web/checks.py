"""What must hold before the application answers anybody; each with an id and a hint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice

from clusterdynamics_web.environment import Environment
from clusterdynamics_web.routes import declaration_of, walk

__all__ = ["FOREIGN", "environment_is_right", "every_route_declares"]

#: Addresses of other packages, which declare nothing of ours: the test of all addresses treats them by name.
FOREIGN = ("account_", "mfa_", "django.", "set_language", "reauthenticate")


@register()
def environment_is_right(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    environment: Environment = settings.ENVIRONMENT
    found: list[CheckMessage] = [Error(t.message, hint=t.hint, id=t.id) for t in environment.troubles]
    if not environment.https and environment.url:
        hint = "Put a proxy with a certificate in front and give its address, https://…"
        found.append(Advice("People would send their answers unencrypted.", hint=hint, id="cd.W001"))
    return found


@register(Tags.urls)
def every_route_declares(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The address {path} ({name}) does not say who may come and what it shows.",
            hint="Put @page(who, shows) on its view.",
            id="cd.E010",
        )
        for name, path, view in walk()
        if declaration_of(view) is None and not name.startswith(FOREIGN)
    ]
