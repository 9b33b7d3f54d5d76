"""Pages of the form: language, roster, help, weight; what they say and what they never say."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.survey.models import Tie
from tests.web.survey.conftest import Asking, fill

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_before_consent_every_step_leads_to_it(asking: Asking) -> None:
    client = asking.client()
    assert client.get("/answer/").headers["Location"] == "/answer/consent/"
    assert client.get("/answer/pick/").headers["Location"] == "/answer/consent/"
    assert client.get("/answer/no-such-step/").headers["Location"] == "/answer/"


def test_the_consent_page_says_who_why_and_who_will_see_what(asking: Asking) -> None:
    asking.study.consent_texts = {"en": {"who": "The agency of North asks.", "why": "To plan the next years."}}
    asking.study.save()
    page = text_of(asking.client(), "/answer/consent/")
    for words in (
        "The agency of North asks.",
        "To plan the next years.",
        "The study team can see who said what",
        "voluntary",
    ):
        assert words in page
    assert re.findall(r"/examples/(\w+)\.svg", page) == ["study", "participants", "network", "public"]
    assert "anonym" not in page.lower()
    names = re.findall(r'<input type="(?:checkbox|radio)" [^>]*name="(\w+)"', page)
    assert set(names) == {"take_part", "name", "own_ties", "findable", "quote", "recontact"}
    ticked = re.findall(r"<input [^>]*checked[^>]*>", page)
    assert len(ticked) == 2  # name and words go to nobody; nothing else is chosen beforehand
    assert all('value="nobody"' in one for one in ticked)


def test_the_consent_page_says_whom_the_agreement_lets_see_links_by_name(asking: Asking) -> None:
    page = text_of(asking.client(), "/answer/consent/")
    assert "these see links by name" not in page
    asking.study.document["disclosure"]["opens"] = {"depth": ["cluster_manager", "board"]}
    asking.study.save()
    page = text_of(asking.client(), "/answer/consent/")
    assert "Depth of cooperation: cluster manager, board." in page


def test_the_language_follows_on_every_page_and_stays_on_resume(asking: Asking) -> None:
    client = asking.client()
    response = client.post("/answer/consent/", {"language": "sv", "take_part": "yes", "name": "network"})
    assert response.headers["Location"] == "/answer/consent/"
    page = client.get("/answer/consent/").content.decode()
    assert '<html lang="sv">' in page
    # What was ticked is there, and is not yet given.
    assert re.search(r'name="take_part" value="yes" checked', page)
    assert re.search(r'value="network" checked', page)
    assert asking.answers().consents == {}
    client.post("/answer/consent/", {"take_part": "yes", "name": "network", "go": "1"})
    other = asking.client(HTTP_ACCEPT_LANGUAGE="fi")
    for path in ("pick", "help", "data", "review"):
        assert '<html lang="sv">' in text_of(other, f"/answer/{path}/"), path
    assert other.cookies["cd_language"].value == "sv"
    # Pages outside the form speak it as well: a link that is none, and a page that is not there.
    assert '<html lang="sv">' in other.post(f"/a/{'x' * 32}/").content.decode()


def test_a_switch_of_the_language_saves_what_stands_in_the_form(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    client.post("/answer/cluster-1/", {"s1.1": "4", "language": "sv"})
    assert asking.answers().items["s1.1"] == ("4", "")
    assert asking.person.language == "sv"


def test_a_language_that_the_study_does_not_have_changes_nothing(asking: Asking) -> None:
    client = asking.client()
    client.post("/answer/language/", {"language": "fr", "next": "/answer/help/"})
    assert asking.person.language == "en"
    response = client.post("/answer/language/", {"language": "sv", "next": "https://elsewhere.example/answer/"})
    assert response.headers["Location"] == "/answer/"
    assert asking.person.language == "sv"


def test_the_first_language_is_that_of_the_contact(asking: Asking) -> None:
    asking.contact.language = "sv"
    asking.contact.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.post(f"/a/{asking.token()}/")
    assert asking.person.language == "sv"


# -- the roster --------------------------------------------------------------------------------------------------


def labels(page: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="partners"[^>]*><span>([^<]+)', page)


def test_up_to_a_hundred_are_shown_by_kind(asking: Asking) -> None:
    asking.consent()
    page = text_of(asking.client(), "/answer/pick/")
    groups = [s.strip() for s in re.findall(r"<summary>([^<]+) <span", page)]
    assert groups == ["Firm", "Large firm", "Research and education", "Public body", "Finance", "Intermediary"]
    assert len(labels(page)) == 7
    assert "Ånäs" not in " ".join(labels(page))


@pytest.mark.parametrize("find", ["sand", "SAND", "sandvikens forpackning", "safö", "Sandviken"])
def test_the_server_finds_by_name_short_name_and_alias_without_case_and_accents(asking: Asking, find: str) -> None:
    asking.consent()
    asking.pick("a2")
    client = asking.client()
    response = client.get("/answer/pick/", {"find": find})
    page = response.content.decode()
    field = response.context["fields"][0]
    assert [m["label"] for g in field.groups for m in g["members"]] == ["Sandvikens Förpackning AB"]
    assert [m["label"] for m in field.kept] == ["Bergström & Söner Åkeri"]
    assert "Shown: 1" in re.sub(r"\s+", " ", page)


def test_a_search_without_a_script_keeps_and_saves_what_is_ticked(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    ticked = [asking.key("a2"), asking.key("a4")]
    response = client.post("/answer/pick/", {"partners": ticked, "partners-search": "hog", "filter": "partners"})
    assert response.headers["Location"] == "/answer/pick/?find=hog"
    assert sorted(asking.answers().picks) == sorted(map(int, ticked))


def test_a_long_roster_is_searched_or_browsed_by_letter(asking: Asking) -> None:
    fill(asking.study, asking.wave, [(f"x{k}", f"{'ÅBØ'[k % 3]} firm {k}", "firm", "", ()) for k in range(120)])
    asking.consent()
    response = asking.client().get("/answer/pick/")
    field = response.context["fields"][0]
    assert field.by_letter
    assert [g["label"] for g in field.groups][:3] == ["A", "B", "F"]
    assert sum(len(g["members"]) for g in field.groups) == 127


def test_going_on_without_anybody_asks_for_the_explicit_answer(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    response = client.post("/answer/pick/", {"go": "1"})
    assert response.status_code == 422
    assert "say that you do not work with anyone" in response.content.decode()
    assert client.post("/answer/pick/", {"go": "1", "nobody": "yes"}).headers["Location"] == "/answer/more/"


def test_an_organisation_that_left_the_study_is_on_no_list(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    Actor.objects.filter(code="a3").update(opted_out=asking.wave)
    for path in ("pick", "more", "champions"):
        assert "Sandvikens" not in text_of(client, f"/answer/{path}/")


# -- the frame ---------------------------------------------------------------------------------------------------


def test_help_and_a_no_stand_in_the_same_place_on_every_page(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    client = asking.client()
    for step in asking.form().steps(asking.answers()):
        page = text_of(client, f"/answer/{step.key}/")
        assert page.count('href="/answer/help/"') == 1, step.key
        assert page.count('action="/answer/decline/"') == 1, step.key
        assert page.count('href="/answer/data/"') >= 1, step.key
    assert "lena@north.example" in text_of(client, "/answer/help/")


def test_pages_are_kept_by_nobody_between(asking: Asking) -> None:
    response = asking.client().get("/answer/consent/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_outside_step_comes_again_once_kinds_are_ticked(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    values = {"outside": "yes", "types": "customer", "go": "1"}
    assert client.post("/answer/outside/", values).headers["Location"] == "/answer/outside/"
    values |= {"where.customer": "Denmark"}
    assert client.post("/answer/outside/", values).headers["Location"] == "/answer/champions/"


def test_one_free_row_more_than_there_are_champions(asking: Asking) -> None:
    asking.consent()
    client = asking.client()
    values = {"who.1": asking.key("a5"), "person.1": "Kim", "more": "1"}
    assert client.post("/answer/champions/", values).headers["Location"] == "/answer/champions/"
    page = text_of(client, "/answer/champions/")
    assert 'value="Kim"' in page
    assert 'name="who.2"' in page
    assert 'name="who.3"' not in page


def test_markup_in_answers_stays_words(asking: Asking) -> None:
    asking.consent()
    asking.save("stories", {"story.worked": ["<script>alert(1)</script>"], "readers.worked": ["public"]})
    client = asking.client()
    for path in ("stories", "review", "copy"):
        page = text_of(client, f"/answer/{path}/")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_other_people_of_the_same_organisation_do_not_see_each_other(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    from clusterdynamics_web.survey.models import Respondent

    colleague = Respondent.objects.create(
        study=asking.study, wave=asking.wave, code="r2", actor=asking.actors["a1"], second_informant=True
    )
    from clusterdynamics_web.survey.operations import create_link

    client = Client()
    client.post(f"/a/{create_link(colleague)}/")
    client.post("/answer/consent/", {"take_part": "yes", "go": "1"})
    assert "Bergström" not in re.sub(r"<details.*?</details>", "", text_of(client, "/answer/review/"), flags=re.DOTALL)
    client.post("/answer/pick/", {"partners": asking.key("a3"), "go": "1"})
    assert Tie.objects.filter(respondent=colleague).values_list("to__code", flat=True).distinct().get() == "a3"
    assert Tie.objects.filter(respondent=asking.respondent).values_list("to__code", flat=True).distinct().get() == "a2"
    client.post("/answer/cluster-1/", {"s1.1": "2"})
    assert colleague.answers.get().occasion == "second_informant"


def test_the_worker_comes_from_below_its_own_address(asking: Asking) -> None:
    response = Client().get("/answer/worker.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert b"cd-answer-" in response.content
