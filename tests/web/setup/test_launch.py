"""Step 7: what keeps a wave shut, the test, the agreement of the cluster, and the opening."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.setup.checklist import blocking, checklist, is_signed_off, steps_done
from clusterdynamics_web.setup.operations import launch, questions
from clusterdynamics_web.setup.tasks import tasks_of
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.survey import models as survey
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import ready

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def states(study: Study) -> dict[str, str]:
    return {p.id: p.state for p in checklist(Study.objects.get(pk=study.pk))}


def test_a_new_study_misses_everything_that_must_be_there(home: House) -> None:
    found = {p.id for p in blocking(checklist(home.study))}
    assert found == {"boundary", "contact", "dates", "roster", "contacts", "agreement", "consent", "sender"}
    assert not any(steps_done(checklist(home.study))[s] for s in ("about", "organisations", "visibility", "consent"))


def test_a_study_that_is_ready_misses_nothing(home: House) -> None:
    ready(home)
    assert blocking(checklist(home.study)) == []
    assert [t["state"] for t in tasks_of(home.study, checklist(home.study))] == ["done"] * 6 + ["todo"]


def no_consent(house: House) -> None:
    house.study.consent_texts = {"en": {"who": "The region.", "why": "To plan."}}  # and not in Swedish


def no_contact(house: House) -> None:
    house.study.contact_email = ""


def no_agreement(house: House) -> None:
    house.study.document["disclosure"]["agreement"] = " "


def no_date_of_agreement(house: House) -> None:
    house.study.document["disclosure"]["agreed_on"] = ""


def no_boundary(house: House) -> None:
    house.study.document["boundary"] = ""


def no_sender(house: House) -> None:
    house.region.sender_verified_at = None


def twice(house: House) -> None:
    label = house.study.actors.first().label
    Actor.objects.create(study=house.study, code="twice", label=f"{label} AB", short_label="twice")


def nobody_to_ask(house: House) -> None:
    house.study.contacts.all().delete()


@pytest.mark.parametrize(
    ("spoil", "point"),
    [
        (no_consent, "consent"),
        (no_contact, "contact"),
        (no_agreement, "agreement"),
        (no_date_of_agreement, "agreement"),
        (no_boundary, "boundary"),
        (no_sender, "sender"),
        (twice, "duplicates"),
        (nobody_to_ask, "contacts"),
    ],
)
def test_the_start_is_blocked(home: House, log_in: LogIn, spoil: Callable[[House], None], point: str) -> None:
    ready(home)
    spoil(home)
    home.study.save()
    home.region.save()
    assert [p.id for p in blocking(checklist(Study.objects.get(pk=home.study.pk)))] == [point]
    with pytest.raises(InputError, match="cannot start yet"):
        launch.open_wave(home.lead, home.study)
    page = log_in(home.lead).post(home.url("launch/open/"), follow=True)
    assert "The study cannot start yet." in page.content.decode()
    assert state_of(current_wave(home.study)) == State.DRAFT
    assert not survey.Respondent.objects.exists()


def test_what_does_not_block_is_said(home: House) -> None:
    ready(home, 12)
    home.study.contacts.filter(actor__code="o00").update(email="", phone="070")
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    found = states(home.study)
    assert {k for k, state in found.items() if state == "note"} == {
        "size", "addresses", "translations", "drafts", "sign_off",
    }  # fmt: skip


def test_a_long_questionnaire_is_said_to_be_long(home: House) -> None:
    from clusterdynamics_web.studies.operations import choose_blocks

    ready(home, 42)
    assert states(home.study)["burden"] == "ok"
    blocks = ["core", "value", "energy", "large_companies", "downturn", "between_regions", "vignettes"]
    choose_blocks(home.lead, home.study, blocks)
    assert states(home.study)["burden"] == "note"


def test_opening_makes_respondents_and_fixes_the_rules(home: House, log_in: LogIn) -> None:
    ready(home, 12)
    response = log_in(home.manager).post(home.url("launch/open/"))
    assert response.url == home.url()
    wave = current_wave(home.study)
    assert state_of(wave) == State.OPEN
    people = wave.respondents.select_related("contact_key__contact__actor", "actor")
    assert people.count() == 12
    for person in people:
        assert person.contact_key.contact.actor == person.actor
        assert person.contact_key.contact.name not in person.code
        assert not person.is_test
    assert len({p.code for p in people}) == 12
    assert AuditEntry.objects.get(verb="wave.opened").details == {"respondents": 12, "erased_tests": 0}
    with pytest.raises(InputError, match="next wave"):
        launch.open_wave(home.lead, home.study)


def test_organisations_without_anybody_to_ask_can_be_named_and_are_not_asked(home: House) -> None:
    ready(home, 12)
    home.study.contacts.filter(actor__code="o05").delete()
    wave = launch.open_wave(home.lead, home.study)
    package = build_study(home.study)
    assert "o05" in package.present(wave.code)
    assert "o05" not in package.asked(wave.code)
    assert len(package.asked(wave.code)) == 11


def test_a_test_is_marked_from_first_to_last_and_gone_when_the_wave_opens(home: House, log_in: LogIn) -> None:
    ready(home, 12)
    page = log_in(home.lead).post(home.url("launch/test/"))
    assert page["Cache-Control"] == "no-store"
    link = page.context["link"]
    token = link.rstrip("/").rpartition("/")[2]
    stored = survey.Link.objects.get()
    assert stored.token_hash == hash_token(token)
    person = stored.respondent
    assert person.is_test
    assert page.context["qr"].startswith("data:image/svg+xml")
    one, other = home.study.actors.all()[:2]
    survey.Tie.objects.create(wave=person.wave, sender=one, to=other, respondent=person, relation="depth", value=3)
    survey.Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
    survey.Story.objects.create(study=home.study, code="s", wave=person.wave, respondent=person, text="A test.")
    assert build_study(home.study)["ties"].is_empty()
    assert build_study(home.study)["respondents"].is_empty()
    assert build_study(home.study, test=True)["ties"].height == 1
    launch.open_wave(home.lead, home.study)
    for model in (survey.Tie, survey.Consent, survey.Story, survey.Link):
        assert not model.objects.exists(), model
    assert AuditEntry.objects.get(verb="wave.opened").details["erased_tests"] == 1
    # And no test begins once people answer.
    assert "can no longer change" in log_in(home.lead).post(home.url("launch/test/"), follow=True).content.decode()


def test_test_answers_can_be_erased_before(home: House, log_in: LogIn) -> None:
    ready(home, 3)
    launch.start_test(home.lead, home.study)
    log_in(home.lead).post(home.url("launch/test/erase/"))
    assert not survey.Respondent.objects.exists()


def test_without_an_organisation_there_is_nobody_to_answer_for(home: House, log_in: LogIn) -> None:
    page = log_in(home.lead).post(home.url("launch/test/"), follow=True).content.decode()
    assert "Put an organisation on the list first" in page


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.BOARD])
def test_somebody_of_the_cluster_agrees_with_name_and_date(home: House, log_in: LogIn, role: Role) -> None:
    ready(home, 12)
    client = log_in(home.people[role])
    page = home.url("sign-off/")
    assert client.post(page, {"name": "Karin Berg"}).status_code == 422
    assert client.post(page, {"name": " ", "agree": "yes"}).status_code == 422
    assert not is_signed_off(Study.objects.get(pk=home.study.pk))
    assert client.post(page, {"name": "Karin Berg", "agree": "yes"}).status_code == 302
    study = Study.objects.get(pk=home.study.pk)
    assert study.signed_off_by == "Karin Berg"
    assert (timezone.now() - study.signed_off_at).total_seconds() < 60
    assert states(study)["sign_off"] == "ok"
    assert "Karin" not in str(AuditEntry.objects.get(verb="study.signed_off").__dict__)


def test_an_agreement_lapses_when_the_questions_change(home: House) -> None:
    ready(home, 12)
    launch.sign_off(home.manager, home.study, "Karin Berg")
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    study = Study.objects.get(pk=home.study.pk)
    assert not is_signed_off(study)
    told = next(p.text for p in checklist(study) if p.id == "sign_off")
    assert told == "The questions changed after Karin Berg agreed to them."


def test_the_study_lead_does_not_agree_for_the_cluster(home: House, log_in: LogIn) -> None:
    ready(home, 12)
    assert log_in(home.lead).post(home.url("sign-off/"), {"name": "x", "agree": "yes"}).status_code == 403


def test_an_afternoon_study_needs_no_list(home: House) -> None:
    study = create_study(home.lead, home.cluster, "One afternoon", kind="afternoon")
    points = {p.id for p in checklist(study)}
    assert not points & {"roster", "contacts", "duplicates", "size"}
    assert [t["label"] for t in tasks_of(study, checklist(study))][1] == "Questions"
