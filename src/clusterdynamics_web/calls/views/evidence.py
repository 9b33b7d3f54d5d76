"""Evidence for an application: have a pack made of published studies, take it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.calls.evidence import PARTS
from clusterdynamics_web.calls.evidence.sources import public_studies, still_public
from clusterdynamics_web.calls.models import Call, Pack, Stage
from clusterdynamics_web.calls.operations import packs
from clusterdynamics_web.library.access import access_desk
from clusterdynamics_web.library.kinds import LICENCES, Licence
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["evidence", "pack"]


@page(Right.SUBMIT_ITEM, VisibilityClass.C4, methods=("GET", "POST"))
def evidence(request: HttpRequest, region: str) -> HttpResponse:
    """Choose published studies and what goes in; a POST has the pack made and looked through."""
    place = access_desk(request.user, region).object
    call = Call.objects.filter(key=request.GET.get("call", ""), stage=Stage.PUBLISHED).first()
    problems: list[str] = []
    if request.method == "POST":
        here = reverse("evidence", args=[region])
        given = request.POST
        try:
            _made, job = packs.order_pack(
                by(request),
                place,
                given.getlist("study"),
                given.getlist("part"),
                given.get("language", ""),
                given.get("licence", ""),
                title=given.get("title", ""),
                call=call,
                back=here,
            )
        except InputError as error:
            problems = str(error).splitlines()
        else:
            return redirect("job_watch", key=job.key)
    context = _context(request, place, call) | {"problems": problems}
    return render(request, "calls/evidence.html", context, status=422 if problems else 200)


def _context(request: HttpRequest, place: Region, call: Call | None) -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else None
    public = public_studies(place)
    chosen = sent.getlist("study") if sent is not None else [p.snapshot.study.key for p in public[:1]]
    parts = sent.getlist("part") if sent is not None else list(PARTS)
    language = sent.get("language", "") if sent is not None else place.default_language
    licence = sent.get("licence", "") if sent is not None else Licence.CC_BY.value
    made = list(Pack.objects.filter(region=place).prefetch_related("snapshots__study")[:30])
    return {
        "region": place,
        "call": call,
        "title_given": sent.get("title", "") if sent is not None else (call.title if call else ""),
        "studies": [(p, p.snapshot.study.key in chosen) for p in public],
        "parts": [(name, label, name in parts) for name, label in PARTS.items()],
        "spoken": [(code, own, code == language) for code, own in settings.LANGUAGES],
        "licences": [(x.value, x.label, LICENCES[x].plain, x.value == licence) for x in Licence],
        "packs": [(p, p.is_ready and still_public(list(p.snapshots.all()))) for p in made],
        "days": packs.KEPT_FOR.days,
        "crumbs": [{"label": place.name, "url": reverse("region_home", args=[place.slug])}],
    }


@page(Right.SUBMIT_ITEM, VisibilityClass.C4)
def pack(request: HttpRequest, region: str, pack: str) -> HttpResponseBase:
    """Hand a pack out, while what it is made of is published for everybody."""
    place = access_desk(request.user, region).object
    found = Pack.objects.filter(region=place, key=pack).first()
    if found is None or not packs.may_be_given_out(found):
        raise Http404
    path = packs.pack_file(found)
    if not path.exists():
        messages.error(request, _("The file is not there any more. Have the pack made once more."))
        return redirect("evidence", region)
    packs.fetched(by(request), found)
    name = f"evidence-{place.slug}-{found.language}.zip"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
