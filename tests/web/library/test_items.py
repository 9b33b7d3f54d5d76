"""From a draft to a published item and on: who may move it, what is refused, who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations, read, search
from clusterdynamics_web.library.demo import fill_library
from clusterdynamics_web.library.fields import REQUIRED
from clusterdynamics_web.library.models import Entry, Event, Item, Version
from clusterdynamics_web.library.state import ItemState, state_of
from clusterdynamics_web.regions.models import AuditEntry, Role
from tests.web.conftest import House
from tests.web.library.conftest import COMPLETE, closed, published, second_curator, submitted, work

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def test_from_draft_to_published_with_changes_at_a_field(home: House, author: User, curator: User) -> None:
    version = operations.create_draft(author, home.region, "case_study", "sv")
    assert state_of(version) == ItemState.DRAFT
    assert (version.country, version.place, version.authors) == ("SE", "North", author.name), "nothing asked twice"
    with pytest.raises(InputError) as refused:
        operations.submit(author, version)
    assert [w for w in ("Title", "Summary", "Cluster or sector", "First year") if w not in str(refused.value)] == []
    operations.save_draft(author, version, COMPLETE | {"language": "sv"})
    operations.submit(author, version, "Please look at the summary.")
    assert state_of(version) == ItemState.SUBMITTED
    with pytest.raises(InputError, match="waits for a reply"):
        operations.save_draft(author, version, {"title": "Later"})
    with pytest.raises(InputError, match="at one field"):
        operations.request_changes(curator, version, {"title": "  "}, "No.")
    operations.request_changes(curator, version, {"summary": "Say how many firms came."})
    assert state_of(version) == ItemState.CHANGES_REQUESTED
    assert read.open_comments(version) == {"summary": ["Say how many firms came."]}
    work()
    assert [m.to for m in mail.outbox] == [[curator.email], [author.email]]
    assert "Say how many firms came." in mail.outbox[1].body
    operations.save_draft(author, version, {"summary": "Forty firms met."})
    operations.submit(author, version)
    assert read.open_comments(version) == {}
    with pytest.raises(InputError, match="waits for a reply"):
        operations.publish(author, version)
    operations.accept(curator, version)
    operations.accept(second_curator(home.region), version)
    with pytest.raises(InputError, match="already"):
        operations.accept(curator, version)
    assert not Entry.objects.exists()
    operations.publish(author, version)
    assert state_of(version) == ItemState.PUBLISHED
    assert Entry.objects.get().language == "sv"
    kinds = list(version.events.values_list("kind", flat=True))
    assert kinds == ["submitted", "changes_requested", "submitted", "accepted", "accepted", "published"]
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {f"library.{k}" for k in kinds}


def test_nobody_approves_an_own_item(home: House, curator: User) -> None:
    own = submitted(curator, home.region)
    for do in (operations.accept, lambda u, v: operations.request_changes(u, v, {"title": "x"})):
        with pytest.raises(InputError, match="your own"):
            do(curator, own)
    assert own not in read.queue_for(curator)
    # Whoever sends somebody else's draft in has had a hand in it, too.
    other = second_curator(home.region)
    draft = operations.create_draft(home.people[Role.NETWORK_READER], home.region, "method", "en")
    operations.save_draft(other, draft, COMPLETE)
    operations.submit(other, draft)
    with pytest.raises(InputError, match="your own"):
        operations.accept(other, draft)
    operations.accept(curator, draft)


def test_at_most_eight_fields_are_required_of_any_kind() -> None:
    assert {kind: len(fields) for kind, fields in REQUIRED.items()} == dict.fromkeys(REQUIRED, 8)
    assert {"done", "got_back", "did_not_work"} < set(REQUIRED["experience"])
    assert "licence_text" in set.intersection(*(set(fields) for fields in REQUIRED.values()))


def test_experience_tells_what_did_not_work(home: House, author: User) -> None:
    draft = operations.create_draft(author, home.region, "experience", "en")
    values = {"title": "Our first study", "country": "SE", "authors": "North", "texts": {"done": "We asked 40 firms."}}
    operations.save_draft(author, draft, values)
    with pytest.raises(InputError) as refused:
        operations.submit(author, draft)
    assert "What the cluster got back" in str(refused.value)
    assert "What did not work" in str(refused.value)
    assert "Summary" not in str(refused.value)


def test_versions_stand_for_good_and_translations_are_linked(
    home: House, author: User, curator: User, log_in: LogIn
) -> None:
    first = published(author, curator, home.region, public=True)
    at = f"/library/{first.item.key}/"
    second = operations.new_version(author, first, "en")
    with pytest.raises(InputError, match="being worked on"):
        operations.new_version(author, first, "en")
    operations.save_draft(author, second, {"title": "Breakfast, two years on"})
    french = operations.new_version(author, first, "fr")
    operations.save_draft(author, french, {"title": "Petits déjeuners dans la vallée"})
    for version in (second, french):
        operations.submit(author, version)
        operations.accept(curator, version)
        operations.publish(curator, version)
    assert [state_of(v) for v in (first, second, french)] == [
        ItemState.SUPERSEDED,
        ItemState.PUBLISHED,
        ItemState.PUBLISHED,
    ]
    assert french.translation_of_id == first.pk
    assert set(Entry.objects.values_list("pk", flat=True)) == {second.pk, french.pk}
    old = Client().get(f"{at}1/").text
    assert "There is a newer version" in old
    assert "(version 1)" in old
    assert "Petits déjeuners" in Client().get(at, headers={"accept-language": "fr"}).text
    finnish = Client().get(at, headers={"accept-language": "fi"})
    assert finnish.context["version"].number == 3, "no Finnish one: the newest at all"
    operations.withdraw(author, second, "The numbers were wrong.")
    gone = Client().get(f"{at}2/")
    assert gone.status_code == 410
    assert "The numbers were wrong." in gone.text
    assert COMPLETE["summary"] not in gone.text
    assert state_of(first) == ItemState.PUBLISHED, "what was replaced stands again"
    assert Client().get(f"{at}1/").status_code == 200
    with pytest.raises(InputError, match="Say why"):
        operations.withdraw(author, first, " ")


def test_a_draft_is_for_its_author_and_the_curators_of_its_region(
    home: House, elsewhere: House, author: User, curator: User, log_in: LogIn
) -> None:
    version = operations.create_draft(author, home.region, "case_study", "en")
    operations.save_draft(author, version, COMPLETE)
    draft = f"/r/{home.region.slug}/library/{version.item.key}/1/"
    file = operations.add_file(author, version, "a.csv", b"Year,Firms\n2024,40\n")
    read_page, review = f"/library/{version.item.key}/1/", f"/library/review/{version.item.key}/1/"
    sent = f"{read_page}files/{file.key}/"
    foreign = elsewhere.people[Role.CURATOR]

    def status(user: User | None, *paths: str) -> list[int]:
        client = log_in(user) if user else Client()
        return [closed(client.get(path)).status_code for path in paths]

    where = (draft, read_page, review, sent)
    assert status(author, *where) == [200, 404, 403, 200]
    assert status(curator, *where) == [200, 404, 200, 200]
    for other in (home.lead, home.admin, *elsewhere.people.values()):
        expected = 404 if other == foreign else 403
        assert status(other, *where) == [404, 404, expected, 404], other
    assert status(None, draft, read_page, sent) == [302, 404, 404]
    assert log_in(author).get(f"/r/{home.region.slug}/library/").text.count(COMPLETE["title"]) == 1
    assert COMPLETE["title"] not in log_in(home.lead).get(f"/r/{home.region.slug}/library/").text
    operations.save_draft(author, version, {"third_party": "none"})
    operations.submit(author, version)
    # Sent in, curators of other regions read and reply; its desk stays at home.
    assert status(foreign, *where) == [404, 404, 200, 200]
    operations.accept(foreign, version)
    file.refresh_from_db()
    work()
    operations.publish(author, version)
    assert status(None, read_page, sent) == [200, 200]
    Version.objects.update(public=False)
    assert status(None, read_page, sent, f"{read_page}cite/bib/") == [404, 404, 404]
    assert status(home.lead, read_page, sent) == [200, 200]


def test_the_form_saves_holes_and_tells_all_problems_at_once(home: House, author: User, log_in: LogIn) -> None:
    client = log_in(author)
    base = f"/r/{home.region.slug}/library/"
    assert client.get(base + "new/").status_code == 200
    assert client.post(base + "new/", {"kind": "novel"}).status_code == 422
    where = client.post(base + "new/", {"kind": "experience"}).headers["Location"]
    page = client.get(where).text
    assert page.count("(required)") == 8, "seven beside the kind, and the file of the form for files"
    assert "Asked for because others learn most from it." in page
    assert client.post(where, {"title": "Half", "public": "no", "save": "1"}).status_code == 302
    version = Version.objects.get()
    assert (version.title, version.public, version.licence_text) == ("Half", False, "CC-BY-4.0")
    wrong = client.post(where, {"title": "", "year_from": "1066", "send": "1"})
    assert wrong.status_code == 422
    sent = client.post(where, {"title": "", "country": "SE", "authors": "N", "text_done": "We asked.", "send": "1"})
    assert sent.status_code == 422
    assert sorted(sent.context["form"].errors) == ["text_did_not_work", "text_got_back", "title"]
    assert state_of(version) == ItemState.DRAFT
    gave = {"title": "All", "country": "SE", "authors": "N", "public": "yes", "send": "1"}
    texts = {f"text_{n}": "Some words." for n in ("done", "got_back", "did_not_work")}
    assert client.post(where, gave | texts).status_code == 302
    assert state_of(version) == ItemState.SUBMITTED
    assert "With the curators" in client.get(where).text
    assert client.post(where, {"title": "Sneaky"}).status_code == 302
    version.refresh_from_db()
    assert version.title == "All"
    client.post(where + "discard/")
    assert not Item.objects.exists()


def test_questions_reach_the_author_and_answers_whoever_asked(
    home: House, elsewhere: House, author: User, curator: User, log_in: LogIn
) -> None:
    version = published(author, curator, home.region)
    at = f"/library/{version.item.key}/"
    asker = elsewhere.lead
    assert Client().post(f"{at}ask/", {"text": "x"}).headers["Location"].startswith("/accounts/login/")
    work()
    mail.outbox.clear()
    log_in(asker).post(f"{at}ask/", {"text": "How did you start? <script>"})
    question = version.item.posts.get()
    log_in(author).post(f"/library/posts/{question.pk}/answer/", {"text": "With coffee."})
    work()
    assert [m.to for m in mail.outbox] == [[author.email], [asker.email]]
    assert "With coffee." in mail.outbox[1].body
    page = Client().get(at).text
    assert "&lt;script&gt;" in page
    assert "With coffee." in page
    assert log_in(asker).post(f"/library/posts/{question.pk}/hide/").status_code == 403
    log_in(curator).post(f"/library/posts/{question.pk}/hide/", {"reason": "Off topic."})
    assert "How did you start?" not in Client().get(at).text
    log_in(asker).post(f"{at}uses/", {"by": "action", "title": "Our breakfast", "region": elsewhere.region.slug})
    assert "Our breakfast" in Client().get(at).text
    assert log_in(asker).post(f"{at}uses/", {"by": "x", "title": "y", "region": home.region.slug}).status_code == 404


def test_the_median_time_to_a_first_reply(home: House, author: User, curator: User) -> None:
    """Waits of 1, 2 and 6 days: the median is 2. A second round does not count, nor what still waits."""
    now = timezone.now()
    assert "we cannot say" in read.first_reply_words()
    for days in (1, 2, 6):
        version = submitted(author, home.region)
        operations.request_changes(curator, version, {"title": "x"})
        sent, replied = version.events.all()
        Event.objects.filter(pk=sent.pk).update(at=now - timedelta(days=10))
        Event.objects.filter(pk=replied.pk).update(at=now - timedelta(days=10 - days))
    submitted(author, home.region)
    assert read.median_first_reply() == timedelta(days=2)
    assert "within 2 days" in read.first_reply_words()


def test_the_demo_has_something_to_read_and_to_reply_to(home: House) -> None:
    fill_library(home.study, home.people)
    assert search.find("", {}, everything=False).total == 2
    assert [v.title for v in read.queue_for(home.people[Role.CURATOR])] == ["Breakfast meetings in a valley"]
