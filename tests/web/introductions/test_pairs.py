"""Two are asked, and meet only if both want to. Nobody learns of a no."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics.disclosure import Audience, leaks, pairs_for
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact, Mail, MailKind
from clusterdynamics_web.fieldwork.recipients import Why, why_not
from clusterdynamics_web.introductions import operations, suggestions
from clusterdynamics_web.introductions.models import Introduction, Letter
from clusterdynamics_web.introductions.signals import introduction_accepted
from clusterdynamics_web.introductions.standing import KEPT, WEEKS, Standing, standing_of
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.package import build_study
from tests.web.introductions.conftest import WAVE, Meeting, letters_to, link_in, opened, say, side

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted() -> Any:
    """What was told to other parts of the application."""
    heard: list[Introduction] = []

    def hear(sender: object, introduction: Introduction, **more: object) -> None:
        heard.append(introduction)

    introduction_accepted.connect(hear)
    yield heard
    introduction_accepted.disconnect(hear)


#: Answers of the two sides, in the order in which they come → what may be known.
TRUTH = {
    (): Standing.WAITING,
    (("a", "yes"),): Standing.WAITING,
    (("a", "no"),): Standing.WAITING,
    (("a", "no"), ("b", "no")): Standing.WAITING,
    (("a", "yes"), ("b", "no")): Standing.WAITING,
    (("b", "no"), ("a", "yes")): Standing.WAITING,
    (("a", "yes"), ("b", "yes")): Standing.ACCEPTED,
    (("b", "yes"), ("a", "yes")): Standing.ACCEPTED,
    (("a", "no"), ("a", "yes"), ("b", "yes")): Standing.ACCEPTED,
    (("a", "yes"), ("a", "no"), ("b", "yes")): Standing.WAITING,
}


def test_what_comes_of_each_pair_of_answers(meeting: Meeting, accepted: list[Introduction]) -> None:
    operations.prepare_list(None, meeting.snapshot, holds_out=False)
    for (a, b), (answers, expected) in zip(meeting.pairs(), TRUTH.items(), strict=False):
        Letter.objects.update(begun_at=timezone.now() - timedelta(days=3))  # an organisation may be in several
        one = meeting.ask((a, b))
        accepted.clear()
        before = len(outbox.outbox)
        for who, value in answers:
            say(one, {"a": a, "b": b}[who], value)
        operations.send_due()
        one = Introduction.objects.get(pk=one.pk)
        assert standing_of(one) == expected, answers
        told = outbox.outbox[before:]
        if expected == Standing.ACCEPTED:
            assert [i.pk for i in accepted] == [one.pk]
            assert sorted(m.to[0] for m in told) == sorted(m.to[0] for c in (a, b) for m in letters_to(c)[-1:])
            for mine, other in permutations((a, b)):
                assert f"{other.lower()}@example.org" in letters_to(mine)[-1].body
                assert "+46" not in letters_to(mine)[-1].body  # it was left out of what was given
            with pytest.raises(InputError):
                say(one, a, "no")  # the contacts are out
        else:
            assert (accepted, told) == ([], []), answers
        Introduction.objects.filter(pk=one.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        one.refresh_from_db()
        assert standing_of(one) == (expected if expected == Standing.ACCEPTED else Standing.OVER)
    assert len(meeting.pairs()) > 0  # there were enough pairs for the whole table


def _plain(page: Any) -> str:
    """The page without what differs at each call."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]*"', "", page.content.decode())


def test_a_no_looks_like_no_answer_to_everybody_else(meeting: Meeting, log_in: Callable[[User], Client]) -> None:
    """The same pages, letters and records, whether the other side said no or has not answered, before and after."""
    a, b = _first(meeting)
    one = meeting.ask((a, b))
    window = opened(link_in(letters_to(a)[0].body))
    window.post("/meet/", {"answer": "yes", "name": "Anna", "email": "anna@example.org", "phone": ""})
    team = [log_in(meeting.house.lead), log_in(meeting.house.manager)]

    def all_see() -> list[str]:
        pages = [_plain(window.get("/meet/")), *(_plain(c.get(meeting.house.url("easy/"))) for c in team)]
        return [*pages, *(m.subject + m.body for m in letters_to(a))]

    silent = all_see()
    records = AuditEntry.objects.count()
    say(one, b, "no")
    assert all_see() == silent
    operations.close_groups()
    operations.send_due()
    assert all_see() == silent
    assert Introduction.objects.get(pk=one.pk).accepted_at is None
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.verb, entry.details, entry.user) == ("introduction.answered", {}, None)
    assert AuditEntry.objects.count() == records + 1
    # When the time is over they are told the same, too.
    Introduction.objects.update(expires_at=timezone.now() - timedelta(days=1))
    said_no = all_see()
    one.sides.filter(actor__code=b).update(answer="", answered_at=None)
    assert all_see() == said_no
    assert "It did not come about this time." in said_no[0]


