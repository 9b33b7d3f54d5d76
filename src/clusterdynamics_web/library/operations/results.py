"""A study's published results become an item of the library: what may go in, ordered by one button, made by a job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass, class_of
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.report import write_reports
from clusterdynamics.report.cells import headline
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.operations.report import ReportFile, from_published_report
from clusterdynamics_web.results import history, store
from clusterdynamics_web.results.access import find_section
from clusterdynamics_web.results.documents import look_of
from clusterdynamics_web.results.prepared import told_now
from clusterdynamics_web.results.publishing import standing
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["FORMATS", "Offer", "languages_of", "made_since", "offer_of", "order_report", "put_in"]

#: Ending of a document → whether it goes in where nothing was chosen.
FORMATS: dict[str, bool] = {"pdf": True, "pptx": False, "xlsx": False}
#: Letters of a summary in the library.
_SUMMARY = 500


@dataclass(frozen=True)
class Offer:
    """What of a study may go into the library: that which was published, as the widest circle it was published for."""

    snapshot: Snapshot
    audience: Audience

    @property
    def visibility(self) -> VisibilityClass:
        return class_of(self.audience)


def offer_of(study: Study) -> Offer | None:
    """Return what of a study may go into the library; None where nothing was published beyond the participants."""
    made = standing(study)
    if made is None:
        return None
    widest = (a for a in (Audience.PUBLIC, Audience.NETWORK) if a.value in made.audiences)
    return next((Offer(made.snapshot, audience) for audience in widest), None)


def languages_of(study: Study) -> list[str]:
    """Return the languages in which a report can go in, the first one of the region before all others."""
    region = study.region
    spoken = dict.fromkeys((region.default_language, study.parsed.languages[0], *region.languages))
    return [code for code in spoken if code in LANGUAGES] or ["en"]


def order_report(
    user: User, study: Study, formats: Iterable[str] = (), languages: Iterable[str] = (), *, back: str = ""
) -> Job:
    """Have the published report of a study put into the library; while that is being done, no second time.

    Parameters
    ----------
    formats, languages
        Where none is chosen: a PDF, in the language of the region.

    Raises
    ------
    InputError
        Nothing was published beyond the participants, or a format or language is none; all at once.
    """
    formats = tuple(dict.fromkeys(formats)) or tuple(f for f, usual in FORMATS.items() if usual)
    languages = tuple(dict.fromkeys(languages)) or tuple(languages_of(study)[:1])
    offer = offer_of(study)
    problems = []
    if offer is None:
        problems.append(_("Publish the results first, for the network or for everybody."))
    if set(formats) - set(FORMATS):
        problems.append(_("Choose a format."))
    if set(languages) - set(languages_of(study)):
        problems.append(_("Choose a language."))
    if problems or offer is None:
        raise InputError("\n".join(problems))
    record(user, "library.report_ordered", study, offer.snapshot.fingerprint[:12], audience=offer.audience.value)
    return enqueue(
        "library_from_study",
        study_id=study.pk,
        user=user,
        parameters={
            "snapshot": offer.snapshot.pk,
            "audience": offer.audience.value,
            "formats": formats,
            "languages": languages,
            "next": back,
        },
        name=f"library_from_study:{study.pk}",
    )


def made_since(snapshot: Snapshot, language: str, since: datetime) -> Version | None:
    """Return the report that an earlier run of the same job put in: one that began again makes no second one."""
    made = Version.objects.filter(snapshot=snapshot, language=language, kind=ItemKind.REPORT, created_at__gte=since)
    return made.select_related("item__region").order_by("-pk").first()


def put_in(user: User, snapshot: Snapshot, audience: Audience, formats: Sequence[str], language: str) -> Version:
    """Write the documents for an audience and publish them in the library. Takes seconds: call it from a job.

    Raises
    ------
    InputError
        What was published has changed since it was ordered, or the gate found what must not be published.
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    study = snapshot.study
    if offer_of(study) != Offer(snapshot, audience):
        raise InputError(_("What is published has changed meanwhile. Start again."))
    told = told_now(snapshot, audience, language)
    stage = find_section(told, "stage") or next(iter(told["sections"]), {"answer": ""})
    return from_published_report(
        user,
        snapshot,
        _documents(snapshot, audience, formats, language),
        class_of(audience),
        title=told["title"],
        summary=headline(stage["answer"], _SUMMARY),
        language=language,
        year=(snapshot.wave.closes or snapshot.created_at.date()).year,
    )


def _documents(snapshot: Snapshot, audience: Audience, formats: Sequence[str], language: str) -> list[ReportFile]:
    assessment = store.assessment_of(snapshot)
    parts = (snapshot.study.cluster.slug, slugify(snapshot.wave.code), audience.value, language)
    name = "-".join(filter(None, parts))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.{ending}" for ending in formats]
        write_reports(
            assessment,
            paths,
            audience=audience.value,
            language=language,
            look=look_of(snapshot.study.region),
            before=history.before(snapshot, assessment.study),
        )
        return [ReportFile(path.name, path.read_bytes()) for path in paths]
