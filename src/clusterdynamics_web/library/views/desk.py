"""Where authors work: their items, a new one, the form with what curators said at its fields."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import studies_of
from clusterdynamics_web.library import operations, read
from clusterdynamics_web.library.access import Desk, access_desk, access_draft, held_in, leads_study_in, versions_of
from clusterdynamics_web.library.fields import FIELD_NAMES, REQUIRED
from clusterdynamics_web.library.forms import FileForm, ItemForm, KindForm
from clusterdynamics_web.library.gate import findings_of
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.operations.drafts import problems_of
from clusterdynamics_web.library.state import EDITABLE, ItemState, state_of
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["desk", "edit", "new", "state_words"]


def state_words(version: Version, state: ItemState) -> str:
    """Return in a sentence where an item stands and what comes next."""
    return {
        ItemState.DRAFT: _("A draft. Only you and the curators of your region see it."),
        ItemState.SUBMITTED: _("With the curators. You get a mail when they reply."),
        ItemState.CHANGES_REQUESTED: _("A curator asks for changes. What to change stands at the fields."),
        ItemState.ACCEPTED: _("Accepted. It can be published now."),
        ItemState.PUBLISHED: _("Published."),
        ItemState.SUPERSEDED: _("Replaced by a newer version; its address still shows it."),
        ItemState.WITHDRAWN: _("Withdrawn."),
    }[state]


def _crumbs(region: Region) -> list[dict[str, str]]:
    return [
        {"label": region.name, "url": reverse("region_home", args=[region.slug])},
        {"label": _("Library of the region"), "url": reverse("library_desk", args=[region.slug])},
    ]


@page(Right.SUBMIT_ITEM)
def desk(request: HttpRequest, region: str) -> HttpResponse:
    """Show one's own items, and to curators all of the region, with their state."""
    access = access_desk(request.user, region)
    versions = versions_of(by(request), access)
    if leads_study_in(by(request), access.object):
        versions = versions | held_in(access.object)  # the privacy gate may need them
    versions = versions.order_by("-changed_at", "-pk")
    lines = [{"version": v, "state": state_of(v), "words": state_words(v, state_of(v))} for v in versions[:200]]
    waiting = sum(line["state"] == ItemState.CHANGES_REQUESTED for line in lines)
    if waiting:
        answer = ngettext("{n} item waits for you.", "{n} items wait for you.", waiting).format(n=waiting)
    elif lines:
        answer = _("Nothing waits for you.")
    else:
        answer = _("Share what you did, what came of it, and what did not work.")
    context = {
        "region": access.object,
        "answer": answer,
        "lines": lines,
        "curates": access.may(Right.CURATE),
        "first_reply": read.first_reply_words(),
        "crumbs": _crumbs(access.object)[:1],
    }
    return render(request, "library/desk.html", context)


@page(Right.SUBMIT_ITEM, methods=("GET", "POST"))
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Ask what kind of item it is, and begin a draft."""
    access = access_desk(request.user, region)
    form = KindForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        version = operations.create_draft(by(request), access.object, form.cleaned_data["kind"], get_language() or "en")
        return redirect("library_edit", region, version.item.key, version.number)
    context = {"region": access.object, "form": form, "crumbs": _crumbs(access.object)}
    return render(request, "library/new.html", context, status=422 if form.errors else 200)


@page(Right.SUBMIT_ITEM, methods=("GET", "POST"))
def edit(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Show a version to its author: its state, what was said, and the form while it may be changed."""
    draft = access_draft(request.user, region, item, number, at_gate=True)
    if request.method == "POST" and not draft.may_edit:
        messages.error(request, state_words(draft.version, draft.state))
        return redirect("library_edit", region, item, number)
    form = ItemForm(request.POST or None, instance=draft.version) if draft.may_edit else None
    if form is not None and request.method == "POST" and form.is_valid():
        answer = _save(request, draft, form)
        if answer is not None:
            return answer
    return _page(request, draft, form)


def _save(request: HttpRequest, draft: Desk, form: ItemForm) -> HttpResponse | None:
    """Save, and send in where that was asked; return None where the form is shown again with its problems."""
    here = (draft.version.region.slug, draft.version.item.key, draft.version.number)
    try:
        saved = operations.save_draft(by(request), draft.version, form.values())
        if "send" in request.POST:
            problems = problems_of(saved)
            if problems:
                for field, text in problems:
                    name = next((n for n in (field, f"text_{field}") if n in form.fields), None)
                    form.add_error(name, text)
                return None
            operations.submit(by(request), saved, request.POST.get("message", ""))
            messages.success(request, _("Sent to the curators."))
        else:
            messages.success(request, _("Saved."))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("library_edit", *here)


def _page(request: HttpRequest, draft: Desk, form: ItemForm | None) -> HttpResponse:
    version = draft.version
    comments = read.open_comments(version)
    said = [{"field": name, "label": str(FIELD_NAMES[name]), "texts": texts} for name, texts in comments.items()]
    languages = [code for code in version.region.languages if code != version.language]
    leads = leads_study_in(draft.user, version.region)
    held = draft.state in {ItemState.SUBMITTED, ItemState.ACCEPTED}
    context: dict[str, Any] = {
        "region": version.region,
        "version": version,
        "state": draft.state,
        "answer": state_words(version, draft.state),
        "form": form,
        "asked": _with_comments(form.asked(), comments) if form else [],
        "terms": _with_comments(form.terms(), comments) if form else [],
        "further": _with_comments(form.further(), comments) if form else [],
        "further_open": bool(
            form and any(f.errors or f.name.removeprefix("text_") in comments for f in form.further())
        ),
        "number_required": len(REQUIRED[version.kind]),
        "said": said,
        "files": list(version.files.all()),
        "file_form": FileForm(auto_id="new-%s") if draft.may_edit else None,
        "timeline": read.timeline_of(version, names=True),
        "first_reply": read.first_reply_words(),
        "works": draft.curates_here or draft.is_own,
        "findings": findings_of(version) if held else [],
        "leads": leads,
        "may_discard": draft.state in {*EDITABLE, ItemState.SUBMITTED},
        "facts": read.facts_of(version),
        "texts": read.texts_shown(version),
        "languages_left": languages,
        "crumbs": [*_crumbs(version.region), *_study_of(draft)],
    }
    return render(request, "library/edit.html", context, status=422 if form is not None and form.errors else 200)


def _study_of(draft: Desk) -> list[dict[str, str]]:
    """Return the way back to the study whose report it is, for those who work in it."""
    snapshot = draft.version.snapshot
    if snapshot is None or not studies_of(draft.user, draft.version.region).filter(pk=snapshot.study_id).exists():
        return []
    study = snapshot.study
    return [{"label": str(study), "url": reverse("study_home", args=[draft.version.region.slug, study.key])}]


def _with_comments(fields: list[Any], comments: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Put what a curator said beside the field that it is about."""
    return [{"field": f, "said": comments.get(f.name.removeprefix("text_"), [])} for f in fields]
