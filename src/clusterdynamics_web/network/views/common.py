"""What the public pages of the network have in common."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

__all__ = ["crumbs"]


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """Return where a page lies: below the front page of the network, and what is between."""
    steps = [(_("The network"), reverse("network_front")), *more]
    return [{"label": label, "url": url} for label, url in steps]
