"""The cast: people of two regions, so that every test of a right reads as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Cluster, Membership, Region, Role
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.studies.operations import create_study
from tests.web.browser import chromium, visit

__all__ = ["House", "chromium", "visit"]

PASSWORD = "correct horse battery"  # noqa: S105 - people of the tests

REGION_ROLES = (Role.REGION_ADMIN, Role.CURATOR, Role.NETWORK_READER)
STUDY_ROLES = (Role.STUDY_LEAD, Role.CLUSTER_MANAGER, Role.INTERVIEWER, Role.FACILITATOR, Role.BOARD)


@dataclass
class House:
    """A region with a cluster, a study, and one person for each role."""

    region: Region
    cluster: Cluster
    study: Study
    people: dict[Role, User] = field(default_factory=dict)

    @property
    def lead(self) -> User:
        return self.people[Role.STUDY_LEAD]

    @property
    def manager(self) -> User:
        return self.people[Role.CLUSTER_MANAGER]

    @property
    def admin(self) -> User:
        return self.people[Role.REGION_ADMIN]

    def url(self, rest: str = "") -> str:
        """Address of the study, and of something below it."""
        return f"/r/{self.region.slug}/s/{self.study.key}/{rest}"


def build_house(slug: str, name: str) -> House:
    region = Region.objects.create(slug=slug, name=name, country="SE", languages=["en", "sv"])
    cluster = Cluster.objects.create(region=region, slug="forest", name="Forest")
    study = create_study(None, cluster, "How we work together")
    house = House(region, cluster, study)
    for role in (*REGION_ROLES, *STUDY_ROLES):
        user = User.objects.create_user(f"{role.value}@{slug}.example", PASSWORD, name=f"{role.label} of {name}")
        house.people[role] = user
        if role in REGION_ROLES:
            Membership.objects.create(user=user, region=region, role=role)
        else:
            StudyRole.objects.create(user=user, study=study, role=role)
    return house


@pytest.fixture
def home(db: None) -> House:
    """The region that a test is about."""
    return build_house("north", "North")


@pytest.fixture
def elsewhere(db: None) -> House:
    """Another region on the same server."""
    return build_house("south", "South")


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_user("operator@example.org", PASSWORD, name="Operator", is_operator=True)


@pytest.fixture
def log_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[User], Client]:
    """Return a client for a person, past the second factor (`accounts/test_second_factor.py` is about that)."""
    monkeypatch.setattr("clusterdynamics_web.accounts.middleware.is_mfa_enabled", lambda user: True)

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in
