"""The API: a key opens one study as one audience; what it answers is what the page and the library say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import jsonschema
import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import ignored_auth

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics.report.results_json import results_dict, schema
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.api.models import ApiKey
from clusterdynamics_web.api.operations import MOST, make_key, withdraw_key
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.studies.models import StudyRole
from clusterdynamics_web.wsgi import application
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh() -> None:
    cache.clear()


def program(user: User, house: House, audience: Audience, reason: str = "") -> Callable[[str], object]:
    """Return what a program with a key of `user` gets from an address."""
    _key, secret = make_key(user, house.study, name="Notebook", audience=audience, days=7, reason=reason)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    return lambda rest: client.get(f"/api/v1/studies{rest}")


def below(house: House) -> str:
    return f"/{house.region.slug}/{house.study.key}"


def test_the_figures_are_those_of_the_library(read_house: House, demo_assessment: Assessment) -> None:
    ask = program(read_house.lead, read_house, Audience.NETWORK)
    found = ask(f"{below(read_house)}/results").json()
    expected = results_dict(demo_assessment, audience="network")
    assert found == json.loads(json.dumps(expected))
    jsonschema.validate(found, schema())
    assert ask(f"{below(read_house)}/snapshots").json()[0]["fingerprint"] == demo_assessment.snapshot
    assert not leaks(json.dumps(found, ensure_ascii=False), secret_names(demo_assessment.study, "network"))


def test_a_key_reads_as_its_audience_and_never_as_another(read_house: House) -> None:
    team = program(read_house.lead, read_house, Audience.STUDY, reason="Our own notebook")
    board = program(read_house.people[Role.BOARD], read_house, Audience.BOARD)
    known = {q["id"] for q in team(f"{below(read_house)}/questions").json()}
    told = {q["id"] for q in board(f"{below(read_house)}/questions").json()}
    assert "map" in known
    assert "map" not in told
    assert board(f"{below(read_house)}/questions/map").status_code == 404
    assert board("").json()[0]["audience"] == "board"
    question = board(f"{below(read_house)}/questions/stage").json()
    assert question["blocks"]
    assert all("svg" not in block for block in question["blocks"])
    assert AuditEntry.objects.filter(verb="api_key.used").count() == 1  # the study team's results were read


def test_another_study_and_another_region_are_not_there(read_house: House, elsewhere: House) -> None:
    ask = program(read_house.lead, read_house, Audience.PUBLIC)
    for house in (elsewhere, House(read_house.region, read_house.cluster, elsewhere.study)):
        for rest in ("", "/snapshots", "/results", "/questions", "/questions/stage"):
            assert ask(f"{below(house)}{rest}").status_code == 404


def test_a_key_ends(read_house: House) -> None:
    board = read_house.people[Role.BOARD]
    key, secret = make_key(board, read_house.study, name="Notebook", audience=Audience.BOARD, days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    address = "/api/v1/studies"
    assert client.get(address).status_code == 200
    StudyRole.objects.filter(user=board).delete()
    assert client.get(address).status_code == 404  # the role is gone, and the key with it
    StudyRole.objects.create(user=board, study=read_house.study, role=Role.FACILITATOR)
    assert client.get(address).status_code == 404  # who reads as participants does not read as the board
    StudyRole.objects.create(user=board, study=read_house.study, role=Role.BOARD)
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 401
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(days=1))
    withdraw_key(board, key)
    assert client.get(address).status_code == 401


def test_keys_cannot_be_found_by_trying(read_house: House) -> None:
    _key, secret = make_key(read_house.lead, read_house.study, name="Notebook", audience=Audience.PUBLIC, days=1)
    assert ApiKey.objects.get().token_hash not in secret
    for k in range(25):
        wrong = Client(headers={"Authorization": f"Bearer {k}"}).get("/api/v1/studies")
        assert wrong.status_code == 401
    right = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/studies")
    assert right.status_code == 401  # from this address nobody tries any more for a while


def test_what_a_key_may_not_be(read_house: House) -> None:
    given = {"name": "Notebook", "audience": Audience.PUBLIC, "days": 1}
    for changed, words in (
        ({"days": 0}, "1 to 365"),
        ({"days": 366}, "1 to 365"),
        ({"audience": Audience.STUDY}, "why"),
    ):
        with pytest.raises(InputError, match=words):
            make_key(read_house.lead, read_house.study, **(given | changed))
    for _ in range(MOST):
        make_key(read_house.lead, read_house.study, **given)
    with pytest.raises(InputError, match="Withdraw one first"):
        make_key(read_house.lead, read_house.study, **given)


def test_a_key_is_made_shown_once_and_withdrawn(read_house: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(read_house.manager)
    page = read_house.url("programs/")
    assert client.get(page).status_code == 200
    refused = client.post(page, {"name": "Notebook", "audience": "study", "days": "7"})
    assert refused.context["form"].errors["audience"]  # more than the cluster manager reads
    made = client.post(page, {"name": "Notebook", "audience": "cluster_manager", "days": "7"})
    secret = made.context["secret"]
    assert made.headers["Cache-Control"] == "no-store"
    assert secret in made.content.decode()
    assert secret not in client.get(page).content.decode()
    key = ApiKey.objects.get()
    others = log_in(read_house.lead).post(read_house.url(f"programs/{key.key}/withdraw/"))
    assert others.status_code == 404
    client.post(read_house.url(f"programs/{key.key}/withdraw/"))
    assert not ApiKey.objects.get().is_open


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests that come by WSGI close the connection behind them, and with it what the test has written."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_whatever_is_asked_the_answer_is_as_described(read_house: House) -> None:
    _key, secret = make_key(read_house.lead, read_house.study, name="Notebook", audience=Audience.PUBLIC, days=1)
    there = {"region": read_house.region.slug, "study": read_house.study.key}
    seen = set()
    for found in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).get_all_operations():
        operation = found.ok()

        @given(operation.as_strategy(), st.booleans())
        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        def ask(case: schemathesis.Case, exists: bool) -> None:
            cache.clear()
            if exists and case.path_parameters:  # addresses of what is there, too, and not only of what is not
                case.path_parameters |= there
            response = case.call(headers={"Authorization": f"Bearer {secret}"})
            case.validate_response(response, excluded_checks=[ignored_auth])  # the key is ours, not generated
            seen.add((case.operation.path, response.status_code))

        ask()
    assert {status for _path, status in seen} <= {200, 404}
    assert {path for path, status in seen if status == 200} >= {
        f"/api/v1/studies{rest}"
        for rest in ("", *(f"/{{region}}/{{study}}{r}" for r in ("", "/snapshots", "/results", "/questions")))
    }
