"""What the worker does for the field: sends mails, looks at the plan, forgets contacts whose time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork import operations
from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, ContactKey, MailKind, NominatedPerson
from clusterdynamics_web.fieldwork.recipients import recipients
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.regions.mails import tell_of_taken_down
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.studies.models import Snapshot, Study, Wave
from clusterdynamics_web.studies.state import state_of

__all__ = ["forget", "run_plan", "send_mails", "tell_taken_down"]


@handles("send_mails")
def send_mails(running: Running) -> dict[str, Any]:
    """Send one kind of mail to everybody in a wave who may get it; done twice, nobody is written to twice."""
    given = running.job.parameters
    wave = Wave.objects.select_related("study__cluster__region").get(pk=given["wave"])
    kind = MailKind(given["kind"])
    chosen = [r.respondent for r in recipients(wave, kind) if r.why_not is None]
    sent = 0
    for number, person in enumerate(chosen):
        running.tell(number / len(chosen), _("Mail {n} of {total}").format(n=number + 1, total=len(chosen)))
        sent += operations.send_one(person.pk, kind, given["step"])
    if given["step"]:
        CadenceStep.objects.filter(pk=given["step"]).update(recipients=sent)
    record(running.job.created_by, "mails.sent", wave.study, wave.code, kind=kind.value, count=sent)
    return {"sent": sent, "failed": len(chosen) - sent}


@handles("tell_taken_down")
def tell_taken_down(running: Running) -> dict[str, Any]:
    """Tell the study leads that snapshots were taken down, and which packages outside are to be replaced (PV-10)."""
    chosen = Snapshot.objects.filter(pk__in=running.job.parameters["snapshots"])
    gone = list(chosen.select_related("study__cluster__region", "wave"))
    if not gone:
        return {}
    study = gone[0].study
    outside = AuditEntry.objects.filter(study=study, verb="study.exported")
    opened = [s.wave.opened_at for s in gone if s.wave.opened_at is not None]
    if opened:
        outside = outside.filter(at__gte=min(opened))
    waves = dict.fromkeys(str(s.wave) for s in gone)
    real = [e for e in outside.select_related("user").order_by("at") if not e.details.get("test")]
    tell_of_taken_down(study, waves, real)
    return {"packages": len(real)}


@every(300)
def run_plan() -> None:
    """Send what goes out by itself today, in waves that are open."""
    due = CadenceStep.objects.filter(automatic=True, ran_at__isnull=True, on__lte=timezone.localdate())
    for step in due.select_related("wave__study__cluster__region"):
        if state_of(step.wave).is_open:
            operations.queue_mails(None, step.wave, MailKind(step.kind), step)


@every(6 * 3600)
def forget() -> None:
    """Erase contacts and the key where the time that the region set has passed since the last wave closed."""
    for study in Study.objects.select_related("cluster__region").filter(contacts__isnull=False).distinct():
        waves = list(study.waves.all())
        closed = [w.closed_at for w in waves if w.closed_at is not None]
        if len(closed) < len(waves) or not closed:
            continue  # one is still open or being set up
        if timezone.now() < max(closed) + timedelta(days=round(study.region.retention_months * 30.44)):
            continue
        with transaction.atomic():
            ContactKey.objects.filter(respondent__study=study).delete()
            number, _rows = Contact.objects.filter(study=study).delete()
            NominatedPerson.objects.filter(study=study).delete()
            record(None, "contacts.forgotten", study, count=number)
