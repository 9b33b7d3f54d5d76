"""Every page of the set-up opens for those who may see it, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import House
from tests.web.setup.cases import opened, ready

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]

#: Pages for those who set up; each is also tried by a role that may not.
EDITED = (
    "about/",
    "organisations/",
    "organisations/add/",
    "organisations/alike/",
    "organisations/import/",
    "organisations/o/o00/",
    "organisations/o/o00/opt-out/",
    "organisations/o/o00/people/add/",
    "questions/",
    "questions/areas/",
    "questions/purposes/",
    "questions/statements/",
    "questions/words/",
    "questions/words/sv/",
    "visibility/",
    "consent/",
    "plan/",
    "launch/",
)


def test_a_study_lead_sees_every_page_before_and_after_the_start(home: House, log_in: LogIn) -> None:
    ready(home)
    client = log_in(home.lead)
    for path in ("", *EDITED, "questions/preview/", "questions/preview/?language=sv", "write-ins/", "export/"):
        assert client.get(home.url(path)).status_code == 200, path
    from clusterdynamics_web.setup.operations.launch import open_wave

    open_wave(home.lead, home.study)
    for path in ("", *EDITED, "questions/preview/", "write-ins/", "export/"):
        assert client.get(home.url(path)).status_code == 200, path


def test_the_board_reads_and_agrees_but_does_not_set_up(home: House, log_in: LogIn) -> None:
    ready(home)
    client = log_in(home.people[Role.BOARD])
    for path in EDITED:
        assert client.get(home.url(path)).status_code == 403, path
    assert client.get(home.url("write-ins/")).status_code == 403
    assert client.get(home.url("export/")).status_code == 403
    for path in ("", "questions/preview/", "sign-off/"):
        assert client.get(home.url(path)).status_code == 200, path


def test_the_cluster_manager_sets_up_and_reads_no_answers(home: House, log_in: LogIn) -> None:
    ready(home)
    client = log_in(home.manager)
    for path in EDITED:
        assert client.get(home.url(path)).status_code == 200, path
    assert client.get(home.url("write-ins/")).status_code == 403
    assert client.get(home.url("export/")).status_code == 403


def test_the_administration_of_the_region_sees_the_front_page_only(home: House, log_in: LogIn) -> None:
    opened(home)
    client = log_in(home.admin)
    assert client.get(home.url()).status_code == 200
    for path in (*EDITED, "write-ins/", "export/", "sign-off/"):
        assert client.get(home.url(path)).status_code == 403, path


def test_nobody_of_another_region_finds_a_page(home: House, elsewhere: House, log_in: LogIn) -> None:
    ready(home)
    for stranger in (elsewhere.lead, elsewhere.admin):
        client = log_in(stranger)
        for path in ("", *EDITED, "questions/preview/", "sign-off/", "write-ins/", "export/"):
            assert client.get(home.url(path)).status_code == 404, path


def test_a_code_of_another_study_is_not_found(home: House, elsewhere: House, log_in: LogIn) -> None:
    ready(elsewhere)
    assert log_in(home.lead).get(home.url("organisations/o/o00/")).status_code == 404


def test_the_front_page_says_where_the_study_stands(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    assert "It is being set up." in client.get(home.url()).content.decode()
    ready(home)
    assert "It is ready to start." in client.get(home.url()).content.decode()
    from clusterdynamics_web.setup.operations.launch import open_wave

    open_wave(home.lead, home.study)
    page = client.get(home.url()).content.decode()
    assert "nobody has started to answer yet" in page
    assert "You are here" in page
    assert "to come" not in page  # every step of the way is there
