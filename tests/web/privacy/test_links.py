"""PV-13: a personal link is random, kept as a hash, and stands in no log, no referrer, no table."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from clusterdynamics.disclosure import leaks
from clusterdynamics_web.fieldwork import operations
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.logs import JsonLines
from clusterdynamics_web.survey.models import Link
from tests.web.survey.conftest import Asking, asking, blocks

__all__ = ["asking", "blocks"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def test_only_a_hash_of_the_token_is_kept_and_it_has_192_bits(asking: Asking) -> None:
    token = asking.token()
    assert len(token) == 32  # 24 bytes in base 64
    link = Link.objects.get()
    assert link.token_hash == hash_token(token)
    # Every letter of base 64 turns up in many tokens, and none twice: nothing is counted up in them.
    many = [new_token() for _ in range(200)]
    assert len(set(many)) == 200
    assert len(set("".join(many))) == 64


@pytest.mark.django_db(transaction=True)
def test_a_link_that_was_mailed_and_used_stands_in_no_table(asking: Asking) -> None:
    mail.outbox.clear()
    operations.queue_mails(None, asking.wave, MailKind.REMINDER)
    assert Worker().work_once()
    token = next(w for w in str(mail.outbox[0].body).split() if "/a/" in w).rstrip("/").rsplit("/", 1)[1]
    client = Client()
    client.post(f"/a/{token}/")
    Client().post("/a/", {"email": asking.contact.email})
    client.get("/answer/consent/")
    found = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if leaks("\n".join(str(row) for row in model._base_manager.values()), [token])
    ]
    assert found == []
    assert token not in str(client.cookies)
    assert token not in str(dict(client.session))


def test_tokens_stand_in_no_log(asking: Asking, caplog: pytest.LogCaptureFixture) -> None:
    token = asking.token()
    with caplog.at_level(logging.INFO):
        client = Client()
        client.get(f"/a/{token}/")
        client.post(f"/a/{token}/")
        client.post(f"/a/{token}x/")
        client.get(f"/a/{token}/no/")
    # What the installation writes: the lines of its own format, of the loggers that it lets through.
    lines = [JsonLines().format(r) for r in caplog.records if not r.name.startswith("django")]
    assert any('"route": "answer_link"' in line for line in lines)
    assert not [line for line in lines if token in line]
    assert settings.LOGGING["loggers"]["django.request"]["level"] == "CRITICAL"


def test_no_page_passes_its_address_on_nor_wants_to_be_found(asking: Asking) -> None:
    token = asking.token()
    client = asking.client()
    for path in (f"/a/{token}/", f"/a/{token}/no/", "/a/", "/a/wrong/", "/answer/consent/", "/answer/help/", "/join/"):
        page = client.get(path)
        assert page.headers["Referrer-Policy"] == "no-referrer", path
        assert "noindex" in page.headers["X-Robots-Tag"], path
        assert b"http" not in page.content.replace(b"http://www.w3.org/2000/svg", b""), f"{path} leads elsewhere"
        if path.startswith("/answer"):
            assert token not in page.content.decode(), path
