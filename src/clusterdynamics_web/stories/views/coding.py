"""The coding workspace: one story with its marks, the code book, how far coders agree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.loops.coding import CoderAgreement, coder_agreement
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.access import Told, access_story, readable
from clusterdynamics_web.stories.forms import ClaimForm, DescribeForm, ThemeForm
from clusterdynamics_web.stories.models import READERS, Claim, Coding, Theme
from clusterdynamics_web.stories.read import factors_of, marked
from clusterdynamics_web.stories.views.frame import context
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.package import build_study

__all__ = ["add_claim", "add_theme", "agreement", "story", "theme", "themes", "unmark"]


@page(Right.SEE_STORIES, VisibilityClass.C1)
def story(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Show a story; to those who code, with what they have coded and the forms for more."""
    access, told = access_story(request.user, region, study, code)
    return render(request, "stories/story.html", _page(request, access, told))


def _page(request: HttpRequest, access: Access[Study], told: Told, claim: ClaimForm | None = None) -> dict[str, Any]:
    codings = told.story.codings.select_related("theme")
    claims = told.story.claims.all()
    everybody = request.GET.get("coders") == "all"
    may_edit = access.may(Right.EDIT_STORIES)
    if not everybody:
        # What another coder saw would lead one's own eyes.
        codings, claims = codings.filter(user=by(request)), claims.filter(user=by(request))
    groups = factors_of(access.object) if may_edit else []
    called = {code: label for _group, factors in groups for code, label in factors}
    marks: list[tuple[int, int, str]] = []
    if may_edit:
        marks += [(c.start or 0, c.end, c.theme.label) for c in codings if c.end is not None]
        marks += [(c.start or 0, c.end, _said(c, called)) for c in claims if c.end is not None]
    return context(
        access,
        "stories",
        told=told,
        telling=told.telling,
        readers=READERS[told.story.visibility or "nobody"],
        wish=READERS[told.telling.wish] if told.telling is not None else "",
        sentences=marked(told.story.text, marks),
        codings=codings if may_edit else (),
        claims=[{"claim": c, "words": _said(c, called)} for c in claims] if may_edit else (),
        everybody=everybody,
        themes=access.object.themes.all(),
        claim_form=(claim or ClaimForm(factors=groups)) if may_edit else None,
        describe=DescribeForm(told=told) if may_edit else None,
        mine=by(request).pk,
        # A line break of two characters is one in a browser, so that places would not be the same there.
        selectable=may_edit and "\r" not in told.story.text,
        chosen=told.chosen,
    )


def _said(claim: Claim, called: dict[str, str]) -> str:
    return f"{called.get(claim.cause, claim.cause)} → {called.get(claim.effect, claim.effect)}"


