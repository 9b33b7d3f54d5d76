"""Saying no, erasing, being left out: what goes, what stays, and what the exported study says."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.utils import timezone

from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.survey.models import Link, Rating, Respondent, Tie
from clusterdynamics_web.survey.operations import (
    Writing,
    create_link,
    decline,
    erase_answers,
    opt_out,
    save_step,
    submit,
    undo_decline,
)
from tests.web.survey.conftest import CONSENT, Asking, problems_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(asking: Asking) -> Asking:
    """Somebody who has answered a bit of everything and sent it in."""
    asking.consent()
    asking.pick("a2", "a3")
    asking.save(asking.card("a2"), {"tie.depth": ["4"], "rate.trust.open": ["3"]})
    asking.save("more", {"wishes": [asking.key("a4")]})
    asking.save("cluster-1", {"s1.1": ["4"]})
    asking.save("areas-1", {"area.training": ["doing"]})
    asking.save("outside", {"outside": ["no"]})
    asking.save("champions", {"person.1": ["Kim Åsberg"], "because.1": ["=drive"]})
    asking.save("stories", {"story.worked": ["=SUM(A1) said nobody"], "readers.worked": ["public"]})
    submit(asking.respondent, needs_picks=True)
    return asking


ANSWERS = ("ties", "ratings", "wishes", "answers", "area_answers", "nominations", "outside_links", "stories")


def told(asking: Asking) -> list[str]:
    package = asking.package()
    return [t for t in ANSWERS if not package[t].is_empty()]


def test_a_no_takes_everything_out_of_the_study_and_back_again(answered: Asking) -> None:
    assert told(answered) == list(ANSWERS)
    client = answered.client()
    assert client.post("/answer/decline/").headers["Location"] == "/answer/done/"
    assert answered.person.status == "declined"
    assert told(answered) == []
    assert answered.answers().consents["take_part"] == "no"
    assert problems_of(answered.package()) == []
    assert client.get("/answer/").headers["Location"] == "/answer/done/"
    assert client.get("/answer/pick/").headers["Location"] == "/answer/done/"
    client.post("/answer/come-back/")
    assert answered.person.status == "submitted"
    assert told(answered) == list(ANSWERS)
    assert problems_of(answered.package()) == []


def test_a_no_before_consent_needs_no_consent_row(asking: Asking) -> None:
    decline(asking.respondent)
    decline(asking.respondent)
    assert asking.person.status == "declined"
    assert not asking.person.consents.exists()
    undo_decline(asking.respondent)
    assert asking.person.status == "invited"
    assert not asking.person.consents.exists()
    assert AuditEntry.objects.filter(verb="respondent.declined").count() == 1


def test_erasing_reaches_every_table_and_the_names_of_people(answered: Asking) -> None:
    client = answered.client()
    assert client.get("/answer/erase/").status_code == 200
    client.post("/answer/erase/")
    person = answered.person
    assert told(answered) == []
    assert person.status == "declined"
    assert (person.offered, person.step, person.started_at, person.submitted_at) == ([], "", None, None)
    assert not answered.study.nominated_people.exists()
    for related in ("tie_rows", "rating_rows", "wish_rows", "answers", "area_answers", "nominations", "outside_links",
                    "stories", "write_ins", "saved_steps", "notes"):  # fmt: skip
        assert not getattr(person, related).exists(), related
    assert not person.consents.filter(withdrawn_at__isnull=True).exists()
    assert person.contact_key.contact == answered.contact
    assert problems_of(answered.package()) == []
    entry = AuditEntry.objects.get(verb="answers.erased")
    assert "Kim" not in str(entry.details)


def test_name_and_address_go_on_request(answered: Asking) -> None:
    client = answered.client()
    page = client.post("/answer/erase/", {"contact": "yes"})
    assert page.status_code == 200
    assert not answered.study.contacts.exists()
    assert not hasattr(answered.person, "contact_key")
    assert client.get("/answer/data/").status_code == 403


def test_erasing_after_the_end_takes_snapshots_down(answered: Asking) -> None:
    client = answered.client()
    answered.wave.closed_at = timezone.now()
    answered.wave.save()
    Snapshot.objects.create(study=answered.study, wave=answered.wave, fingerprint="f" * 64, path="x")
    client.post("/answer/erase/")
    assert Snapshot.objects.get().taken_down_at is not None
    assert AuditEntry.objects.get(verb="answers.erased").details["after_close"] is True


def colleague(asking: Asking, code: str, actor: str, picks: list[str]) -> Respondent:
    person = Respondent.objects.create(study=asking.study, wave=asking.wave, code=code, actor=asking.actors[actor])
    other = Asking(asking.study, asking.wave, asking.actors, person, asking.contact)
    other.save("consent", CONSENT)
    other.pick(*picks)
    for p in picks:
        other.save(other.card(p), {"tie.depth": ["3"], "rate.trust.open": ["2"]})
    other.save("champions", {"who.1": [other.key("a1")]})
    submit(person, needs_picks=True)
    return person


def test_an_organisation_that_wants_out_is_out_at_once(answered: Asking) -> None:
    colleague(answered, "r5", "a5", ["a1", "a2"])
    client = answered.client()
    assert client.get("/answer/leave-list/").status_code == 200
    assert client.post("/answer/leave-list/").status_code == 200
    # On no list, in no tie or rating, and the exported study is whole.
    package = answered.package()
    for table in ("ties", "ratings", "wishes"):
        for column in ("from", "to"):
            assert "a1" not in package[table][column].to_list()
    assert "a1" not in package["offered"]["actor"].to_list()
    assert package["nominations"].is_empty()
    assert package["respondents"]["id"].to_list() == ["r5"]
    assert package.opted_out(answered.wave.code) == ("a1",)
    assert problems_of(package) == []
    assert not answered.study.contacts.exists()  # nobody is written to any more
    assert not Respondent.objects.filter(actor=answered.actors["a1"]).exists()
    assert not answered.study.nominated_people.exists()  # nobody else names the person that they named
    assert not Tie.objects.filter(to=answered.actors["a1"]).exists()
    assert not Rating.objects.filter(to=answered.actors["a1"]).exists()
    other = Respondent.objects.get(code="r5")
    assert "a1" not in other.offered
    assert client.get("/answer/").status_code == 403


def test_one_that_the_study_team_takes_out_is_out_of_every_export_too(answered: Asking) -> None:
    """The team's page sets the wave on the organisation; what was said before stays in the rows, and in no package."""
    colleague(answered, "r5", "a5", ["a1", "a2"])
    answered.actors["a2"].opted_out = answered.wave
    answered.actors["a2"].save()
    package = answered.package()
    assert "a2" not in {*package["ties"]["to"], *package["ratings"]["to"], *package["offered"]["actor"]}
    assert problems_of(package) == []


