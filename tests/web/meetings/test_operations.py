from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.library.models import Item, Version
from clusterdynamics_web.library.state import ItemState
from clusterdynamics_web.library.state import state_of as state_of_item
from clusterdynamics_web.meetings import operations, read
from clusterdynamics_web.meetings.access import access_meeting
from clusterdynamics_web.meetings.models import Meeting, Notice, Registration, Series, Talk
from clusterdynamics_web.meetings.state import MeetingState, has_call, seats_left, state_of
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.studies.models import Snapshot
from tests.web.conftest import House
from tests.web.library.conftest import published
from tests.web.library.hostile import png
from tests.web.meetings.conftest import moment, plan, values

pytestmark = pytest.mark.django_db


def names(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


# -- planning ------------------------------------------------------------------------------------------------------


def test_the_state_follows_from_facts(home: House, curator: User, reader: User) -> None:
    start, end = moment("2026-10-15 07:00"), moment("2026-10-15 13:00")
    common: dict[str, Any] = {"starts": start, "ends": end, "capacity": 1, "talks_until": date(2026, 9, 30)}
    meeting = plan(curator, home.region, **common, opens_on=date(2026, 9, 1), closes_on=date(2026, 10, 10))
    days = {
        "2026-08-31 21:59": MeetingState.PLANNED,  # 23:59 in Stockholm
        "2026-08-31 22:00": MeetingState.OPEN,
        "2026-10-10 21:59": MeetingState.OPEN,
        "2026-10-10 22:00": MeetingState.CLOSED,
        "2026-10-15 07:00": MeetingState.RUNNING,
        "2026-10-15 13:00": MeetingState.OVER,
    }
    assert {day: state_of(meeting, moment(day)) for day in days} == days
    assert [has_call(meeting, moment(d)) for d in ("2026-09-30 21:59", "2026-09-30 22:00")] == [True, False]
    Registration.objects.create(meeting=meeting, user=reader, region=home.region)
    assert state_of(meeting, moment("2026-09-20 12:00")) == MeetingState.FULL
    assert seats_left(meeting) == 0
    meeting.called_off_at = moment("2026-09-20 12:00")
    assert state_of(meeting, moment("2026-10-20 12:00")) == MeetingState.CALLED_OFF
    meeting.called_off_at, meeting.opens_on = None, None
    assert state_of(meeting, moment("2026-09-20 12:00")) == MeetingState.PLANNED


def test_what_does_not_hold_together_is_refused_all_at_once(home: House, curator: User) -> None:
    start = moment("2026-10-15 07:00")
    late = date(2026, 10, 16)
    wrong = values(
        home.region,
        starts=start,
        place="",
        online_url="",
        held_at_url="https://tci.example/",
        opens_on=late,
        closes_on=late - timedelta(days=3),
        talks_until=late,
    )
    with pytest.raises(InputError) as refused:
        operations.plan_meeting(curator, wrong)
    assert len(str(refused.value).splitlines()) == 5, refused.value
    for change, words in (
        ({"ends": start}, "The end comes after the beginning"),
        ({"zone": "Europe/Atlantis"}, "time zone"),
        ({"ends": start + timedelta(days=40)}, "a month at most"),
    ):
        with pytest.raises(InputError, match=words):
            operations.plan_meeting(curator, values(home.region, starts=start, **change))
    assert not Meeting.objects.exists()


def test_each_change_raises_the_sequence_and_a_move_is_told(meeting: Meeting, curator: User, home: House) -> None:
    def change(**given: Any) -> Meeting:
        kept = values(home.region, series=meeting.series, starts=meeting.starts)
        return operations.change_meeting(curator, meeting, {**kept, **given})

    assert change().sequence == 0, "nothing was changed"
    assert change(about="More words.").sequence == 1
    assert not Job.objects.filter(kind="meeting_mails").exists()
    later = {"starts": meeting.starts + timedelta(days=1), "ends": meeting.ends + timedelta(days=1)}
    moved = change(**later)
    assert (moved.sequence, moved.moved_at) == (2, moved.changed_at)
    assert Job.objects.get(kind="meeting_mails").parameters == {"meeting": meeting.pk, "kind": "moved", "number": 2}
    off = operations.call_off(curator, meeting, " The trains do not run. ")
    assert (off.sequence, off.why_off) == (3, "The trains do not run.")
    assert [names(v) for v in ("meeting.changed", "meeting.moved", "meeting.called_off")] == [1, 1, 1]
    with pytest.raises(InputError, match="called off"):
        change(about="Again")
    with pytest.raises(InputError, match="has not begun"):
        operations.call_off(curator, meeting, "Twice")


def test_a_meeting_that_is_over_is_corrected_without_mails(held: Meeting, curator: User, home: House) -> None:
    kept = values(home.region, series=held.series, starts=held.starts, place="The other house")
    assert operations.change_meeting(curator, held, kept).moved_at is None
    assert not Job.objects.exists()
    with pytest.raises(InputError, match="has not begun"):
        operations.call_off(curator, held, "Too late")


# -- people --------------------------------------------------------------------------------------------------------


def test_seats_are_counted_and_given_back(home: House, curator: User, reader: User, elsewhere: House) -> None:
    meeting = plan(curator, home.region, capacity=1)
    operations.join(reader, meeting, elsewhere.region, shown=True)
    operations.join(reader, meeting, elsewhere.region, shown=False)  # changes what was said; no second seat
    assert Registration.objects.get().shown is False
    with pytest.raises(InputError, match="All seats are taken"):
        operations.join(home.lead, meeting, home.region, shown=True)
    Registration.objects.create(meeting=meeting, user=home.lead, region=home.region)
    with pytest.raises(InputError, match="2 people have registered already"):
        operations.change_meeting(curator, meeting, values(home.region, starts=meeting.starts, capacity=1))
    Registration.objects.filter(user=home.lead).delete()
    operations.leave(reader, meeting)
    operations.leave(reader, meeting)
    assert not Registration.objects.exists()
    operations.join(home.lead, meeting, home.region, shown=True)
    assert (names("meeting.joined"), names("meeting.left")) == (2, 1)


def test_nobody_registers_before_or_after(held: Meeting, home: House, curator: User, reader: User) -> None:
    planned = plan(curator, home.region, opens_on=None)
    for meeting, word in ((held, "over"), (planned, "planned")):
        with pytest.raises(InputError, match=f"The meeting is: {word}"):
            operations.join(reader, meeting, home.region, shown=True)
    Registration.objects.create(meeting=held, user=reader, region=home.region)
    with pytest.raises(InputError, match="has begun"):
        operations.leave(reader, held)


def test_who_came_is_forgotten_when_its_time_is_over(held: Meeting, home: House, reader: User) -> None:
    Registration.objects.create(meeting=held, user=reader, region=home.region)
    Notice.objects.create(meeting=held, user=home.lead, kind="week_before")  # who withdrew later was written to
    assert operations.forget_people() == 0
    end = held.ends + timedelta(days=round(home.region.retention_months * 30.44))
    assert operations.forget_people(end - timedelta(minutes=1)) == 0
    assert operations.forget_people(end + timedelta(minutes=1)) == 1
    held.refresh_from_db()
    assert (held.came, Registration.objects.count(), Notice.objects.count()) == (1, 0, 0)
    assert read.seats_words(held) == "1 person has registered."


# -- agenda --------------------------------------------------------------------------------------------------------


def line(**given: Any) -> dict[str, Any]:
    empty = {"day": 0, "begins": None, "minutes": None, "title": "", "speaker": "", "region": None, "item": None}
    return {**empty, **given}


def test_lines_are_written_moved_and_taken_out(meeting: Meeting, curator: User) -> None:
    with pytest.raises(InputError) as refused:
        operations.save_line(curator, meeting, line(day=4, minutes=20))
    assert len(str(refused.value).splitlines()) == 3
    made = [operations.save_line(curator, meeting, line(title=t, begins=time(9))) for t in "abc"]
    operations.move_line(curator, made[2], up=True)
    operations.move_line(curator, made[0], up=True)
    assert "".join(x.title for x in meeting.agenda.all()) == "acb"
    operations.save_line(curator, meeting, line(title="B"), made[1])
    operations.remove_line(curator, made[0])
    assert "".join(x.title for x in meeting.agenda.all()) == "cB"


def test_the_agenda_is_filled_from_what_is_new_since_the_last_meeting(
    meeting: Meeting, held: Meeting, curator: User, home: House, reader: User, elsewhere: House
) -> None:
    author = home.people[Role.NETWORK_READER]
    old = published(author, curator, home.region, title="Old")
    new = published(author, curator, home.region, title="New")
    inside = published(author, curator, home.region, title="For the network", public=False)
    draft = operations_draft(author, home)
    for version, days in ((old, 200), (new, 100), (inside, 50)):
        at = timezone.now() - timedelta(days=days)
        version.entry.published_at = at
        version.entry.save()
    assert operations.seed_agenda(curator, meeting) == 2
    assert operations.seed_agenda(curator, meeting) == 0, "nothing comes twice"
    items = list(meeting.agenda.values_list("item", flat=True))
    assert items == [new.item_id, inside.item_id]
    assert draft.item_id not in items
    anybody, member = access_meeting(AnonymousUser(), meeting.key), access_meeting(reader, meeting.key)
    assert [x.title for x in read.agenda_of(member)] == ["New", "For the network"]
    hidden = "Something new from the library, for people of the network."
    assert [(x.title, bool(x.url)) for x in read.agenda_of(anybody)] == [("New", True), (hidden, False)]
    # What is withdrawn meanwhile is told so, to everybody.
    from clusterdynamics_web.library.operations import withdraw

    withdraw(curator, new, "A mistake in it.")
    for seat in (anybody, member):
        assert read.agenda_of(seat)[0].title == "This is not published any more."
        assert read.agenda_of(seat)[0].url == ""


def operations_draft(author: User, home: House) -> Version:
    from clusterdynamics_web.library.operations import create_draft

    return create_draft(author, home.region, "story", "en")


def test_the_first_meeting_looks_back_a_year(meeting: Meeting, curator: User, home: House) -> None:
    author = home.people[Role.NETWORK_READER]
    for days in (400, 300):
        version = published(author, curator, home.region, title=f"{days} days")
        version.entry.published_at = meeting.starts - timedelta(days=days)
        version.entry.save()
    assert operations.seed_agenda(curator, meeting) == 1
    assert [x.title for x in read.agenda_of(access_meeting(curator, meeting.key))] == ["300 days"]


def _given_out(house: House, audiences: list[str]) -> Publication:
    snapshot = Snapshot.objects.filter(study=house.study).first()
    if snapshot is None:
        wave = house.study.waves.get()
        snapshot = Snapshot.objects.create(study=house.study, wave=wave, fingerprint="f", path="none")
    return Publication.objects.create(snapshot=snapshot, audiences=audiences, session="spring")


@pytest.mark.parametrize(
    ("audiences", "lines", "member", "anybody"),
    [
        (["participants"], 0, "", ""),
        (["participants", "network"], 1, "New results: ", "New results of a study, for people of the network."),
        (["participants", "network", "public"], 1, "New results: ", "New results: "),
    ],
)
def test_results_that_were_given_out_come_to_whom_they_are_for(
    meeting: Meeting,
    curator: User,
    home: House,
    elsewhere: House,
    reader: User,
    audiences: list[str],
    lines: int,
    member: str,
    anybody: str,
) -> None:
    out = _given_out(elsewhere, audiences)
    assert operations.seed_agenda(curator, meeting) == lines
    seats = [access_meeting(user, meeting.key) for user in (curator, reader, AnonymousUser())]
    told = [[(x.title, bool(x.url)) for x in read.agenda_of(seat)] for seat in seats]
    if not lines:
        assert told == [[], [], []]
        return
    study = "How we work together"
    full = f"{member}{study}"
    shown = f"{anybody}{study}" if anybody.endswith(": ") else anybody
    # The address is for people of that region, as the results are.
    assert told == [[(full, False)], [(full, True)], [(shown, False)]]
    # Answers were taken back: the snapshot goes, and with it the title.
    Snapshot.objects.filter(pk=out.snapshot_id).update(taken_down_at=timezone.now())
    gone = [[x.title for x in read.agenda_of(seat)] for seat in seats]
    assert gone == [["This is not published any more."]] * 3


# -- talks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def offer(meeting: Meeting, reader: User, elsewhere: House) -> Callable[..., Talk]:
    def offer(**given: Any) -> Talk:
        said = {"title": "Asking twice", "words": "We asked twice. It paid.", "speaker": "Kim Berg"}
        return operations.offer_talk(reader, meeting, {**said, "region": elsewhere.region, **given})

    return offer


def test_a_talk_is_offered_declined_with_a_reason_and_accepted(
    offer: Callable[..., Talk], meeting: Meeting, curator: User
) -> None:
    with pytest.raises(InputError, match="two sentences"):
        offer(words=" ")
    talk = offer()
    with pytest.raises(InputError, match="Say why"):
        operations.answer_talk(curator, talk, accepted=False)
    operations.answer_talk(curator, talk, accepted=True, reason="Gladly.")
    operations.answer_talk(curator, talk, accepted=True)
    only = read.agenda_of(access_meeting(AnonymousUser(), meeting.key))
    assert [(x.title, x.who, x.note) for x in only] == [("Asking twice", "Kim Berg, South", "We asked twice. It paid.")]
    operations.answer_talk(curator, talk, accepted=False, reason="The day is full.")
    assert not meeting.agenda.exists()
    operations.withdraw_talk(talk.user, talk)
    with pytest.raises(InputError, match="withdrawn"):
        operations.answer_talk(curator, talk, accepted=True)
    Meeting.objects.filter(pk=meeting.pk).update(talks_until=None)
    with pytest.raises(InputError, match="cannot be offered now"):
        offer()


def test_slides_go_into_the_library_as_a_draft_of_the_speaker(
    offer: Callable[..., Talk], meeting: Meeting, curator: User, reader: User, elsewhere: House
) -> None:
    talk = offer()
    with pytest.raises(InputError, match="accepted"):
        operations.add_slides(reader, talk, "a.png", png(64, 36))
    operations.answer_talk(curator, talk, accepted=True)
    talk.refresh_from_db()
    with pytest.raises(InputError):
        operations.add_slides(reader, talk, "a.pptx", b"no slides")
    assert not Item.objects.exists(), "a file that may not come in begins nothing"
    version = operations.add_slides(reader, talk, "a.png", png(64, 36))
    assert operations.add_slides(reader, talk, "b.png", png(64, 36)) == version
    assert (version.kind, version.title, version.authors) == ("presentation", "Asking twice", "Kim Berg; South")
    assert (version.item.region, version.files.count()) == (elsewhere.region, 2)
    assert state_of_item(version) == ItemState.DRAFT
    assert read.materials_of(access_meeting(curator, meeting.key)) == [], "a draft is the speaker's"


# -- afterwards ----------------------------------------------------------------------------------------------------


def said(**given: Any) -> dict[str, Any]:
    empty = {"minutes": "", "minutes_public": False, "no_decisions": False, "next_on": None, "next_host": None}
    return {**empty, **given}


def test_a_meeting_closes_with_minutes_decisions_next_date_and_next_host(
    held: Meeting, meeting: Meeting, curator: User, reader: User, home: House, elsewhere: House
) -> None:
    with pytest.raises(InputError) as refused:
        operations.close(curator, held)
    assert len(str(refused.value).splitlines()) == 4
    with pytest.raises(InputError, match="after this one"):
        operations.write_minutes(curator, held, said(next_on=held.starts.date()))
    with pytest.raises(InputError, match="once the meeting has begun"):
        operations.write_minutes(curator, meeting, said(minutes="Too early"))
    with pytest.raises(InputError) as refused:
        operations.decide(curator, held, "", None, date(2000, 1, 1))
    assert len(str(refused.value).splitlines()) == 3
    operations.decide(curator, held, "Ask about purposes in every study.", elsewhere.region, None)
    operations.write_minutes(
        curator, held, said(minutes="We talked.", next_on=meeting.starts.date(), next_host=elsewhere.region)
    )
    assert operations.close(curator, held).closed_at is not None
    made = held.decisions.get()
    with pytest.raises(InputError, match="stay"):
        operations.remove_decision(curator, made)
    operations.mark_decision(curator, made, done=True)
    # The next meeting looks at it; whoever is not logged in does not.
    before, decided = read.decided_before(access_meeting(reader, meeting.key))
    assert before == held
    assert [(d.text, d.owner, d.done_at is not None) for d in decided] == [(made.text, elsewhere.region, True)]
    assert read.decided_before(access_meeting(AnonymousUser(), meeting.key)) == (None, [])
    assert read.decisions_of(access_meeting(AnonymousUser(), held.key)) == []
    operations.write_minutes(curator, held, said(minutes="We talked.", minutes_public=True))
    held.refresh_from_db()
    assert read.decided_before(access_meeting(AnonymousUser(), meeting.key))[1] == [made]


def test_minutes_name_no_people(held: Meeting, curator: User, reader: User, home: House) -> None:
    Registration.objects.create(meeting=held, user=reader, region=home.region)
    for do in (
        lambda: operations.write_minutes(curator, held, said(minutes=f"Then {reader.name} spoke.")),
        lambda: operations.decide(curator, held, f"{reader.name} calls.", home.region, None),
    ):
        with pytest.raises(InputError, match=f"without: {reader.name}"):
            do()


def test_a_series_says_what_is_missing_this_year(series: Series, curator: User, home: House) -> None:
    year = timezone.localdate().year
    assert [(y.year, y.hints) for y in read.years_of(series)] == [(year, ["So far 0 of 2 meetings."])]
    starts = [moment(f"{year + 1}-04-15 07:00"), moment(f"{year + 1}-10-15 07:00")]
    plan(curator, home.region, series=series, starts=starts[0])
    assert read.years_of(series)[0].hints == [
        "So far 1 of 2 meetings.",
        "None of them is held at a larger conference.",
    ]
    plan(curator, home.region, series=series, starts=starts[1], held_at="TCI")
    assert (read.years_of(series)[0].year, read.years_of(series)[0].hints) == (year + 1, [])
