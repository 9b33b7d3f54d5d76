"""Several actions from one page: what stands there before, what is kept, and all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Actor, Wave
from tests.web.actions.conftest import said, values
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


def line(code: str, number: int, **given: str) -> dict[str, str]:
    """Return what a line posts; an empty one still has its own day and owner."""
    known = {"title": "", "purpose": "", "owner": "o:A", "due": "2027-01-31", "expected_change": ""} | given
    return {f"{code}-{number}-{name}": value for name, value in known.items()}


def test_lines_stand_beneath_the_findings_of_the_newest_wave(home: House, finding: Finding, log_in: LogIn) -> None:
    wave = Wave.objects.create(study=home.study, code="next", position=9)
    do = said(statement="We train alone.", to_do="A course next winter")
    operations.save_finding(home.lead, home.study, wave, do)
    operations.save_finding(home.lead, home.study, wave, said(statement="Only for the team.", visibility="C1"))
    board = log_in(home.people[Role.BOARD])
    page = board.get(home.url("act/new/several/")).text
    assert "We train alone." in page
    assert finding.statement not in page
    assert "Only for the team." not in page
    assert page.count('value="A course next winter"') == 1  # in the first line
    assert page.count(f'value="{timezone.localdate() + timedelta(days=182):%Y-%m-%d}"') == 2
    assert page.count(f'<option value="u:{home.people[Role.BOARD].pk}" selected>') == 2
    given = line("finding-2", 0, title="Another", purpose="save")
    assert board.post(home.url("act/new/several/"), given | {"another": "1"}).headers["Location"].endswith("/several/")
    page = board.get(home.url("act/new/several/")).text
    assert "Actions so far" in page
    assert 'value="A course next winter"' not in page  # an action answers it
    assert log_in(home.people[Role.FACILITATOR]).get(home.url("act/new/several/")).status_code == 403


def test_what_is_written_is_kept_and_empty_lines_are_left_out(home: House, finding: Finding, log_in: LogIn) -> None:
    manager = log_in(home.manager)
    given = {
        **line("finding-1", 0, title="A bus", purpose="people", owner="o:B", expected_change="More meet."),
        **line("finding-1", 1, title="A kiln", purpose="save", owner=f"u:{home.lead.pk}", due="2020-01-31"),
    }
    answer = manager.post(home.url("act/new/several/"), given, follow=True)
    assert "2 actions are written down." in answer.text
    bus, kiln = Action.objects.order_by("pk")
    assert (bus.owner, bus.owner_user, bus.purposes) == (Actor.objects.get(code="B"), None, ["people"])
    assert (bus.expected_change, bus.after, [f.pk for f in bus.findings.all()]) == (
        *("More meet.", finding.wave),
        [finding.pk],
    )
    assert (kiln.owner, kiln.owner_user) == (None, home.lead)
    assert kiln.next_review == kiln.due  # not after it is over
    assert manager.post(home.url("act/new/several/"), line("finding-1", 0)).status_code == 400
    assert Action.objects.count() == 2


def test_all_problems_at_once_and_nothing_is_kept(home: House, finding: Finding, log_in: LogIn) -> None:
    manager = log_in(home.manager)
    given = {
        **line("finding-1", 0, title="A bus", purpose="people"),
        **line("finding-1", 1, expected_change="More meet.", owner="", due=""),
    }
    page = manager.post(home.url("act/new/several/"), given)
    assert page.status_code == 400
    for problem in (
        "What is done?</a>: Say what is done.",
        "What is it for?</a>: Choose at least one purpose: what is it for?",
        "Who sees to it</a>: Say who sees to it: an organisation or a person.",
        "Until</a>: Say until when.",
    ):
        assert problem in page.text
    assert 'value="A bus"' in page.text
    named = line("finding-1", 1, title="Meet Organisation C", purpose="save")
    page = manager.post(home.url("act/new/several/"), line("finding-1", 0, title="A bus", purpose="people") | named)
    assert "have not agreed to be named" in page.text
    assert not Action.objects.exists()


def test_the_next_one_can_be_written_at_once(home: House, finding: Finding, log_in: LogIn) -> None:
    manager = log_in(home.manager)
    another = {"statement": "We train alone.", "verdict": "agree", "evidence": "12 votes", "visibility": "C2"}
    answer = manager.post(home.url("act/findings/new/"), another | {"another": "1"})
    assert answer.headers["Location"] == home.url("act/findings/new/")
    given = values(findings=["finding-2"], owner="A", another="1")
    answer = manager.post(home.url("act/new/"), given)
    assert answer.headers["Location"] == home.url("act/new/?finding=finding-2")
    assert "Save and write the next" in manager.get(answer.headers["Location"]).text
    assert "Save and write the next" not in manager.get(home.url("act/actions/action-1/change/")).text
