"""Attacks 1 and 4: one respondent in a group, and a total minus one's own answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import create_link
from tests.web.privacy.conftest import Answered, answer, difference, every_page, read, same_pages

pytestmark = pytest.mark.django_db


def test_attack_1_who_sees_the_rate_cannot_tell_which_organisation_of_a_small_group_answered(
    answered: Answered, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """F is the only one of finance. Whether F has answered or E: the board, and those like it, see the same pages."""
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")

    def state(of: str, submitted: bool, declined: bool) -> None:
        now = timezone.now()
        Respondent.objects.filter(pk=answered.people[of].pk).update(
            started_at=now if submitted else None,
            submitted_at=now if submitted else None,
            declined_at=now if declined else None,
        )

    def other_way_round() -> None:
        state("E", submitted=True, declined=False)
        state("F", submitted=False, declined=True)

    state("F", submitted=True, declined=False)
    state("E", submitted=False, declined=True)
    urls = every_page(
        answered.home, but=lambda n: not n.startswith(("study_", "field_", "interview_", "room_", "region_home"))
    )
    roles = (Role.BOARD, Role.FACILITATOR, Role.INTERVIEWER, Role.REGION_ADMIN)
    clients = {role.value: log_in(answered.home.people[role]) for role in roles}
    found = [
        f"{where}: {difference(before, after)}"
        for where, before, after in same_pages(clients, urls, other_way_round)
        if before != after
    ]
    assert not found, "\n".join(found)
    manager = log_in(answered.home.manager)
    board = read(manager, urls["field_board"])
    other_way_round()
    state("F", submitted=True, declined=False)
    assert read(manager, urls["field_board"]) != board, "who runs the field work does see who answered"


def test_attack_4_what_somebody_gets_back_holds_nothing_of_others(answered: Answered) -> None:
    """Own picture, copy and data of A, before and after everybody else says something else about A."""
    client = Client()
    assert client.post(f"/a/{create_link(answered.people['A'])}/").status_code == 302
    paths = ("/answer/done/", "/answer/copy/", "/answer/data/", "/answer/data.json", "/answer/data.csv")
    before = {path: read(client, path) for path in paths}
    assert all(page.startswith(b"200") for page in before.values())
    assert b"Organisation B" in before["/answer/done/"]
    forget_answers_of_others(answered)
    for code in "BCDEF":
        answer(answered, code, to="A", mark="zzaboutyou", rating=1.0, tie=5.0)
    for path in paths:
        assert read(client, path) == before[path], path


def forget_answers_of_others(answered: Answered) -> None:
    """Let A's answers alone remain as they were."""
    mine = answered.people["A"]
    kept = {
        name: list(getattr(mine, name).values())
        for name in ("tie_rows", "rating_rows", "wish_rows", "answers", "area_answers", "outside_links", "stories")
    }
    for person in answered.people.values():
        if person.pk != mine.pk:
            for name in kept:
                getattr(person, name).all().delete()
            person.nominations.all().delete()
            person.write_ins.all().delete()
    assert {name: list(getattr(mine, name).values()) for name in kept} == kept
