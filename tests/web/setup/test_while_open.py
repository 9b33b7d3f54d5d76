"""While people answer: words are corrected, organisations join and opt out; what answers mean does not change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.tables import TieState
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.setup.late import not_offered
from clusterdynamics_web.setup.operations import agreement, questions, roster
from clusterdynamics_web.setup.operations.about import change_about
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.studies.operations import change_settings, choose_blocks
from clusterdynamics_web.studies.words import words_of
from clusterdynamics_web.survey import models as survey
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import opened

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


@pytest.fixture
def wave(home: House) -> Wave:
    return opened(home)


def answer(wave: Wave, code: str, partners: tuple[str, ...]) -> survey.Respondent:
    """Let the person of an organisation answer: offered all that are there now, linked with the partners."""
    person = wave.respondents.get(actor__code=code)
    actors = {a.code: a for a in wave.study.actors.filter(opted_out=None)}
    person.offered = [c for c in actors if c != code]
    person.started_at = person.submitted_at = timezone.now()
    person.save()
    survey.Tie.objects.bulk_create(
        survey.Tie(wave=wave, respondent=person, relation="depth", sender=actors[code], to=actors[p], value=3)
        for p in partners
    )
    return person


def test_a_misspelling_is_corrected_and_on_record(home: House, wave: Wave) -> None:
    before = words_of(home.study)["items.s1.1.text"]
    changed = questions.correct_words(home.lead, home.study, {"items.s1.1.text": before + " here"})
    assert changed == ["items.s1.1.text"]
    home.study.refresh_from_db()
    assert words_of(home.study)["items.s1.1.text"] == before + " here"
    assert AuditEntry.objects.get(verb="study.words_corrected").details == {"fields": ["items.s1.1.text"]}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("items.s1.1.text", "Do you own a boat?"),
        ("relations.depth.question", "Whom do you trust with your money?"),
        ("scales.depth.labels.1", "Never"),
        ("areas.training.label", "Boats"),
        ("items.s1.1.text", "  "),
    ],
)
def test_another_question_is_refused_with_the_way_out(home: House, wave: Wave, key: str, text: str) -> None:
    before = words_of(home.study)[key]
    with pytest.raises(InputError, match=r"next wave|must keep a text"):
        questions.correct_words(home.lead, home.study, {key: text})
    home.study.refresh_from_db()
    assert words_of(home.study)[key] == before


def test_scales_relations_blocks_areas_and_rules_stay(home: House, wave: Wave) -> None:
    user, study = home.lead, home.study
    refused: tuple[Callable[[], object], ...] = (
        lambda: change_settings(user, study, {"scales": []}),
        lambda: change_settings(user, study, {"relations": []}),
        lambda: change_settings(user, study, {"disclosure": {"k_inside": 9}}),
        lambda: choose_blocks(user, study, ["core", "energy"]),
        lambda: questions.set_list(user, study, "areas", [{"id": "", "label": "Boats"}]),
        lambda: questions.add_statement(user, study, "New statement"),
        lambda: agreement.change_consent(user, study, {"en": {"who": "x", "why": "y"}}),
        lambda: agreement.change_agreement(
            user, study, k_inside=4, k_outside=5, agreement="x", agreed_on=None, opens={}
        ),
        lambda: change_about(user, study, {"languages": ("sv", "en")}),
        lambda: change_about(user, study, {"informants": "all"}),
        lambda: roster.remove_actor(user, study, study.actors.first()),
    )
    document = dict(study.document)
    for work in refused:
        with pytest.raises(InputError, match="next"):
            work()
    study.refresh_from_db()
    assert study.document == document


def test_title_contact_and_the_last_day_can_change(home: House, wave: Wave) -> None:
    import datetime as dt

    values = {"title": "Better title", "contact_phone": "070", "closes": dt.date(2026, 4, 10)}
    study = change_about(home.lead, home.study, values)
    assert str(study) == "Better title"
    wave.refresh_from_db()
    assert wave.closes == dt.date(2026, 4, 10)
    with pytest.raises(InputError, match="first day"):
        change_about(home.lead, study, {"opens": dt.date(2026, 3, 1)})


def test_a_late_organisation_was_not_offered_and_counts_as_not_asked(home: House, wave: Wave, log_in: LogIn) -> None:
    early = answer(wave, "o00", ("o01",))
    roster.add_actor(home.lead, home.study, {"label": "Late Comer", "short_label": "Late"}, code="late")
    answer(wave, "o02", ("late",))
    (late,) = not_offered(wave)
    assert late.actor.code == "late"
    assert late.respondents == (early.code,)
    page = log_in(home.lead).get(home.url("organisations/")).content.decode()
    assert "had answered before Late Comer came onto the list" in page
    network = build_study(home.study).network("depth", wave.code)
    i, j = network.index("o00"), network.index("late")
    assert network.states[i, j] == STATE_CODES[TieState.NOT_OFFERED]
    assert network.states[i, network.index("o03")] == STATE_CODES[TieState.NO_TIE]
    assert network.states[network.index("o02"), j] == STATE_CODES[TieState.TIE]


def test_an_organisation_that_opts_out_is_nowhere(home: House, wave: Wave, log_in: LogIn) -> None:
    from clusterdynamics.study.package import check_study
    from clusterdynamics_web.setup.packages import export

    first = answer(wave, "o00", ("o01", "o02"))
    answer(wave, "o01", ("o00", "o02"))
    for person in wave.respondents.filter(actor__code__in=("o00", "o01")):
        survey.Rating.objects.create(
            wave=wave, respondent=person, sender=person.actor, to=home.study.actors.get(code="o02"),
            item="trust.open", value=2,
        )  # fmt: skip
    survey.Nomination.objects.create(respondent=first, actor=home.study.actors.get(code="o01"), reason="energy")
    client = log_in(home.lead)
    assert "opts out" in client.get(home.url("organisations/o/o01/opt-out/")).content.decode()
    response = client.post(home.url("organisations/o/o01/opt-out/"), follow=True)
    page = response.content.decode()
    assert "1 organisation has opted out" in page
    assert page.count("Birch Papers") == 1  # in the sentence that says it is done, and on no list
    assert not Contact.objects.filter(actor__code="o01").exists()
    assert not wave.respondents.filter(actor__code="o01").exists()
    first.refresh_from_db()
    assert "o01" not in first.offered
    package = build_study(home.study)
    assert package.opted_out(wave.code) == ("o01",)
    for table in ("ties", "ratings"):
        assert "o01" not in [*package[table]["from"], *package[table]["to"]], table
    assert package["nominations"].is_empty()
    assert package["ties"].height == 1  # o00 → o02 stays
    # The package that leaves is sound: nothing in it is about who opted out.
    import tempfile
    from pathlib import Path

    _name, content, _package = export(home.study, test=False, who="x", reason="y", when=timezone.now())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.zip"
        path.write_bytes(content)
        study, problems = check_study(path)
    assert study is not None, [str(p) for p in problems]


def test_before_the_start_opting_out_is_leaving_the_roster(home: House) -> None:
    from tests.web.setup.cases import with_members

    actors = with_members(home, 2)
    roster.opt_out(home.lead, home.study, actors[0])
    assert [a.code for a in home.study.actors.all()] == ["o01"]
