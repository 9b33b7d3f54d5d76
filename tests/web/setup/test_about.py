"""Steps 1, 4 and 5: about the study, who sees what, what participants agree to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.setup.example_pictures import AUDIENCES, example_picture
from clusterdynamics_web.setup.operations import agreement, questions
from clusterdynamics_web.setup.operations.about import change_about
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.studies.words import words_of
from tests.web.conftest import House
from tests.web.setup.cases import opened

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def about(**changes: object) -> dict[str, object]:
    return {
        "title": "How we work together",
        "first_language": "en",
        "languages": ["en", "sv"],
        "informants": "any",
    } | changes


def test_the_first_step_keeps_everything(home: House, log_in: LogIn) -> None:
    data = about(
        title="Forest together",
        internal_title="Forest 2026, pilot",
        boundary="All members.",
        informants="lead",
        contact_name="Anna",
        contact_email="anna@north.example",
        label="Spring",
        opens="2026-03-02",
        closes="2026-03-30",
    )
    assert log_in(home.lead).post(home.url("about/"), data).status_code == 302
    study = type(home.study).objects.get()
    assert (str(study), study.team_title) == ("Forest together", "Forest 2026, pilot")
    assert (study.parsed.boundary, study.parsed.informants) == ("All members.", "lead")
    wave = study.waves.get()
    assert (wave.label, wave.opens, wave.closes) == ("Spring", dt.date(2026, 3, 2), dt.date(2026, 3, 30))


def test_all_problems_are_told_at_once_and_nothing_is_saved(home: House, log_in: LogIn) -> None:
    data = about(
        title=" ", boundary="x" * 501, contact_email="no address", opens="2026-03-30", closes="2026-03-02",
        languages=["sv"],
    )  # fmt: skip
    response = log_in(home.lead).post(home.url("about/"), data)
    assert set(response.context["form"].errors) == {"title", "boundary", "contact_email", "closes", "languages"}
    assert type(home.study).objects.get().parsed.boundary == ""


def test_another_first_language_words_the_questions_in_it_and_keeps_ones_own_words(home: House) -> None:
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    home.study.refresh_from_db()
    study = change_about(home.lead, home.study, {"languages": ("sv", "en")})
    words = words_of(study)
    assert words["items.own.1.text"] == "Our region is the best."
    assert words["relations.depth.question"].startswith("Hur arbetar ni")
    assert words["areas.training.label"] != "Training and skills"


def test_cells_are_raised_and_never_lowered(home: House, log_in: LogIn) -> None:
    home.region.k_inside = 4
    home.region.save()
    client = log_in(home.lead)
    data = {"k_inside": 3, "k_outside": 5, "agreement": "x", "agreed_on": "2026-02-01"}
    assert "Cells can be made larger" in client.post(home.url("visibility/"), data).content.decode()
    data |= {"k_inside": 6, "k_outside": 5}
    assert "at least as large" in client.post(home.url("visibility/"), data).content.decode()
    data |= {"k_inside": 6, "k_outside": 8, "opens-depth": ["board"]}
    assert client.post(home.url("visibility/"), data).status_code == 302
    now = type(home.study).objects.get().parsed.disclosure
    assert (now.k_inside, now.k_outside, now.agreed_on) == (6, 8, "2026-02-01")
    assert now.opens == {"depth": ("board",)}
    # Before anybody has answered, a slip may be taken back; not below what the region says.
    assert client.post(home.url("visibility/"), data | {"k_inside": 4, "k_outside": 5}).status_code == 302


def test_after_the_first_wave_cells_keep_their_size(home: House) -> None:
    wave = opened(home)
    wave.closed_at = wave.opened_at
    wave.save()
    study = home.study
    Wave.objects.create(study=study, code="next", position=1)
    study.document["disclosure"]["k_inside"] = 5
    study.save()
    assert agreement.least_cells(study) == (5, 5)
    with pytest.raises(InputError, match="larger, not smaller"):
        agreement.change_agreement(home.lead, study, k_inside=3, k_outside=5, agreement="x", agreed_on=None, opens={})


def test_a_rating_cannot_be_opened_to_anybody(home: House) -> None:
    with pytest.raises(InputError, match=r"trust\.open"):
        agreement.change_agreement(
            home.lead, home.study, k_inside=3, k_outside=5, agreement="x", agreed_on=None,
            opens={"trust.open": ["board"]},
        )  # fmt: skip


def test_every_change_of_the_consent_text_makes_a_new_version(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    data = {"en-who": "The region.", "en-why": "To plan.", "sv-who": "", "sv-why": ""}
    for version in (2, 2, 3):
        if version == 3:
            data["sv-who"] = "Regionen."
        client.post(home.url("consent/"), data)
        home.study.refresh_from_db()
        assert home.study.consent_version == version
    assert home.study.consent_texts == {
        "en": {"who": "The region.", "why": "To plan."},
        "sv": {"who": "Regionen.", "why": ""},
    }


def test_each_reader_gets_a_picture_and_only_the_team_gets_every_link(log_in: LogIn) -> None:
    from clusterdynamics.examples import skogsbygden

    study = skogsbygden.build()
    names = [label for label in study.short_labels.values() if len(label) > 4]
    pictures = {a: example_picture(a, "en") for a in AUDIENCES}
    assert all(svg.startswith("<svg") and "<desc>" in svg for svg in pictures.values())
    named = {a: sum(name in svg for name in names) for a, svg in pictures.items()}
    assert named[Audience.STUDY] > named[Audience.PARTICIPANTS] > named[Audience.NETWORK]
    lines = {a: svg.count("<path") + svg.count("<line") for a, svg in pictures.items()}
    assert lines[Audience.STUDY] > lines[Audience.PARTICIPANTS] > lines[Audience.NETWORK]
    client = Client()
    for audience in AUDIENCES:
        response = client.get(f"/examples/{audience}.svg")
        assert response["Content-Type"] == "image/svg+xml"
    assert client.get("/examples/board.svg").status_code == 404