def _first(meeting: Meeting) -> tuple[str, str]:
    operations.prepare_list(None, meeting.snapshot, holds_out=False)
    return meeting.pairs()[0]


def test_nobody_gets_two_mails_in_48_hours(meeting: Meeting) -> None:
    """RT-02 over mails of the field work and letters of introductions, in both directions."""
    a, b = _first(meeting)
    person = Respondent.objects.get(contact_key__contact=meeting.contact(a))
    now = timezone.now()
    mail = Mail.objects.create(respondent=person, kind=MailKind.REMINDER, sent_at=now - timedelta(hours=47))
    one = meeting.ask((a, b))
    assert (len(letters_to(a)), len(letters_to(b))) == (0, 1)
    Mail.objects.filter(pk=mail.pk).update(sent_at=now - timedelta(hours=49))
    assert operations.send_due() == 1
    assert operations.send_due() == 0
    assert len(letters_to(a)) == 1
    # A reminder of the next wave waits for the letter, too.
    person.submitted_at, person.invited_at = None, now
    kind = MailKind.REMINDER
    assert why_not(person, meeting.contact(a), kind, [], now + timedelta(hours=47)) == Why.RECENT
    assert why_not(person, meeting.contact(a), kind, [], now + timedelta(hours=49)) is None
    # The letter with the contacts is what both waited for: it goes at once.
    say(one, a, "yes")
    say(one, b, "yes")
    assert operations.send_due() == 2
    # Who declined since then is not written to.
    Letter.objects.update(begun_at=timezone.now() - timedelta(days=3))
    c, d = meeting.pairs()[0]
    operations.ask_pairs(None, meeting.snapshot, Audience.CLUSTER_MANAGER, [(c, d)])
    Respondent.objects.filter(contact_key__contact=meeting.contact(c)).update(declined_at=timezone.now())
    before = len(letters_to(c))
    operations.send_due()
    assert len(letters_to(c)) == before
    assert (
        Letter.objects.get(contact=meeting.contact(c), kind="ask", side__introduction__told_at=None).error == "declined"
    )


def test_a_random_half_is_held_out(meeting: Meeting, log_in: Callable[[User], Client]) -> None:
    page = log_in(meeting.house.manager)
    url = meeting.house.url("easy/list/")
    page.post(url, {"how": "half"})  # the cluster was not asked
    assert suggestions.held_out(meeting.study, WAVE) == set()
    made = operations.prepare_list(meeting.house.lead, meeting.snapshot, holds_out=True, seed=7)
    shown, held = (f(meeting.study, WAVE) for f in (suggestions.shown, suggestions.held_out))
    package = build_study(meeting.study)
    listed = {
        (p.first, p.second)
        for reader in (Audience.STUDY, Audience.CLUSTER_MANAGER)
        for p in pairs_for(package, reader, WAVE)
    }
    assert shown | held == listed
    assert not shown & held
    assert len(held) == len(listed) // 2
    # Seeded and recorded: the library draws the same from what the package says.
    entry = AuditEntry.objects.get(verb="pairs.prepared")
    assert (entry.details["seed"], made.seed) == (7, 7)
    from clusterdynamics.measures.easy.held_out import hold_out

    rows = package["suggestions"].filter(wave=WAVE)
    again = hold_out(rows.select("from", "to", "area").iter_rows(), WAVE, 7)
    assert again.sort("from", "to").equals(rows.sort("from", "to"))
    assert package["suggestions"].filter(wave="2024").height == 49  # those of the wave before are as they were
    # Nobody sees them or can ask them.
    for person in (meeting.house.lead, meeting.house.manager):
        seen = log_in(person).get(meeting.house.url("easy/?all")).context["pairs"]
        assert {(p.first.code, p.second.code) for p in seen} <= shown
    with pytest.raises(InputError, match="not on the list"):
        operations.ask_pairs(None, meeting.snapshot, Audience.STUDY, [sorted(held)[0]])
    # Until somebody was asked it can be decided anew; then no more.
    operations.prepare_list(None, meeting.snapshot, holds_out=False)
    assert suggestions.shown(meeting.study, WAVE) == listed
    operations.prepare_list(None, meeting.snapshot, holds_out=True, seed=7)
    assert suggestions.held_out(meeting.study, WAVE) == held
    operations.ask_pairs(None, meeting.snapshot, Audience.CLUSTER_MANAGER, meeting.pairs()[:1])
    with pytest.raises(InputError, match="asked already"):
        operations.prepare_list(None, meeting.snapshot, holds_out=False)


