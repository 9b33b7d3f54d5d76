"""What is asked: blocks with their sources, areas in order, own statements, words and their translations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics.models import load_model
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.setup.bank import WORDS, offers
from clusterdynamics_web.setup.operations import questions
from clusterdynamics_web.setup.preview import sections
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.studies.operations import choose_blocks
from clusterdynamics_web.studies.words import draft_texts, own_keys, questions_hash, untranslated, words_in, words_of
from clusterdynamics_web.survey.models import Answer, AreaAnswer, Respondent
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.setup.cases import with_members

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def second_wave(house: House) -> Respondent:
    """Close the first wave with one answer of everything, and begin another."""
    actor = with_members(house, 1)[0]
    wave = house.study.waves.get()
    wave.opened_at = wave.closed_at = house.study.created_at
    wave.save()
    person = Respondent.objects.create(study=house.study, wave=wave, code="r", actor=actor)
    Wave.objects.create(study=house.study, code="next", position=1)
    return person


def test_every_block_says_what_it_is_good_for_and_where_it_comes_from(home: House) -> None:
    model = load_model("reference", "en")
    optional = {b.id for b in model.blocks if not b.stands_alone}
    assert set(WORDS) == optional
    for offer in offers(home.study, "en"):
        assert offer.source, offer.block.id
        assert offer.good_for, offer.block.id
        assert offer.bad_for, offer.block.id
    assert [o.block.id for o in offers(home.study, "en") if o.fixed] == ["core"]


def test_blocks_are_chosen_on_the_page(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    client.post(home.url("questions/"), {"block": ["energy", "downturn", "no-such-block"]})
    home.study.refresh_from_db()
    assert home.study.blocks == ["core", "energy", "downturn"]
    assert {"energy", "downturn.orders"} <= {i.id for i in home.study.parsed.items}
    client.post(home.url("questions/"), {})
    home.study.refresh_from_db()
    assert home.study.blocks == ["core"]


def test_the_words_of_a_study_and_its_own_statements_outlive_a_choice_of_blocks(home: House) -> None:
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    text = words_of(home.study)["items.s1.1.text"] + " indeed"
    questions.correct_words(home.lead, home.study, {"items.s1.1.text": text})
    study = choose_blocks(home.lead, home.study, ["core", "energy"])
    items = {i.id: i.text for i in study.parsed.items}
    assert items["own.1"] == "Our region is the best."
    assert items["s1.1"] == text


def test_areas_are_moved_renamed_added_and_taken_away(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    ids = [a["id"] for a in home.study.areas]
    data = {
        "id": [*ids, ""],
        "label": [a["label"] for a in home.study.areas] + ["Shared boats"],
        "sensitivity": [str(a["sensitivity"]) for a in home.study.areas] + [""],
    }
    assert client.post(home.url("questions/areas/"), data | {"move": "up-2"}).status_code == 302
    home.study.refresh_from_db()
    assert [a["id"] for a in home.study.areas] == [ids[0], ids[2], ids[1], *ids[3:], "shared_boats"]
    data = {"id": ["training", "shared_boats"], "label": ["Learning", "Shared boats"], "sensitivity": ["2", ""]}
    client.post(home.url("questions/areas/"), data | {"move": "gone-1"})
    home.study.refresh_from_db()
    assert home.study.areas == [{"id": "training", "label": "Learning", "sensitivity": 2}]


def test_areas_of_the_same_name_and_no_area_at_all_are_refused_and_what_was_typed_stays(
    home: House, log_in: LogIn
) -> None:
    client = log_in(home.lead)
    data = {"id": ["", ""], "label": ["Boats", "BOATS"], "sensitivity": ["", ""]}
    response = client.post(home.url("questions/areas/"), data)
    assert response.status_code == 422
    assert "the same name" in response.content.decode()
    assert 'value="BOATS"' in response.content.decode()
    assert client.post(home.url("questions/purposes/"), {"id": [], "label": []}).status_code == 422


def test_between_waves_what_was_answered_stays(home: House) -> None:
    user, study = home.lead, home.study
    questions.add_statement(user, study, "Our region is the best.")
    person = second_wave(home)
    AreaAnswer.objects.create(respondent=person, area="training", answer="doing")
    Answer.objects.create(respondent=person, item="own.1", value="4")
    with pytest.raises(InputError, match="Training and skills"):
        questions.set_list(user, study, "areas", [a for a in study.areas if a["id"] != "training"])
    questions.set_list(user, study, "areas", [a for a in study.areas if a["id"] != "visits"])
    with pytest.raises(InputError, match="answered in an earlier wave"):
        questions.remove_statement(user, study, "own.1")
    with pytest.raises(InputError, match="earlier wave and stay"):
        choose_blocks(user, study, ["energy"])
    choose_blocks(user, study, ["core", "energy"])
    with pytest.raises(InputError, match="another question"):
        questions.correct_words(user, study, {"items.s1.1.text": "Do you own a boat?"})


def test_a_statement_of_ones_own_is_short_new_and_goes_with_the_package(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    page = home.url("questions/statements/")
    assert client.post(page, {"text": "x" * 121}).context["form"].errors
    client.post(page, {"text": "  Our region   is the best. "})
    assert client.post(page, {"text": "our region is the BEST."}).context["form"].errors["text"]
    item = next(i for i in build_study(type(home.study).objects.get()).settings.items if i.block == "own")
    assert (item.id, item.text, item.scale) == ("own.1", "Our region is the best.", "agreement")
    assert client.post(home.url("questions/statements/own.1/remove/")).status_code == 302
    assert client.post(home.url("questions/statements/own.1/remove/"), follow=True).status_code == 200
    home.study.refresh_from_db()
    assert all(i.block != "own" for i in home.study.parsed.items)


def test_before_the_first_wave_any_words_may_change(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    page = client.get(home.url("questions/words/"))
    form = page.context["form"]
    data = {name: form[name].initial for name in form.fields}
    place = form.keys.index("items.s1.1.text")
    data[f"text-{place}"] = "Do you own a boat?"
    assert client.post(home.url("questions/words/"), data).status_code == 302
    home.study.refresh_from_db()
    assert words_of(home.study)["items.s1.1.text"] == "Do you own a boat?"
    data[f"text-{place}"] = ""
    response = client.post(home.url("questions/words/"), data)
    assert "must keep a text" in response.content.decode()


def test_own_words_need_a_translation_of_their_own(home: House, log_in: LogIn) -> None:
    study = home.study
    assert own_keys(study) == []
    assert untranslated(study, "sv") == []
    questions.add_statement(home.lead, study, "Our region is the best.")
    study.refresh_from_db()
    assert untranslated(study, "sv") == ["items.own.1.text"]
    assert words_in(study, "sv")["items.own.1.text"] == "Our region is the best."
    swedish = words_in(study, "sv")["items.s1.1.text"]
    statements = {s.id: s.text for s in load_model("reference", "sv").statements}
    assert swedish == statements["s1.1"]
    client = log_in(home.lead)
    client.post(home.url("questions/words/sv/"), {"text-0": "Vår region är bäst."})
    study.refresh_from_db()
    assert words_in(study, "sv")["items.own.1.text"] == "Vår region är bäst."
    assert untranslated(study, "sv") == []
    # A word that is changed in the first language leaves the model's translation behind.
    questions.correct_words(home.lead, study, {"items.s1.1.text": "We know one another."})
    study.refresh_from_db()
    assert untranslated(study, "sv") == ["items.s1.1.text"]
    assert words_in(study, "sv")["items.s1.1.text"] == "We know one another."
    for language in ("en", "fi"):
        assert client.get(home.url(f"questions/words/{language}/")).status_code == 404


def test_texts_of_the_bank_that_nobody_checked_are_counted(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = draft_texts(home.study, "sv")
    assert asked > 20  # all texts of the bank are drafts at present, in every language
    everything = {f"statements.{s.id}.text": "reviewed by Eva" for s in load_model("reference", "sv").statements}
    monkeypatch.setattr(
        "clusterdynamics_web.studies.words.translations_of",
        lambda model, language: everything | {"statements.s1.1.text": "draft", "statements.not.asked.text": "draft"},
    )
    assert draft_texts(home.study, "sv") == 1


def test_the_preview_has_every_question_once(home: House) -> None:
    choose_blocks(home.lead, home.study, ["core", "vignettes", "large_companies"])
    home.study.refresh_from_db()
    found = sections(home.study, "en")
    assert [s.block for s in found] == ["core", "large_companies", "vignettes"]
    ids = [q.id for s in found for q in s.questions]
    assert len(ids) == len(set(ids))
    items = {i.id for i in home.study.parsed.items if not i.id.startswith("vignette.")}
    assert items | {"depth", "advice", "pick", "areas", "wishes", "story.worked"} <= set(ids)
    depth = next(q for s in found for q in s.questions if q.id == "depth")
    assert len(depth.options) == 6
    champions = next(q for s in found for q in s.questions if q.id == "champions")
    assert "{" not in champions.text
    assert champions.documented is False


def test_what_was_signed_changes_with_the_questions(home: House) -> None:
    before = questions_hash(home.study)
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    home.study.refresh_from_db()
    assert questions_hash(home.study) != before
    home.study.internal_title = "something for the team"
    changed = questions_hash(home.study)
    home.study.save()
    home.study.refresh_from_db()
    assert questions_hash(home.study) == changed


def test_other_regions_are_a_list_of_the_study(home: House, log_in: Callable[[User], Client]) -> None:
    choose_blocks(home.lead, home.study, ("core", "between_regions"))
    client, url = log_in(home.lead), home.url("questions/regions/")
    assert "Other regions" in client.get(home.url("questions/")).text
    refused = client.post(url, {"regions": "NO02 Innlandet\n=1+1\nInnlandet"})
    assert refused.status_code == 422
    assert "Line 2" in refused.text
    assert "stand there twice" in refused.text
    assert client.post(url, {"regions": " NO02 Innlandet \n\nDalarna"}).status_code == 302
    home.study.refresh_from_db()
    assert home.study.partner_regions == [{"id": "NO02", "label": "Innlandet"}, {"id": "Dalarna", "label": "Dalarna"}]
    assert "NO02 Innlandet\nDalarna" in client.get(url).text
    assert "2 regions to choose from" in client.get(home.url("questions/")).text