def _passage(request: HttpRequest, told: Told) -> tuple[int | None, int | None]:
    """Return the passage that was selected, or the sentences that were named by their numbers.

    Raises
    ------
    InputError
        The numbers are none of sentences.
    """
    given = {name: request.POST.get(name, "").strip() for name in ("start", "end", "first", "last")}
    if any(value and not (value.isdecimal() and len(value) < 8) for value in given.values()):
        raise InputError(_("Give the numbers of sentences, such as 2 and 3."))
    if given["start"] and given["end"]:
        return int(given["start"]), int(given["end"])
    if not given["first"]:
        return None, None
    sentences = marked(told.story.text, ())
    first, last = int(given["first"]), int(given["last"] or given["first"])
    if not 1 <= first <= last <= len(sentences):
        raise InputError(_("The story has the sentences 1 to {n}.").format(n=len(sentences)))
    return sentences[first - 1].start, sentences[last - 1].end


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def add_theme(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Give a theme to a passage."""
    access, told = access_story(request.user, region, study, code, Right.EDIT_STORIES)
    try:
        chosen = access.object.themes.filter(code=request.POST.get("theme", "")).first()
        if chosen is None:
            raise InputError(_("Choose a theme."))
        operations.add_coding(by(request), told.story, chosen, *_passage(request, told))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("story", region, study, code)


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def add_claim(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Write a claim down."""
    access, told = access_story(request.user, region, study, code, Right.EDIT_STORIES)
    form = ClaimForm(request.POST, factors=factors_of(access.object))
    if form.is_valid():
        try:
            start, end = _passage(request, told)
            operations.add_claim(by(request), told.story, start=start, end=end, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
    if form.errors:
        return render(request, "stories/story.html", _page(request, access, told, form))
    messages.success(request, _("The claim is written down."))
    return redirect("story", region, study, code)


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("POST",))
def unmark(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Take back a theme or a claim of one's own."""
    _access, told = access_story(request.user, region, study, code, Right.EDIT_STORIES)
    kind, _colon, number = request.POST.get("mark", "").partition(":")
    key = int(number) if number.isdecimal() and len(number) < 12 else 0
    try:
        if kind == "claim":
            operations.remove_claim(by(request), get_object_or_404(Claim, story=told.story, pk=key))
        else:
            operations.remove_coding(by(request), get_object_or_404(Coding, story=told.story, pk=key))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("story", region, study, code)


# -- the code book -------------------------------------------------------------------------------------------------


@page(Right.EDIT_STORIES, VisibilityClass.C1, methods=("GET", "POST"))
def themes(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the code book, and add a theme."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    form = ThemeForm(request.POST or None, study=access.object)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_theme(by(request), access.object, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("story_themes", region, study)
    allowed = [t.story.pk for t in readable(access)]
    rows = [
        {"theme": t, "stories": t.codings.filter(story__in=allowed).values("story").distinct().count()}
        for t in access.object.themes.select_related("parent")
    ]
    return render(request, "stories/themes.html", context(access, "story_themes", form=form, rows=rows))


@page(Right.EDIT_STORIES, methods=("GET", "POST"))
def theme(request: HttpRequest, region: str, study: str, theme: str) -> HttpResponse:
    """Change a theme, or take it away."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    found = get_object_or_404(Theme, study=access.object, code=theme)
    initial = {"label": found.label, "definition": found.definition, "parent": found.parent_id}
    removing = "remove" in request.POST
    form = ThemeForm(request.POST if request.POST and not removing else None, study=access.object, initial=initial)
    if removing or (request.method == "POST" and form.is_valid()):
        try:
            if removing:
                operations.remove_theme(by(request), found)
            else:
                operations.change_theme(by(request), found, **form.cleaned_data)
        except InputError as error:
            messages.error(request, str(error))
        return redirect("story_themes", region, study)
    return render(request, "stories/theme.html", context(access, "story_themes", form=form, theme=found))


@page(Right.EDIT_STORIES, VisibilityClass.C1)
def agreement(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show how far coders agree on each theme and each link."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    package = build_study(access.object)
    unit = "sentence" if request.GET.get("unit") == "sentence" else "story"
    found = coder_agreement(package, "sentence" if unit == "sentence" else "story")
    called = {code: label for _group, factors in factors_of(access.object) for code, label in factors}
    columns = [
        {"title": title, "kind": kind}
        for title, kind in (
            (_("Theme or link"), "text"),
            (_("Compared"), "number"),
            (_("Coders"), "number"),
            (_("Same, in percent"), "number"),
            (_("Cohen's kappa"), "number"),
            (_("Krippendorff's alpha"), "number"),
        )
    ]
    rows = [_agreed(a, called) for a in reversed(found)]
    more = {"columns": columns, "rows": rows, "unit": unit, "whole": found[-1] if found else None}
    return render(request, "stories/agreement.html", context(access, "story_agreement", **more))


def _agreed(found: CoderAgreement, called: dict[str, str]) -> list[Any]:
    if found.kind == "all":
        name = _("all together")
    elif found.kind == "link":
        name = " → ".join(called.get(end, end) for end in found.code.split("→"))
    else:
        name = called.get(found.code, found.code)
    return [
        name,
        found.units,
        found.coders,
        None if found.same is None else {"text": f"{100 * found.same:.0f}", "sort": found.same},
        *(None if v is None else {"text": f"{v:.2f}", "sort": v} for v in (found.kappa, found.alpha)),
    ]
