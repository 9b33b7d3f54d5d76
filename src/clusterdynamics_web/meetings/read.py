"""What pages show of meetings; and what other parts of the application need to know: `coming`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.models import EventKind, Version
from clusterdynamics_web.library.state import with_last_event
from clusterdynamics_web.meetings.access import Seat
from clusterdynamics_web.meetings.models import AgendaLine, Decision, Meeting, Notice, Registration, Series, Talk
from clusterdynamics_web.meetings.news import before
from clusterdynamics_web.meetings.reader import preference_of
from clusterdynamics_web.meetings.sources import source_of
from clusterdynamics_web.meetings.state import AHEAD, MeetingState, seats_left, state_of, with_taken
from clusterdynamics_web.meetings.when import Told, When, days_of, tell_slot, when

__all__ = [
    "Line",
    "MeetingFacts",
    "agenda_of",
    "coming",
    "data_of",
    "decided_before",
    "decisions_of",
    "facts_of",
    "mails_words",
    "materials_of",
    "past",
    "people_of",
    "seats_words",
    "talks_of",
    "years_of",
]


@dataclass(frozen=True)
class MeetingFacts:
    """What everybody may know of a meeting; no person is in it."""

    key: str
    title: str
    kind: str
    language: str
    host: str
    series: str
    place: str
    online: bool
    held_at: str
    starts: datetime
    ends: datetime
    zone: str
    all_day: bool
    days: tuple[date, date]
    state: MeetingState
    seats_left: int | None
    url: str
    times: When
    called_for_talks_until: date | None

    @property
    def there(self) -> Told:
        return self.times.there


def facts_of(meeting: Meeting, zone: str = "", now: datetime | None = None) -> MeetingFacts:
    """Return what everybody may know of a meeting; `zone` is the reader's."""
    return MeetingFacts(
        key=meeting.key,
        title=meeting.title,
        kind=str(meeting.get_kind_display()),
        language=meeting.language,
        host=meeting.host.name,
        series="" if meeting.series is None else meeting.series.title,
        place=meeting.place,
        online=bool(meeting.online_url),
        held_at=meeting.held_at,
        starts=meeting.starts,
        ends=meeting.ends,
        zone=meeting.zone,
        all_day=meeting.all_day,
        days=days_of(meeting),
        state=state_of(meeting, now),
        seats_left=seats_left(meeting),
        url=reverse("meeting", args=[meeting.key]),
        times=when(meeting, zone),
        called_for_talks_until=meeting.talks_until,
    )


def coming(limit: int = 3, zone: str = "") -> list[MeetingFacts]:
    """Return the meetings that are not over, the nearest first; those called off are not among them."""
    now = timezone.now()
    found = with_taken(Meeting.objects.filter(ends__gt=now, called_off_at=None)).select_related("host", "series")
    return [facts_of(m, zone, now) for m in found.order_by("starts", "id")[:limit]]


def past(limit: int = 20, zone: str = "") -> list[MeetingFacts]:
    """Return the meetings that are over, the latest first, and those called off that would be ahead at the end."""
    now = timezone.now()
    over = Meeting.objects.filter(ends__lte=now) | Meeting.objects.exclude(called_off_at=None)
    found = with_taken(over).select_related("host", "series").order_by("-starts", "-id")
    return [facts_of(m, zone, now) for m in found[:limit]]


def seats_words(meeting: Meeting) -> str:
    """Say how many have registered and how many seats are left."""
    number = meeting.came if meeting.came is not None else meeting.registrations.count()
    said = ngettext("{n} person has registered.", "{n} people have registered.", number).format(n=number)
    left = seats_left(meeting)
    if left is None or state_of(meeting) not in AHEAD:
        return said
    return f"{said} " + ngettext("{n} seat is left.", "{n} seats are left.", left).format(n=left)


def mails_words(meeting: Meeting) -> str:
    """Say how many mails about a meeting went out, for whoever looks after it; empty where none did."""
    sent = meeting.notices.exclude(sent_at=None).count()
    failed = meeting.notices.exclude(failed_at=None).count()
    said = []
    if sent:
        said.append(ngettext("{n} mail went out.", "{n} mails went out.", sent).format(n=sent))
    if failed:
        said.append(ngettext("{n} mail could not be sent.", "{n} mails could not be sent.", failed).format(n=failed))
    return " ".join(said)


# -- agenda, talks, materials --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of the agenda as somebody reads it; languages are empty where they are the reader's."""

    line: AgendaLine
    time: str
    own_time: str
    title: str
    url: str
    note: str
    who: str
    language: str
    note_language: str


def agenda_of(seat: Seat, zone: str = "") -> list[Line]:
    """Return the agenda, with times on the clock of the place and, where they differ, on the reader's."""
    meeting = seat.meeting
    lines = meeting.agenda.select_related(
        "region", "item", "talk__region", "talk__item", "publication__snapshot__study"
    )
    return [_line(seat, line, zone) for line in lines]


