"""Review mode: the list of actions, status changed in place, minutes appended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.forms import MinuteForm, ReviewForm, StandForm
from clusterdynamics_web.actions.models import Review
from clusterdynamics_web.actions.read import lines_of, owner_words
from clusterdynamics_web.actions.views.frame import action_of, context
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study

__all__ = ["end", "every", "move", "review"]


@page(Right.READ_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def every(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show all reviews with their minutes; those who may edit begin one."""
    needs = Right.EDIT_ACTIONS if request.method == "POST" else Right.READ_ACTIONS
    access = access_study(request.user, region, study, needs)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = operations.start_review(by(request), access.object, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("act_review", region, study, begun.key)
    reviews = access.object.reviews.prefetch_related("minutes", "steps__action")
    going = next((r for r in reviews if r.closed_at is None), None)
    return render(
        request, "actions/reviews.html", context(access, "act_reviews", reviews=reviews, going=going, form=form)
    )


@page(Right.EDIT_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def review(request: HttpRequest, region: str, study: str, review: str) -> HttpResponse:
    """Go through the actions; a POST appends to the minutes."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    held = _review(access, review)
    form = MinuteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_minute(by(request), held, form.cleaned_data["text"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added to the minutes."))
            return redirect(f"{reverse('act_review', args=[region, study, review])}#minutes")
    return _page(request, access, held, form)


@page(Right.EDIT_ACTIONS, VisibilityClass.C2, methods=("POST",))
def move(request: HttpRequest, region: str, study: str, review: str, action: str) -> HttpResponse:
    """Say in a review where an action stands now."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    held, found = _review(access, review), action_of(access, action)
    form = StandForm(request.POST, action=found)
    if held.closed_at is not None:
        messages.error(request, _("This review is over. Change the action on its own page."))
        return redirect("act_reviews", region, study)
    if form.is_valid():
        try:
            operations.move(by(request), found, review=held, **form.values())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('act_review', args=[region, study, review])}#{action}")
    return _page(request, access, held, MinuteForm(), wrong=(action, form))


@page(Right.EDIT_ACTIONS, methods=("POST",))
def end(request: HttpRequest, region: str, study: str, review: str) -> HttpResponse:
    """End a review."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    operations.end_review(by(request), _review(access, review))
    messages.success(request, _("The review is over. Its minutes are kept."))
    return redirect("act_reviews", region, study)


def _review(access: Access[Study], key: str) -> Review:
    found = access.object.reviews.select_related("study").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    access: Access[Study],
    held: Review,
    form: MinuteForm,
    wrong: tuple[str, StandForm] | None = None,
) -> HttpResponse:
    done = set(held.steps.values_list("action_id", flat=True))
    rows: list[dict[str, Any]] = []
    for line in lines_of(access):
        if not line.action.is_open and line.action.pk not in done:
            continue  # what was over before is on its own page
        code = line.action.code
        bad = wrong is not None and wrong[0] == code
        rows.append(
            {
                "line": line,
                "owner": owner_words(line.action),
                "form": wrong[1] if wrong and bad else StandForm(action=line.action),
                "bad": bad,
                "seen": line.action.pk in done,
            }
        )
    # One at a time: the one with a mistake, or else the first that nobody has spoken about.
    opened = next((r for r in rows if r["bad"]), None) or next((r for r in rows if not r["seen"]), None)
    for row in rows:
        row["open"] = row is opened and held.closed_at is None
    more = {"review": held, "rows": rows, "form": form, "seen": sum(r["seen"] for r in rows)}
    return render(request, "actions/review.html", context(access, "act_reviews", **more), status=422 if wrong else 200)
