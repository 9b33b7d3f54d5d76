"""A group: at least three are invited, with a purpose; who said yes sees who else has, and nobody learns of a no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics.disclosure import Audience, candidates_for, leaks
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.introductions import operations
from clusterdynamics_web.introductions.models import Introduction
from clusterdynamics_web.introductions.signals import introduction_accepted
from clusterdynamics_web.introductions.standing import WEEKS, Standing, standing_of
from clusterdynamics_web.survey.package import build_study
from tests.web.introductions.conftest import WAVE, Meeting, letters_to, link_in, opened, say

pytestmark = pytest.mark.django_db

AREA = "training"


def test_who_may_be_invited_by_whom(meeting: Meeting, log_in: Callable[[User], Client]) -> None:
    package = build_study(meeting.study)
    lead, manager = meeting.house.lead, meeting.house.manager
    url = meeting.house.url(f"easy/group/{AREA}/")
    for person, audience in ((lead, Audience.STUDY), (manager, Audience.CLUSTER_MANAGER)):
        page = log_in(person).get(url)
        shown = {c.actor.code for c in page.context["candidates"]}
        assert shown == set(candidates_for(package, audience, WAVE)[AREA])
    everybody = set(candidates_for(package, Audience.STUDY, WAVE)[AREA])
    findable = sorted(candidates_for(package, Audience.CLUSTER_MANAGER, WAVE)[AREA])
    hidden = sorted(everybody - set(findable))[0]
    assert log_in(lead).get(meeting.house.url("easy/group/nonsense/")).status_code == 404
    # All problems at once, and what was entered is kept.
    page = log_in(manager).post(url, {"actor": findable[:2], "purpose": "", "words": "Let us begin"})
    assert page.status_code == 422
    assert "Say what the group is for. Choose at least 3 organisations." in page.content.decode()
    assert "Let us begin" in page.content.decode()
    assert page.content.decode().count(" checked") == 2
    with pytest.raises(InputError, match="cannot be invited"):
        operations.start_group(
            manager, meeting.snapshot, Audience.CLUSTER_MANAGER, AREA, [*findable[:2], hidden], "people"
        )
    label = package.labels[findable[2]].upper()
    with pytest.raises(InputError, match="Do not name"):
        operations.start_group(
            manager, meeting.snapshot, Audience.CLUSTER_MANAGER, AREA, findable[:3], "people", f"With {label} and you."
        )
    assert not Introduction.objects.exists()
    # The study lead invites those, too, who can not be found: nobody learns of them but by their own yes.
    page = log_in(lead).post(url, {"actor": [*findable[:2], hidden], "purpose": "people", "words": ""})
    assert page.status_code == 302
    assert Introduction.objects.get().sides.count() == 3


def test_what_each_of_a_group_learns(meeting: Meeting, log_in: Callable[[User], Client]) -> None:
    heard: list[Introduction] = []

    def hear(sender: object, introduction: Introduction, **more: object) -> None:
        heard.append(introduction)

    introduction_accepted.connect(hear)
    package = build_study(meeting.study)
    a, b, c, d = sorted(candidates_for(package, Audience.CLUSTER_MANAGER, WAVE)[AREA])[:4]
    manager = meeting.house.manager
    group = operations.start_group(
        manager, meeting.snapshot, Audience.CLUSTER_MANAGER, AREA, [a, b, c, d], "people", "A course in the winter."
    )
    operations.send_due()
    names = {code: package.labels[code] for code in (a, b, c, d)}
    contacts = [x for code in (a, b, c, d) for x in (f"Person {code}", f"{code.lower()}@example.org")]
    windows = {}
    for code in (a, b, c, d):
        letter = letters_to(code)[0]
        others = [name for other, name in names.items() if other != code]
        assert leaks(letter.body, others) == []
        for said in (manager.name, "Find and train people", "A course in the winter."):
            assert said in letter.body
        windows[code] = opened(link_in(letter.body))

    def seen(code: str) -> set[str]:
        text = windows[code].get("/meet/").content.decode()
        mine = [f"Person {code}", f"{code.lower()}@example.org"]
        assert leaks(text, [x for x in contacts if x not in mine]) == []
        return {other for other, name in names.items() if other != code and name in text}

    assert [seen(x) for x in (a, b, c, d)] == [set()] * 4
    say(group, a, "yes")
    say(group, b, "no")
    # One yes is nobody's to know, and a no is nothing.
    assert [seen(x) for x in (a, b, c, d)] == [set()] * 4
    page = log_in(manager).get(meeting.house.url("easy/")).content.decode()
    asked = page[page.index('id="asked"') :]
    assert leaks(asked, list(names.values())) == []
    assert "waiting for answers" in asked
    assert heard == []
    say(group, c, "yes")
    assert [seen(x) for x in (a, b, c, d)] == [{c}, set(), {a}, set()]
    assert [i.pk for i in heard] == [group.pk]
    say(group, a, "yes")  # once more: nobody is told twice
    assert len(heard) == 1
    page = log_in(manager).get(meeting.house.url("easy/")).content.decode()
    asked = page[page.index('id="asked"') :]
    assert {x for x, name in names.items() if name in asked} == {a, c}
    assert len(outbox.outbox) == 4
    # The contacts go out when the time is over, to those who said yes.
    assert operations.close_groups() == 0
    assert operations.close_groups(timezone.now() + WEEKS) == 1
    assert operations.close_groups(timezone.now() + WEEKS) == 0
    operations.send_due()
    told = {m.to[0]: m.body for m in outbox.outbox[4:]}
    assert len(told) == 2
    for mine, other in ((a, c), (c, a)):
        body = letters_to(mine)[-1].body
        assert f"{other.lower()}@example.org" in body
        assert leaks(body, [names[b], names[d], f"Person {b}", f"Person {d}"]) == []
    assert f"{c.lower()}@example.org" in windows[a].get("/meet/").content.decode()
    introduction_accepted.disconnect(hear)


def test_a_group_in_which_all_say_yes_is_told_at_once(meeting: Meeting) -> None:
    package = build_study(meeting.study)
    codes = sorted(candidates_for(package, Audience.STUDY, WAVE)[AREA])[:3]
    group = operations.start_group(meeting.house.lead, meeting.snapshot, Audience.STUDY, AREA, codes, "people")
    operations.send_due()
    for code in codes:
        say(group, code, "yes")
    operations.send_due()
    assert len(outbox.outbox) == 6
    group.refresh_from_db()
    assert standing_of(group) == Standing.ACCEPTED
    Introduction.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert operations.close_groups() == 0
