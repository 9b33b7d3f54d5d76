"""Participants choose from the names that the other side shared; what they say is theirs, and goes when it must."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from clusterdynamics.errors import InputError
from clusterdynamics_web.interviews.paper import paper_html
from clusterdynamics_web.joint import ending
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.survey.form import BaseStep, Problems, find_step, form_for, load_answers
from clusterdynamics_web.survey.form.summary import summary
from clusterdynamics_web.survey.models import PartnerName, PartnerTie, Respondent
from clusterdynamics_web.survey.operations import Writing, create_link, erase_answers, opt_out, save_step
from clusterdynamics_web.survey.package import build_study
from tests.web.joint.conftest import Pair

pytestmark = pytest.mark.django_db


def open_wave(pair: Pair) -> None:
    for house in (pair.a, pair.b):
        wave = pair.wave(house)
        wave.opened_at = timezone.now()
        wave.save()


def person_of(pair: Pair, code: str = "a1") -> Respondent:
    house = pair.a if code.startswith("a") else pair.b
    actor = house.study.actors.get(code=code)
    made, _new = Respondent.objects.get_or_create(
        study=house.study, wave=pair.wave(house), actor=actor, code=f"r{code}"
    )
    made.consents.get_or_create(choice="take_part", visibility="yes")
    return Respondent.objects.select_related("study__cluster__region", "wave", "actor").get(pk=made.pk)


def step_of(person: Respondent, key: str, language: str = "en") -> BaseStep | None:
    with translation.override(language):
        form = form_for(person, language)
        return find_step(form.steps(load_answers(person)), key)


def save(person: Respondent, key: str, values: dict[str, list[str]]) -> None:
    step = step_of(person, key)
    assert step is not None, key
    save_step(person, key, step.parse(values, load_answers(person)), Writing())


def test_names_stand_in_the_form_of_the_other_side_and_are_answered_once(pair: Pair) -> None:
    key = f"partners-{pair.joint.key}"
    assert step_of(person_of(pair), key) is None  # not before both have signed
    pair.sign_both()
    open_wave(pair)
    person = person_of(pair)
    step = step_of(person, key)
    assert step is not None
    assert step.title == "Partners in South"
    shown = step.fields({}, load_answers(person))[1]
    assert [e.label for e in shown.entries] == [f"Beta {k}" for k in range(1, 9)]  # type: ignore[attr-defined]
    pks = {n.label: n.pk for n in PartnerName.objects.filter(study=pair.a.study)}
    foreign = PartnerName.objects.filter(study=pair.b.study).first()
    assert foreign is not None
    with pytest.raises(Problems, match="take back one or the other"):
        save(person, key, {"partners": [str(pks["Beta 1"])], "nobody": ["yes"]})
    save(person, key, {"partners": [str(pks["Beta 1"]), str(pks["Beta 2"]), str(foreign.pk)]})
    assert person.partner_ties.count() == 2  # a name of the own side is on no list here
    depths = {f"depth.{pks['Beta 1']}": ["4"], f"depth.{pks['Beta 2']}": ["?"]}
    for _twice in range(2):
        save(person, f"{key}-how", depths)
    found = {t.to.label: (t.value, t.state) for t in person.partner_ties.select_related("to") if t.to}
    assert found == {"Beta 1": (4.0, ""), "Beta 2": (None, "dont_know")}
    assert all(part.complete for part in summary(form_for(person, "en"), load_answers(person)) if key in part.key)
    save(person, key, {"partners": [str(pks["Beta 2"])]})
    assert PartnerTie.objects.get().state == "dont_know"  # what is still chosen keeps its answer
    save(person, key, {"nobody": ["yes"]})
    assert PartnerTie.objects.get().to is None
    assert step_of(person, f"{key}-how") is None
    # No package, and so no export, program or snapshot, knows of it.
    assert "Beta" not in str({n: f.to_dicts() for n, f in build_study(pair.a.study).tables.items()})


def test_on_paper_the_names_stand_with_the_numbers_to_write(pair: Pair) -> None:
    pair.sign_both()
    open_wave(pair)
    page = paper_html(pair.a.study, pair.wave(pair.a), "en")
    names = page[page.index("Partners in South") :]
    assert names.index("5 We ") < names.index("…… Beta 1") < names.index("…… Beta 8")
    assert page.count("Alfa 1<") == 1  # the own list stands there once


def test_each_side_asks_in_its_own_language(pair: Pair) -> None:
    pair.sign_both()
    open_wave(pair)
    key = f"partners-{pair.joint.key}"
    titles = {step_of(person_of(pair, "b1"), key, code).title for code in ("en", "sv")}  # type: ignore[union-attr]
    assert any("North" in title for title in titles)


def test_who_agrees_is_told_that_another_region_reads(pair: Pair) -> None:
    open_wave(pair)
    client = Client()
    client.post(f"/a/{create_link(person_of(pair))}/")
    version = pair.a.study.consent_version
    assert "reads figures of this cluster" not in client.get("/answer/consent/").content.decode()
    pair.sign_both()
    assert "South reads figures of this cluster as a whole" in client.get("/answer/consent/").content.decode()
    pair.a.study.refresh_from_db()
    assert pair.a.study.consent_version == version + 1
    ending.end(pair.a.admin, pair.side(pair.a))
    assert "reads figures of this cluster" not in client.get("/answer/consent/").content.decode()


def test_a_wave_that_was_open_before_is_not_asked(pair: Pair) -> None:
    open_wave(pair)
    pair.sign_both()
    assert step_of(person_of(pair), f"partners-{pair.joint.key}") is None


def test_who_opts_out_is_on_no_list_and_in_no_answer(pair: Pair) -> None:
    pair.sign_both()
    open_wave(pair)
    person = person_of(pair)
    name = PartnerName.objects.get(study=pair.a.study, label="Beta 3")
    save(person, f"partners-{pair.joint.key}", {"partners": [str(name.pk)]})
    opt_out(Actor.objects.get(study=pair.b.study, code="b3"), pair.wave(pair.b))
    assert not PartnerName.objects.filter(label="Beta 3").exists()
    assert PartnerTie.objects.get().to is None  # they have answered: nobody of those that are left
    # A page that was open meanwhile posts the old key: it is no mistake, and nothing is kept.
    save(person, f"partners-{pair.joint.key}", {"partners": [str(name.pk)]})
    assert not PartnerTie.objects.exists()


def test_who_opts_out_before_it_is_in_force_is_not_shared(pair: Pair) -> None:
    opt_out(Actor.objects.get(study=pair.b.study, code="b3"), pair.wave(pair.b))
    assert "b3" not in pair.side(pair.b).names
    pair.sign_both()
    assert not PartnerName.objects.filter(label="Beta 3").exists()


def test_erasing_and_ending_take_the_answers_away(pair: Pair) -> None:
    pair.sign_both()
    open_wave(pair)
    one, two = person_of(pair), person_of(pair, "a2")
    key = f"partners-{pair.joint.key}"
    for person in (one, two):
        save(person, key, {"nobody": ["yes"]} if person is one else {"partners": [str(_first(pair))]})
    erase_answers(one)
    assert PartnerTie.objects.get().respondent == two
    ending.end(pair.b.admin, pair.side(pair.b))
    assert not PartnerTie.objects.exists()
    assert step_of(person_of(pair, "a2"), key) is None
    with pytest.raises(InputError):
        ending.end(pair.a.admin, pair.side(pair.a))


def _first(pair: Pair) -> int:
    name = PartnerName.objects.filter(study=pair.a.study).first()
    assert name is not None
    assert name.shared_at < timezone.now() + timedelta(minutes=1)
    return name.pk