def test_opting_out_is_on_record_without_a_name(answered: Asking) -> None:
    opt_out(answered.actors["a1"], answered.wave)
    entry = AuditEntry.objects.get(verb="actor.opted_out")
    assert entry.object == "a1"
    assert "Ånäs" not in str(entry.details)


# -- my data -----------------------------------------------------------------------------------------------------


def test_everything_that_is_kept_can_be_taken_along(answered: Asking) -> None:
    client = answered.client()
    found = json.loads(client.get("/answer/data.json").content)
    assert found["contact"]["email"] == "anna@anas.example"
    assert {c["choice"] for c in found["consents"]} == {
        "take_part",
        "name",
        "own_ties",
        "findable",
        "quote",
        "recontact",
    }
    lines = {a["question"]: a["answer"] for part in found["answers"] for a in part["answers"]}
    assert lines["We know which organisations here work on things that matter to us."] == "Agree in part"
    assert "Bergström & Söner Åkeri" in str(lines)
    assert "token" not in str(found)


def test_the_table_holds_no_formula(answered: Asking) -> None:
    response = answered.client().get("/answer/data.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-answers.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Page", "Question", "Answer"]
    cells = [cell for row in rows for cell in row]
    assert "'=SUM(A1) said nobody" in cells
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))]


def test_a_declined_person_can_still_see_and_erase(answered: Asking) -> None:
    client = answered.client()
    decline(answered.respondent)
    assert client.get("/answer/data/").status_code == 200
    client.post("/answer/erase/")
    assert told(answered) == []


def test_links_of_somebody_who_erased_still_open_to_come_back(answered: Asking) -> None:
    token = create_link(answered.respondent, Link.Kind.PERSONAL)
    erase_answers(answered.respondent)
    from django.test import Client

    client = Client()
    assert client.post(f"/a/{token}/").status_code == 302
    client.post("/answer/come-back/")
    assert client.get("/answer/").headers["Location"] == "/answer/consent/"
    with pytest.raises(Exception, match="take part"):
        save_step(answered.respondent, "more", answered.step("more").parse({}, answered.answers()), Writing())
