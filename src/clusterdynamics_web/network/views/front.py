"""The front page of the network: what it is, what is new, who belongs to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network.entries import front_shelves
from clusterdynamics_web.network.read import numbers
from clusterdynamics_web.public import show
from clusterdynamics_web.routes import Visitors, page

__all__ = ["front", "front_page"]


@page(Visitors.ANYBODY)
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page of the network, to everybody alike."""
    return front_page(request)


def front_page(request: HttpRequest) -> HttpResponse:
    """Return the front page, under whichever address it is asked for."""
    context = {
        "numbers": numbers(),
        "shelves": [{"shelf": shelf, "more": reverse(shelf.more) if shelf.more else ""} for shelf in front_shelves()],
        "ways": [
            (_("Experience with the method"), reverse("network_experience"), _("What worked, what did not")),
            (_("Regions"), reverse("network_members"), _("Who takes part, where, with which clusters")),
            (_("Published results"), reverse("network_reports"), _("Studies that everybody may read")),
            (_("Library"), reverse("library"), _("Reports, slides, case studies, methods, stories")),
        ],
        "member": isinstance(request.user, User),
    }
    return show(request, "network/front.html", context)
