"""Names that were not on the list enter the network only when somebody has decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.tables import TieState
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent, Tie, WriteIn
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import opened
from tests.web.setup.test_while_open import answer

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


@pytest.fixture
def wave(home: House) -> Wave:
    return opened(home)


@pytest.fixture
def people(wave: Wave) -> list[Respondent]:
    """Three have answered; two of them wrote the same name, one of them another."""
    found = [answer(wave, code, ()) for code in ("o00", "o01", "o02")]
    for person, name in zip(found, ("Nordic Kites", "nordic  kites", "Aspen Saw Mill"), strict=True):
        WriteIn.objects.create(respondent=person, name=name)
    return found


def post(log_in: LogIn, house: House, **data: str) -> str:
    return log_in(house.lead).post(house.url("write-ins/"), data, follow=True).content.decode()


def test_equal_names_are_one_question_and_a_likely_match_is_offered(
    home: House, people: list[Respondent], log_in: LogIn
) -> None:
    rows = log_in(home.lead).get(home.url("write-ins/")).context["rows"]
    assert rows == [("Nordic Kites", 2, ""), ("Aspen Saw Mill", 1, "o00")]
    assert build_study(home.study)["ties"].is_empty()


def test_a_promoted_name_is_an_organisation_linked_with_those_who_wrote_it(
    home: House, wave: Wave, people: list[Respondent], log_in: LogIn
) -> None:
    post(log_in, home, name="Nordic Kites", choice="promote", label="Nordic Kites AB")
    actor = home.study.actors.get(label="Nordic Kites AB")
    network = build_study(home.study).network("depth", wave.code)
    j = network.index(actor.code)
    states = {code: network.states[network.index(code), j] for code in ("o00", "o01", "o02")}
    # Who wrote it has a link of unknown depth; who did not was not asked.
    assert states["o00"] == states["o01"] == STATE_CODES[TieState.NOT_ANSWERED]
    assert states["o02"] == STATE_CODES[TieState.NOT_OFFERED]
    assert WriteIn.objects.filter(handled="promoted", actor=actor).count() == 2


def test_a_matched_name_becomes_another_name(home: House, wave: Wave, people: list[Respondent], log_in: LogIn) -> None:
    Tie.objects.create(
        wave=wave, respondent=people[0], relation="depth", sender=people[0].actor, to=people[2].actor, value=4
    )
    post(log_in, home, name="Nordic Kites", choice="match", actor="o02")
    matched = people[2].actor
    matched.refresh_from_db()
    assert matched.aliases == ["Nordic Kites"]
    ties = {t.respondent.code: (t.value, t.state) for t in Tie.objects.filter(to=matched).select_related("respondent")}
    assert ties == {people[0].code: (4.0, ""), people[1].code: (None, "not_answered")}


def test_ones_own_organisation_is_no_partner(home: House, people: list[Respondent], log_in: LogIn) -> None:
    post(log_in, home, name="Nordic Kites", choice="match", actor="o00")
    assert not Tie.objects.filter(respondent=people[0]).exists()
    assert Tie.objects.filter(respondent=people[1], to__code="o00").exists()


def test_a_dropped_name_leaves_nothing_and_is_not_asked_again(
    home: House, people: list[Respondent], log_in: LogIn
) -> None:
    post(log_in, home, name="Nordic Kites", choice="drop")
    assert not Tie.objects.exists()
    assert len(log_in(home.lead).get(home.url("write-ins/")).context["rows"]) == 1
    assert "has dealt with" in post(log_in, home, name="Nordic Kites", choice="drop")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"choice": "match", "actor": ""}, "Say which organisation"),
        ({"choice": "match", "actor": "no-such"}, "Say which organisation"),
        ({"choice": ""}, "Choose what becomes of it"),
        ({"choice": "promote", "label": "n/a"}, "Give it a name"),
    ],
)
def test_what_cannot_be_done_is_said(
    home: House, people: list[Respondent], log_in: LogIn, data: dict[str, str], told: str
) -> None:
    assert told in post(log_in, home, name="Nordic Kites", **data)
    assert WriteIn.objects.filter(handled="").count() == 3


def test_names_of_a_test_are_not_in_the_queue(home: House, wave: Wave, log_in: LogIn) -> None:
    person = Respondent.objects.create(
        study=home.study, wave=wave, code="t", actor=home.study.actors.first(), is_test=True
    )
    WriteIn.objects.create(respondent=person, name="Test name")
    assert log_in(home.lead).get(home.url("write-ins/")).context["rows"] == []
