"""The interviewer's pages: the call list, one person, the form; and who calls whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.interviews import kept, operations
from clusterdynamics_web.interviews.access import access_interview, access_open_interview, assigned_to, may_ask
from clusterdynamics_web.interviews.forms import AttemptForm, StartForm
from clusterdynamics_web.interviews.models import Outcome
from clusterdynamics_web.interviews.paper import paper_pdf
from clusterdynamics_web.interviews.read import call_list
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave, state_of
from clusterdynamics_web.studies.way import way_of
from clusterdynamics_web.survey.form.answers import load_answers
from clusterdynamics_web.survey.form.fields import with_errors
from clusterdynamics_web.survey.form.form import form_for
from clusterdynamics_web.survey.form.progress import find_step, next_step, previous_step, progress_at
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems
from clusterdynamics_web.survey.form.steps.review import ReviewStep
from clusterdynamics_web.survey.models import Mode, Respondent
from clusterdynamics_web.survey.operations import Writing, save_step
from clusterdynamics_web.survey.operations.saving import Saved
from clusterdynamics_web.survey.views.offline import service_worker
from clusterdynamics_web.survey.views.session import waited

__all__ = ["assign", "calls", "form", "offline", "paper", "person", "resume", "send", "worker"]


def _page(access: Access[Study], **more: Any) -> dict[str, Any]:
    study = access.object
    return {
        "region": study.region,
        "study": study,
        "wave": current_wave(study),
        "state": state_of(current_wave(study)),
        "way": way_of(access, "collect"),
        **more,
    }


def _languages(study: Study) -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    return [(code, names.get(code, code)) for code in study.parsed.languages]


@page(Right.INTERVIEW, VisibilityClass.C1)
def calls(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show whom to call, and when."""
    access = access_study(request.user, region, study, Right.INTERVIEW)
    people = assigned_to(request.user, access.object).prefetch_related("attempts")
    found = call_list(people)
    user = by(request)
    # What the device keeps of anybody else is taken away.
    keys = {c.person.pk: kept.key_of(user, c.person) for c in found if may_ask(c.person)}
    rows = [(c, keys.get(c.person.pk, "")) for c in found]
    return render(request, "interviews/calls.html", _page(access, calls=found, rows=rows, open=keys.values()))


