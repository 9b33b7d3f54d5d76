"""A list becomes a roster: nothing is written before the last step, and every pair that looks alike is decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.setup.checklist import checklist
from clusterdynamics_web.setup.duplicates import unresolved
from clusterdynamics_web.setup.operations import roster
from clusterdynamics_web.setup.resolve import build, hits_of, plan_of
from clusterdynamics_web.studies.models import Actor, RosterDraft
from clusterdynamics_web.studies.operations import give_role
from tests.web.conftest import House
from tests.web.setup.cases import csv_list, opened, with_members

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def hand_in(house: House, text: str, name: str = "list.csv") -> RosterDraft:
    return roster.hand_in(house.lead, house.study, name, text.encode())


def decide(house: House, draft: RosterDraft, *choices: str) -> dict[str, str]:
    hits = hits_of(house.study, plan_of(house.study, draft))
    return {hit.name: choice for hit, choice in zip(hits, choices, strict=True)}


def labels(house: House) -> set[str]:
    return set(house.study.actors.values_list("label", flat=True))


def test_the_pages_lead_from_the_file_to_the_roster(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    file = SimpleUploadedFile("members.csv", csv_list())
    response = client.post(home.url("organisations/import/"), {"file": file})
    draft = RosterDraft.objects.get()
    assert response.url == home.url(f"organisations/import/{draft.key}/columns/")
    page = client.get(response.url)
    mapping = {f"column-{k}": page.context["form"][f"column-{k}"].initial for k in range(6)}
    assert list(mapping.values()) == ["label", "type", "size_class", "domain", "contact_name", "contact_email"]
    response = client.post(response.url, mapping)
    check = home.url(f"organisations/import/{draft.key}/")
    assert response.url == check
    page = client.get(check)
    assert len(page.context["pairs"]) == 3
    names = [pair["name"] for pair in page.context["pairs"]]
    # Without a choice for each pair nothing is written.
    refused = client.post(check, {names[0]: "merge", "import": "yes"})
    assert refused.status_code == 422
    assert not Actor.objects.exists()
    # Looking at what the choices do writes nothing either.
    choices = {names[0]: "merge", names[1]: "merge", names[2]: "skip"}
    seen = client.post(check, choices | {"look": "yes"})
    assert seen.context["button"] == "Import 42 organisations"
    assert not Actor.objects.exists()
    done = client.post(check, choices | {"import": "yes"})
    assert done.url == home.url("organisations/")
    assert home.study.actors.count() == 42
    assert Contact.objects.filter(study=home.study).count() == 43
    assert not RosterDraft.objects.exists()
    assert unresolved(home.study) == []
    entry = AuditEntry.objects.get(verb="roster.imported")
    assert entry.details == {"added": 42, "merged": 2, "skipped": 1, "contacts": 43}


def test_a_merged_row_fills_what_is_empty_and_its_name_becomes_another_name(home: House) -> None:
    draft = hand_in(home, "name,type,web,email\nSandvik AB,,,a@x.example\nSANDVIK,Firm,sandvik.example,b@x.example\n")
    roster.import_roster(home.lead, home.study, draft, decide(home, draft, "merge"))
    actor = home.study.actors.get()
    assert (actor.label, actor.type, actor.domain) == ("Sandvik AB", "firm", "sandvik.example")
    assert actor.aliases == ["SANDVIK"]
    assert sorted(actor.contacts.values_list("email", flat=True)) == ["a@x.example", "b@x.example"]


def test_a_row_is_put_together_with_an_organisation_of_the_study(home: House) -> None:
    known = with_members(home, 1, contacts=False)[0]
    draft = hand_in(home, f"name,size,contact,email\n{known.label} AB,60,Eva,eva@aspen.example\nBrand New,,,\n")
    roster.import_roster(home.lead, home.study, draft, decide(home, draft, "merge"))
    known.refresh_from_db()
    assert known.size_class == "medium"  # 60 people: 2003/361/EC
    assert known.aliases == [f"{known.label} AB"]
    assert known.contacts.get().name == "Eva"
    assert labels(home) == {known.label, "Brand New"}


def test_two_that_are_kept_are_not_asked_about_again(home: House) -> None:
    draft = hand_in(home, "name\nNorth Forest\nNorth Forest Ltd\n")
    roster.import_roster(home.lead, home.study, draft, decide(home, draft, "both"))
    home.study.refresh_from_db()
    assert labels(home) == {"North Forest", "North Forest Ltd"}
    short = list(home.study.actors.values_list("short_label", flat=True))
    assert len({s.casefold() for s in short}) == 2
    assert unresolved(home.study) == []


def test_a_row_like_one_that_is_left_out_goes_to_its_counterpart(home: House) -> None:
    known = with_members(home, 1)[0]
    draft = hand_in(home, f"name,web\n{known.label} AB,\nQuite Another,\n{known.label} Ltd,\n")
    study = home.study
    plan = plan_of(study, draft)
    hits = hits_of(study, plan)
    lines = [(h.duplicate.line, h.duplicate.other_id) for h in hits]
    assert (2, known.code) in lines
    choices = {h.name: "skip" if h.duplicate.line == 2 else "merge" for h in hits}
    done = build(study, plan, hits, choices)
    assert done.skipped == [2]
    assert [row.line for row in done.into[known.code]] == [4]
    assert [new.row.text("label") for new in done.new] == ["Quite Another"]


def test_no_two_names_on_maps_are_equal(home: House) -> None:
    with_members(home, 1)  # its short name is Aspen
    draft = hand_in(home, "name,short name\nAlpha,ASPEN\nBeta,Bee\nGamma,bee\n")
    plan = plan_of(home.study, draft)
    choices = dict.fromkeys((h.name for h in hits_of(home.study, plan)), "both")
    roster.import_roster(home.lead, home.study, draft, choices)
    shown = [a.map_label.casefold() for a in home.study.actors.all()]
    assert len(shown) == len(set(shown)) == 4


def test_a_list_that_is_handed_in_again_is_answered_with_one_tap(home: House, log_in: LogIn) -> None:
    with_members(home, 6)
    rows = "".join(f"{a.label} AB,\n" for a in home.study.actors.all())
    draft = hand_in(home, f"name,web\n{rows}Brand New,\n")
    client = log_in(home.lead)
    check = home.url(f"organisations/import/{draft.key}/")
    page = client.get(check)
    first = page.context["pairs"][0]["name"]
    seen = client.post(check, {first: "skip", "all": "merge"})
    chosen = {p["name"]: o["value"] for p in seen.context["pairs"] for o in p["options"] if o["checked"]}
    assert chosen.pop(first) == "skip"
    assert set(chosen.values()) == {"merge"}
    assert len(chosen) == 5
    assert home.study.actors.count() == 6
    assert seen.context["button"] == "Import 1 organisation"


def test_new_kinds_are_named_and_known_ones_found(home: House) -> None:
    draft = hand_in(home, "name,type\nOne,Företag\nTwo,Worker co-operative\n")
    roster.import_roster(home.lead, home.study, draft, {})
    home.study.refresh_from_db()
    kinds = dict(home.study.actors.values_list("label", "type"))
    assert kinds["One"] == "firm"
    assert home.study.parsed.types[kinds["Two"]] == "Worker co-operative"


def test_a_column_kept_under_its_own_name_hides_no_column_of_the_study(home: House) -> None:
    from clusterdynamics_web.survey.package import build_study

    draft = hand_in(home, "Company,label,Fee\nOne,gold,100\n")
    draft.mapping = {"Company": "label", "label": "attribute", "Fee": "attribute"}
    roster.import_roster(home.lead, home.study, draft, {})
    frame = build_study(home.study)["actors"]
    assert frame["label"].to_list() == ["One"]
    assert frame["label (list)"].to_list() == ["gold"]
    assert frame["Fee"].to_list() == ["100"]


def test_what_is_wrong_is_told_with_line_and_column(home: House, log_in: LogIn) -> None:
    draft = hand_in(home, "name,email,web\nOne,not an address,one.example\n,x@y.example,\nThree,,no web\n")
    page = log_in(home.lead).get(home.url(f"organisations/import/{draft.key}/")).content.decode()
    assert "Line 3" in page
    assert "The organisation has no name." in page
    assert "is no e-mail address" in page
    assert "is no web address" in page


def test_without_a_name_column_the_import_goes_no_further(home: House, log_in: LogIn) -> None:
    draft = hand_in(home, "a,b\n1,2\n")
    response = log_in(home.lead).post(home.url(f"organisations/import/{draft.key}/columns/"), {"column-0": "domain"})
    assert response.status_code == 422
    assert "No column holds the names" in response.content.decode()


def test_the_list_of_another_person_is_not_there(home: House, log_in: LogIn) -> None:
    draft = hand_in(home, "name\nOne\n")
    client = log_in(home.manager)
    for rest in ("", "columns/"):
        assert client.get(home.url(f"organisations/import/{draft.key}/{rest}")).status_code == 404
    assert client.post(home.url(f"organisations/import/{draft.key}/give-up/")).status_code == 404
    assert log_in(home.lead).post(home.url(f"organisations/import/{draft.key}/give-up/")).status_code == 302
    assert not RosterDraft.objects.exists()


def test_lists_that_nobody_came_back_to_are_forgotten(home: House) -> None:
    draft = hand_in(home, "name\nOne\n")
    assert roster.forget_drafts() == 0
    RosterDraft.objects.filter(pk=draft.pk).update(created_at=draft.created_at - roster.FORGET_AFTER * 2)
    assert roster.forget_drafts() == 1


def test_an_import_into_an_open_wave_asks_the_new_people(home: House) -> None:
    wave = opened(home)
    before = wave.respondents.count()
    draft = hand_in(home, "name,contact,email\nLate Comer,Eva,eva@late.example\n")
    roster.import_roster(home.lead, home.study, draft, {})
    assert wave.respondents.count() == before + 1
    assert wave.respondents.get(actor__label="Late Comer").contact_key.contact.name == "Eva"


def test_the_list_belongs_to_one_study(home: House, log_in: LogIn) -> None:
    from clusterdynamics_web.regions.models import Role
    from clusterdynamics_web.studies.operations import create_study

    draft = hand_in(home, "name\nOne\n")
    other = create_study(None, home.cluster, "Another")
    give_role(None, other, home.lead, Role.STUDY_LEAD)
    address = f"/r/{home.region.slug}/s/{other.key}/organisations/import/{draft.key}/"
    assert log_in(home.lead).get(address).status_code == 404


@pytest.mark.parametrize("count", [0, 3, 20, 40, 301])
def test_the_size_of_the_list_is_judged_in_a_sentence(home: House, count: int) -> None:
    Actor.objects.bulk_create(
        Actor(study=home.study, code=f"c{k}", label=f"{k:03} {'abcdefghij'[k % 10]}", short_label=f"s{k}")
        for k in range(count)
    )
    states = {p.id: p.state for p in checklist(home.study)}
    assert states["roster"] == ("stop" if count < 3 else "ok")
    if count:
        assert states["size"] == ("ok" if 15 <= count <= 300 else "note")
