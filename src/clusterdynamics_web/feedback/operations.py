"""What is done when a wave gives back: mails queued, receipts, objections and remarks. Atomic and on record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import NameInReport, check_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.feedback.models import About, Giving, Objection, Receipt, Useful
from clusterdynamics_web.feedback.read import is_ready, snapshot_of
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.package import build_study

__all__ = ["answer_objection", "make_sheets", "note_opened", "object_to", "rate", "send_reports", "set_automatic"]

#: So many objections of one reader wait for an answer at most: no page is a way to fill a disk.
MOST_OPEN = 10


@transaction.atomic
def note_opened(respondent: Respondent) -> None:
    """Note that somebody has opened the own report; the first time counts."""
    Receipt.objects.get_or_create(respondent=respondent)


@transaction.atomic
def rate(respondent: Respondent, useful: str) -> None:
    """Note whether the report was useful; a changed mind takes the place of the first word.

    Raises
    ------
    InputError
        There is no such answer.
    """
    if useful not in Useful.values:
        raise InputError(_("Please choose one of the answers."))
    Receipt.objects.update_or_create(respondent=respondent, defaults={"useful": useful, "useful_at": timezone.now()})


@transaction.atomic
def object_to(respondent: Respondent, about: str, text: str) -> Objection:
    """Take an objection, and tell the study leads that there is one.

    Raises
    ------
    InputError
        Nothing is said, or too many of theirs wait for an answer already.
    """
    wanted = text.strip()
    if about not in About.values:
        raise InputError(_("Please say what it is about."))
    if not wanted:
        raise InputError(_("Please say what is wrong."))
    if len(wanted) > 2000:
        raise InputError(_("Please say it in at most 2,000 letters."))
    if respondent.objections.filter(answered_at__isnull=True).count() >= MOST_OPEN:
        raise InputError(_("You have told us several things already. Please wait for our answer to them."))
    objection = Objection.objects.create(respondent=respondent, about=about, text=wanted)
    record(None, "objection.raised", respondent.study, objection.key, about=about)
    enqueue(
        "feedback.tell_leads",
        study_id=respondent.study_id,
        parameters={"what": "objection", "wave": respondent.wave_id},
        name=f"tell objection {respondent.wave_id}",
    )
    return objection


@transaction.atomic
def answer_objection(user: User, objection: Objection, remark: str, *, for_all: bool) -> None:
    """Write the remark that stands on the report from now on; the figures stay as they are.

    Raises
    ------
    InputError
        Nothing is said; or everybody would read the name of an organisation that has not agreed to it.
    """
    text = remark.strip()
    if not text:
        raise InputError(_("Please write a remark. It stands on the report, beside the figures."))
    if for_all:
        try:
            check_names(text, build_study(objection.respondent.study), "participants")
        except NameInReport as error:
            raise InputError(
                _("Everybody would read this, and it names an organisation that has not agreed to it.")
            ) from error
    objection.remark, objection.for_all = text, for_all
    objection.answered_at, objection.answered_by = timezone.now(), user
    objection.save(update_fields=["remark", "for_all", "answered_at", "answered_by"])
    record(user, "objection.answered", objection.respondent.study, objection.key, for_all=for_all)


@transaction.atomic
def set_automatic(user: User, wave: Wave, *, automatic: bool) -> None:
    """Choose whether the mails go out by themselves as soon as the reports can be read."""
    Giving.objects.update_or_create(wave=wave, defaults={"automatic": automatic})
    record(user, "reports.automatic", wave.study, wave.code, automatic=automatic)


@transaction.atomic
def send_reports(user: User | None, wave: Wave) -> Job:
    """Queue the mail "your report is there" to everybody who may get it now; nobody gets it twice.

    Raises
    ------
    InputError
        The reports cannot be read yet, or not any more.
    """
    if not is_ready(wave):
        raise InputError(_("The reports cannot be read yet, or their time is over."))
    job = enqueue(
        "send_mails",
        study_id=wave.study_id,
        user=user,
        parameters={"wave": wave.pk, "kind": MailKind.REPORT.value, "step": None},
        name=f"mails {wave.pk}",
    )
    record(user, "mails.queued", wave.study, wave.code, kind=MailKind.REPORT.value)
    return job


@transaction.atomic
def make_sheets(user: User, wave: Wave, reason: str, onward: str = "") -> Job:
    """Queue the making of all sheets as PDF, for those who hand them out on paper.

    Raises
    ------
    InputError
        No reason is given, or the reports cannot be read yet.
    """
    if not reason.strip():
        raise InputError(_("Please say why: the sheets hold what people answered."))
    snapshot = snapshot_of(wave)
    if snapshot is None or not is_ready(wave):
        raise InputError(_("The reports cannot be read yet, or their time is over."))
    job = enqueue(
        "feedback.sheets",
        study_id=wave.study_id,
        user=user,
        parameters={"snapshot": snapshot.pk, "wave": wave.pk, "next": onward},
        name=f"sheets {wave.pk}",
    )
    record(user, "sheets.made", wave.study, wave.code, reason=reason.strip()[:200])
    return job
