"""Attack 8: what messages and their timing say about who is asked."""

from __future__ import annotations

import re
import statistics
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.survey.operations import decline
from tests.web.survey.conftest import Asking, asking, blocks

__all__ = ["asking", "blocks"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def same(replies: list[Any]) -> bool:
    """Say whether two pages are the same but for the token against forged posts."""
    one, other = (re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", r.content.decode()) for r in replies)
    return one == other


@pytest.mark.parametrize("known", ["asked", "has answered", "has declined", "mails come back"])
def test_attack_8_the_reply_is_the_same_for_known_and_unknown_addresses(asking: Asking, known: str) -> None:
    now = timezone.now()
    if known == "has answered":
        asking.consent()
        type(asking.respondent).objects.update(submitted_at=now)
    elif known == "has declined":
        decline(asking.respondent)
    elif known == "mails come back":
        type(asking.contact).objects.update(bounced_at=now)
    replies, queries = [], []
    for k, email in enumerate(("ANNA@anas.example", "nobody@elsewhere.example")):
        client = Client(REMOTE_ADDR=f"192.0.2.{k}")  # the limit counts each for itself
        client.get("/a/")
        with CaptureQueriesContext(connection) as caught:
            replies.append(client.post("/a/", {"email": email}))
        queries.append([q["sql"].split()[0] for q in caught.captured_queries])
    assert [r.status_code for r in replies] == [200, 200]
    assert same(replies)
    assert dict(replies[0].headers) == dict(replies[1].headers)
    assert queries[0] == queries[1]  # the same work, and so the same time
    assert [len(j.parameters["respondents"]) for j in Job.objects.order_by("pk")] == [1, 0]
    assert "anna" not in str(list(Job.objects.values())).lower()


@pytest.mark.verify
@pytest.mark.alone
def test_attack_8_it_takes_the_same_time(asking: Asking) -> None:
    """Known and unknown in turn: medians of 150 each differ by less than a tenth, which no network lets through."""
    seconds: dict[str, list[float]] = {"anna@anas.example": [], "nobody@elsewhere.example": []}
    for k in range(160):
        for email, spent in seconds.items():
            client = Client(REMOTE_ADDR=f"198.51.{k}.{len(email)}")
            start = time.perf_counter()
            assert client.post("/a/", {"email": email}).status_code == 200
            spent.append(time.perf_counter() - start)
    one, other = (statistics.median(spent[10:]) for spent in seconds.values())
    assert abs(one - other) < 0.1 * max(one, other), (one, other)


@pytest.mark.parametrize("path", ["/answer/", "/answer/consent/", "/answer/copy/", "/answer/data.json"])
def test_attack_8_without_a_link_every_page_says_the_same(asking: Asking, path: str) -> None:
    """Somebody whose session ended, whose organisation was left out, or who never came: one reply."""
    before = asking.client()
    asking.respondent.delete()
    assert same([before.get(path), Client().get(path)])
    assert before.get(path).status_code == 403
