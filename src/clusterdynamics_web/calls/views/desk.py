"""Where curators and admins of a region look after its calls: enter, change, check, bring in from a file, take out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web import zones
from clusterdynamics_web.calls import operations
from clusterdynamics_web.calls.access import access_desk, access_draft, access_kept
from clusterdynamics_web.calls.fields import COLUMNS, FIELDS
from clusterdynamics_web.calls.forms import CallForm, FileForm, deadline_set
from clusterdynamics_web.calls.models import Call, Stage
from clusterdynamics_web.calls.operations.imports import plan_of
from clusterdynamics_web.calls.state import Status, is_stale, status_of, with_dates
from clusterdynamics_web.calls.uploads import LARGEST, read_calls
from clusterdynamics_web.calls.uploads.read import Read
from clusterdynamics_web.library.models import Entry
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["bring_in", "checked", "desk", "edit", "new", "preview", "withdraw"]


def _crumbs(region: Region, *, here: bool = False) -> list[dict[str, str]]:
    crumbs = [{"label": region.name, "url": reverse("region_home", args=[region.slug])}]
    return crumbs if here else [*crumbs, {"label": _("Calls"), "url": reverse("calls_desk", args=[region.slug])}]


@page(Right.EDIT_CALLS)
def desk(request: HttpRequest, region: str) -> HttpResponse:
    """Show the calls of a region, those first that want a hand."""
    access = access_desk(request.user, region)
    lines = [_line(call) for call in with_dates(Call.objects.filter(region=access.object))[:500]]
    lines.sort(key=lambda line: (not line["wants"], line["over"], line["call"].title.casefold()))
    wanting = sum(bool(line["wants"]) for line in lines)
    context = {
        "region": access.object,
        "lines": lines,
        "answer": ngettext("{n} call wants a hand.", "{n} calls want a hand.", wanting).format(n=wanting)
        if wanting
        else _("Nothing waits for you."),
        "crumbs": _crumbs(access.object, here=True),
    }
    return render(request, "calls/desk.html", context)


def _line(call: Any) -> dict[str, Any]:
    status = status_of(call)
    over = status == Status.EXPIRED
    wants = ""
    if call.stage == Stage.RETURNED:
        wants = _("A curator asks for a change.")
    elif call.stage == Stage.PUBLISHED and not over and is_stale(call):
        wants = _("Not checked for 60 days.")
    return {"call": call, "status": status, "over": over, "wants": wants, "listed": call.stage == Stage.PUBLISHED}


@page(Right.EDIT_CALLS, methods=("GET", "POST"))
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Enter a call."""
    return _form(request, access_desk(request.user, region).object, None)


@page(Right.EDIT_CALLS, methods=("GET", "POST"))
def edit(request: HttpRequest, region: str, call: str) -> HttpResponse:
    """Change a call."""
    access, found = access_kept(request.user, region, call)
    return _form(request, access.object, found)


def _form(request: HttpRequest, region: Region, call: Call | None) -> HttpResponse:
    data = request.POST or None
    form = CallForm(data, instance=Call(pk=call.pk, **_kept(call)) if call else None)
    if call is None:
        form.initial.setdefault("language", region.default_language)
    deadlines = deadline_set(call, zones.zone_of_country(region.country), data)
    if data is not None and all([form.is_valid(), deadlines.is_valid()]):
        given = deadlines.given()
        if call is None:
            operations.enter(by(request), region, form.values(), given)
            messages.success(request, _("Entered. It is in the list as soon as a curator has looked at it."))
        else:
            operations.save(by(request), call, form.values(), given)
            messages.success(request, _("Saved."))
        return redirect("calls_desk", region.slug)
    context = {
        "region": region,
        "call": call,
        "form": form,
        "deadlines": deadlines,
        "sectors": sorted(set(Entry.objects.exclude(sector="").values_list("sector", flat=True)), key=str.casefold),
        "crumbs": _crumbs(region),
    }
    return render(request, "calls/edit.html", context, status=422 if data is not None else 200)


