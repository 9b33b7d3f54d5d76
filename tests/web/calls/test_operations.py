"""The life of a call: status from its dates, a second look, deadlines that keep their identity, letters."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import feeds, operations, read
from clusterdynamics_web.calls.access import interests_of
from clusterdynamics_web.calls.demo import fill_calls
from clusterdynamics_web.calls.fields import Given
from clusterdynamics_web.calls.models import Call, Deadline, Draft, Interest, Message, Stage
from clusterdynamics_web.calls.operations.imports import plan_of
from clusterdynamics_web.calls.state import Status, is_stale, status_of, with_dates, with_status
from clusterdynamics_web.calls.uploads import read_calls
from clusterdynamics_web.calls.work import calls_mail, forget_what_is_over
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.models import AuditEntry, Membership, Role
from tests.web.calls.conftest import VALUES, at, entered, listed, utc
from tests.web.conftest import House
from tests.web.library.conftest import _Running, work

pytestmark = pytest.mark.django_db


def dated(call: Call) -> Call:
    found = with_dates(Call.objects.filter(pk=call.pk)).get()
    assert isinstance(found, Call)
    return found


def test_status_follows_from_the_dates(home: House) -> None:
    today = timezone.localdate()
    cases = {
        Status.OPEN: entered(home, [at(-3), at(40)]),
        Status.SOON: entered(home, [at(13), at(40)]),
        Status.COMING: entered(home, [at(40)], opens=today + timedelta(days=1)),
        Status.EXPIRED: entered(home, [at(-3), at(-1)], opens=today - timedelta(days=9)),
    }
    for status, call in cases.items():
        assert status_of(dated(call)) == status
    assert status_of(dated(entered(home))) == Status.OPEN, "without a deadline it stays open"
    # A deadline that was given up does not count; and time alone closes a call.
    soon = cases[Status.SOON]
    operations.save(home.admin, soon, {}, [at(40)])
    assert status_of(dated(soon)) == Status.OPEN
    later = timezone.now() + timedelta(days=41)
    assert status_of(with_dates(Call.objects.filter(pk=soon.pk), later).get(), later) == Status.EXPIRED
    assert [is_stale(entered(home, checked_on=today - timedelta(days=d))) for d in (60, 61)] == [False, True]


def test_the_database_says_the_same_status(home: House) -> None:
    """Calls with random dates: what `with_status` finds is what `status_of` says of each, and each is found once."""
    draw = random.Random(7)
    today = timezone.localdate()
    for _ in range(40):
        deadlines = [at(draw.choice((-30, -1, 3, 20, 60)) + n / 24) for n in range(draw.randrange(3))]
        opens = draw.choice((None, today, today + timedelta(days=5), today - timedelta(days=5)))
        call = entered(home, deadlines, opens=opens)
        if draw.random() < 0.3:
            operations.save(home.admin, call, {}, deadlines[:1])
    now = timezone.now()
    rows = list(with_dates(Call.objects.all(), now))
    found = {
        s: set(with_status(with_dates(Call.objects.all(), now), s, now).values_list("pk", flat=True)) for s in Status
    }
    assert {s: {c.pk for c in rows if status_of(c, now) == s} for s in Status} == found
    assert all(found.values())


def test_nobody_puts_an_own_call_into_the_list(home: House, elsewhere: House, curator: User) -> None:
    far = elsewhere.people[Role.CURATOR]
    call = operations.enter(curator, home.region, VALUES, [at(30)])
    assert list(read.waiting()) == [call]
    with pytest.raises(InputError, match="Somebody else"):
        operations.publish(curator, call)
    with pytest.raises(InputError, match="nobody can guess"):
        operations.give_back(far, call, "no")
    operations.give_back(far, call, "Please add the second stage.")
    work()
    assert [m.to for m in mail.outbox] == [[curator.email]]
    assert "Please add the second stage." in mail.outbox[0].body
    with pytest.raises(InputError, match="does not wait"):
        operations.publish(far, call)
    # Whoever changes it last has it as an own one, too.
    operations.save(home.admin, call, {"amount": "1 million euros"}, [at(30), at(60)])
    call.refresh_from_db()
    assert (call.stage, call.said, call.amount, call.title) == (Stage.WAITING, "", "1 million euros", VALUES["title"])
    with pytest.raises(InputError, match="Somebody else"):
        operations.publish(curator, call)
    operations.publish(far, call)
    operations.save(curator, call, {"amount": "2 million euros"}, [at(30)])
    call.refresh_from_db()
    assert call.stage == Stage.PUBLISHED, "what is in the list stays there"
    with pytest.raises(InputError, match="counted on it"):
        operations.withdraw(curator, call, "")
    operations.withdraw(curator, call, "The fund has no money left.")
    verbs = list(AuditEntry.objects.filter(verb__startswith="call.").order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        *("call.entered", "call.given_back", "call.mails_sent", "call.changed", "call.published", "call.changed"),
        "call.withdrawn",
    ]


def test_deadlines_keep_their_identity(home: House, curator: User) -> None:
    first, second = at(30, name="First stage"), at(60, name="Second stage")
    call = listed(home, [first, second])
    a, b = call.deadlines.all()
    moved = Given(second.at + timedelta(days=7), second.zone, "Second stage")  # found by its name
    operations.save(curator, call, {}, [moved, Given(first.at, first.zone, "Stage one", a.key), at(90)])
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.name, a.at, a.sequence) == ("Stage one", first.at, 1)
    assert (b.at, b.sequence, b.dropped_at) == (moved.at, 1, None)
    operations.save(curator, call, {}, [moved])
    a.refresh_from_db()
    assert a.sequence == 2
    assert a.dropped_at is not None
    assert call.deadlines.filter(dropped_at=None).get() == b, "and what has not changed keeps its number"
    b.refresh_from_db()
    assert b.sequence == 1
    text = feeds.ics().decode()
    assert text.count("BEGIN:VEVENT") == 3
    assert text.count("STATUS:CANCELLED") == 2
    operations.withdraw(curator, call, "The fund has no money left.")
    assert feeds.ics().decode().count("STATUS:CANCELLED") == 3
    operations.save(home.admin, call, {}, [moved])
    operations.publish(curator, call)
    b.refresh_from_db()
    assert b.sequence == 3, "struck out, and back again: each is a change for calendars"


def test_letters_reach_people_without_showing_an_address(home: House, elsewhere: House) -> None:
    call = listed(home, [at(30)])
    one, other = elsewhere.people[Role.NETWORK_READER], home.people[Role.NETWORK_READER]
    with pytest.raises(InputError, match="lead or be a partner"):
        operations.join(one, call, elsewhere.region, "boss", "")
    mine = operations.join(one, call, elsewhere.region, "lead", " A test hall. ")
    assert operations.join(one, call, elsewhere.region, "partner", "A test hall.") == mine
    assert Interest.objects.get().role == "partner"
    with pytest.raises(InputError, match="This is you"):
        operations.write(one, mine, "Hello")
    for text in ("  ", "x" * 2001):
        with pytest.raises(InputError):
            operations.write(other, mine, text)
    message = operations.write(other, mine, "Shall we write it together?")
    job = Job.objects.get(kind="calls_mail")
    work()
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == ([one.email], [f"{other.name} <{other.email}>"])
    assert "Shall we write it together?" in sent.body
    assert other.email not in sent.body
    message.refresh_from_db()
    assert (message.text, message.sent_at is None) == ("", False), "what was written is not kept"
    assert calls_mail(_Running(job)) == {"sent": 0}, "twice sends it once"
    Message.objects.bulk_create(Message(interest=mine, sender=other) for _ in range(19))
    with pytest.raises(InputError, match="20 letters"):
        operations.write(other, mine, "Once more")
    # Whoever leaves the region speaks for it no more.
    assert list(interests_of(call)) == [mine]
    Membership.objects.filter(user=one).delete()
    assert list(interests_of(call)) == []
    operations.leave(one, call)
    assert not Interest.objects.exists()


def test_what_is_given_out_comes_in_again_unchanged(home: House, curator: User) -> None:
    """And nothing of it runs in a spreadsheet on the way."""
    stages = [Given(utc(2027, 3, 26, 16), "Europe/Brussels", "First, stage"), at(90)]
    listed(
        home,
        stages,
        title='=HYPERLINK("x"), "quoted"',
        amount="-5",
        who="@all\nand others",
        checked_on=utc(2026, 3, 1).date(),
    )
    listed(home, [], title="Heat", url="https://fund.example/heat", identifier="", countries="")
    content = feeds.table(read.find("", {"status": "all"}))
    assert b"\n=" not in content.replace(b"\r", b"")
    assert b"'=HYPERLINK" in content
    draft = operations.keep(curator, home.region, "calls.csv", read_calls(content, home.region, ""))
    assert [(p.is_new, p.changes) for p in plan_of(draft)] == [(False, ()), (False, ())]
    assert operations.take(curator, draft) == (0, 0)
    assert Call.objects.filter(stage=Stage.PUBLISHED).count() == 2


def test_a_file_brings_new_calls_and_changes_of_known_ones(home: House, curator: User) -> None:
    known = listed(home, [at(30, name="First stage")])
    kept = known.deadlines.get()
    content = (
        "title,funder,url,identifier,amount,deadlines\n"
        "Clusters save energy,Fund of the North,https://fund.example/moved,FN-2027-1,,"
        "2027-03-26 17:00 UTC First stage\n"
        "Heat,Fund,https://fund.example/heat,,,\n"
    )
    draft = operations.keep(curator, home.region, "x.csv", read_calls(content.encode(), home.region, ""))
    plan = plan_of(draft)
    assert [(p.is_new, p.changes) for p in plan] == [(False, ("url", "deadlines")), (True, ())]
    assert operations.take(curator, draft) == (1, 1)
    known.refresh_from_db()
    kept.refresh_from_db()
    assert known.url == "https://fund.example/moved"
    assert known.amount == VALUES["amount"], "what the file does not say stays"
    assert (kept.at, kept.sequence) == (utc(2027, 3, 26, 17), 1)
    assert Call.objects.get(title="Heat").stage == Stage.WAITING
    assert Deadline.objects.count() == 1
    assert not Draft.objects.exists()
    wrong = read_calls(b"title,funder,url\n,,x", home.region, "")
    with pytest.raises(InputError, match="Row 2, title"):
        operations.keep(curator, home.region, "x.csv", wrong)
    Draft.objects.create(region=home.region, user=curator, name="x", created_at=timezone.now() - timedelta(days=2))
    forget_what_is_over()
    assert not Draft.objects.exists()


def test_the_demo_has_two_calls(home: House) -> None:
    fill_calls(home.study, home.people)
    lines = [(line.call.title, line.status) for line in map(read.line_of, read.find("", {}))]
    assert lines == [
        ("Small firms that save energy together", Status.OPEN),
        ("Research that reaches small firms", Status.COMING),
    ]
    assert [d.name for d in Call.objects.get(identifier="VT-1").deadlines.all()] == ["First stage", "Second stage"]
    assert Interest.objects.get().brings
    assert not mail.outbox
