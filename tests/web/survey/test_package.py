"""The seam: a study becomes rows and the same study again."""

from __future__ import annotations

import pytest
from django.utils import timezone

import clusterdynamics as cd
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.survey.models import Respondent, Tie
from clusterdynamics_web.survey.operations import import_study
from clusterdynamics_web.survey.package import build_study
from clusterdynamics_web.survey.roster import present_actors
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def skogsbygden() -> cd.Study:
    return cd.read_study("examples/skogsbygden")


def test_a_study_comes_back_with_the_same_fingerprint(home: House, skogsbygden: cd.Study) -> None:
    study = import_study(home.lead, home.cluster, skogsbygden)
    again = build_study(study)
    for name, frame in skogsbygden.tables.items():
        assert again[name].height == frame.height, name
    assert fingerprint(again) == fingerprint(skogsbygden)


def test_answers_of_the_test_mode_are_never_mixed_with_real_ones(home: House, skogsbygden: cd.Study) -> None:
    study = import_study(home.lead, home.cluster, skogsbygden)
    wave = study.waves.last()
    one, other = present_actors(study, wave)[:2]
    person = Respondent.objects.create(study=study, wave=wave, code="t1", actor=one, is_test=True)
    Tie.objects.create(wave=wave, sender=one, to=other, respondent=person, relation="depth", value=3)
    assert fingerprint(build_study(study)) == fingerprint(skogsbygden)
    test = build_study(study, test=True)
    assert test["respondents"]["id"].to_list() == ["t1"]
    assert test["ties"].height == 1
    assert test["stories"].is_empty()


def test_what_somebody_agrees_to_on_the_form_is_what_disclosure_reads(home: House) -> None:
    """A tick on the page and the library's consent are the same words: stories, links and names follow it."""
    from clusterdynamics.disclosure import Consents, VisibilityClass
    from clusterdynamics_web.studies.models import Actor
    from clusterdynamics_web.survey.form.answers import load_answers
    from clusterdynamics_web.survey.form.form import form_for
    from clusterdynamics_web.survey.operations import Writing, save_step

    wave = home.study.waves.get()
    wave.opened_at = timezone.now()
    wave.save()
    actor = Actor.objects.create(study=home.study, code="A", label="Alpha")
    person = Respondent.objects.create(study=home.study, wave=wave, code="r1", actor=actor)
    step = form_for(person, "en").steps(load_answers(person))[0]
    given = {"take_part": ["yes"], "name": ["network"], "quote": ["public"], "own_ties": ["yes"], "findable": ["yes"]}
    save_step(person, step.key, step.parse(given, load_answers(person)), Writing())
    Respondent.objects.update(submitted_at=timezone.now())
    read = Consents(build_study(home.study), wave.code).of("A")
    assert (read.name, read.quote) == (VisibilityClass.C3, VisibilityClass.C4)
    assert read.own_ties
    assert read.findable
