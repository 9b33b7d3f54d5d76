"""The cast: people of two regions, so that every test of a right reads as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.disclosure import Audience, VisibilityClass, class_of
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses.mixing import MixingParams
from clusterdynamics.report.audience import for_audience
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.operations import freeze
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.models import Cluster, Membership, Region, Role
from clusterdynamics_web.results import deciding, store
from clusterdynamics_web.results.models import Reading
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.survey.operations import import_study
from tests.web.again import laid_again
from tests.web.browser import chromium, visit
from tests.web.chance import drawing, drawn_again
from tests.web.migrated import django_db_keepdb, django_db_modify_db_settings, django_db_setup

__all__ = [
    "House",
    "chromium",
    "django_db_keepdb",
    "django_db_modify_db_settings",
    "django_db_setup",
    "drawn_again",
    "visit",
]

PASSWORD = "correct horse battery"  # noqa: S105 - people of the tests

#: What is analysed of the example cluster for tests of pages.
ASSESSED = (
    *("coverage", "stage", "loops", "depth", "whole_network", "trust", "mixing", "champions", "large_companies"),
    *("easy_cooperation", "actor_measures", "change", "depth_change", "network_change"),
)
#: Stands for a chart.
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><rect width="600" height="200" fill="#ddd"/></svg>'
)

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

    @property
    def ground(self) -> tuple[int, ...]:
        """Identifiers of its region, cluster, study and people."""
        return (self.region.pk, self.cluster.pk, self.study.pk, *(user.pk for user in self.people.values()))

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


@pytest.fixture(scope="session")
def demo_assessment() -> Assessment:
    """The example cluster, assessed with few redraws and few groups: figures are tested in the library."""
    few = MixingParams(networks=("cooperation",), attributes=("type",), replicates=20, permutations=20)
    return assess(skogsbygden.build(), seed=1, replicates=20, analyses=ASSESSED, params={"mixing": few})


@pytest.fixture(scope="session")
def demo_shown(demo_assessment: Assessment) -> dict[VisibilityClass, Assessment]:
    """What each class may see of it: decided once for all tests."""
    audiences = {class_of(audience): audience for audience in Audience}
    return {c: for_audience(demo_assessment, audience.value) for c, audience in audiences.items()}


@pytest.fixture(scope="session")
def demo_told(
    demo_assessment: Assessment, demo_shown: dict[VisibilityClass, Assessment]
) -> Callable[[Audience, str], dict[str, Any]]:
    """What an audience is told about the example cluster, once for all tests; the report's tests draw the charts."""

    def told(audience: Audience, language: str) -> dict[str, Any]:
        with patch("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN):
            return tell(demo_assessment, audience, language, demo_shown[class_of(audience)])

    return cache(told)


@pytest.fixture
def read_house(
    home: House,
    demo_assessment: Assessment,
    demo_shown: dict[VisibilityClass, Assessment],
    demo_told: Callable[[Audience, str], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> House:
    """A region whose study is the example cluster, both waves closed and read: results are there for everybody.

    The files behind the results are not written: what an audience is told is prepared when a test asks for it.
    """
    settings.MEDIA_ROOT = tmp_path / "media"

    def made() -> Study:
        study = import_study(home.lead, home.cluster, demo_assessment.study)
        for role, user in home.people.items():
            if role in STUDY_ROLES:
                StudyRole.objects.get_or_create(user=user, study=study, role=role)
        snapshot = freeze(home.lead, study.waves.latest("position"))
        assert snapshot.fingerprint == demo_assessment.snapshot
        Job.objects.all().delete()
        Reading.objects.create(snapshot=snapshot, seed=1, version="test")
        return study

    with drawing("read_house"):
        home.study = laid_again(("read house", home.ground), tmp_path / "media", made)
    monkeypatch.setattr(store, "assessment_of", lambda _snapshot: demo_assessment)
    monkeypatch.setattr(deciding, "decide_for_all", lambda _snapshot: demo_shown)
    monkeypatch.setattr(store, "told_of", lambda _snapshot, audience, language: demo_told(audience, language))
    return home


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