@page(Right.INTERVIEW, VisibilityClass.C1, methods=("GET", "POST"))
def person(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Show one person: how to reach them, what was tried; log a call, or begin the interview."""
    access, who = access_interview(request.user, region, study, code)
    starting = request.method == "POST" and "start" in request.POST
    attempt = AttemptForm(request.POST if request.method == "POST" and not starting else None)
    start = StartForm(
        request.POST if starting else None,
        languages=_languages(access.object),
        initial={"mode": who.mode if who.mode in operations.MODES else Mode.PHONE, "language": who.language},
    )
    if starting and start.is_valid():
        request.session[f"interview-{code}"] = [start.cleaned_data["mode"], start.cleaned_data["language"]]
        return redirect("interview_form", region, study, code, who.step or "consent")
    if request.method == "POST" and not starting and attempt.is_valid():
        given = attempt.cleaned_data
        try:
            operations.log_attempt(
                by(request),
                who,
                Outcome(given["outcome"]),
                call_back_at=given["call_back_at"],
                note=given["note"],
            )
        except InputError as error:
            attempt.add_error(None, str(error))
        else:
            messages.success(request, _("Noted."))
            return redirect("interview_calls", region, study)
    key = getattr(who, "contact_key", None)
    return render(
        request,
        "interviews/person.html",
        _page(
            access,
            who=who,
            contact=key.contact if key is not None else None,
            attempts=who.attempts.select_related("interviewer"),
            attempt=attempt,
            start=start,
            kept_as=kept.key_of(by(request), who),
            open=may_ask(who) and state_of(who.wave).is_open,
        ),
    )


@page(Right.INTERVIEW, VisibilityClass.C0, methods=("GET", "POST"))
def form(request: HttpRequest, region: str, study: str, code: str, step: str) -> HttpResponse:
    """Ask one step of the form, the same that the respondent would see, in the respondent's language."""
    access, who = access_open_interview(request.user, region, study, code)
    script = kept.wants_json(request)
    if f"interview-{code}" not in request.session:
        if script:
            return kept.refused("link", kept.LINK)
        return redirect("interview_person", region, study, code)
    mode, language = request.session[f"interview-{code}"]
    with translation.override(language), use_language(language):
        made = form_for(who, language)
        answers = load_answers(who)
        steps = made.steps(answers)
        here = find_step(steps, step)
        if here is None and script:
            return kept.refused("gone", 409)
        if here is None:
            return redirect("interview_form", region, study, code, steps[0].key)
        values: dict[str, list[str]] = here.initial(answers)
        problems: dict[str, str] = {}
        if request.method == "POST":
            values = {name: request.POST.getlist(name) for name in request.POST}
            try:
                saved, onward = _save(request, who, here, values, mode, language)
            except Problems as error:
                problems = error.found
                if script:
                    return kept.refused("problems", 422, problems=problems)
            except InputError as error:
                problems = {"": str(error)}
                if script:
                    return kept.refused("gone", 409, text=str(error))
            else:
                there = reverse("interview_form", args=[region, study, code, onward])
                return kept.told(saved, there) if script else redirect(there)
        before = previous_step(steps, here)
        note = who.notes.filter(step=here.key).first()
        shown = {
            "who": who,
            "step": here,
            "fields": with_errors(here.fields(values, answers), problems),
            "problems": list(problems.values()),
            "progress": progress_at(steps, here, answers),
            "before": before.key if before is not None else "",
            "following": next_step(steps, here).key,
            "ahead": kept.ahead(access.object, who, steps, here),
            "saved_at": answers.saved.get(here.key),
            "key": kept.key_of(by(request), who),
            "is_last": isinstance(here, ReviewStep),
            "open_steps": [s for s in steps if not isinstance(s, ReviewStep) and not s.answered(answers)],
            "note": note.text if note is not None else "",
            "mode": Mode(mode).label,
        }
        return render(request, "interviews/form.html", _page(access, **shown))


def _save(
    request: HttpRequest, who: Respondent, here: BaseStep, values: dict[str, list[str]], mode: str, language: str
) -> tuple[Saved, str]:
    """Store a step and its note; return what came of it, and the key of the step that follows."""
    answers = load_answers(who)
    made = form_for(who, language)
    user = by(request)
    operations.take_note(user, who, here.key, request.POST.get("margin-note", ""))
    changes = here.parse(values, answers)
    written_at, seen = waited(request) if kept.wants_json(request) else (None, timezone.now())
    writing = Writing(
        mode=mode, language=language, device=f"interview-{user.pk}", written_at=written_at, seen=seen, by=user
    )
    saved = save_step(who, here.key, changes, writing)
    after = load_answers(who)
    steps = made.steps(after)
    same = find_step(steps, here.key) or steps[0]
    # Kinds of partners were ticked about which nothing could be said yet: the page comes once more.
    following = same if same.asks_more(values, after) else next_step(steps, same)
    if "go" in request.POST or not kept.wants_json(request):
        Respondent.objects.filter(pk=who.pk).update(step=following.key)
    return saved, following.key


@page(Right.INTERVIEW, VisibilityClass.C0)
def resume(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Go on where the interview was."""
    _access, who = access_open_interview(request.user, region, study, code)
    return redirect("interview_form", region, study, code, who.step or "consent")


@page(Right.INTERVIEW)
def offline(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Say that there is no connection; shown in place of a page that the device does not have."""
    access, who = access_open_interview(request.user, region, study, code)
    return render(request, "interviews/offline.html", _page(access, who=who, step=who.step or "consent"))


@page(Right.INTERVIEW)
def worker(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Give the service worker from below one interview, because it may look after nothing above its own address."""
    access_interview(request.user, region, study, code)
    return service_worker()


@page(Right.INTERVIEW, methods=("POST",))
def send(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Send the answers in; the interviewer cannot read them after that."""
    _access, who = access_open_interview(request.user, region, study, code)
    mode, language = request.session.get(f"interview-{code}", [Mode.PHONE, "en"])
    try:
        operations.complete(by(request), who, needs_picks=form_for(who, language).has_network, mode=mode)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("interview_form", region, study, code, "review")
    request.session.pop(f"interview-{code}", None)
    messages.success(request, _("Sent. The answers belong to the study team now; you cannot open them any more."))
    return redirect("interview_calls", region, study)


@page(Right.ASSIGN_INTERVIEWS, VisibilityClass.C1, methods=("GET", "POST"))
def assign(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Say who interviews whom."""
    access = access_study(request.user, region, study, Right.ASSIGN_INTERVIEWS)
    wave = current_wave(access.object)
    people = (
        wave.respondents.filter(is_test=False, submitted_at__isnull=True, declined_at__isnull=True)
        .select_related("actor", "contact_key__contact")
        .order_by("actor__label")
    )
    interviewers = [r.user for r in access.object.roles.filter(role=Role.INTERVIEWER).select_related("user")]
    if request.method == "POST":
        given = {p.pk: request.POST.get(f"who-{p.pk}", "") for p in people}
        choices = {pk: int(value) if value.isdecimal() else None for pk, value in given.items()}
        try:
            changed = operations.assign(by(request), access.object, choices)
        except InputError as error:
            messages.error(request, str(error))
        else:
            text = ngettext(
                "{n} person has another interviewer now.", "{n} people have another interviewer now.", changed
            )
            messages.success(request, text.format(n=changed))
        return redirect("interview_assign", region, study)
    return render(request, "interviews/assign.html", _page(access, people=people, interviewers=interviewers))


@page(Right.SEE_NAMES, VisibilityClass.C2)
def paper(request: HttpRequest, region: str, study: str, language: str) -> HttpResponse:
    """Print the form on paper, to be keyed in later."""
    access = access_study(request.user, region, study, Right.SEE_NAMES)
    if language not in access.object.parsed.languages:
        raise Http404
    wave = current_wave(access.object)
    response = HttpResponse(paper_pdf(access.object, wave, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="form-{wave.code}-{language}.pdf"'
    return response
