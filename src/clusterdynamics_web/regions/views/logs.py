"""Who did what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clusterdynamics_web.access import access_region, access_study
from clusterdynamics_web.regions.forms import LogFilter
from clusterdynamics_web.regions.models import AuditEntry, Region
from clusterdynamics_web.regions.read import choices_of, filtered, lines_of, study_url
from clusterdynamics_web.regions.views.common import crumbs_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.studies.models import Study

__all__ = ["region_log", "study_log"]


@page(Right.READ_REGION_LOG)
def region_log(request: HttpRequest, region: str) -> HttpResponse:
    """Show what was done in a region and its studies."""
    place = access_region(request.user, region, Right.READ_REGION_LOG).object
    return _log(request, AuditEntry.objects.filter(region=place), place, None)


@page(Right.READ_STUDY_LOG)
def study_log(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show what was done in a study."""
    chosen = access_study(request.user, region, study, Right.READ_STUDY_LOG).object
    return _log(request, AuditEntry.objects.filter(study=chosen), chosen.region, chosen)


def _log(request: HttpRequest, entries: QuerySet[AuditEntry], region: Region, study: Study | None) -> HttpResponse:
    people, verbs = choices_of(entries)
    form = LogFilter(request.GET or None, people=people, verbs=verbs)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = Paginator(filtered(entries, chosen), 50).get_page(request.GET.get("page"))
    crumbs = crumbs_of(region)
    if study is not None:
        crumbs.append({"label": str(study), "url": study_url(region, study)})
    context = {
        "region": region,
        "study": study,
        "form": form,
        "page_obj": shown,
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
        "columns": [{"title": t, "kind": "text"} for t in (_("When"), _("Who"), _("What"), _("Study"), _("Note"))],
        "rows": lines_of(list(shown)),
        "crumbs": crumbs,
    }
    return render(request, "regions/log.html", context)
