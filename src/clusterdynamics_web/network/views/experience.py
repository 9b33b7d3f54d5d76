"""What worked, what did not: experience with the method, to be read across regions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.access import regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network.experience import FACETS, told_by
from clusterdynamics_web.network.views.common import crumbs
from clusterdynamics_web.public import show
from clusterdynamics_web.routes import Visitors, page

__all__ = ["experience"]


@page(Visitors.ANYBODY)
def experience(request: HttpRequest) -> HttpResponse:
    """Show what regions tell of their studies, by stage, purpose and country."""
    everything = isinstance(request.user, User)
    chosen = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    found, told = told_by(chosen, request.GET.get("page"), everything=everything)
    context = {
        "found": found,
        "told": told,
        "answer": _answer(found.total, chosen=bool(chosen)),
        "facets": [_facet(facet, chosen) for facet in found.facets if facet.name in FACETS and facet.values],
        "query_rest": urlencode(chosen),
        "chosen": chosen,
        "desks": regions_of(request.user).order_by("name").distinct() if everything else [],
        "way": True,  # the facets stand where elsewhere the way of a study stands
        "crumbs": crumbs(),
    }
    return show(request, "network/experience.html", context)


def _answer(number: int, *, chosen: bool) -> str:
    if not number:
        return _("Nothing fits all of it.") if chosen else _("Nobody has told of a study yet.")
    return ngettext("{n} experience, the newest first.", "{n} experiences, the newest first.", number).format(n=number)


def _facet(facet: Any, chosen: dict[str, str]) -> dict[str, Any]:
    others = {n: v for n, v in chosen.items() if n != facet.name}
    values = [
        {
            "label": v.label,
            "count": v.count,
            "value": v.value,
            "chosen": v.chosen,
            "url": "?" + urlencode(others if v.chosen else {**others, facet.name: v.value}),
        }
        for v in facet.values
    ]
    return {"name": facet.name, "label": facet.label, "values": values, "chosen": facet.chosen is not None}