def _kept(call: Call) -> dict[str, Any]:
    """Return what a call holds: the form works on a copy, and operations write."""
    return {name: getattr(call, name) for name in FIELDS}


@page(Right.EDIT_CALLS, methods=("POST",))
def checked(request: HttpRequest, region: str, call: str) -> HttpResponse:
    """Note that a call was held against the funder's page today."""
    _access, found = access_kept(request.user, region, call)
    operations.check_today(by(request), found)
    messages.success(request, _("Noted: “{title}” was checked today.").format(title=found.title))
    return redirect("calls_desk", region)


@page(Right.EDIT_CALLS, methods=("POST",))
def withdraw(request: HttpRequest, region: str, call: str) -> HttpResponse:
    """Take a call out of the list, with a reason."""
    _access, found = access_kept(request.user, region, call)
    try:
        operations.withdraw(by(request), found, request.POST.get("why", ""))
    except InputError as error:
        messages.error(request, str(error))
        return redirect("calls_edit", region, call)
    messages.success(request, _("It is out of the list."))
    return redirect("calls_desk", region)


@page(Right.EDIT_CALLS, methods=("GET", "POST"))
def bring_in(request: HttpRequest, region: str) -> HttpResponse:
    """Read a file with calls; all that is wrong with it is told at once, and nothing is taken over yet."""
    place = access_desk(request.user, region).object
    form = FileForm(request.POST or None, request.FILES or None)
    found: Read | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            if given.size > LARGEST:
                raise InputError(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
            found = read_calls(given.read(), place, zones.zone_of_country(place.country))
            if not found.problems:
                draft = operations.keep(by(request), place, given.name, found)
                if found.unread:
                    words = _("Not read, since no field is called so: {names}.").format(names=", ".join(found.unread))
                    messages.info(request, words)
                return redirect("calls_preview", region, draft.key)
        except InputError as error:
            for sentence in str(error).splitlines():
                form.add_error("file", sentence)
    context = {
        "region": place,
        "form": form,
        "problems": [str(p) for p in found.problems] if found else [],
        "columns": COLUMNS,
        "crumbs": _crumbs(place),
    }
    wrong = bool(form.errors or context["problems"])
    return render(request, "calls/bring_in.html", context, status=422 if form.is_bound and wrong else 200)


@page(Right.EDIT_CALLS, methods=("GET", "POST"))
def preview(request: HttpRequest, region: str, draft: str) -> HttpResponse:
    """Show what would become of each call of a file; a POST takes them over, or gives the file up."""
    found = access_draft(request.user, region, draft)
    if request.method == "POST" and "drop" in request.POST:
        found.delete()
        messages.success(request, _("Nothing was taken over."))
        return redirect("calls_desk", region)
    if request.method == "POST":
        new, changed = operations.take(by(request), found)
        words = _("{new} new, {changed} brought up to date. New calls wait for a second look.")
        messages.success(request, words.format(new=new, changed=changed))
        return redirect("calls_desk", region)
    plan = plan_of(found)
    new, changed = sum(p.is_new for p in plan), sum(bool(p.changes) for p in plan)
    labels = {name: str(CallForm.base_fields[name].label) for name in CallForm.base_fields} | {
        "deadlines": _("deadlines")
    }
    context = {
        "region": found.region,
        "draft": found,
        "lines": [
            {
                "one": p,
                "changes": ", ".join(labels[name] for name in p.changes),
                "deadlines": len(p.call.deadlines),
            }
            for p in plan
        ],
        "anything": new + changed,
        "answer": _(
            "Calls in the file: {n}. New: {new}. Known and changed: {changed}. Nothing is taken over yet."
        ).format(n=len(plan), new=new, changed=changed),
        "crumbs": _crumbs(found.region),
    }
    return render(request, "calls/preview.html", context)
