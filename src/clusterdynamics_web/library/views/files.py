"""Files: taken in, described, taken out; and sent, always as a download."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.access import Desk, access_draft, access_file
from clusterdynamics_web.library.forms import FileForm
from clusterdynamics_web.library.models import File
from clusterdynamics_web.library.uploads import TYPES
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["alt", "download", "remove", "thumbnail", "upload"]

#: What a browser may do with a file that it shows after all: nothing.
POLICY = "default-src 'none'; sandbox"


def _send(path: str, kind: str, name: str) -> HttpResponseBase:
    target = Path(settings.MEDIA_ROOT) / path
    if not target.is_file():
        raise Http404
    response = FileResponse(target.open("rb"), as_attachment=True, filename=name, content_type=kind)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@page(Visitors.ANYBODY)
def download(request: HttpRequest, item: str, number: int, file: str) -> HttpResponseBase:
    """Send a file as a download, never to be shown inside of a page."""
    found = access_file(request.user, item, number, file)
    return _send(found.path, TYPES[found.kind], found.name)


@page(Visitors.ANYBODY)
def thumbnail(request: HttpRequest, item: str, number: int, file: str) -> HttpResponseBase:
    """Send the small picture of the first page, which we drew ourselves."""
    found = access_file(request.user, item, number, file)
    if not found.thumbnail:
        raise Http404
    return _send(found.thumbnail, "image/png", f"{found.key}.png")


def _file(draft: Desk, key: str) -> File:
    found = File.objects.filter(version=draft.version, key=key).select_related("version__item__region").first()
    if found is None:
        raise Http404
    return found


@page(Right.SUBMIT_ITEM, methods=("POST",))
def upload(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Take a file in, after a look at what is in it."""
    draft = access_draft(request.user, region, item, number)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("library_edit", region, item, number)
    given = form.cleaned_data["file"]
    try:
        if given.size > settings.UPLOAD_BYTES:
            raise InputError(
                _("The file is larger than {size} MB.").format(size=max(settings.UPLOAD_BYTES // 1024**2, 1))
            )
        operations.add_file(by(request), draft.version, given.name, given.read(), form.cleaned_data["alt"])
    except InputError as error:
        messages.error(request, f"{given.name[:80]}: {error}")
    else:
        messages.success(request, _("{name} is there.").format(name=given.name[:80]))
    return redirect("library_edit", region, item, number)


@page(Right.SUBMIT_ITEM, methods=("POST",))
def alt(request: HttpRequest, region: str, item: str, number: int, file: str) -> HttpResponse:
    """Say what a picture shows."""
    draft = access_draft(request.user, region, item, number)
    try:
        operations.change_alt(by(request), _file(draft, file), request.POST.get("alt", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("library_edit", region, item, number)


@page(Right.SUBMIT_ITEM, methods=("POST",))
def remove(request: HttpRequest, region: str, item: str, number: int, file: str) -> HttpResponse:
    """Take a file out."""
    draft = access_draft(request.user, region, item, number)
    try:
        operations.remove_file(by(request), _file(draft, file))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("library_edit", region, item, number)
