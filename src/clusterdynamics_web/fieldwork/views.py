"""Field work: how far it is, mails, the plan, who is missing, closing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.fieldwork import operations
from clusterdynamics_web.fieldwork.board import board_of, missing_of
from clusterdynamics_web.fieldwork.calendar import calendar_of
from clusterdynamics_web.fieldwork.forms import CloseForm, ContactForm, PlanForm
from clusterdynamics_web.fieldwork.mails import pre_notice
from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, MailKind
from clusterdynamics_web.fieldwork.recipients import COUNTED, recipients
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.way import way_of

__all__ = ["board", "calendar", "close", "contact", "destroy_key", "done", "mail", "merge", "missing", "plan"]


def _page(access: Access[Study], **more: Any) -> dict[str, Any]:
    study = access.object
    wave = current_wave(study)
    return {
        "region": study.region,
        "study": study,
        "wave": wave,
        "state": state_of(wave),
        "way": way_of(access, "collect"),
        "rights": {right.value: True for right in access.rights},
        **more,
    }


@page(Right.SEE_RATE, VisibilityClass.C2)
def board(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show how far the wave is: the rate to everybody on the team, who answered to those who may see it."""
    access = access_study(request.user, region, study, Right.SEE_RATE)
    wave = current_wave(access.object)
    return render(
        request,
        "fieldwork/board.html",
        _page(
            access,
            board=board_of(access.object, wave),
            steps=wave.cadence.all() if access.may(Right.RUN_FIELDWORK) else [],
            reports_wait=wave.closed_at is not None
            and not wave.respondents.filter(mails__kind=MailKind.REPORT).exists(),
            today=timezone.localdate(),
        ),
    )


