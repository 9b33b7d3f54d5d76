"""Who has which role. A region never loses its last region admin, a study never its last study lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Membership, Role
from clusterdynamics_web.regions.operations import change_role, invite, remove_role
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def membership(home: House, role: Role) -> Membership:
    return home.region.memberships.get(role=role)


def test_the_list_shows_members_and_who_is_invited(home: House, log_in: Callable[[User], Client]) -> None:
    invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    page = log_in(home.admin).get(f"/r/{home.region.slug}/people/").text
    assert home.people[Role.CURATOR].email in page
    assert "new@example.org" in page
    assert home.manager.email not in page, "the people of a study are on the page of the study"


def test_a_role_changes_and_goes(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    curator = membership(home, Role.CURATOR)
    client.post(f"/r/{home.region.slug}/people/{curator.pk}/role/", {"role": "network_reader"})
    curator.refresh_from_db()
    assert curator.role == Role.NETWORK_READER
    client.post(f"/r/{home.region.slug}/people/{curator.pk}/remove/")
    assert not Membership.objects.filter(pk=curator.pk).exists()
    assert client.post(f"/r/{home.region.slug}/people/{curator.pk}/remove/").status_code == 404


@pytest.mark.parametrize("role", ["", "study_lead", "operator", "nonsense"])
def test_roles_of_elsewhere_are_refused(role: str, home: House, log_in: Callable[[User], Client]) -> None:
    curator = membership(home, Role.CURATOR)
    page = log_in(home.admin).post(f"/r/{home.region.slug}/people/{curator.pk}/role/", {"role": role}, follow=True)
    assert 'class="callout error"' in page.text
    curator.refresh_from_db()
    assert curator.role == Role.CURATOR


def test_the_last_region_admin_cannot_go(home: House, log_in: Callable[[User], Client]) -> None:
    last = membership(home, Role.REGION_ADMIN)
    page = log_in(home.admin).post(f"/r/{home.region.slug}/people/{last.pk}/remove/", follow=True).text
    assert "This is the only region admin" in page
    with pytest.raises(InputError, match="only region admin"):
        change_role(home.admin, last, Role.CURATOR)
    change_role(home.admin, last, Role.REGION_ADMIN)
    Membership.objects.create(user=home.manager, region=home.region, role=Role.REGION_ADMIN)
    response = log_in(home.admin).post(f"/r/{home.region.slug}/people/{last.pk}/remove/")
    assert response.headers["Location"] == "/", "who has left does not land on a page that is closed to them"
    with pytest.raises(InputError, match="only region admin"):
        remove_role(home.manager, membership(home, Role.REGION_ADMIN))


def test_two_roles_of_one_person_become_one(home: House) -> None:
    curator = membership(home, Role.CURATOR)
    Membership.objects.create(user=curator.user, region=home.region, role=Role.NETWORK_READER)
    change_role(home.admin, curator, Role.NETWORK_READER)
    assert [m.role for m in curator.user.memberships.all()] == [Role.NETWORK_READER]


def test_the_people_of_a_study(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.lead)
    page = client.get(home.url("people/")).text
    assert home.manager.email in page
    board = home.study.roles.get(role=Role.BOARD)
    client.post(home.url(f"people/{board.pk}/remove/"))
    assert not home.study.roles.filter(role=Role.BOARD).exists()
    own = home.study.roles.get(role=Role.STUDY_LEAD)
    assert "This is the only study lead" in client.post(home.url(f"people/{own.pk}/remove/"), follow=True).text
    assert home.study.roles.filter(role=Role.STUDY_LEAD).exists()


def test_invitations_of_a_study_belong_to_it(home: House, log_in: Callable[[User], Client]) -> None:
    mine, _token = invite(home.lead, home.study, "new@example.org", Role.BOARD, "en")
    regions, _token = invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    client = log_in(home.lead)
    assert client.post(home.url(f"invitations/{regions.pk}/withdraw/")).status_code == 404
    assert client.post(home.url(f"invitations/{mine.pk}/again/")).status_code == 302
    assert client.post(home.url(f"invitations/{mine.pk}/withdraw/")).status_code == 302
    mine.refresh_from_db()
    assert mine.withdrawn_at is not None
