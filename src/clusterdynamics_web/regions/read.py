"""What the pages of a region show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.regions.models import AuditEntry, Cluster, Invitation, Region, Role
from clusterdynamics_web.regions.verbs import word_for
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = [
    "Health",
    "RegionNumbers",
    "StudyLine",
    "choices_of",
    "filtered",
    "health",
    "lines_of",
    "numbers_of_regions",
    "study_lines",
    "study_url",
    "tasks_of",
]


# -- the front page of a region -----------------------------------------------------------------------------------


def tasks_of(region: Region, user: User) -> list[dict[str, Any]]:
    """Return what makes a region ready for its first study, with what is done."""
    slug = region.slug
    clusters = region.clusters.count()
    leads = Invitation.objects.filter(region=region, role=Role.STUDY_LEAD, withdrawn_at__isnull=True)
    has_lead = leads.exists() or StudyRole.objects.filter(study__cluster__region=region, role=Role.STUDY_LEAD).exists()
    first = Study.objects.filter(cluster__region=region).order_by("pk").first()
    spoken = dict(settings.LANGUAGES)
    return [
        _task(_("Name the region"), "region_settings", slug, done=bool(region.name)),
        _task(
            _("Choose the languages"),
            "region_settings",
            slug,
            done=region.default_language in region.languages,
            hint=", ".join(spoken.get(code, code) for code in region.languages),
        ),
        _task(
            _("Confirm the sender's address"),
            "region_settings",
            slug,
            done=region.sender_verified_at is not None,
            hint="" if region.sender_email else _("Name the sender first."),
        ),
        _task(_("Switch your second step on"), "mfa_index", None, done=is_mfa_enabled(user)),
        _task(
            _("Add the clusters"),
            "cluster_new",
            slug,
            done=clusters > 0,
            hint=ngettext("{count} cluster so far", "{count} clusters so far", clusters).format(count=clusters),
        ),
        {
            "label": _("Invite a study lead"),
            "url": reverse("study_people", args=[slug, first.key]) if first else reverse("study_new", args=[slug]),
            "state": "done" if has_lead else "todo" if first or clusters else "blocked",
            "hint": "" if has_lead or first else _("Start a study first."),
        },
    ]


def _task(label: str, name: str, slug: str | None, *, done: bool, hint: str = "") -> dict[str, Any]:
    url = reverse(name, args=[slug] if slug else [])
    return {"label": label, "url": url, "state": "done" if done else "todo", "hint": hint}


@dataclass(frozen=True)
class StudyLine:
    """A study in the list of its region."""

    title: str
    url: str
    people_url: str
    wave: str
    state: str


def study_lines(region: Region, studies: Iterable[Study]) -> list[tuple[Cluster, list[StudyLine]]]:
    """Return the clusters of a region with their studies and where these stand."""
    lines: dict[int, list[StudyLine]] = {}
    for study in studies:
        wave = current_wave(study)
        line = StudyLine(
            title=str(study),
            url=study_url(region, study),
            people_url=reverse("study_people", args=[region.slug, study.key]),
            wave=str(wave),
            state=str(State(state_of(wave)).label),
        )
        lines.setdefault(study.cluster_id, []).append(line)
    return [(cluster, lines.get(cluster.pk, [])) for cluster in region.clusters.all()]


def study_url(region: Region, study: Study) -> str:
    """Return the address of a study's front page."""
    return reverse("study_home", args=[region.slug, study.key])


# -- the log ------------------------------------------------------------------------------------------------------


def choices_of(entries: QuerySet[AuditEntry]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the people and the verbs of a log, to choose from."""
    users = User.objects.filter(pk__in=entries.order_by().values("user")).order_by("name", "email")
    verbs = entries.order_by().values_list("verb", flat=True).distinct()
    return [(str(u.pk), str(u)) for u in users], sorted(((v, word_for(v)) for v in verbs), key=lambda pair: pair[1])


def filtered(entries: QuerySet[AuditEntry], chosen: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Return the entries that fit what was chosen in a `LogFilter`."""
    if chosen.get("person"):
        entries = entries.filter(user_id=int(chosen["person"]))
    if chosen.get("verb"):
        entries = entries.filter(verb=chosen["verb"])
    zone = timezone.get_current_timezone()
    if chosen.get("since"):
        entries = entries.filter(at__gte=datetime.combine(chosen["since"], time.min, zone))
    if chosen.get("until"):
        entries = entries.filter(at__lt=datetime.combine(chosen["until"], time.min, zone) + timedelta(days=1))
    return entries.select_related("user", "study")


def lines_of(entries: Sequence[AuditEntry]) -> list[list[Any]]:
    """Return rows for a table: when, who, what, where, and the reason or role that was noted."""
    roles = dict(Role.choices)
    return [
        [
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M"),
            str(entry.user) if entry.user else _("the server"),
            word_for(entry.verb),
            str(entry.study) if entry.study_id else "",
            str(entry.details.get("reason") or roles.get(entry.details.get("role", ""), "")),
        ]
        for entry in entries
    ]


# -- the operator -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegionNumbers:
    """How much there is in a region; never what."""

    name: str
    members: int
    clusters: int
    studies: int
    waiting: int
    failed: int


def numbers_of_regions() -> list[RegionNumbers]:
    """Return each region with its numbers."""
    week = timezone.now() - timedelta(days=7)
    waiting = Q(clusters__studies__jobs__state__in=(JobState.QUEUED, JobState.RUNNING))
    failed = Q(clusters__studies__jobs__state=JobState.FAILED, clusters__studies__jobs__created_at__gte=week)
    regions = Region.objects.annotate(
        people=Count("memberships__user", distinct=True),
        groups=Count("clusters", distinct=True),
        studies=Count("clusters__studies", distinct=True),
        waiting=Count("clusters__studies__jobs", filter=waiting, distinct=True),
        failed=Count("clusters__studies__jobs", filter=failed, distinct=True),
    ).order_by("name")
    return [
        RegionNumbers(
            r.name, members=r.people, clusters=r.groups, studies=r.studies, waiting=r.waiting, failed=r.failed
        )
        for r in regions
    ]


@dataclass(frozen=True)
class Health:
    """How the installation is."""

    database: str
    mail: str
    worker: str


def health() -> Health:
    """Return how database, mail and worker are, in words."""
    beat = Job.objects.aggregate(last=Max("heartbeat"))["last"]
    oldest = Job.objects.filter(state=JobState.QUEUED, not_before__lte=timezone.now()).order_by("created_at").first()
    if oldest is None:
        worker = _("nothing waits")
    else:
        minutes = int((timezone.now() - oldest.created_at).total_seconds() // 60)
        worker = ngettext(
            "a task has been waiting for {minutes} minute", "a task has been waiting for {minutes} minutes", minutes
        ).format(minutes=minutes)
    if beat is not None:
        worker = _("{state}; last sign of life {time}").format(
            state=worker, time=timezone.localtime(beat).strftime("%Y-%m-%d %H:%M")
        )
    sent = _("mails stay in the folder “outbox” of the data folder, because no mail server is named")
    return Health(
        database="PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
        mail=sent if mail_is_kept() else _("mails go through a mail server"),
        worker=worker,
    )


def mail_is_kept() -> bool:
    """Say whether mails are put into a folder in place of being sent."""
    return "filebased" in str(settings.MAILERS["default"]["BACKEND"])
