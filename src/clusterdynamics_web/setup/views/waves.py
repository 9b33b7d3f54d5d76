"""The next wave: begun from the last one, and what became of the organisations in between."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.study.names import fold
from clusterdynamics_web.access import access_actor, access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.again import Difference, carried, difference
from clusterdynamics_web.setup.forms.waves import BecomingForm, WaveForm
from clusterdynamics_web.setup.frame import attempt, go, show
from clusterdynamics_web.setup.operations import becoming, waves
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.way import way_of
from clusterdynamics_web.survey.roster import present_actors

__all__ = ["back", "new", "remove", "roster"]


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def new(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Begin the next wave; while it is set up, show what is to be done for it."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    last = current_wave(this)
    state = state_of(last)
    over = state in {State.CLOSED, State.PUBLISHED}
    form = WaveForm(request.POST or None, last=last) if over else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = waves.make_wave(by(request), this, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("{wave} is begun. Now see what became of the organisations.").format(wave=made))
            return go(this, "wave_roster")
    context = {
        "form": form,
        "over": over,
        "is_next": state == State.DRAFT and this.waves.count() > 1,
        "people": carried(this) if over else None,
        "way": way_of(access, "next_wave"),
    }
    return show(request, access, "wave_new.html", context)


@page(Right.EDIT_STUDY, methods=("POST",))
def remove(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Take a wave away that was not opened."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    attempt(request, lambda: waves.remove_wave(by(request), access.object), _("The wave is gone."))
    return go(access.object, "wave_new")


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def roster(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show who joined, left, merged, split or changed the name; look at a change first, then write it down."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    form = BecomingForm(request.POST if {"preview", "apply"} & set(request.POST) else None)
    codes = request.POST.getlist("organisations")
    preview: Difference | None = None
    if form.is_bound and form.is_valid():
        try:
            if "apply" in request.POST:
                becoming.note(by(request), this, form.becoming(codes))
                messages.success(request, _("It is noted."))
                return go(this, "wave_roster")
            preview = becoming.preview(this, form.becoming(codes))
        except InputError as error:
            form.add_error(None, str(error))
    elif not form.is_bound and request.method == "POST":  # only a search in the list, without JavaScript
        form = BecomingForm(initial={"kind": request.POST.get("kind"), "names": request.POST.get("names")})
    now = difference(this)
    seen = set() if now is None else {(h.kind, h.before, h.after) for h in now.happened}
    context = {
        "form": form,
        "now": now,
        "preview": preview,
        "news": [h for h in preview.happened if (h.kind, h.before, h.after) not in seen] if preview else [],
        "choices": _choices(this, codes, request.POST.get("organisations-search", "")),
        "way": way_of(access, "next_wave"),
    }
    return show(request, access, "wave_roster.html", context)


def _choices(study: Study, codes: list[str], query: str) -> dict[str, Any]:
    """Return the organisations of the last wave that are still on the list, for `components/check_list.html`."""
    wave, types = current_wave(study), study.parsed.types
    groups: dict[str, list[dict[str, Any]]] = {}
    kept, total = [], 0
    for actor in present_actors(study, wave).exclude(joined=wave).order_by("label"):
        total += 1
        item = {
            "value": actor.code,
            "label": actor.label,
            "short": actor.short_label,
            "aliases": actor.aliases,
            "checked": actor.code in codes,
        }
        words = " ".join([actor.label, actor.short_label, *actor.aliases])
        if query and fold(query) not in fold(words):
            kept += [item] if item["checked"] else []
            continue
        groups.setdefault(types.get(actor.type, actor.type) or _("Others"), []).append(item)
    members = [{"label": label, "members": found} for label, found in sorted(groups.items())]
    return {"groups": members, "kept": kept, "query": query, "total": total, "shown": sum(map(len, groups.values()))}


@page(Right.EDIT_STUDY, methods=("POST",))
def back(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Take back what was noted."""
    access, _actor = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    attempt(request, lambda: becoming.take_back(by(request), access.object, code), _("It is taken back."))
    return go(access.object, "wave_roster")
