"""J12: a next wave from the last one, and what became of the organisations in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics.measures.identity import compared, succession
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.setup.again import carried, difference
from clusterdynamics_web.setup.operations.becoming import Becoming, note, preview, take_back
from clusterdynamics_web.setup.operations.last_answers import show_last_answers
from clusterdynamics_web.setup.operations.launch import open_wave
from clusterdynamics_web.setup.operations.waves import make_wave, remove_wave
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.operations import change_settings
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.words import questions_hash
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import closed_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(home: House, settings: Any, tmp_path: Path) -> Wave:
    settings.MEDIA_ROOT = tmp_path
    return closed_wave(home)


def _next(home: House) -> Wave:
    opens = timezone.localdate() + timedelta(days=700)
    return make_wave(home.lead, home.study, "Again", opens, opens + timedelta(days=30))


def test_a_next_wave_asks_the_same_and_only_who_may_be_asked(home: House, closed: Wave) -> None:
    people = carried(home.study)
    assert (len(people.agreed), len(people.new), len(people.let_go)) == (5, 1, 6)
    agreed = {c.pk: c.keys.get().respondent.code for c in people.agreed}
    before = home.study.document
    wave = _next(home)
    assert (wave.position, state_of(wave)) == (closed.position + 1, State.DRAFT)
    home.study.refresh_from_db()
    assert home.study.document == before
    assert set(home.study.contacts.values_list("pk", flat=True)) == {c.pk for c in (*people.agreed, *people.new)}
    assert AuditEntry.objects.get(verb="wave.made").details == {
        "after": closed.code,
        "asked_again": 5,
        "asked_as_new": 1,
        "let_go": 6,
    }
    open_wave(home.lead, home.study)
    asked = {k.contact_id: k.respondent.code for k in ContactKey.objects.filter(respondent__wave=wave)}
    assert {pk: asked[pk] for pk in agreed} == agreed, "who agreed keeps the code"
    new = people.new[0].pk
    assert asked[new] not in set(Respondent.objects.filter(wave=closed).values_list("code", flat=True))
    with pytest.raises(InputError, match="not over"):
        _next(home)


def test_time_over_only_those_who_agreed_are_asked(home: House, closed: Wave) -> None:
    long_ago = timezone.now() - timedelta(days=31 * home.region.retention_months)
    Wave.objects.filter(pk=closed.pk).update(closed_at=long_ago)
    people = carried(home.study)
    assert (len(people.agreed), len(people.new), len(people.let_go)) == (5, 0, 7)


def test_what_was_asked_keeps_its_meaning(home: House, closed: Wave) -> None:
    _next(home)
    home.study.refresh_from_db()
    relations = [r | {"label": "How close we are"} for r in home.study.document["relations"]]
    study = change_settings(home.lead, home.study, {"relations": relations})
    with pytest.raises(InputError, match=r"keep their meaning.*advice"):
        change_settings(home.lead, study, {"relations": [r | {"directed": False} for r in relations]})
    scales = [s | {"high": s["high"] + 1} for s in study.document["scales"]]
    with pytest.raises(InputError, match="keep their meaning"):
        change_settings(home.lead, study, {"scales": scales})
    new = {"id": "visits", "label": "Visits", "waves": [current_wave(study).code]}
    assert change_settings(home.lead, study, {"relations": [*relations, new]}).parsed.relation("visits")


def _all(study: Study) -> list[Actor]:
    return list(study.actors.order_by("pk"))


def test_a_merged_firm_is_not_shown_as_lost_ties(home: House, closed: Wave) -> None:
    a, b, c, d = _all(home.study)[:4]
    wave = _next(home)
    merging = Becoming("merged", (a.code, b.code), ("Timber United",))
    would_be = preview(home.study, merging)
    assert would_be is not None
    assert [(h.before, h.after) for h in would_be.of("merged")] == [((a.label, b.label), ("Timber United",))]
    assert not home.study.actors.filter(label="Timber United").exists(), "a look changes nothing"
    note(home.lead, home.study, merging)
    note(home.lead, home.study, Becoming("split", (c.code,), (c.label, "Part of it")))
    note(home.lead, home.study, Becoming("left", (d.code,)))
    renamed = _all(home.study)[4]
    note(home.lead, home.study, Becoming("renamed", (renamed.code,), ("New Name AB",)))
    found = difference(home.study)
    assert found is not None
    assert {k: len(found.of(k)) for k in ("merged", "split", "left", "renamed", "joined")} == dict.fromkeys(
        ("merged", "split", "left", "renamed"), 1
    ) | {"joined": 0}
    # Twelve less two that merged, one that split, one that left.
    assert found.stayers == 8
    renamed.refresh_from_db()
    assert renamed.label == "New Name AB"
    made = home.study.actors.get(label="Timber United")
    assert set(made.contacts.values_list("pk", flat=True)) == set(
        Contact.objects.filter(actor=made).values_list("pk", flat=True)
    )
    # The library sets what merged or split aside: none of it is among the nodes whose links are compared.
    package = build_study(home.study)
    between = succession(package, closed.code, wave.code)
    assert {a.code, b.code, c.code, made.code} <= between.apart
    pair = compared(package, "contact", between)
    assert pair is not None
    assert not (set(pair[0].nodes) | set(pair[1].nodes)) & between.apart


def test_what_was_noted_can_be_taken_back(home: House, closed: Wave) -> None:
    a, b, c = _all(home.study)[:3]
    wave = _next(home)
    before = {x.pk: x.actor_id for x in Contact.objects.all()}
    for becoming in (
        Becoming("merged", (a.code, b.code), ("Timber United",)),
        Becoming("merged", (a.code, b.code), (a.label,)),
        Becoming("split", (c.code,), ("One half", "Other half")),
        Becoming("left", (c.code,)),
    ):
        note(home.lead, home.study, becoming)
        found = difference(home.study)
        assert found is not None
        assert found.happened
        with pytest.raises(InputError, match="Take back first"):
            remove_wave(home.lead, home.study)
        take_back(home.lead, home.study, found.happened[0].codes[0])
        again = difference(home.study)
        assert again is not None
        assert (again.happened, again.stayers) == ((), 12), becoming
        assert {x.pk: x.actor_id for x in Contact.objects.all()} == before
    remove_wave(home.lead, home.study)
    assert not Wave.objects.filter(pk=wave.pk).exists()


@pytest.mark.parametrize(
    ("kind", "count", "names", "why"),
    [
        ("merged", 1, ("X",), "at least two"),
        ("merged", 2, (), "write its name"),
        ("split", 1, ("X",), "at least two names"),
        ("split", 1, ("X", "x"), "are the same"),
        ("renamed", 2, ("X",), "one organisation"),
        ("left", 0, (), "Choose the organisations"),
        ("sold", 1, (), "Say what happened"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    home: House, closed: Wave, kind: str, count: int, names: tuple[str, ...], why: str
) -> None:
    codes = tuple(a.code for a in _all(home.study)[:count])
    _next(home)
    with pytest.raises(InputError, match=why):
        note(home.lead, home.study, Becoming(kind, codes, names))


def test_the_pages(home: House, closed: Wave, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.lead)
    page = client.get(home.url("next/")).text
    assert "2026 is over" in page
    assert "they agreed to it" in page
    wrong = client.post(home.url("next/"), {"label": "2026", "opens": "2030-02-01", "closes": "2030-01-01"})
    assert "The last day comes after the first." in wrong.text
    wrong = client.post(home.url("next/"), {"label": "2026", "opens": "2030-02-01", "closes": "2030-03-01"})
    assert "There is a wave of this name." in wrong.text
    done = client.post(home.url("next/"), {"label": "2030", "opens": "2030-02-01", "closes": "2030-03-01"})
    assert done.headers["Location"] == home.url("next/organisations/")
    assert current_wave(home.study).opens == date(2030, 2, 1)
    a, b = _all(home.study)[:2]
    given = {"kind": "merged", "organisations": [a.code, b.code], "names": "Timber United"}
    look = client.post(home.url("next/organisations/"), given | {"preview": "1"}).text
    assert "they are not told as lost" in look
    assert "Timber United" in look
    assert look.count(" checked") == 3, "the choices are kept"
    searched = client.post(home.url("next/organisations/"), given | {"filter": "1", "organisations-search": "zzz"}).text
    assert "Also chosen (2)" in searched
    client.post(home.url("next/organisations/"), given | {"apply": "1"})
    made = home.study.actors.get(label="Timber United")
    assert made.predecessors == [a.code, b.code]
    assert f"{a.label}, {b.label} → Timber United" in client.get(home.url("next/organisations/")).text
    client.post(home.url(f"next/organisations/{made.code}/back/"))
    assert not home.study.actors.filter(label="Timber United").exists()
    assert "is being set up" in client.get(home.url("next/")).text


def test_last_answers_are_shown_only_where_somebody_says_so(
    home: House, closed: Wave, log_in: Callable[[User], Client]
) -> None:
    """RX-16: off by default, signed off with the questions, kept in the settings of the package, gone with its wave."""
    with pytest.raises(InputError, match="has been opened"):
        show_last_answers(home.lead, home.study, on=True)
    wave = _next(home)
    client = log_in(home.lead)
    page = client.get(home.url("questions/"))
    assert 'name="last_answers" value="1">' in page.content.decode()
    home.study.refresh_from_db()
    before = questions_hash(home.study)
    client.post(home.url("questions/"), {"last_answers": "1"})
    home.study.refresh_from_db()
    assert questions_hash(home.study) != before
    package = build_study(home.study)
    assert package.settings.last_answers == (wave.code,)
    client.post(home.url("questions/"), {})
    assert build_study(Study.objects.get(pk=home.study.pk)).settings.last_answers is None
    show_last_answers(home.lead, home.study, on=True)
    remove_wave(home.lead, home.study)
    home.study.refresh_from_db()
    assert home.study.parsed.last_answers is None
