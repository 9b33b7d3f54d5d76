"""The form itself: one step a page, by plain posts, or saved as one goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey import operations
from clusterdynamics_web.survey.access import answering, speak
from clusterdynamics_web.survey.form import BaseStep, Problems, find_step, form_for
from clusterdynamics_web.survey.form.progress import next_step
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations.saving import Outcome, Saved
from clusterdynamics_web.survey.standing import may_answer
from clusterdynamics_web.survey.views.session import device_of, waited
from clusterdynamics_web.survey.views.show import Visit, show_step

__all__ = ["language", "resume", "send", "step_page"]


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
def resume(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Go on where they were last, on whichever device that was; after the end of the wave, to the report."""
    if respondent.wave.closed_at is not None and respondent.declined_at is None:
        return redirect("feedback")
    if not may_answer(respondent) or respondent.declined_at is not None:
        return redirect("answer_done")
    if respondent.submitted_at is not None and respondent.asked_again_at is None:
        return redirect("answer_done")
    visit = Visit(request, respondent)
    step = find_step(visit.steps, respondent.step) or visit.steps[0]
    return redirect("answer_step", visit.open_to(step).key)


@page(Visitors.RESPONDENT, VisibilityClass.C0, methods=("GET", "POST"))
@answering
def step_page(request: HttpRequest, respondent: Respondent, step: str) -> HttpResponseBase:
    """Show a step, or save it."""
    wants_json = request.headers.get("Accept") == "application/json"
    if not may_answer(respondent) or respondent.declined_at is not None:
        return JsonResponse({"outcome": "closed"}, status=409) if wants_json else redirect("answer_done")
    visit = Visit(request, respondent)
    found = find_step(visit.steps, step)
    if found is None:
        # A partner that was taken off the list on another device; or an address that never was one.
        return JsonResponse({"outcome": "gone"}, status=409) if wants_json else redirect("answer")
    if visit.open_to(found) is not found:
        return (
            JsonResponse({"outcome": "gone"}, status=409) if wants_json else redirect("answer_step", visit.steps[0].key)
        )
    if request.method == "POST":
        return _save(visit, found, wants_json=wants_json)
    if "X-Ahead" not in request.headers:
        operations.note_place(respondent, found.key, visit.share(found))
    return show_step(visit, found, visit.draft(found) or found.initial(visit.answers))


def _save(visit: Visit, step: BaseStep, *, wants_json: bool) -> HttpResponseBase:
    """Save what was posted, and say where to go on."""
    request = visit.request
    values = {name: [str(v) for v in posted] for name, posted in request.POST.lists()}
    switch = request.POST.get("language", "")
    if switch and not step.autosaves:
        # Consent is given by its own button: what was ticked comes along, and is not yet given.
        visit.keep_draft(step, values)
        return _switched(visit, switch, step)
    try:
        changes = step.parse(values, visit.answers)
        place = next_step(visit.steps, step).key if "go" in request.POST else step.key
        saved = operations.save_step(
            visit.respondent, step.key, changes, _writing(visit), place=place, progress=visit.share(step)
        )
    except Problems as problems:
        if wants_json:
            return JsonResponse({"outcome": "problems", "problems": problems.found}, status=422)
        return show_step(visit, step, values, problems.found)
    except InputError as error:
        if wants_json:
            return JsonResponse({"outcome": "gone", "text": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect("answer")
    visit.drop_draft(step)
    if step.moves:
        visit.reload()
    return _reply(visit, step, values, saved, wants_json=wants_json)


def _reply(
    visit: Visit, step: BaseStep, values: dict[str, list[str]], saved: Saved, *, wants_json: bool
) -> HttpResponseBase:
    request = visit.request
    told = _told(saved)
    if wants_json:
        # The steps may have changed by what was saved: a partner more is a card more.
        after = find_step(visit.steps, step.key) or visit.steps[0]
        incomplete = after.incomplete(visit.answers)
        again = bool(incomplete) or after.asks_more(values, visit.answers)
        there = after if again else next_step(visit.steps, after)
        return JsonResponse(
            {
                "outcome": saved.outcome,
                "saved_at": saved.saved_at.isoformat(),
                "text": told,
                "next": reverse("answer_step", args=[there.key]),
                "incomplete": incomplete,
            }
        )
    if told:
        messages.warning(request, told)
    if switch := request.POST.get("language", ""):
        return _switched(visit, switch, step)
    if "filter" in request.POST:
        name = request.POST["filter"]
        query = request.POST.get(f"{name}-search", "")
        return redirect(reverse("answer_step", args=[step.key], query={"find": query} if query else None))
    if "more" in request.POST or step.asks_more(values, visit.answers):
        return redirect("answer_step", step.key)
    incomplete = step.incomplete(visit.answers)
    if incomplete:
        return show_step(visit, step, values, incomplete)
    return redirect("answer_step", next_step(visit.steps, step).key)


def _told(saved: Saved) -> str:
    if saved.outcome == Outcome.REPLACED:
        return _("These answers took the place of others that you gave on another device in the meantime.")
    if saved.outcome == Outcome.OLDER:
        return _("You have given newer answers to this page on another device. Those are kept; these were not saved.")
    return ""


def _writing(visit: Visit) -> operations.Writing:
    request = visit.request
    written, seen = waited(request)
    return operations.Writing(language=visit.language, device=device_of(request), written_at=written, seen=seen)


def _switched(visit: Visit, language: str, step: BaseStep) -> HttpResponseBase:
    response = redirect("answer_step", step.key)
    if language in visit.respondent.study.parsed.languages:
        operations.set_language(visit.respondent, language)
        speak(response, language)
    return response


@page(Visitors.RESPONDENT, VisibilityClass.C0, methods=("POST",))
@answering
def language(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Switch the language on pages beside the form; the form's own pages save first (`step_page`)."""
    chosen = request.POST.get("language", "")
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, allowed_hosts=None) or not there.startswith("/answer/"):
        there = reverse("answer")
    response = redirect(there)
    if chosen in respondent.study.parsed.languages:
        operations.set_language(respondent, chosen)
        speak(response, chosen)
    return response


@page(Visitors.RESPONDENT, VisibilityClass.C0, methods=("POST",))
@answering
def send(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Send the answers in. Sent twice, they are stored once."""
    form = form_for(respondent, request.LANGUAGE_CODE)
    try:
        operations.submit(respondent, needs_picks=form.has_network)
    except InputError as error:
        messages.error(request, str(error))
        return (
            redirect("answer_step", "pick") if form.has_network and may_answer(respondent) else redirect("answer_done")
        )
    return redirect("answer_done")
