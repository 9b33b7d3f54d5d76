"""Where curators reply: what waits, and one item with a place for a comment at each field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.library import operations, read
from clusterdynamics_web.library.access import Desk, access_review, is_curator
from clusterdynamics_web.library.fields import FIELD_NAMES, texts_of
from clusterdynamics_web.library.forms import CommentsForm
from clusterdynamics_web.library.gate import FindingKind, findings_of
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.state import ItemState, state_of
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["queue", "review"]


@page(Visitors.LOGGED_IN)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for curators, in every region."""
    if not is_curator(request.user):
        raise PermissionDenied
    waiting = list(read.queue_for(by(request))[:200])
    count = len(waiting)
    context = {
        "answer": ngettext("{n} item waits for a reply.", "{n} items wait for a reply.", count).format(n=count)
        if count
        else _("Nothing waits for a reply."),
        "lines": [{"version": v, "state": state_of(v)} for v in waiting],
        "first_reply": read.first_reply_words(),
        "crumbs": [{"label": _("Library"), "url": reverse("library")}],
    }
    return render(request, "library/queue.html", context)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def review(request: HttpRequest, item: str, number: int) -> HttpResponse:
    """Show an item to a curator, who accepts it or says at its fields what to change."""
    desk = access_review(request.user, item, number)
    names = [name for name, _label, _value in _shown(desk.version)]
    form = CommentsForm(request.POST or None, names=names)
    if request.method == "POST" and form.is_valid():
        message = request.POST.get("message", "")
        try:
            if "accept" in request.POST:
                seen = "pictures" in request.POST
                operations.accept(by(request), desk.version, message, pictures_seen=seen)
                messages.success(request, _("Accepted. The author gets a mail."))
            else:
                operations.request_changes(by(request), desk.version, form.comments(), message)
                messages.success(request, _("The author gets a mail with what you wrote at the fields."))
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("library_review")
    return render(request, "library/review.html", _context(desk, form), status=422 if form.errors else 200)


def _shown(version: Version) -> list[tuple[str, str, str]]:
    """Return what a curator can comment on: name, heading, what stands there."""
    facts = {str(label): value for label, value in read.facts_of(version)}
    lines = [("title", version.title), ("summary", version.summary)]
    lines += [(n, facts.get(str(FIELD_NAMES[n]), "")) for n in ("kind", "authors", "place", "sector")]
    lines += [("year_from", facts.get(_("Period"), ""))]
    lines += [(n, facts.get(str(FIELD_NAMES[n]), "")) for n in ("stage", "purpose", "keywords", "language")]
    lines += [(name, version.texts[name]) for name in texts_of(version.kind) if version.texts.get(name)]
    licences = "; ".join(f"{line['what']}: {line['name']}" for line in read.licences_of(version))
    lines += [("licence_text", licences), ("files", ", ".join(f.name for f in version.files.all()))]
    third = version.get_third_party_display() if version.third_party else ""
    lines += [("third_party", " · ".join(filter(None, (str(third), version.third_party_note))))]
    asked = {"title", "summary", "kind", "authors", "place", "sector", "year_from", "licence_text", "files"}
    return [(name, str(FIELD_NAMES[name]), value) for name, value in lines if value or name in asked]


def _context(desk: Desk, form: CommentsForm) -> dict[str, Any]:
    version = desk.version
    findings = findings_of(version)
    rows = [{"label": label, "value": value, "field": form[f"at_{name}"]} for name, label, value in _shown(version)]
    return {
        "version": version,
        "state": desk.state,
        "answer": _("This is your own item: somebody else has to decide about it.")
        if desk.is_own
        else _("Say at a field what should change there, or accept it."),
        "open": desk.state in {ItemState.SUBMITTED, ItemState.ACCEPTED} and not desk.is_own,
        "form": form,
        "rows": rows,
        "files": list(version.files.all()),
        "findings": findings,
        "pictures": any(f.kind == FindingKind.PICTURES for f in findings),
        "timeline": read.timeline_of(version, names=True),
        "crumbs": [
            {"label": _("Library"), "url": reverse("library")},
            {"label": _("What waits for a reply"), "url": reverse("library_review")},
        ],
    }
