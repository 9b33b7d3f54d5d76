"""What the cluster will do stands in every report: no more than participants may read, and nobody named unasked."""

from __future__ import annotations

from datetime import date

import pytest

from clusterdynamics.disclosure import Audience
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.feedback.registry import what_happens
from clusterdynamics_web.results import store
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def test_actions_that_participants_may_read(read_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "has_assessment", lambda _snapshot: True)
    study, wave = read_house.study, read_house.study.waves.latest("position")
    secret = next(iter(secret_names(store.assessment_of(None).study, Audience.PARTICIPANTS.value)))
    Action.objects.all().delete()
    Finding.objects.all().delete()
    open_, team = (
        Finding.objects.create(study=study, wave=wave, code=c, statement=c, visibility=c) for c in ("C2", "C1")
    )
    for code, title, finding, more in (
        ("a", "Later", open_, {"due": date(2027, 5, 1)}),
        ("b", "First", open_, {"due": date(2027, 3, 1)}),
        ("c", "For the team", team, {}),
        ("d", f"Ask {secret} for help", open_, {}),
        ("e", "Done already", open_, {"status": "done"}),
        ("f", "Without a day", open_, {}),
    ):
        Action.objects.create(study=study, code=code, title=title, purposes=["x"], **more).findings.add(finding)
    said = what_happens(wave, "en")
    assert said == ["First (until 1 March 2027)", "Later (until 1 May 2027)", "Without a day"]
