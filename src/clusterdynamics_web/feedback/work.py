"""What the worker does for giving back: sheets, mails to the lead, and what goes out by itself."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics.compute import using
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import use_language
from clusterdynamics.report.look import Look
from clusterdynamics.report.personal import PersonalReport, sheets
from clusterdynamics_web.feedback.files import all_sheets, pack, sheets_path
from clusterdynamics_web.feedback.mails import tell_leads
from clusterdynamics_web.feedback.models import Giving
from clusterdynamics_web.feedback.operations import send_reports
from clusterdynamics_web.feedback.read import is_ready, report_for, snapshot_of
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.fieldwork.recipients import recipients
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["forget_sheets", "give_back", "make_all_sheets", "tell"]

#: The archive of all sheets holds what people answered: it is deleted after so many seconds.
KEPT = 7 * 24 * 3600


@handles("feedback.sheets")
def make_all_sheets(running: Running) -> dict[str, Any]:
    """Make the sheets of everybody who answered in a wave, on all cores; twice comes to the same."""
    wave = Wave.objects.select_related("study__cluster__region").get(pk=running.job.parameters["wave"])
    snapshot = snapshot_of(wave)
    if snapshot is None or snapshot.pk != running.job.parameters["snapshot"]:
        raise InputError(_("This snapshot was taken down, because somebody took their answers back."))
    languages = wave.study.parsed.languages
    made: list[PersonalReport] = []
    people = Respondent.objects.select_related("study__cluster__region", "wave", "actor").filter(
        wave=wave, is_test=False, submitted_at__isnull=False
    )
    for person in people.order_by("code"):
        language = person.language if person.language in languages else languages[0]
        with translation.override(language), use_language(language):
            report = report_for(person, language)
        if report is not None and report.answered:
            made.append(report)
    running.tell(0.05, _("Sheets"))
    with using(workers=0, backend="loky"):
        files = sheets(made, Look(organisation=wave.study.region.name))
    content = pack({f"{report.respondent}.pdf": data for report, data in zip(made, files, strict=True)})
    path = sheets_path(snapshot, wave)
    if snapshot_of(wave) != snapshot:  # taken down while we worked: nothing of it may stay
        raise InputError(_("This snapshot was taken down, because somebody took their answers back."))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)
    return {"sheets": len(made)}


@handles("feedback.tell_leads")
def tell(running: Running) -> dict[str, Any]:
    """Write to the leads of a study."""
    wave = Wave.objects.select_related("study__cluster__region").get(pk=running.job.parameters["wave"])
    return {"sent": tell_leads(wave, str(running.job.parameters["what"]))}


@every(300)
def give_back() -> None:
    """Send the reports of waves that were closed and read: by themselves where that was chosen, else tell the lead."""
    closed = Wave.objects.filter(closed_at__isnull=False, snapshots__reading__isnull=False).distinct()
    for wave in closed.select_related("study__cluster__region"):
        if not is_ready(wave):
            continue
        giving = Giving.objects.filter(wave=wave).first()
        if giving is not None and giving.automatic:
            if any(r.why_not is None for r in recipients(wave, MailKind.REPORT)):
                send_reports(None, wave)
        elif giving is None or giving.told_at is None:
            _tell_once(wave)


@transaction.atomic
def _tell_once(wave: Wave) -> None:
    giving, _new = Giving.objects.get_or_create(wave=wave)
    if wave.respondents.filter(mails__kind=MailKind.REPORT).exists():
        return
    giving.told_at = timezone.now()
    giving.save(update_fields=["told_at"])
    enqueue("feedback.tell_leads", study_id=wave.study_id, parameters={"what": "ready", "wave": wave.pk})


@every(6 * 3600)
def forget_sheets() -> None:
    """Delete archives of sheets whose time is over."""
    for path in all_sheets():
        if time.time() - path.stat().st_mtime > KEPT:
            path.unlink(missing_ok=True)
