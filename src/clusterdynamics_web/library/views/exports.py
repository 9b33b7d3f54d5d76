"""Citations and catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree.ElementTree import tostring

from django.http import Http404, HttpRequest, HttpResponse

from clusterdynamics_web.library import read
from clusterdynamics_web.library.access import access_version
from clusterdynamics_web.library.exports.atom import atom
from clusterdynamics_web.library.exports.bibtex import bibtex
from clusterdynamics_web.library.exports.citation import citation
from clusterdynamics_web.library.exports.datacite import datacite
from clusterdynamics_web.library.exports.dublin_core import dublin_core
from clusterdynamics_web.library.exports.oai import respond
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.limits import too_many
from clusterdynamics_web.routes import Visitors, page

__all__ = ["cite", "feed", "oai"]

#: So many requests of a harvester one address may make in a minute.
HARVESTS = 120


def _datacite(version: Version) -> bytes:
    return json.dumps(datacite(version), ensure_ascii=False, indent=1).encode()


def _dublin_core(version: Version) -> bytes:
    found: bytes = tostring(dublin_core(version), encoding="utf-8", xml_declaration=True)
    return found


#: Form, which is the end of the file's name → type, and what makes it.
_FORMS: dict[str, tuple[str, Callable[[Version], bytes]]] = {
    "txt": ("text/plain; charset=utf-8", lambda v: citation(v).encode()),
    "bib": ("application/x-bibtex; charset=utf-8", lambda v: bibtex(v).encode()),
    "json": ("application/json", _datacite),
    "xml": ("application/xml", _dublin_core),
}


@page(Visitors.ANYBODY)
def cite(request: HttpRequest, item: str, number: int, form: str) -> HttpResponse:
    """Give the citation of a version as a file."""
    version, _state = access_version(request.user, item, number)
    if form not in _FORMS:
        raise Http404
    kind, make = _FORMS[form]
    response = HttpResponse(make(version), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{item}-{number}.{form}"'
    return response


@page(Visitors.ANYBODY)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest public items as a feed; the same for everybody, logged in or not."""
    return HttpResponse(atom(read.newest(everything=False, number=30)), content_type="application/atom+xml")


@page(Visitors.ANYBODY)
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a catalogue."""
    if too_many(request, "library_oai", tries=HARVESTS, seconds=60):
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    return HttpResponse(respond(request.GET), content_type="text/xml; charset=utf-8")
