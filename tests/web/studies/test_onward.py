"""What is next after a wave: one step after the other, for those who may do it, and told on the study's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.access import access_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.fieldwork.models import Mail
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results.models import Publication, Reading
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.studies.models import Actor, Snapshot
from clusterdynamics_web.studies.onward import onward_of
from clusterdynamics_web.studies.way import WAY, way_of
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

WAITS = "The results are there. Those whom they are about read them together first."


def told(house: House, role: Role, *, here: str = "") -> str | None:
    """Return where the next step leads, or its sentence where it leads nowhere."""
    step = onward_of(access_study(house.people[role], house.region.slug, house.study.key), here=here)
    return None if step is None else step.url.removeprefix(house.url()) or step.why


def test_one_step_follows_the_other(home: House, log_in: Callable[[User], Client]) -> None:
    wave = home.study.waves.get()
    everybody = (Role.STUDY_LEAD, Role.CLUSTER_MANAGER, Role.BOARD, Role.INTERVIEWER)
    assert [told(home, role) for role in everybody] == [None] * 4
    wave.opened_at = wave.closed_at = timezone.now()
    wave.save()
    assert [told(home, role) for role in everybody] == [None] * 4  # the snapshot was taken down
    snapshot = Snapshot.objects.create(study=home.study, wave=wave, fingerprint="f" * 64, path="none")
    computed = "The results are still being computed."
    assert [told(home, role) for role in everybody] == ["results/", "results/", "results/", computed]
    Reading.objects.create(snapshot=snapshot, seed=1, version="test")
    assert [told(home, role) for role in everybody] == ["sense/new/", "sense/new/", WAITS, WAITS]
    assert told(home, Role.STUDY_LEAD, here=home.url("sense/new/")) is None  # not on the page where it is done
    page = log_in(home.manager).get(home.url()).text
    assert "What next" in page
    assert f'href="{home.url("sense/new/")}">Prepare a session' in page

    session = Session.objects.create(study=home.study, snapshot=snapshot, title="Together")
    assert told(home, Role.CLUSTER_MANAGER) == f"sense/{session.key}/"
    session.opened_at = timezone.now()
    session.save()
    assert told(home, Role.FACILITATOR) == f"sense/{session.key}/run/"
    session.closed_at = timezone.now()
    session.save()
    assert [told(home, role) for role in everybody] == ["act/findings/new/"] * 2 + [None] * 2
    step = way_of(access_study(home.lead, home.region.slug, home.study.key))[list(WAY).index("make_sense")]
    assert step["state"] == "done"
    finding = Finding.objects.create(study=home.study, wave=wave, code="finding-1", statement="We meet.")
    assert [told(home, role) for role in everybody] == ["results/publish/", *["act/new/several/"] * 2, None]
    action = Action.objects.create(study=home.study, code="action-1", title="Meet", purposes=["save"])
    action.findings.add(finding)
    waits = "The study lead publishes the results now."
    assert [told(home, role) for role in everybody] == ["results/publish/", waits, None, None]
    Publication.objects.create(snapshot=snapshot, audiences=["network"], session="Together")
    assert [told(home, role) for role in everybody] == ["feedback/", "feedback/", None, None]
    actor = Actor.objects.create(study=home.study, code="a", label="Alpha")
    respondent = Respondent.objects.create(study=home.study, wave=wave, actor=actor, code="r1")
    Mail.objects.create(respondent=respondent, kind="report")
    assert [told(home, role) for role in everybody] == [None] * 4


def test_a_session_without_findings_and_a_reason_in_its_place_lead_on(home: House) -> None:
    wave = home.study.waves.get()
    wave.opened_at = wave.closed_at = timezone.now()
    wave.save()
    snapshot = Snapshot.objects.create(study=home.study, wave=wave, fingerprint="f" * 64, path="none")
    Reading.objects.create(snapshot=snapshot, seed=1, version="test")
    session = Session.objects.create(
        study=home.study,
        snapshot=snapshot,
        title="Together",
        opened_at=timezone.now(),
        closed_at=timezone.now(),
        none_because="The room was empty.",
    )
    assert told(home, Role.STUDY_LEAD) == "results/publish/"
    session.delete()
    Publication.objects.create(snapshot=snapshot, audiences=["network"], waiver="The board meets tomorrow.")
    assert told(home, Role.STUDY_LEAD) == "act/findings/new/"
