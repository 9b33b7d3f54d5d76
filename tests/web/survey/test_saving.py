"""Saving: once, in order, never an old copy over newer answers; and only while people may answer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.survey.models import Tie
from clusterdynamics_web.survey.operations import submit
from clusterdynamics_web.survey.operations.saving import Outcome
from tests.web.survey.conftest import Asking

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


def depth(asking: Asking, code: str = "a2") -> float | None:
    return Tie.objects.get(relation="depth", to=asking.actors[code]).value


@pytest.fixture
def rating(asking: Asking) -> Asking:
    """Somebody who has picked two partners."""
    asking.consent()
    asking.pick("a2", "a3")
    return asking


def post(client: Client, asking: Asking, value: str, **more: Any) -> tuple[int, dict[str, Any]]:
    response = client.post(f"/answer/{asking.card('a2')}/", {"tie.depth": value, **more}, **JSON)
    return response.status_code, json.loads(response.content)


def test_saved_as_one_goes_says_when_and_where_to_go_on(rating: Asking) -> None:
    status, reply = post(rating.client(), rating, "4")
    assert status == 200
    assert reply["outcome"] == "saved"
    assert reply["next"] == f"/answer/{rating.card('a3')}/"
    assert reply["saved_at"] == rating.answers().saved[rating.card("a2")].isoformat()
    assert depth(rating) == 4


def test_the_same_twice_is_stored_once(rating: Asking) -> None:
    client = rating.client()
    assert [post(client, rating, "4")[1]["outcome"] for _ in range(3)] == ["saved"] * 3
    assert Tie.objects.filter(relation="depth", to=rating.actors["a2"]).count() == 1


def test_what_waited_longer_than_newer_answers_of_another_device_is_not_saved(rating: Asking) -> None:
    phone, laptop = rating.client(), rating.client()
    post(laptop, rating, "5")
    status, reply = post(phone, rating, "1", _age="60000")
    assert (status, reply["outcome"]) == (200, "older")
    assert "newer" in reply["text"]
    assert depth(rating) == 5


def test_what_was_written_later_wins_and_is_told_where_the_page_had_not_seen_the_other(rating: Asking) -> None:
    phone, laptop = rating.client(), rating.client()
    first = post(laptop, rating, "5")[1]["saved_at"]
    assert post(phone, rating, "1")[1]["outcome"] == "replaced"
    assert depth(rating) == 1
    # A page that shows what the other device saved replaces nothing unseen.
    seen = post(laptop, rating, "2")[1]["saved_at"]
    assert first < seen
    assert post(phone, rating, "3", _seen=seen)[1]["outcome"] == "saved"


def test_of_one_device_a_late_copy_does_not_undo_a_newer_one(rating: Asking) -> None:
    client = rating.client()
    post(client, rating, "3")
    assert post(client, rating, "2", _age="5000")[1]["outcome"] == "older"
    assert depth(rating) == 3


@pytest.mark.parametrize(
    "extra",
    [{"_age": "x"}, {"_age": "9" * 40}, {"_age": "-1"}, {"_seen": "yesterday"}, {"_seen": "2026-13-45T99:99:99"}],
)
def test_nonsense_about_time_is_taken_as_now(rating: Asking, extra: dict[str, str]) -> None:
    status, reply = post(rating.client(), rating, "4", **extra)
    assert (status, reply["outcome"]) == (200, "saved")


def test_a_plain_post_tells_of_a_replaced_answer_on_the_next_page(rating: Asking) -> None:
    phone, laptop = rating.client(), rating.client()
    post(laptop, rating, "5")
    response = phone.post(f"/answer/{rating.card('a2')}/", {"tie.depth": "1", "go": "1"}, follow=True)
    assert "another device" in response.content.decode()


def test_problems_come_back_for_the_fields_or_as_the_page_with_what_was_typed(rating: Asking) -> None:
    client = rating.client()
    status, reply = post(client, rating, "17")
    assert (status, reply["outcome"]) == (422, "problems")
    assert "tie.depth" in reply["problems"]
    page = client.post("/answer/areas-1/", {"area.training": ["doing", "not_for_us"]})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("f-area-training-error") == 2
    assert '<a href="#f-area-training">' in text
    assert text.count("checked") == 2


def test_a_card_that_is_gone_says_so(rating: Asking) -> None:
    client, key = rating.client(), rating.card("a2")
    rating.pick("a3")
    response = client.post(f"/answer/{key}/", {"tie.depth": "3"}, **JSON)
    assert (response.status_code, response.json()["outcome"]) == (409, "gone")
    assert client.get(f"/answer/{key}/").headers["Location"] == "/answer/"


def test_without_a_link_nothing_is_saved(rating: Asking) -> None:
    status, reply = post(Client(), rating, "3")
    assert (status, reply["outcome"]) == (401, "link_needed")
    assert depth(rating) is None


def test_after_the_end_nothing_is_saved(rating: Asking) -> None:
    client = rating.client()
    rating.wave.closed_at = timezone.now()
    rating.wave.save()
    status, reply = post(client, rating, "3")
    assert (status, reply["outcome"]) == (409, "closed")
    with pytest.raises(InputError, match="closed"):
        rating.save(rating.card("a2"), {"tie.depth": ["3"]})
    assert depth(rating) is None


# -- place, progress ---------------------------------------------------------------------------------------------


def test_they_come_back_to_the_step_where_they_were_on_any_device(rating: Asking) -> None:
    client = rating.client()
    client.post(f"/answer/{rating.card('a2')}/", {"tie.depth": "3", "go": "1"})
    assert rating.client().get("/answer/").headers["Location"] == f"/answer/{rating.card('a3')}/"
    client.get("/answer/areas-2/")
    assert rating.client().get("/answer/").headers["Location"] == "/answer/areas-2/"
    # Pages that are fetched ahead are not where anybody is.
    client.get("/answer/stories/", HTTP_X_AHEAD="1")
    assert rating.client().get("/answer/").headers["Location"] == "/answer/areas-2/"


def test_progress_never_goes_back(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3")
    client = asking.client()
    shown: list[int] = []

    def look() -> None:
        for step in asking.form().steps(asking.answers()):
            response = client.get(f"/answer/{step.key}/")
            shown.append(response.context["progress"].percent)
            assert response.context["progress"].words.startswith("Step ")

    look()
    asking.pick("a2", "a3", "a4", "a5")  # more to do than before
    look()
    assert shown == sorted(shown)
    assert shown[-1] > 80


def test_progress_says_how_many_organisations_are_left(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3", "a4")
    client = asking.client()
    words = [
        client.get(f"/answer/{s.key}/").context["progress"].words
        for s in asking.form().steps(asking.answers())
        if s.key.startswith("with-")
    ]
    assert [w.split(", ")[1] for w in words] == ["3 organisations left", "2 organisations left", "1 organisation left"]


# -- sending in --------------------------------------------------------------------------------------------------


def test_sent_twice_is_stored_once(rating: Asking) -> None:
    assert submit(rating.respondent, needs_picks=True)
    first = rating.person.submitted_at
    assert not submit(rating.respondent, needs_picks=True)
    assert rating.person.submitted_at == first
    assert AuditEntry.objects.filter(verb="answers.sent").count() == 1


def test_nothing_is_sent_in_before_the_list_is_answered(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    response = client.post("/answer/submit/", follow=True)
    assert "at least one organisation" in response.content.decode()
    assert asking.person.submitted_at is None
    asking.save("pick", {"nobody": ["yes"]})
    assert client.post("/answer/submit/").headers["Location"] == "/answer/done/"
    assert asking.person.status == "submitted"


def test_answers_can_be_changed_until_the_end_and_read_after_it(rating: Asking) -> None:
    client = rating.client()
    client.post("/answer/submit/")
    assert client.get("/answer/").headers["Location"] == "/answer/done/"
    assert post(client, rating, "5")[1]["outcome"] == "saved"
    rating.wave.closed_at = timezone.now()
    rating.wave.save()
    assert client.get(f"/answer/{rating.card('a2')}/").headers["Location"] == "/answer/done/"
    assert "closed" in client.get("/answer/done/").content.decode()
    copy = client.get("/answer/copy/").content.decode()
    assert "We build something lasting together" in copy
    assert '<form method="post" id="step"' not in copy


def test_the_picture_at_the_end_is_of_ones_own_answers_only(rating: Asking) -> None:
    rating.save(rating.card("a2"), {"tie.depth": ["4"], "purposes": ["people"]})
    Tie.objects.create(  # what somebody else said about them
        wave=rating.wave, sender=rating.actors["a5"], to=rating.actors["a1"], relation="depth", value=5
    )
    client = rating.client()
    client.post("/answer/submit/")
    response = client.get("/answer/done/")
    assert response.context["picture"].sentences[0] == "You named 2 of 7 organisations."
    assert "Find and train people (1)" in response.context["picture"].sentences[1]
    assert [p.label for p in response.context["picture"].partners] == [
        "Bergström & Söner Åkeri", "Sandvikens Förpackning AB",
    ]  # fmt: skip
    assert "Högskolan" not in response.content.decode()


def test_the_first_save_starts_the_form(asking: Asking) -> None:
    before = timezone.now() - timedelta(seconds=1)
    asking.consent()
    person = asking.person
    assert person.status == "started"
    assert person.started_at is not None
    assert person.started_at > before
    assert asking.save("cluster-1", {"s1.1": ["3"]}).outcome is Outcome.SAVED
    assert asking.person.started_at == person.started_at
