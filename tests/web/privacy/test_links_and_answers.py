"""PV-02, by way of links: who may not read answers gets no link that opens them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.survey.models import Link
from clusterdynamics_web.survey.operations import create_link
from tests.web.privacy.conftest import Answered

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]

MINE = "manager@elsewhere.example"


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def _opens(token: str) -> bool:
    return Client().post(f"/a/{token}/").headers.get("Location") == "/answer/"


def _pages(answered: Answered, code: str) -> list[str]:
    """Return the two pages on which an address is changed."""
    pk = answered.people[code].contact_key.contact.pk
    where = {"region": answered.home.region.slug, "study": answered.study.key, "contact": pk}
    return [reverse("field_contact", kwargs=where), reverse("study_contact", kwargs=where | {"code": code})]


def test_the_table_with_links_is_for_the_study_lead(answered: Answered, log_in: LogIn) -> None:
    url = answered.home.url("field/mail/invitation/merge/")
    assert log_in(answered.home.manager).post(url).status_code == 403
    assert not Link.objects.exists()
    assert "merge/" not in log_in(answered.home.manager).get(answered.home.url("field/mail/invitation/")).text
    assert log_in(answered.home.lead).post(url).status_code == 200


@pytest.mark.parametrize("page", [0, 1], ids=["field work", "set-up"])
def test_nobody_who_has_begun_is_given_another_address_by_the_cluster_manager(
    answered: Answered, log_in: LogIn, page: int
) -> None:
    """Otherwise the manager would ask for a fresh link at an address of their own."""
    form = {"name": "Person A", "email": MINE, "language": "en"}
    url = _pages(answered, "A")[page]
    told = log_in(answered.home.manager).post(url, form)
    assert "Ask the study lead" in told.text
    assert not Contact.objects.filter(email=MINE).exists()
    mail.outbox.clear()
    Client().post("/a/", {"email": MINE})
    while Worker().work_once():
        pass
    assert mail.outbox == []
    # Other things about the person can be changed, and the study lead may change the address.
    same = form | {"email": "A@firm.example", "name": "Anna"}
    assert log_in(answered.home.manager).post(url, same).status_code == 302
    assert log_in(answered.home.lead).post(url, form).status_code == 302
    assert Contact.objects.filter(email=MINE).exists()


@pytest.mark.parametrize("page", [0, 1], ids=["field work", "set-up"])
def test_links_die_with_the_address_they_went_to(answered: Answered, log_in: LogIn, page: int) -> None:
    """A manager who has the invitation sent to an address of their own, and then to the right one, keeps no key."""
    manager, url = log_in(answered.home.manager), _pages(answered, "E")[page]
    form = {"name": "Person E", "language": "en"}
    assert manager.post(url, form | {"email": MINE}).status_code == 302
    kept = create_link(answered.people["E"])
    assert _opens(kept)
    assert manager.post(url, form | {"email": "E@firm.example"}).status_code == 302
    assert not _opens(kept)
    assert _opens(create_link(answered.people["E"]))
