"""All stories with filters; what the team does with one besides coding; stories taken out for another program."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.loops.exchange import corpus_format, corpus_from_study, write_corpus
from clusterdynamics_web.access import access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.audit import record
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.access import access_story, readable
from clusterdynamics_web.stories.forms import DescribeForm, ExportForm
from clusterdynamics_web.stories.models import READERS
from clusterdynamics_web.stories.read import FILTERS, filtered, rows_of
from clusterdynamics_web.stories.views.frame import context
from clusterdynamics_web.survey.package import build_study

__all__ = ["every", "export", "team"]


@page(Right.SEE_STORIES, VisibilityClass.C1)
def every(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the stories that this person may read."""
    access = access_study(request.user, region, study, Right.SEE_STORIES)
    found = readable(access)
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    shown = filtered(found, wanted)
    more: dict[str, Any] = {
        "rows": rows_of(shown),
        "total": len(found),
        "wanted": wanted,
        "waves": access.object.waves.all(),
        "themes": access.object.themes.all(),
        "readers": READERS.items(),
        "may_export": access.may(Right.EXPORT),
    }
    return render(request, "stories/list.html", context(access, "stories", **more))


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def team(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Describe a story, release it, hold it back, or make its teller a link."""
    access, told = access_story(request.user, region, study, code, Right.EDIT_STORIES)
    user, telling = by(request), told.telling
    what = request.POST.get("do", "")
    try:
        if what == "describe":
            form = DescribeForm(request.POST, told=told)
            if not form.is_valid():
                raise InputError(_("Please check what you entered."))
            given = form.cleaned_data
            operations.describe(
                user, told.story, title=given["title"], worked=given["worked"], actor=given.get("actor")
            )
        elif telling is not None and what in {"release", "hold"}:
            operations.release(user, telling, yes=what == "release")
        elif telling is not None and what == "link":
            address = absolute(reverse("story_link", args=[operations.new_teller_link(user, telling)]))
            shown = context(access, "stories", told=told, link=address)
            response = render(request, "stories/teller_link.html", shown)
            response.headers["Cache-Control"] = "no-store, private"
            return response
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("story", region, study, code)


@page(Right.EXPORT, VisibilityClass.C1, methods=("GET", "POST"))
def export(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Give out the stories and how they are coded, as a file for another program; with a reason, on record."""
    access = access_study(request.user, region, study, Right.EXPORT)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["format"]
        ending = corpus_format(name).suffixes[0]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"stories{ending}"
            try:
                write_corpus(corpus_from_study(build_study(access.object)), path, name)
                content = path.read_bytes()
            except InputError as error:
                form.add_error(None, str(error))
                return render(request, "stories/export.html", context(access, "stories", form=form))
        record(by(request), "stories.exported", access.object, reason=form.cleaned_data["reason"], format=name)
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{access.object.key}-stories{ending}"'
        response["Cache-Control"] = "no-store, private"
        return response
    return render(request, "stories/export.html", context(access, "stories", form=form))
