"""Who runs the server sees how it is, and no study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.regions.models import Invitation, Region, Role
from clusterdynamics_web.regions.read import health, numbers_of_regions
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Västra",
    "languages": ["sv"],
    "default_language": "sv",
    "retention_months": 24,
    "k_inside": 3,
    "k_outside": 5,
    "admin_email": "admin@vastra.example",
}


def test_regions_with_numbers(home: House, elsewhere: House) -> None:
    Job.objects.create(kind="report", study=home.study)
    Job.objects.create(kind="report", study=home.study, state=JobState.FAILED)
    old = Job.objects.create(kind="report", study=home.study, state=JobState.FAILED)
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    north, south = numbers_of_regions()
    assert (north.name, north.members, north.clusters, north.studies) == ("North", 3, 1, 1)
    assert (north.waiting, north.failed) == (1, 1)
    assert (south.waiting, south.failed) == (0, 0)


def test_the_page_names_no_study(home: House, operator: User, log_in: Callable[[User], Client]) -> None:
    page = log_in(operator).get("/operator/").text
    assert "North" in page
    assert "How we work together" not in page
    assert home.study.key not in page
    assert home.manager.email not in page
    assert "SQLite" in page or "PostgreSQL" in page


def test_health_says_what_waits(home: House) -> None:
    assert health().worker == "nothing waits"
    job = Job.objects.create(kind="report", heartbeat=timezone.now())
    Job.objects.filter(pk=job.pk).update(
        created_at=timezone.now() - timedelta(minutes=5), not_before=timezone.now() - timedelta(minutes=5)
    )
    assert "waiting for 5 minutes" in health().worker
    assert "last sign of life" in health().worker


def test_a_region_is_opened_for_somebody_else(home: House, operator: User, log_in: Callable[[User], Client]) -> None:
    client = log_in(operator)
    assert client.post("/operator/regions/new/", NEW).headers["Location"] == "/operator/"
    region = Region.objects.get(name="Västra")
    assert region.memberships.count() == 0
    invitation = Invitation.objects.get()
    assert (invitation.region, invitation.role, invitation.language) == (region, Role.REGION_ADMIN, "sv")
    assert mail.outbox[0].to == ["admin@vastra.example"]
    assert client.get(f"/r/{region.slug}/").status_code == 404, "not even to whoever opened it"


def test_what_is_wrong_opens_nothing(home: House, operator: User, log_in: Callable[[User], Client]) -> None:
    wrong = NEW | {"admin_email": "", "languages": ["en"]}
    response = log_in(operator).post("/operator/regions/new/", wrong)
    assert response.status_code == 400
    assert not Region.objects.filter(name="Västra").exists()


def test_the_start_leads_an_operator_to_the_server(
    home: House, operator: User, log_in: Callable[[User], Client]
) -> None:
    assert "/operator/" in log_in(operator).get("/").text