@page(Right.RANK_MISSING, VisibilityClass.C1)
def missing(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show who matters most among the missing, to the study lead alone."""
    access = access_study(request.user, region, study, Right.RANK_MISSING)
    return render(
        request,
        "fieldwork/missing.html",
        _page(access, missing=missing_of(access.object, current_wave(access.object))),
    )


@page(Right.RUN_FIELDWORK, methods=("GET", "POST"))
def plan(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Set the dates on which people are written to."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    wave = current_wave(access.object)
    if wave.opens is None or wave.closes is None:
        return render(request, "fieldwork/plan.html", _page(access, form=None))
    waiting = list(wave.cadence.filter(ran_at__isnull=True))
    usual = operations.plan_cadence(wave.opens, wave.closes)
    ran = {s.kind for s in wave.cadence.filter(ran_at__isnull=False)} - {MailKind.REMINDER}
    known = [(MailKind(s.kind), s.on) for s in waiting] or [(k, on) for k, on in usual if k not in ran]
    form = PlanForm(
        request.POST or None,
        wave=wave,
        steps=[*known, (MailKind.REMINDER, None)],
        initial={"automatic": any(s.automatic for s in waiting)},
    )
    if request.method == "POST" and form.is_valid():
        automatic = form.cleaned_data["automatic"]
        operations.set_cadence(by(request), wave, form.steps(), automatic=automatic)
        messages.success(request, _("The plan is saved."))
        return redirect("field_board", region, study)
    language = access.object.parsed.languages[0]
    return render(request, "fieldwork/plan.html", _page(access, form=form, announced=pre_notice(wave, language)))


@page(Right.RUN_FIELDWORK)
def calendar(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the dates of the plan for somebody's own calendar."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    wave = current_wave(access.object)
    url = absolute(reverse("field_plan", args=[region, study]))
    made = calendar_of(wave, url, urlsplit(url).hostname or "localhost", timezone.now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plan-{wave.code}.ics"'
    return response


@page(Right.RUN_FIELDWORK, methods=("POST",))
def done(request: HttpRequest, region: str, study: str, step: int) -> HttpResponse:
    """Note that people did a step of the plan themselves."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    found = CadenceStep.objects.filter(pk=step, wave__study=access.object).first()
    if found is None:
        raise Http404
    try:
        operations.mark_done(by(request), found)
    except InputError as error:
        messages.error(request, str(error))
    return redirect("field_board", region, study)


def _kind(name: str) -> MailKind:
    if name not in {k.value for k in COUNTED}:
        raise Http404
    return MailKind(name)


@page(Right.RUN_FIELDWORK, VisibilityClass.C1, methods=("GET", "POST"))
def mail(request: HttpRequest, region: str, study: str, kind: str) -> HttpResponse:
    """Show who would get a mail and who not, and why; send it when told to."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    wave, chosen = current_wave(access.object), _kind(kind)
    if request.method == "POST":
        step = wave.cadence.filter(kind=chosen, ran_at__isnull=True, on__lte=timezone.localdate()).first()
        try:
            operations.queue_mails(by(request), wave, chosen, step)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The mails are on their way. The board shows who has got one."))
        return redirect("field_board", region, study)
    everybody = list(recipients(wave, chosen))
    return render(
        request,
        "fieldwork/mail.html",
        _page(
            access,
            kind=chosen,
            those=[r for r in everybody if r.why_not is None],
            others=[r for r in everybody if r.why_not is not None],
            kept=str(settings.MAILERS["default"]["BACKEND"]).endswith("filebased.EmailBackend"),
        ),
    )


@page(Right.EXPORT, VisibilityClass.C0, methods=("POST",))
def merge(request: HttpRequest, region: str, study: str, kind: str) -> HttpResponse:
    """Hand out a table for mail merge. It holds personal links, which open answers: it is for who may read these."""
    access = access_study(request.user, region, study, Right.EXPORT)
    try:
        made = operations.hand_out(by(request), current_wave(access.object), _kind(kind))
    except InputError as error:
        messages.error(request, str(error))
        return redirect("field_board", region, study)
    response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@page(Right.SEE_CONTACTS, methods=("GET", "POST"))
def contact(request: HttpRequest, region: str, study: str, contact: int) -> HttpResponse:
    """Change whom to ask, or note that the address does not work."""
    access = access_study(request.user, region, study, Right.SEE_CONTACTS)
    found = Contact.objects.filter(pk=contact, study=access.object).select_related("actor").first()
    if found is None:
        raise Http404
    names = dict(settings.LANGUAGES)
    languages = [(code, names.get(code, code)) for code in access.object.parsed.languages]
    if request.method == "POST" and "bounced" in request.POST:
        operations.mark_bounced(by(request), found)
        messages.success(request, _("Nothing is sent to this address any more."))
        return redirect("field_contact", region, study, contact)
    form = ContactForm(request.POST or None, instance=found, languages=languages)
    if request.method == "POST" and form.is_valid():
        found.refresh_from_db()
        try:
            may_read = access.may(Right.READ_ANSWERS)
            operations.change_contact(by(request), found, form.cleaned_data, may_read=may_read)
        except InputError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("field_board", region, study)
    return render(request, "fieldwork/contact.html", _page(access, form=form, contact=found))


@page(Right.CLOSE_WAVE, VisibilityClass.C1, methods=("GET", "POST"))
def close(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Close the wave and freeze its snapshot, after a look at what can be said with these answers."""
    access = access_study(request.user, region, study, Right.CLOSE_WAVE)
    wave = current_wave(access.object)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            snapshot = operations.close_wave(by(request), wave)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The wave is closed. Its snapshot is {mark}.").format(mark=snapshot.fingerprint[:12])
            )
        return redirect("field_board", region, study)
    begun = wave.respondents.filter(is_test=False, started_at__isnull=False, submitted_at__isnull=True).count()
    return render(
        request,
        "fieldwork/close.html",
        _page(access, form=form, board=board_of(access.object, wave), begun=begun, open=state_of(wave).is_open),
    )


@page(Right.CLOSE_WAVE, methods=("POST",))
def freeze(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Freeze a closed wave again, after somebody took their answers back."""
    access = access_study(request.user, region, study, Right.CLOSE_WAVE)
    try:
        operations.freeze_again(by(request), access.object)
    except InputError as error:
        messages.error(request, str(error))
    return redirect("results", region, study)


@page(Right.ERASE, methods=("GET", "POST"))
def destroy_key(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Destroy the key between people and answers."""
    access = access_study(request.user, region, study, Right.ERASE)
    if request.method == "POST":
        try:
            number = operations.destroy_key(by(request), access.object)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                ngettext(
                    "The key is destroyed: nobody can tell any more which answers {n} person gave.",
                    "The key is destroyed: nobody can tell any more which answers {n} people gave.",
                    number,
                ).format(n=number),
            )
        return redirect("field_board", region, study)
    return render(
        request,
        "fieldwork/key.html",
        _page(access, closed=state_of(current_wave(access.object)) in {State.CLOSED, State.PUBLISHED}),
    )
