"""What several pages of a region need."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.regions.read import mail_is_kept

__all__ = ["crumbs_of", "say_whether_sent"]


def crumbs_of(region: Region | None = None) -> list[dict[str, str]]:
    """Return the way to a page: the start, and the region it belongs to."""
    crumbs = [{"label": _("Start"), "url": reverse("home")}]
    if region is not None:
        crumbs.append({"label": region.name, "url": reverse("region_home", args=[region.slug])})
    return crumbs


def say_whether_sent(request: HttpRequest, sent: bool, address: str) -> None:
    """Say what became of a mail."""
    if not sent:
        text = _("The mail to {address} could not be sent. Ask the operator, then send it again.")
        messages.error(request, text.format(address=address))
    elif mail_is_kept():
        text = _(
            "The mail to {address} lies in the folder “outbox” of the data folder, because no mail server is named."
        )
        messages.warning(request, text.format(address=address))
    else:
        messages.success(request, _("A mail is on its way to {address}.").format(address=address))
