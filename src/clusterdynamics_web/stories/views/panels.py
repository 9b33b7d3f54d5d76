"""Panels: all of them, a new one, a round of one, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics.report.words import questions
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.access import readable
from clusterdynamics_web.stories.forms import PanelForm
from clusterdynamics_web.stories.models import READERS, Panel
from clusterdynamics_web.stories.operations.panels import Chosen, before_panel
from clusterdynamics_web.stories.read import outside
from clusterdynamics_web.stories.views.frame import context
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave

__all__ = ["choose", "every", "finish", "new", "show"]

#: What is typed beside a story.
_FIELDS = ("reason", "domain", "evidence", "beside")


@page(Right.SEE_STORIES, VisibilityClass.C1)
def every(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the panels, and what they chose."""
    access = access_study(request.user, region, study, Right.SEE_STORIES)
    allowed = {t.story.pk for t in readable(access)}
    rows = [
        {"panel": p, "chosen": p.choices.filter(round=p.round, story__in=allowed).count()}
        for p in access.object.story_panels.all()
    ]
    return render(request, "stories/panels.html", context(access, "story_panels", rows=rows))


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("GET", "POST"))
def new(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Begin a panel."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    form = PanelForm(request.POST or None, stories=readable(access))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            panel = operations.start_panel(
                by(request),
                access.object,
                title=given["title"],
                members=given["members"].splitlines(),
                candidates=[form.by_code[code] for code in given["candidates"]],
                wave=current_wave(access.object),
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("story_panel", region, study, panel.key)
    return render(request, "stories/panel_new.html", context(access, "story_panels", form=form))


def _panel(access: Access[Study], key: str) -> Panel:
    return get_object_or_404(Panel, study=access.object, key=key)


@page(Right.SEE_STORIES, VisibilityClass.C1)
def show(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Show a panel: the round that is being held, or what it chose."""
    access = access_study(request.user, region, study, Right.SEE_STORIES)
    return render(request, "stories/panel.html", _page(access, _panel(access, key), None))


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def choose(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Note what was chosen in this round, and go on to the next one where that was asked."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    panel = _panel(access, key)
    given = _given(request, panel)
    try:
        _choose(request, panel, given)
        if "next" in request.POST:
            operations.next_round(by(request), panel)
    except InputError as error:
        messages.error(request, str(error))
        return render(request, "stories/panel.html", _page(access, panel, given))
    messages.success(request, _("Noted."))
    return redirect("story_panel", region, study, key)


def _given(request: HttpRequest, panel: Panel) -> dict[str, dict[str, str]]:
    """Return story → what was typed beside it, for those that were ticked."""
    chosen = set(request.POST.getlist("chosen"))
    return {
        s.code: {name: request.POST.get(f"{name}-{s.code}", "") for name in _FIELDS}
        for s in before_panel(panel)
        if s.code in chosen
    }


def _choose(request: HttpRequest, panel: Panel, given: dict[str, dict[str, str]]) -> None:
    stories = {s.code: s for s in before_panel(panel)}
    operations.choose(by(request), panel, {stories[code]: Chosen(**typed) for code, typed in given.items()})


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def finish(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """End a panel with what was chosen in its last round."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    panel = _panel(access, key)
    waived = request.POST.get("waived", "")
    try:
        operations.finish(by(request), panel, waived=waived)
    except InputError as error:
        shown = _page(access, panel, None)
        problems = str(error).splitlines()
        return render(request, "stories/panel.html", {**shown, "problems": problems, "waived": waived})
    messages.success(request, _("The panel is over. What it chose stands beside the results now."))
    return redirect("story_panel", region, study, key)


def _page(access: Access[Study], panel: Panel, given: dict[str, dict[str, str]] | None) -> dict[str, Any]:
    found = {t.story.pk: t for t in readable(access)}
    noted = {c.story_id: c for c in panel.choices.filter(round=panel.round)}
    with use_language(get_language() or "en"):
        sections = sorted(questions().items(), key=lambda pair: pair[1])
    rows = []
    for story in before_panel(panel):
        told, choice = found.get(story.pk), noted.get(story.pk)
        if told is None:  # chosen, and not for this person to read
            continue
        if choice not in told.choices and not access.may(Right.EDIT_STORIES):
            choice = None  # its words name somebody: they are for those who wrote them
        kept = {name: getattr(choice, name) for name in _FIELDS} if choice is not None else {}
        typed = kept if given is None else given.get(story.code, {})
        ticked = choice is not None if given is None else story.code in given
        theme = story.codings.values_list("theme__label", flat=True).first()
        rows.append(
            {
                "told": told,
                "ticked": ticked,
                "typed": {"domain": theme or "", **typed} if not typed.get("domain") else typed,
                "readers": READERS[story.visibility or "nobody"],
                "outside": outside(story),
                "choice": choice,
            }
        )
    return context(
        access,
        "story_panels",
        panel=panel,
        rows=rows,
        hidden=len(before_panel(panel)) - len(rows),
        chosen=[r for r in rows if r["choice"] is not None],
        failed=any(s.worked is False for s in before_panel(panel)),
        sections=sections,
        titles=dict(sections),
    )
