"""The pages and files of the network map."""

from __future__ import annotations

import gzip
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.vary import vary_on_headers

from clusterdynamics.charts.network_map import draw
from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics_web.access import access_study
from clusterdynamics_web.results.access import Seen
from clusterdynamics_web.results.maps.build import Shown, map_of, svg_of
from clusterdynamics_web.results.maps.operations import take_out
from clusterdynamics_web.results.maps.picture import to_data
from clusterdynamics_web.results.maps.render import controls, legend, tables
from clusterdynamics_web.results.views import context, seen
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["data", "file", "picture", "show", "take"]

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
#: Dots of a bitmap for each pixel of the drawing, as in the documents.
_DENSITY = 2.5


@page(Right.SEE_RESULTS, VisibilityClass.C1)
@gzip_page  # a table of 500 organisations is long; nothing that somebody sends in comes back in the page as it was sent
def show(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the map in the state that the address says; a script draws it, where there is one."""
    found = seen(request, region, study)
    if found.told is None:
        return redirect("results", region, study)
    return render(request, "results/map.html", _page(request, found, map_of(found, request.GET)))


@page(Right.SEE_RESULTS, VisibilityClass.C1)
@vary_on_headers("Accept-Encoding")
def data(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return what the script draws, packed where the browser can read that."""
    found = seen(request, region, study)
    shown = map_of(found, request.GET)
    content = json.dumps(to_data(shown.picture), ensure_ascii=False, separators=(",", ":")).encode()
    # There is nothing secret of the session in it, so that packing it gives nothing away.
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(gzip.compress(content, 5) if packed else content, content_type="application/json")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "private, no-store"
    return response


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def picture(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the picture for the page of a browser without scripts."""
    found = seen(request, region, study)
    return _image(svg_of(found, map_of(found, request.GET)), "svg")


@page(Right.SEE_RESULTS, VisibilityClass.C2)
def file(request: HttpRequest, region: str, study: str, kind: str) -> HttpResponse:
    """Hand the picture out as a file; one with everybody's links is taken out with a reason instead."""
    if kind not in _TYPES:
        raise Http404
    found = seen(request, region, study)
    shown = map_of(found, request.GET)
    if found.audience == Audience.STUDY:
        raise PermissionDenied
    return _image(svg_of(found, shown), kind, name=_file_name(found, shown, kind))


@page(Right.EXPORT, VisibilityClass.C1, methods=("POST",))
def take(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Hand out the picture of everybody's links, with a reason and on record."""
    access_study(request.user, region, study, Right.EXPORT)
    found = seen(request, region, study)
    shown = map_of(found, request.GET)
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")
    if found.snapshot is None or kind not in _TYPES:
        raise Http404
    try:
        scene = take_out(by(request), found.snapshot, shown.picture.scene, reason=reason, kind=kind)
    except InputError as error:
        # This address only takes a picture out: nobody looks at it as somebody else.
        more = {"reason": reason, "reason_error": str(error), "see_as": [], "as_notice": ""}
        return render(request, "results/map.html", _page(request, found, shown) | more, status=422)
    with use_language(found.language):
        svg = draw(scene)
    return _image(svg, kind, name=_file_name(found, shown, kind))


def _page(request: HttpRequest, found: Seen, shown: Shown) -> dict[str, Any]:
    state, drawn = shown.state, shown.picture
    mark = drawn.mark_of(state.focus)
    fields = controls(shown)
    with use_language(found.language):
        return context(
            request,
            found,
            shown=shown,
            picture=drawn,
            fields=[f for f in fields if not f["more"]],
            more=[f for f in fields if f["more"]],
            more_used=any(f["used"] for f in fields),
            legend=legend(shown),
            tables=tables(shown),
            state=state.to_query(),
            state_without_view=state.to_query(view=""),
            public=state.to_query(see_as="public", since="", level="", filters=(), area="", focus="", view=""),
            focus=mark,
            marks=sorted((m.name for m in drawn.marks.values()), key=str.casefold),
            for_team=found.audience == Audience.STUDY,
            may_take_out=found.access.may(Right.EXPORT),
            may_run_room=found.access.may(Right.RUN_ROOM),
        )


def _file_name(found: Seen, shown: Shown, kind: str) -> str:
    return f"map-{found.study.key}-{shown.state.wave}-{found.audience}.{kind}"


def _image(svg: str, kind: str, *, name: str = "") -> HttpResponse:
    """Return a picture; as a file where it has a name."""
    import vl_convert

    content = svg.encode() if kind == "svg" else vl_convert.svg_to_png(svg, scale=_DENSITY)
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Cache-Control"] = "private, no-store"
    # A picture runs nothing and loads nothing, even where somebody opens it by itself.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
