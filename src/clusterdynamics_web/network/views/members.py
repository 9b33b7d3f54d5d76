"""The regions of the network: their list, their map, the page of each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network import read
from clusterdynamics_web.network.map import map_of
from clusterdynamics_web.network.views.common import crumbs
from clusterdynamics_web.public import show
from clusterdynamics_web.routes import Visitors, page

__all__ = ["member", "members", "members_map"]


def _chosen(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("country", "")[:2], request.GET.get("sector", "")[:120]


@page(Visitors.ANYBODY)
def members(request: HttpRequest) -> HttpResponse:
    """Show the regions that show themselves, on a map and in a table."""
    country, sector = _chosen(request)
    found = read.directory(country, sector)
    alt = _alt(found)
    context = {
        "found": found,
        "answer": read.count_words(len(found.members), chosen=bool(country or sector)),
        "country": country,
        "sector": sector,
        "map": bool(map_of([m["member"] for m in found.members], alt)),
        "map_url": reverse("network_map") + (f"?{request.GET.urlencode()}" if country or sector else ""),
        "alt": alt,
        "caption": _("Regions of the network"),
        "columns": [{"title": t} for t in (_("Region"), _("Country"), _("Clusters"), _("Sectors"))],
        "rows": [
            [
                {"text": m["member"].region.name, "url": m["url"]},
                m["country"],
                ", ".join(m["clusters"]),
                ", ".join(m["sectors"]),
            ]
            for m in found.members
        ],
        "crumbs": crumbs(),
    }
    return show(request, "network/members.html", context)


def _alt(found: read.Directory) -> str:
    return _("Map of the regions: {names}. The table has the same regions.").format(
        names=", ".join(m["member"].region.name for m in found.members)
    )


@page(Visitors.ANYBODY)
def members_map(request: HttpRequest) -> HttpResponse:
    """Return the map of the regions that show themselves, as SVG."""
    found = read.directory(*_chosen(request))
    drawn = map_of([m["member"] for m in found.members], _alt(found))
    if not drawn:
        raise Http404
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@page(Visitors.ANYBODY)
def member(request: HttpRequest, member: str) -> HttpResponse:
    """Show a region: its own words, its clusters, what it shared."""
    shown = read.page_of(read.access_member(member))
    context = {
        "shown": shown,
        "region_name": shown.member.region.name,
        "logged_in": isinstance(request.user, User),
        "crumbs": crumbs((_("Regions"), reverse("network_members"))),
    }
    return show(request, "network/member.html", context)
