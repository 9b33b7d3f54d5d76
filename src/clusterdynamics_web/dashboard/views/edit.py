"""Behind the dashboard: hard figures, stories, the time line, publishing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.dashboard import operations
from clusterdynamics_web.dashboard.forms import EventForm, FiguresForm, StoriesForm
from clusterdynamics_web.dashboard.kinds import places_of, table_to_fill
from clusterdynamics_web.dashboard.models import Event
from clusterdynamics_web.dashboard.read import hard_of, page_of
from clusterdynamics_web.dashboard.stories import candidates
from clusterdynamics_web.dashboard.views.frame import context
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["definitions", "event_remove", "events", "figures", "publish", "stories", "template"]


@page(Right.EDIT_STUDY, VisibilityClass.C3, methods=("GET", "POST"))
def figures(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show hard figures with all their vintages, and take new ones in."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    form = FiguresForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            notes = operations.import_figures(
                by(request),
                access.object,
                data["file"].read(),
                data["file"].name,
                source=data["source"],
                unit=data["unit"],
                vintage=data["vintage"].isoformat(),
            )
        except InputError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, " ".join(notes))
            return redirect("dashboard_figures", region, study)
    hard = hard_of(access.object)
    open_codes = {h.code: h.label for h in hard if not h.definition}
    more = {"form": form, "hard": hard, "open": open_codes, "places": places_of(hard)}
    return render(request, "dashboard/figures.html", context(access, "dashboard_figures", **more))


@page(Right.EDIT_STUDY, methods=("POST",))
def definitions(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Write down how figures are counted."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    texts = {name.removeprefix("how-"): str(v) for name, v in request.POST.items() if name.startswith("how-")}
    try:
        operations.define(by(request), access.object, texts)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("dashboard_figures", region, study)


@page(Right.EDIT_STUDY)
def template(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return a table in which only the values are missing."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    response = HttpResponse(table_to_fill(access.object).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def stories(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Choose the stories beside the parts of the page."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    readable = candidates(access.object, audience_of(access))
    form = StoriesForm(request.POST or None, stories=readable, page=page_of(access.object))
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_stories(by(request), access.object, form.chosen(), no_story=form.cleaned_data["no_story"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard", region, study)
    return render(request, "dashboard/stories.html", context(access, "dashboard_stories", form=form))


@page(Right.EDIT_STUDY, VisibilityClass.C3, methods=("GET", "POST"))
def events(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Put events on the time line, such as a downturn."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_event(by(request), access.object, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard_events", region, study)
    listed = access.object.context_events.all()
    return render(request, "dashboard/events.html", context(access, "dashboard_events", form=form, listed=listed))


@page(Right.EDIT_STUDY, methods=("POST",))
def event_remove(request: HttpRequest, region: str, study: str, event: int) -> HttpResponse:
    """Take an event off the time line."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    found = Event.objects.select_related("study__cluster__region").filter(pk=event, study=access.object).first()
    if found is None:
        raise Http404
    operations.remove_event(by(request), found)
    return redirect("dashboard_events", region, study)


@page(Right.EDIT_STUDY, methods=("POST",))
def publish(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Let the region's administration see the page, or take it back."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    if "withdraw" in request.POST:
        operations.withdraw(by(request), access.object)
        messages.success(request, _("Only the team sees the page now."))
        return redirect("dashboard", region, study)
    try:
        operations.publish(by(request), access.object)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The region's administration sees the page now."))
    return redirect("dashboard", region, study)