def test_the_letter_and_the_page_say_what_is_asked_and_no_more(meeting: Meeting) -> None:
    a, b = _first(meeting)
    Contact.objects.filter(actor__code=b).update(language="sv")
    one = meeting.ask((a, b))
    letter = letters_to(a)[0]
    other = one.sides.get(actor__code=b).actor.label
    assert letter.subject == f"Would you like to meet {other}?"
    assert "If you say no, nobody is told." in letter.body
    assert meeting.house.study.region.name in letter.body  # who writes
    # Only the hash of the link is kept, and a look at it opens nothing.
    path = link_in(letter.body)
    assert path.split("/")[2] not in str(list(one.sides.values()))
    looked = Client()
    assert other not in looked.get(path).content.decode()
    assert looked.get("/meet/").status_code == 404
    page = opened(path).get("/meet/")
    assert other in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    assert leaks(page.content, [f"{b.lower()}@example.org", f"Person {b}"]) == []  # before both said yes
    swedish = opened(link_in(letters_to(b)[0].body)).get("/meet/")
    assert swedish.headers["Content-Language"] == "sv"
    assert opened(path).post("/meet/", {"answer": "yes", "name": "Anna"}).status_code == 422  # no way to reach her
    assert opened(path).post("/meet/", {"answer": "yes", "email": "anna"}).status_code == 422
    assert side(one, a).answer == ""
    assert Client().post("/meet/nonsense/").status_code == 404
    # The link ends, and what was given is forgotten.
    say(one, a, "yes")
    over = timezone.now() + WEEKS + KEPT
    assert operations.forget_contacts(over - timedelta(hours=1)) == 0
    assert operations.forget_contacts(over + timedelta(hours=1)) == 2
    assert operations.forget_contacts(over + timedelta(hours=1)) == 0
    assert side(one, a).gives_email == ""
    assert Client().post(path).status_code == 404


def test_each_sees_those_whom_disclosure_allows(
    meeting: Meeting, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.prepare_list(None, meeting.snapshot, holds_out=False)
    package = build_study(meeting.study)
    for person, audience in ((meeting.house.lead, Audience.STUDY), (meeting.house.manager, Audience.CLUSTER_MANAGER)):
        page = log_in(person).get(meeting.house.url("easy/?all"))
        shown = {p.value for p in page.context["pairs"]}
        assert shown == {f"{p.first}|{p.second}" for p in pairs_for(package, audience, WAVE)}
        assert len(page.context["areas"]) == 14
    board = log_in(meeting.house.lead).get(meeting.house.url("easy/?as=board"))
    assert "pairs" not in board.context
    assert not board.context["reads"]
    with monkeypatch.context() as patch:  # not told yet, or not any more as it was: the page waits for it
        patch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: None)
        for path in ("easy/", "champions/", "large-companies/"):
            assert log_in(meeting.house.lead).get(meeting.house.url(path)).headers["Refresh"] == "2"
    # Nobody acts as somebody else, and what is not on the list cannot be asked.
    as_board = meeting.house.url("easy/ask/?as=board")
    assert log_in(meeting.house.lead).post(as_board, {"pair": "F01|F02"}).status_code == 403
    for chosen in ([("F02", "F03")], [], [(f"F{k}", "F01") for k in range(20)]):
        with pytest.raises(InputError):
            operations.ask_pairs(None, meeting.snapshot, Audience.CLUSTER_MANAGER, chosen)
    assert not Introduction.objects.exists()