def _line(seat: Seat, line: AgendaLine, zone: str) -> Line:
    source = source_of(seat, line)
    there = tell_slot(seat.meeting, line, seat.meeting.zone)
    here = tell_slot(seat.meeting, line, zone) if zone and there else ""
    if line.talk is not None:
        who = [line.talk.speaker, line.talk.region.name]
    else:
        who = [line.speaker, line.region.name if line.region else ""]
    own = seat.meeting.language
    title, language = (line.title, own) if line.title else (source.title, source.language)
    note, note_language = source.note, own if line.talk is not None else ""
    if not title:
        title, note = note, ""
    elif line.title and source.title:
        note, note_language = source.title, source.language
    joined = ", ".join(filter(None, who))
    return Line(line, there, here if here != there else "", title, source.url, note, joined, language, note_language)


def talks_of(seat: Seat) -> list[Talk]:
    """Return the talks that somebody does something about: one's own, and for the host all until the meeting begins."""
    if seat.user is None:
        return []
    talks = seat.meeting.talks.filter(withdrawn_at=None).select_related("region", "item", "user")
    replies = seat.edits and state_of(seat.meeting) in AHEAD
    return list(talks if replies else talks.filter(user=seat.user))


def materials_of(seat: Seat) -> list[dict[str, str]]:
    """Return the slides of talks that are published in the library, for those who may read them."""
    found = []
    for talk in seat.meeting.talks.filter(accepted=True, withdrawn_at=None, item__isnull=False).select_related(
        "region"
    ):
        versions = Version.objects.filter(item=talk.item_id).select_related("item")
        standing = with_last_event(versions).filter(last_event=EventKind.PUBLISHED)
        if not seat.member:
            standing = standing.filter(public=True)
        version = standing.order_by("-number").first()
        if version is not None:
            url = reverse("library_item", args=[version.item.key])
            found.append({"title": version.title, "who": talk.region.name, "url": url, "language": version.language})
    return found


# -- people --------------------------------------------------------------------------------------------------------


def people_of(seat: Seat) -> list[Registration]:
    """Return who comes, for those who may read it: people of the network those who agreed, host and curators all."""
    if not seat.member:
        return []
    rows = seat.meeting.registrations.select_related("user", "region")
    return list(rows if seat.edits else rows.filter(shown=True))


def data_of(user: User) -> dict[str, object]:
    """Return what is kept here about an account, for the person to take along."""
    joined = Registration.objects.filter(user=user).select_related("meeting", "region")
    talks = Talk.objects.filter(user=user).select_related("meeting")
    mails = Notice.objects.filter(user=user).exclude(sent_at=None).select_related("meeting").order_by("pk")
    wants = preference_of(user)
    return {
        "time_zone": wants.zone,
        "wants_mails": wants.mails,
        "mails": [{"meeting": n.meeting.title, "about": n.kind, "at": n.created_at.isoformat()} for n in mails],
        "registrations": [
            {"meeting": r.meeting.title, "region": r.region.name, "name_shown": r.shown, "at": r.at.isoformat()}
            for r in joined
        ],
        "talks": [{"meeting": t.meeting.title, "title": t.title, "speaker": t.speaker} for t in talks],
    }


# -- decisions -----------------------------------------------------------------------------------------------------


def decisions_of(seat: Seat) -> list[Decision]:
    """Return what was decided, for those who may read it."""
    return list(seat.meeting.decisions.select_related("owner")) if seat.reads_minutes else []


def decided_before(seat: Seat) -> tuple[Meeting | None, list[Decision]]:
    """Return the meeting before this one and what it decided, for those who may read that."""
    last = before(seat.meeting)
    if last is None or not (seat.member or last.minutes_public):
        return None, []
    return last, list(last.decisions.select_related("owner"))


# -- series --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    """A year of a series: its meetings, and in plain sentences what is missing."""

    year: int
    meetings: list[MeetingFacts]
    hints: list[str]


def years_of(series: Series, zone: str = "") -> list[Year]:
    """Return the years of a series, the latest first: this year and every one with a meeting."""
    now = timezone.now()
    rows = with_taken(series.meetings.select_related("host", "series")).order_by("starts", "id")
    by_year: dict[int, list[MeetingFacts]] = {timezone.localdate().year: []}
    for meeting in rows:
        facts = facts_of(meeting, zone, now)
        by_year.setdefault(facts.days[0].year, []).append(facts)
    this_year = timezone.localdate().year
    return [
        Year(year, found, list(_hints(series, found)) if year >= this_year else [])
        for year, found in sorted(by_year.items(), reverse=True)
    ]


def _hints(series: Series, meetings: list[MeetingFacts]) -> Iterable[str]:
    standing = [m for m in meetings if m.state != MeetingState.CALLED_OFF]
    if len(standing) < series.per_year:
        yield ngettext(
            "So far {n} of {total} meeting.",
            "So far {n} of {total} meetings.",
            series.per_year,
        ).format(n=len(standing), total=series.per_year)
    if standing and not any(m.held_at for m in standing):
        yield _("None of them is held at a larger conference.")
