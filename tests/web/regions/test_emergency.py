"""PV-17: a region admin reads answers in an emergency, with a reason, a second person, for 24 hours, on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import WAITING, AuditEntry, BreakGlass, Membership, Role
from clusterdynamics_web.regions.operations import ask_emergency, confirm_emergency, end_emergency, remove_role
from clusterdynamics_web.rights import Right
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

REASON = "A firm says that somebody changed its answers."


@pytest.fixture
def second(home: House) -> User:
    """Another region admin."""
    user = User.objects.create_user("second@north.example", name="Second", language="sv")
    Membership.objects.create(user=user, region=home.region, role=Role.REGION_ADMIN)
    return user


def may_read(user: User, home: House) -> bool:
    try:
        return access_study(user, home.region.slug, home.study.key, Right.READ_ANSWERS).may(Right.READ_ANSWERS)
    except (PermissionDenied, Http404):
        return False


def test_the_whole_way(home: House, second: User, operator: User, log_in: Callable[[User], Client]) -> None:
    assert not may_read(home.admin, home)
    asking = log_in(home.admin)
    asking.post(f"/r/{home.region.slug}/emergency/", {"study": home.study.key, "reason": REASON})
    asked = BreakGlass.objects.get()
    assert not may_read(home.admin, home), "to ask is not enough"
    assert sorted(m.to[0] for m in mail.outbox) == sorted([second.email, operator.email])
    url = f"/r/{home.region.slug}/emergency/{asked.key}/"
    page = log_in(second).get(url).text
    assert REASON in page
    assert "Confirm for 24 hours" in page
    assert "Confirm for 24 hours" not in asking.get(url).text
    assert "Somebody else must confirm" in asking.post(url, {"decision": "confirm"}, follow=True).text
    assert not may_read(home.admin, home), "nobody confirms for themselves"
    mail.outbox.clear()
    log_in(second).post(url, {"decision": "confirm"})
    assert may_read(home.admin, home)
    assert not may_read(second, home), "who confirms reads nothing"
    assert [m.to for m in mail.outbox] == [[home.lead.email]]
    assert REASON in mail.outbox[0].body
    assert "Second" in mail.outbox[0].body
    log = log_in(home.lead).get(home.url("log/")).text
    assert "confirmed emergency access" in log
    assert REASON in log


def test_it_ends_by_itself_after_24_hours(home: House, second: User) -> None:
    asked = confirm_emergency(second, ask_emergency(home.admin, home.study, REASON))
    assert asked.confirmed_at is not None
    assert asked.expires_at == asked.confirmed_at + timedelta(hours=24)
    BreakGlass.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not may_read(home.admin, home)


def test_it_is_for_one_study_and_one_person(home: House, second: User) -> None:
    from clusterdynamics_web.studies.operations import create_study

    other = create_study(None, home.cluster, "Another one")
    confirm_emergency(second, ask_emergency(home.admin, home.study, REASON))
    with pytest.raises(PermissionDenied):
        access_study(home.admin, home.region.slug, other.key, Right.READ_ANSWERS)
    assert not may_read(home.people[Role.CURATOR], home)
    for right in (Right.EXPORT, Right.ERASE, Right.RANK_MISSING, Right.SEE_CONTACTS):
        with pytest.raises(PermissionDenied):
            access_study(home.admin, home.region.slug, home.study.key, right)


def test_who_is_no_region_admin_any_more_reads_no_more(home: House, second: User) -> None:
    confirm_emergency(second, ask_emergency(home.admin, home.study, REASON))
    remove_role(second, home.region.memberships.get(user=home.admin))
    assert not may_read(home.admin, home)


def test_an_operator_confirms_without_seeing_the_study(
    home: House, operator: User, log_in: Callable[[User], Client]
) -> None:
    asked = ask_emergency(home.admin, home.study, REASON)
    client = log_in(operator)
    assert "Emergency access in North" in client.get("/operator/").text
    page = client.get(f"/operator/emergency/{asked.key}/").text
    assert REASON in page
    assert "How we work together" not in page
    client.post(f"/operator/emergency/{asked.key}/", {"decision": "confirm"})
    assert may_read(home.admin, home)
    assert client.get(home.url("people/")).status_code == 404
    assert client.get("/operator/emergency/nowhere/").status_code == 404


def test_it_is_refused_taken_back_or_ended_early(home: House, second: User, log_in: Callable[[User], Client]) -> None:
    asked = ask_emergency(home.admin, home.study, REASON)
    log_in(second).post(f"/r/{home.region.slug}/emergency/{asked.key}/", {"decision": "end"})
    with pytest.raises(InputError, match="does not wait"):
        confirm_emergency(second, asked)
    again = confirm_emergency(second, ask_emergency(home.admin, home.study, REASON))
    end_emergency(home.admin, again)
    assert not may_read(home.admin, home)
    end_emergency(home.admin, again)
    verbs = AuditEntry.objects.filter(verb__startswith="emergency").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"emergency.{v}" for v in ("asked", "refused", "asked", "confirmed", "ended")]
    page = log_in(second).get(f"/r/{home.region.slug}/emergency/").text
    assert page.count("over</span>") == 2


def test_a_request_is_forgotten_after_a_week(home: House, second: User) -> None:
    asked = ask_emergency(home.admin, home.study, REASON)
    BreakGlass.objects.update(asked_at=timezone.now() - WAITING)
    with pytest.raises(InputError, match="does not wait"):
        confirm_emergency(second, asked)
    ask_emergency(home.admin, home.study, REASON)


def test_what_is_refused(home: House, second: User, elsewhere: House, log_in: Callable[[User], Client]) -> None:
    with pytest.raises(InputError, match="Say in a sentence"):
        ask_emergency(home.admin, home.study, " because ")
    asked = ask_emergency(home.admin, home.study, REASON)
    with pytest.raises(InputError, match="asked for this study already"):
        ask_emergency(home.admin, home.study, REASON)
    for user in (home.lead, home.people[Role.CURATOR], elsewhere.admin):
        with pytest.raises(InputError, match="Only a region admin or an operator"):
            confirm_emergency(user, asked)
    remove_role(second, home.region.memberships.get(user=home.admin))
    with pytest.raises(InputError, match="no region admin any more"):
        confirm_emergency(second, asked)
    form = {"study": elsewhere.study.key, "reason": REASON}
    assert log_in(second).post(f"/r/{home.region.slug}/emergency/", form).status_code == 400
    form = {"study": home.study.key, "reason": "short"}
    assert "Say in a sentence" in log_in(second).post(f"/r/{home.region.slug}/emergency/", form).text
