"""A study with a small roster whose wave is open, and somebody who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from django.utils import timezone, translation

import clusterdynamics as cd
from clusterdynamics.study.codes import Code
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.operations import change_settings, create_study
from clusterdynamics_web.survey.form import Answers, BaseStep, Form, find_step, form_for, load_answers
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import Saved, Writing, create_link, save_step
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House

NAMES = (
    ("a1", "Ånäs Sågverk AB", "firm", "Ånäs", ("ASAB",)),
    ("a2", "Bergström & Söner Åkeri", "firm", "Bergström", ()),
    ("a3", "Sandvikens Förpackning AB", "firm", "Sandviken", ("SaFö",)),
    ("a4", "Storskogen Industrier AB", "large_firm", "Storskogen", ()),
    ("a5", "Högskolan i Mellanskog", "research", "HiM", ()),
    ("a6", "Kommunen Skogsbygden", "public", "Kommunen", ()),
    ("a7", "Sparbanken Mellan", "finance", "Sparbanken", ()),
    ("a8", "Forest Cluster Ø", "intermediary", "FCØ", ()),
)

CONSENT = {"take_part": ["yes"], "name": ["participants"], "own_ties": ["yes"]}


def fill(study: Study, wave: Wave, names: Sequence[tuple[str, str, str, str, tuple[str, ...]]] = NAMES) -> list[Actor]:
    """Write organisations into the roster."""
    return Actor.objects.bulk_create(
        Actor(study=study, code=code, label=label, type=kind, short_label=short, aliases=list(aliases))
        for code, label, kind, short, aliases in names
    )


@dataclass
class Asking:
    """A study that people answer, and one of them."""

    study: Study
    wave: Wave
    actors: dict[str, Actor]
    respondent: Respondent
    contact: Contact
    extra: dict[str, Respondent] = field(default_factory=dict)

    @property
    def person(self) -> Respondent:
        """The respondent as it is stored now."""
        return Respondent.objects.select_related("study", "wave", "actor").get(pk=self.respondent.pk)

    def form(self, language: str = "en") -> Form:
        with translation.override(language):
            return form_for(self.person, language)

    def answers(self) -> Answers:
        return load_answers(self.person, self.form().occasion)

    def step(self, key: str) -> BaseStep:
        step = find_step(self.form().steps(self.answers()), key)
        assert step is not None, key
        return step

    def card(self, code: str) -> str:
        return f"with-{self.actors[code].pk}"

    def key(self, code: str) -> str:
        return str(self.actors[code].pk)

    def save(self, key: str, values: dict[str, list[str]], written_at: datetime | None = None, **more: str) -> Saved:
        """Save a step as a page does."""
        changes = self.step(key).parse(values, self.answers())
        return save_step(self.respondent, key, changes, Writing(language="en", written_at=written_at, **more))

    def consent(self) -> None:
        self.save("consent", CONSENT)

    def pick(self, *codes: str) -> None:
        self.save("pick", {"partners": [self.key(c) for c in codes]})

    def token(self, kind: str = "personal") -> str:
        return create_link(self.respondent, kind)

    def client(self, **headers: str) -> Client:
        """Somebody's browser that has opened the link."""
        client = Client(**headers)
        assert client.post(f"/a/{self.token()}/").status_code == 302
        return client

    def package(self) -> cd.Study:
        return build_study(self.study)


def problems_of(study: cd.Study) -> list[str]:
    """Write a study, read it again, and return everything that is wrong with it.

    That an organisation stood on nobody's list is no fault here, because few have answered yet; nor are words that
    begin like a formula, which the library writes as words.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder) / "study"
        cd.write_study(study, place)
        _study, found = cd.check_study(place)
    fine = {Code.NEVER_OFFERED, Code.SUBMITTED_OUTSIDE, Code.NO_BOUNDARY, Code.FORMULA_TEXT}
    return [p.message for p in found if p.code not in fine]


@pytest.fixture
def blocks() -> tuple[str, ...]:
    """What the study asks; a test that wants more overrides it."""
    return ("core",)


@pytest.fixture
def asking(home: House, blocks: tuple[str, ...]) -> Asking:
    """An open wave with eight organisations; Ånäs Sågverk answers."""
    return ask(home, blocks)


def ask(home: House, blocks: tuple[str, ...]) -> Asking:
    """Open a wave in which eight organisations can be named and one is asked."""
    study = create_study(home.lead, home.cluster, "How we work together", languages=("en", "sv"), blocks=blocks)
    change_settings(home.lead, study, {"boundary": "Everybody who works with wood."})
    study = Study.objects.get(pk=study.pk)
    study.contact_name, study.contact_email = "Lena Study", "lena@north.example"
    study.save()
    wave = study.waves.get()
    actors = {a.code: a for a in fill(study, wave)}
    wave.opened_at = timezone.now()
    wave.save()
    person = Respondent.objects.create(
        study=study, wave=wave, code="r1", actor=actors["a1"], is_lead=True, invited_at=timezone.now()
    )
    contact = Contact.objects.create(
        study=study, actor=actors["a1"], name="Anna", email="anna@anas.example", language="en"
    )
    ContactKey.objects.create(contact=contact, respondent=person)
    return Asking(study, wave, actors, person, contact)
