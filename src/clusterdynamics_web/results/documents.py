"""Documents: the library's report as files, for one audience in one language, in the region's look."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, Before
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.report import Look, write_reports
from clusterdynamics.report.audience import check_names, for_audience
from clusterdynamics.report.tables import figures_csv
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.models import Region, RegionLook
from clusterdynamics_web.results import store
from clusterdynamics_web.results.models import KEPT_FOR, Document
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["FORMATS", "audiences_for", "fetched", "file_of", "forget_old", "look_of", "name_of", "order", "write"]

#: Format → (what it is for, its type on the web).
FORMATS: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
#: Least letters of the reason for a document that is for the study team only.
REASON = 10


def audiences_for(may_see: tuple[Audience, ...], *, exports: bool) -> tuple[Audience, ...]:
    """Return for whom somebody may have documents made, the widest audience first.

    Parameters
    ----------
    may_see
        As whom the person may look at the results.
    exports
        Whether the person may take out what only the study team sees.
    """
    chosen = [a for a in may_see if exports or a is not Audience.STUDY]
    return tuple(reversed(chosen))


@transaction.atomic
def order(
    user: User, snapshot: Snapshot, audience: Audience, form: str, language: str, reason: str = "", *, back: str = ""
) -> Job:
    """Have a document made.

    Raises
    ------
    InputError
        The format or language is none, or it is for the study team only and no reason is given; all at once.
    """
    problems = []
    if form not in FORMATS:
        problems.append(_("Choose a format."))
    if language not in LANGUAGES:
        problems.append(_("Choose a language."))
    if audience is Audience.STUDY and len(reason.strip()) < REASON:
        problems.append(_("A document for the study team names organisations. Say what it is needed for."))
    if problems:
        raise InputError("\n".join(problems))
    document = Document.objects.create(
        snapshot=snapshot,
        audience=audience.value,
        format=form,
        language=language,
        reason=reason.strip() if audience is Audience.STUDY else "",
        made_by=user,
    )
    record(
        user,
        "document.made",
        snapshot.study,
        snapshot.fingerprint[:12],
        audience=audience.value,
        format=form,
        language=language,
        reason=document.reason,
    )
    return enqueue(
        "write_document",
        study_id=snapshot.study_id,
        user=user,
        parameters={"document": document.pk, "next": back},
        name=f"write_document:{document.pk}",
    )


def look_of(region: Region) -> Look:
    """Return the region's look for its documents."""
    found = RegionLook.objects.filter(region=region).first()
    if found is None:
        return Look(organisation=region.name)
    return Look(logo=bytes(found.logo) if found.logo else None, accent=found.accent or None, organisation=region.name)


def file_of(document: Document) -> Path:
    """Return where the file lies: beside the reading of its snapshot, with which it goes."""
    return store.folder(document.snapshot) / "documents" / f"{document.key}.{document.format}"


def name_of(document: Document) -> str:
    """Return the name under which the file is taken: cluster, wave and audience, nothing that is secret."""
    snapshot = document.snapshot
    parts = (snapshot.study.cluster.slug, slugify(snapshot.wave.code), document.audience, document.language)
    return f"{'-'.join(p for p in parts if p)}.{document.format}"


def write(document: Document, assessment: Assessment, before: Before | None) -> None:
    """Write the file of a document and note that it is there."""
    target = file_of(document)
    target.parent.mkdir(parents=True, exist_ok=True)
    if document.format == "csv":
        text = figures_csv(for_audience(assessment, document.audience, before=before))
        check_names(text, assessment.study, document.audience)
        write_atomically(target, b"\xef\xbb\xbf" + text.encode())
    else:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = Path(folder) / target.name
            look = look_of(document.snapshot.study.region)
            write_reports(
                assessment,
                [made],
                audience=document.audience,
                language=document.language,
                look=look,
                before=before,
            )
            write_atomically(target, made.read_bytes())
    Document.objects.filter(pk=document.pk).update(ready_at=timezone.now(), size=target.stat().st_size)


@transaction.atomic
def fetched(user: User, document: Document) -> None:
    """Note that somebody took a document."""
    Document.objects.filter(pk=document.pk).update(fetched_at=timezone.now())
    record(user, "document.fetched", document.snapshot.study, document.key, audience=document.audience)


def forget_old(now: datetime | None = None) -> int:
    """Delete the files of documents whose time is over; return how many."""
    over = (now or timezone.now()) - KEPT_FOR
    old = list(Document.objects.select_related("snapshot__study").filter(created_at__lt=over, gone_at=None))
    for document in old:
        file_of(document).unlink(missing_ok=True)
    Document.objects.filter(pk__in=[d.pk for d in old]).update(gone_at=timezone.now())
    return len(old)
