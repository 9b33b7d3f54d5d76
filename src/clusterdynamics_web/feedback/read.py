"""What is read for giving back: the report of one respondent, and how far a wave has given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from clusterdynamics.assessment import Assessment
from clusterdynamics.report.personal import PersonalReport, Reports
from clusterdynamics_web.feedback.models import Giving, Objection, Receipt, Useful
from clusterdynamics_web.feedback.registry import what_happens
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.fieldwork.recipients import Why, recipients
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Snapshot, Study, Wave
from clusterdynamics_web.studies.words import words_in
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.standing import readable_until

__all__ = ["Standing", "contact_of", "is_ready", "report_for", "snapshot_of", "standing_of"]


def snapshot_of(wave: Wave) -> Snapshot | None:
    """Return the newest snapshot of a wave that stands and has been read; None where there is none (yet)."""
    standing = Snapshot.objects.select_related("study__cluster__region", "wave").filter(
        wave=wave, taken_down_at__isnull=True, reading__isnull=False
    )
    return standing.order_by("-created_at").first()


def is_ready(wave: Wave) -> bool:
    """Say whether the reports of a wave can be read: it is closed, its results are there, and time is not over."""
    until = readable_until(wave)
    return until is not None and timezone.now() < until and snapshot_of(wave) is not None


@lru_cache(maxsize=4)
def _reports(assessment: Assessment, wave: str) -> Reports:
    """Return the reports of a wave; what they share is worked out once for each process."""
    return Reports(assessment, wave)


def report_for(respondent: Respondent, language: str) -> PersonalReport | None:
    """Return the report of a respondent in a language (which must be active); None while there is none.

    Raises
    ------
    NameInReport
        It would name an organisation that has not agreed to be found.
    """
    snapshot = snapshot_of(respondent.wave)
    if snapshot is None:
        return None
    reports = _reports(store.assessment_of(snapshot), respondent.wave.code)
    return reports.of(
        respondent.code,
        words=words_in(respondent.study, language),
        happens=_happens(respondent.wave, language),
        remarks=remarks_on(respondent),
        contact=contact_of(respondent.study),
        date=formats.date_format(timezone.localtime(snapshot.created_at), "DATE_FORMAT"),
    )


def remarks_on(respondent: Respondent) -> list[str]:
    """Return the remarks that stand on a report: on the reader's own objections, and those meant for everybody."""
    mine = Q(respondent=respondent) | Q(respondent__wave=respondent.wave, for_all=True)
    return list(Objection.objects.filter(mine).exclude(remark="").values_list("remark", flat=True))


def _happens(wave: Wave, language: str) -> list[str]:
    return [*what_happens(wave, language), _asked_again(wave)]


def _asked_again(wave: Wave) -> str:
    after = wave.study.waves.filter(position__gt=wave.position).order_by("position").first()
    if after is None or after.opens is None:
        return _("When we ask again is not decided yet. You will hear of it.")
    return _("We ask again from {day} on.").format(day=formats.date_format(after.opens, "DATE_FORMAT"))


def contact_of(study: Study) -> str:
    """Return whom a reader can turn to."""
    region = study.region
    name = study.contact_name or region.sender_name or region.name
    ways = [study.contact_email or region.sender_email, study.contact_phone]
    return ", ".join(part for part in (name, *ways) if part)


@dataclass(frozen=True)
class Standing:
    """How far a wave has given back: counts only.

    Attributes
    ----------
    submitted
        Respondents who sent answers in: so many have a report.
    sent, to_send, waiting, unreachable
        Got the mail; can get it now; must wait, because they got another one a short while ago; have no address
        that works.
    opened
        Have opened their report.
    useful
        What was said of it; empty while fewer than `k` have said something.
    said
        How many have said something.
    objections, open_objections
        How many object, and how many of these nobody has answered.
    """

    ready: bool
    submitted: int
    sent: int
    to_send: int
    waiting: int
    unreachable: int
    opened: int
    useful: Mapping[str, int]
    said: int
    k: int
    objections: int
    open_objections: int
    automatic: bool

    @property
    def opened_share(self) -> int | None:
        """Share of the reports that were opened, in per cent."""
        return round(100 * self.opened / self.submitted) if self.submitted else None

    @property
    def done(self) -> bool:
        """Whether everybody who can be reached has got the mail."""
        return self.submitted > 0 and self.to_send == 0 and self.waiting == 0


def standing_of(wave: Wave) -> Standing:
    """Return how far a wave has given back."""
    people = list(recipients(wave, MailKind.REPORT))
    why = Counter(r.why_not for r in people if r.respondent.submitted_at is not None)
    receipts = Receipt.objects.filter(respondent__wave=wave, respondent__is_test=False)
    said = Counter(receipts.exclude(useful="").values_list("useful", flat=True))
    k = wave.study.parsed.disclosure.k_inside
    objections = Objection.objects.filter(respondent__wave=wave)
    giving = Giving.objects.filter(wave=wave).first()
    total = sum(said.values())
    return Standing(
        ready=is_ready(wave),
        submitted=sum(why.values()),
        sent=why[Why.HAS_REPORT],
        to_send=why[None],
        waiting=why[Why.RECENT],
        unreachable=why[Why.NO_ADDRESS] + why[Why.BOUNCED] + why[Why.OPTED_OUT] + why[Why.DECLINED],
        opened=receipts.filter(respondent__submitted_at__isnull=False).count(),
        useful={str(u.label): said[u.value] for u in Useful} if total >= k else {},
        said=total,
        k=k,
        objections=objections.count(),
        open_objections=objections.filter(answered_at__isnull=True).count(),
        automatic=giving is not None and giving.automatic,
    )
