"""Champions are asked before their name is shown; who says no, or nothing, is nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.report.build import build_report
from clusterdynamics.report.writers.html import to_html
from clusterdynamics.study.write.files import package_files
from clusterdynamics.study.write.package import zip_bytes
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import NominatedPerson
from clusterdynamics_web.introductions import operations, telling
from clusterdynamics_web.introductions.models import Champion, ChampionChoice
from clusterdynamics_web.introductions.nominees import nominees_of
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.results import store
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.survey.package import build_study
from tests.web.introductions.conftest import Meeting, link_in, opened

pytestmark = pytest.mark.django_db

YES, NO = "Ylva Jansson", "Nils Avbrunn"
#: Who reads the study as which audience.
READERS = {
    Role.STUDY_LEAD: "study",
    Role.CLUSTER_MANAGER: "cluster_manager",
    Role.BOARD: "board",
    Role.FACILITATOR: "participants",
    Role.REGION_ADMIN: "network",
}


@pytest.fixture
def named(meeting: Meeting, monkeypatch: pytest.MonkeyPatch, demo_assessment: Assessment) -> Meeting:
    """Two people and an organisation were named by three or more; results pass through the lens as they do at work."""
    for code, name in (("person-1", YES), ("person-2", NO)):
        NominatedPerson.objects.create(study=meeting.study, code=code, name=name)
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: "<svg/>")
    monkeypatch.setattr(store, "assessment_of", lambda snapshot: telling.look(snapshot, demo_assessment))
    return meeting


def _write(subject: str, email: str, meeting: Meeting, log_in: Callable[[User], Client]) -> Any:
    url = meeting.house.url(f"champions/{subject}/")
    return log_in(meeting.house.lead).post(url, {"how": "mail", "email": email, "language": "en"})


def _everything_told(meeting: Meeting, audience: Audience, assessment: Assessment) -> str:
    """Everything that an audience can get: the pages told, the report as HTML."""
    now = _champions_only(telling.look(meeting.snapshot, assessment))
    return str(tell(now, audience, "en")) + to_html(build_report(now, audience=audience.value))


def _champions_only(assessment: Assessment) -> Assessment:
    """The other analyses know nothing of champions, and take time to tell."""
    return replace(assessment, results=MappingProxyType({"champions": assessment.results["champions"]}))


def test_two_are_asked_one_says_yes_and_the_other_is_nowhere(
    named: Meeting, log_in: Callable[[User], Client], demo_assessment: Assessment
) -> None:
    house = named.house
    assert [n.subject for n in nominees_of(named.snapshot)] == ["person:person-2", "person:person-1", "F14"]
    assert _write("person:person-1", "nonsense", named, log_in).status_code == 422
    assert _write("person:nobody", "a@example.org", named, log_in).status_code == 404
    assert _write("person:person-1", "ylva@example.org", named, log_in).status_code == 302
    assert _write("person:person-1", "ylva@example.org", named, log_in).status_code == 422  # it is on its way
    assert _write("person:person-2", "nils@example.org", named, log_in).status_code == 302
    operations.send_due()
    first, second = (next(m for m in outbox.outbox if x in m.to[0]) for x in ("ylva", "nils"))
    assert leaks(first.body, [NO]) == []
    # Nobody but the lead reads a name before there is an answer.
    for role in READERS:
        page = log_in(house.people[role]).get(house.url("champions/"))
        assert bool(leaks(page.content, [YES, NO])) == (role == Role.STUDY_LEAD)
        assert page.context.get("names", []) == []
    ylva, nils = opened(link_in(first.body)), opened(link_in(second.body))
    assert YES in ylva.get("/named/").content.decode()  # exactly what would be shown
    assert ylva.post("/named/", {"shown": "everybody"}).status_code == 422
    assert ylva.post("/named/", {"shown": "participants"}).status_code == 302
    assert nils.post("/named/", {"shown": "nobody"}).status_code == 302
    assert set(Champion.objects.values_list("email", flat=True)) == {""}
    for role, audience in READERS.items():
        page = log_in(house.people[role]).get(house.url("champions/"))
        inside = audience != "network"
        assert page.context.get("names", []) == ([YES] if inside else [])
        assert bool(leaks(page.content, [YES])) == inside
        assert bool(leaks(page.content, [NO])) == (role == Role.STUDY_LEAD)  # in the lead's own list only
    for audience in Audience:
        told = _everything_told(named, audience, demo_assessment)
        assert leaks(told, [NO]) == [], audience
        assert bool(leaks(told, [YES])) == (audience.value not in {"network", "public"}), audience
    assert leaks(zip_bytes(package_files(build_study(named.study))), [NO, YES]) == []  # codes only
    for entry in AuditEntry.objects.all():
        assert leaks(str(entry.details) + entry.object, [NO, YES]) == []


def test_a_changed_mind_holds_at_once_on_pages_prepared_before(
    named: Meeting, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, demo_assessment: Assessment
) -> None:
    """What was told under another mark is not shown, until it was told again."""
    monkeypatch.setattr(store, "told_of", _real_told_of)
    snapshot, board = named.snapshot, Audience.BOARD
    person = next(n for n in nominees_of(snapshot) if n.subject == "person:person-1")

    def prepare() -> None:
        mark = store.mark_of(snapshot)
        told = tell(_champions_only(store.assessment_of(snapshot)), board, "en")
        store.keep_told(snapshot, board, "en", told | {"mark": mark} if mark else told)

    prepare()
    assert store.told_of(snapshot, board, "en") is not None
    yesterday = timezone.now() - timedelta(days=1)
    operations.note_choice(named.house.lead, snapshot, person, "participants", at=yesterday)
    choice = ChampionChoice.objects.get()
    assert (choice.noted_by, choice.by_telephone, choice.at) == (named.house.lead, True, yesterday)
    assert store.told_of(snapshot, board, "en") is None
    prepare()
    assert leaks(str(store.told_of(snapshot, board, "en")), [YES])
    champion = Champion.objects.get()
    operations.choose(champion, "nobody")
    assert store.told_of(snapshot, board, "en") is None
    prepare()
    assert not leaks(str(store.told_of(snapshot, board, "en")), [YES])
    # Held-out pairs leave the team's own list in the same way.
    before = {(e.details["first"], e.details["second"]) for e in _pairs(demo_assessment)}
    operations.prepare_list(None, snapshot, holds_out=True, seed=1)
    assert store.told_of(snapshot, board, "en") is None
    from clusterdynamics_web.introductions import suggestions

    held = suggestions.held_out(named.study, snapshot.wave.code)
    after = {(e.details["first"], e.details["second"]) for e in _pairs(store.assessment_of(snapshot))}
    assert after == before - held
    assert before & held


def _pairs(assessment: Assessment) -> list[Any]:
    return [e for e in assessment.results["easy_cooperation"].estimates if e.name == "easy.pair"]


#: Before the fixtures put something quicker in its place.
_real_told_of = store.told_of
