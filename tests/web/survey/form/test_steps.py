"""Each step: what it asks, what it takes, what it refuses, and what is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from clusterdynamics.errors import InputError
from clusterdynamics.models import load_model
from clusterdynamics_web.survey.form import BaseStep, Problems
from clusterdynamics_web.survey.models import Tie
from tests.web.survey.conftest import CONSENT, Asking, problems_of

pytestmark = pytest.mark.django_db

EVERYTHING = ("core", "value", "energy", "large_companies", "downturn", "vignettes")


def refused(asking: Asking, key: str, values: dict[str, list[str]]) -> dict[str, str]:
    with pytest.raises(Problems) as caught:
        asking.save(key, values)
    return caught.value.found


def stored(asking: Asking, table: str, **where: Any) -> list[dict[str, Any]]:
    """Rows of a table of the study package that fit."""
    return [r for r in asking.package()[table].iter_rows(named=True) if all(r[k] == v for k, v in where.items())]


# -- the order ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", [EVERYTHING])
def test_a_full_study_asks_in_the_order_of_the_method(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a5")
    keys = [s.key for s in asking.form().steps(asking.answers())]
    assert keys == [
        "consent", "pick", asking.card("a2"), asking.card("a5"), "more",
        "cluster-1", "cluster-2", "cluster-3", "cluster-4", "cluster-5",
        "invented-metal", "invented-food", "areas-1", "areas-2", "outside", "champions",
        "barriers", "block-large_companies", "block-downturn", "stories", "review",
    ]  # fmt: skip


def test_the_afternoon_study_asks_for_no_partners(asking: Asking) -> None:
    asking.study.blocks = ["afternoon"]
    document = asking.study.document | {"kind": "afternoon", "relations": []}
    document["items"] = [i for i in document["items"] if i["kind"] == "statement"]
    asking.study.document = document
    asking.study.save()
    asking.consent()
    keys = [s.key for s in asking.form().steps(asking.answers())]
    assert keys[0] == "consent"
    assert keys[1:6] == [f"cluster-{k}" for k in range(1, 6)]
    assert keys[6:] == ["areas-1", "areas-2", "stories", "review"]


def test_statements_asked_again_are_kept_apart_from_the_first_answers(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    asking.save("cluster-1", {"s1.1": ["5"]})
    person = asking.person
    person.submitted_at = person.asked_again_at = person.started_at
    person.save()
    assert [s.key for s in asking.form().steps(asking.answers())] == [*(f"cluster-{k}" for k in range(1, 6)), "review"]
    asking.save("cluster-1", {"s1.1": ["3"]})
    values = {(r["occasion"], r["value"]) for r in stored(asking, "answers", item="s1.1")}
    assert values == {(None, "5"), ("again", "3")}


def steps_of(asking: Asking) -> list[BaseStep]:
    return asking.form().steps(asking.answers())


@pytest.mark.parametrize("blocks", [EVERYTHING])
def test_what_is_stored_is_what_would_be_posted_again(asking: Asking) -> None:
    """Saving a step as it is shown changes nothing: in every step, after everything was answered once."""
    asking.consent()
    asking.pick("a2", "a5")
    answer_everything(asking)
    before = {name: frame.sort(frame.columns) for name, frame in asking.package().tables.items()}
    for step in steps_of(asking):
        if step.key != "review":
            values = step.initial(asking.answers())
            asking.save(step.key, values)
    after = asking.package()
    for name, frame in before.items():
        kept = [c for c in frame.columns if c != "saved_at"]
        assert after[name].sort(after[name].columns).select(kept).equals(frame.select(kept)), name


def answer_everything(asking: Asking) -> None:
    """Answer every field of every step, the second option of each."""
    for step in steps_of(asking):
        if step.key in {"consent", "pick", "review"}:
            continue
        for _turn in range(2):  # some steps ask more once something was said
            values = step.initial(asking.answers())
            for field in step.fields(values, asking.answers()):
                options = [o.value for o in getattr(field, "options", ())]
                if options:
                    values[field.name] = [options[1]]
                elif hasattr(field, "rows"):
                    values[field.name] = [f"words for {field.name}"]
                elif hasattr(field, "entries"):
                    values[field.name] = [str(field.entries[0].pk)]
            asking.save(step.key, values)


# -- consent -----------------------------------------------------------------------------------------------------


def test_nothing_is_ticked_beforehand_and_a_name_goes_to_nobody(asking: Asking) -> None:
    values = asking.step("consent").initial(asking.answers())
    assert values == {"name": ["nobody"], "quote": ["nobody"]}
    asking.save("consent", {"take_part": ["yes"]})
    assert asking.answers().consents == {
        "take_part": "yes",
        "name": "nobody",
        "own_ties": "nobody",
        "findable": "no",
        "quote": "nobody",
        "recontact": "no",
    }


def test_nobody_takes_part_without_saying_so(asking: Asking) -> None:
    assert "take_part" in refused(asking, "consent", {"name": ["public"]})
    assert "name" in refused(asking, "consent", {"take_part": ["yes"], "name": ["everybody"]})
    assert asking.answers().consents == {}


def test_a_changed_mind_is_a_new_row_and_the_same_mind_is_none(asking: Asking) -> None:
    asking.consent()
    asking.save("consent", CONSENT)
    assert asking.person.consents.count() == 6
    asking.save("consent", CONSENT | {"name": ["public"]})
    assert asking.person.consents.count() == 7
    assert asking.answers().consents["name"] == "public"
    assert stored(asking, "consents", choice="name")[0]["text_version"] == f"{asking.wave.code}-1"


def test_answers_before_consent_are_refused(asking: Asking) -> None:
    with pytest.raises(InputError, match="take part"):
        asking.pick("a2")
    assert not asking.person.tie_rows.exists()


# -- picking -----------------------------------------------------------------------------------------------------


def test_ones_own_organisation_is_never_offered(asking: Asking) -> None:
    assert [e.code for e in asking.form().roster] == ["a2", "a3", "a4", "a5", "a6", "a7", "a8"]
    asking.consent()
    asking.save("pick", {"partners": [asking.key("a1"), asking.key("a2")]})
    assert asking.answers().picks == [asking.actors["a2"].pk]


def test_an_organisation_of_another_study_cannot_be_picked(asking: Asking) -> None:
    asking.consent()
    asking.save("pick", {"partners": ["999999"]})
    assert asking.answers().picks == []
    assert "partners" in refused(asking, "pick", {"partners": ["1 OR 1"]})


def test_nobody_is_said_outright_and_not_beside_somebody(asking: Asking) -> None:
    asking.consent()
    asking.save("pick", {"nobody": ["yes"]})
    assert asking.person.works_with_nobody
    assert "nobody" in refused(asking, "pick", {"nobody": ["yes"], "partners": [asking.key("a2")]})


def test_names_that_are_missing_wait_for_the_study_lead(asking: Asking) -> None:
    asking.consent()
    asking.save("pick", {"partners": [asking.key("a2")], "others": ["Nya Bruket\r\n\r\nNya Bruket\nTysta AB"]})
    assert asking.answers().write_ins == ["Nya Bruket", "Tysta AB"]
    asking.person.write_ins.filter(name="Tysta AB").update(handled="dropped")
    asking.save("pick", {"partners": [asking.key("a2")], "others": [""]})
    assert asking.answers().write_ins == ["Tysta AB"]
    assert asking.package()["actors"].height == 8
    assert "others" in refused(asking, "pick", {"others": ["\n".join("abcdefghijk")]})


# -- the five states ---------------------------------------------------------------------------------------------


def test_the_five_states(asking: Asking) -> None:
    """Tie, no tie, don't know, not answered, not offered: as the library reads them from the exported package."""
    asking.consent()
    asking.pick("a2", "a3", "a4")
    asking.save(asking.card("a2"), {"tie.depth": ["4"], "tie.advice": ["1"]})
    asking.save(asking.card("a3"), {"tie.depth": ["?"], "tie.advice": ["0"]})

    def states(relation: str) -> dict[str, str]:
        network = asking.package().network(relation)
        own = network.index("a1")
        names = ("tie", "no_tie", "dont_know", "not_answered", "not_offered")
        return {code: names[network.states[own, network.index(code)]] for code in ("a2", "a3", "a4", "a5", "a8")}

    open_form = states("depth")
    assert open_form["a5"] == "not_answered"  # not picked, and not sent in: nothing is known yet
    person = asking.person
    person.submitted_at = person.started_at
    person.save()
    late = asking.actors["a8"]
    person.offered = [c for c in person.offered if c != "a8"]  # joined the list after they answered
    person.save()
    assert states("depth") == {
        "a2": "tie", "a3": "dont_know", "a4": "not_answered", "a5": "no_tie", "a8": "not_offered",
    }  # fmt: skip
    assert states("advice") == {
        "a2": "tie", "a3": "no_tie", "a4": "not_answered", "a5": "no_tie", "a8": "not_offered",
    }  # fmt: skip
    assert late.pk not in asking.answers().picks
    assert problems_of(asking.package()) == []


def test_an_answer_can_be_taken_back(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    asking.save(asking.card("a2"), {"tie.depth": ["4"], "rate.trust.open": ["3"]})
    asking.save(asking.card("a2"), {})
    assert [(t["state"], t["value"]) for t in stored(asking, "ties")] == [("not_answered", None)] * 2
    assert stored(asking, "ratings") == []


# -- the card ----------------------------------------------------------------------------------------------------


def test_a_card_says_whom_it_is_about_in_every_legend(asking: Asking) -> None:
    asking.consent()
    asking.pick("a3")
    step = asking.step(asking.card("a3"))
    legends = [f.legend for f in step.fields({}, asking.answers()) if f.kind == "radios"]
    assert len(legends) == 5  # depth, advice, three of trust
    assert all("Sandvikens Förpackning AB" in legend for legend in legends)


def test_depth_offers_each_level_with_its_words_and_a_way_out(asking: Asking) -> None:
    asking.consent()
    asking.pick("a3")
    depth = asking.step(asking.card("a3")).fields({}, asking.answers())[0]
    labels = {s.id: s.labels for s in load_model("reference", "en").scales}["depth"]
    assert [o.value for o in depth.options] == ["1", "2", "3", "4", "5", "?"]
    assert [o.label for o in depth.options][:5] == [labels[str(k)] for k in range(1, 6)]


def test_trust_area_and_purpose_are_kept_only_of_those_who_work_together(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    whole = {
        "tie.depth": ["2"], "areas": ["training", "fairs"], "purposes": ["save"],
        "rate.trust.reliable": ["4"], "rate.trust.open": ["?"],
    }  # fmt: skip
    asking.save(asking.card("a2"), whole)
    tie = stored(asking, "ties", relation="depth")[0]
    assert (tie["value"], tie["area"], tie["purpose"]) == (2.0, ["training", "fairs"], ["save"])
    found = {(r["item"], r["value"], r["state"]) for r in stored(asking, "ratings")}
    assert found == {("trust.reliable", 4.0, None), ("trust.open", None, "dont_know")}
    asking.save(asking.card("a2"), whole | {"tie.depth": ["1"]})
    tie = stored(asking, "ties", relation="depth")[0]
    assert (tie["value"], tie["area"], tie["purpose"]) == (1.0, None, None)
    assert stored(asking, "ratings") == []


@pytest.mark.parametrize("blocks", [("core", "value", "energy")])
def test_value_and_energy_are_asked_of_every_partner_where_they_were_chosen(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    asking.save(asking.card("a2"), {"tie.depth": ["1"], "rate.energy": ["5"], "rate.value.influence": ["2"]})
    assert {(r["item"], r["value"]) for r in stored(asking, "ratings")} == {("energy", 5.0), ("value.influence", 2.0)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tie.depth", "6"),
        ("tie.depth", "0"),
        ("tie.depth", "2.5"),
        ("tie.advice", "yes"),
        ("rate.trust.open", "5"),
        ("areas", "gold"),
    ],
)
def test_a_card_refuses_what_it_did_not_offer(asking: Asking, name: str, value: str) -> None:
    asking.consent()
    asking.pick("a2")
    assert name in refused(asking, asking.card("a2"), {"tie.depth": ["3"]} | {name: [value]})
    assert Tie.objects.filter(relation="depth", state="not_answered").count() == 1


def test_a_partner_who_is_taken_off_takes_the_card_along(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3")
    asking.save(asking.card("a2"), {"tie.depth": ["3"], "rate.trust.open": ["3"]})
    asking.pick("a3")
    assert {t["to"] for t in stored(asking, "ties")} == {"a3"}
    assert stored(asking, "ratings") == []


def test_a_card_for_somebody_who_was_taken_off_elsewhere_is_refused(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3")
    step = asking.step(asking.card("a2"))
    changes = step.parse({"tie.depth": ["3"]}, asking.answers())
    asking.pick("a3")
    from clusterdynamics_web.survey.operations import Writing, save_step

    with pytest.raises(InputError, match="not on your list"):
        save_step(asking.respondent, step.key, changes, Writing())


# -- the others --------------------------------------------------------------------------------------------------


def test_wishes_are_more_with_partners_and_a_start_with_others(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    asking.save("more", {"wishes": [asking.key("a2"), asking.key("a5")]})
    assert {(w["to"], w["kind"]) for w in stored(asking, "wishes")} == {("a2", "more"), ("a5", "start")}
    asking.pick("a5")
    assert {(w["to"], w["kind"]) for w in stored(asking, "wishes")} == {("a2", "start"), ("a5", "more")}
    asking.save("more", {})
    assert stored(asking, "wishes") == []


def test_statements_take_agreement_or_the_way_out(asking: Asking) -> None:
    asking.consent()
    asking.save("cluster-1", {"s1.1": ["4"], "s1.2": ["?"]})
    found = {(r["item"], r["value"], r["state"]) for r in stored(asking, "answers")}
    assert found == {("s1.1", "4", None), ("s1.2", None, "dont_know")}
    assert refused(asking, "cluster-1", {"s1.1": ["9"], "s1.3": ["x"]}).keys() == {"s1.1", "s1.3"}
    asking.save("cluster-1", {"s1.2": ["?"]})
    assert {r["item"] for r in stored(asking, "answers")} == {"s1.2"}


def test_an_area_is_for_us_or_not_and_not_both(asking: Asking) -> None:
    asking.consent()
    asking.save("areas-1", {"area.training": ["doing", "could_offer"], "area.fairs": ["not_for_us"]})
    found = {(r["area"], r["answer"]) for r in stored(asking, "area_answers")}
    assert found == {("training", "doing"), ("training", "could_offer"), ("fairs", "not_for_us")}
    assert "area.fairs" in refused(asking, "areas-1", {"area.fairs": ["not_for_us", "doing"]})


def test_links_outside_the_region(asking: Asking) -> None:
    asking.consent()
    step = asking.step("outside")
    asking.save("outside", {"outside": ["yes"], "types": ["customer", "research"]})
    asked = [f.name for f in step.fields(step.initial(asking.answers()), asking.answers())]
    assert "where.customer" in asked
    assert "for.research" in asked
    asking.save(
        "outside",
        {
            "outside": ["yes"],
            "types": ["customer"],
            "where.customer": [" Denmark "],
            "for.customer": ["markets", "new"],
        },
    )
    assert [
        (r["has_links"], r["partner_type"], r["region"], r["purpose"]) for r in stored(asking, "outside_links")
    ] == [(True, "customer", "Denmark", "markets|new")]
    asking.save("outside", {"outside": ["no"], "types": ["customer"]})
    assert [(r["has_links"], r["partner_type"]) for r in stored(asking, "outside_links")] == [(False, None)]
    asking.save("outside", {})
    assert stored(asking, "outside_links") == []


def test_a_nominated_person_is_a_code_and_the_name_stands_elsewhere(asking: Asking) -> None:
    asking.consent()
    asking.save("champions", {"who.1": [asking.key("a5")], "person.1": ["Kim  Åsberg"], "because.1": ["opens doors"]})
    row = stored(asking, "nominations")[0]
    assert (row["actor"], row["reason"]) == ("a5", "opens doors")
    assert row["person"].startswith("person-")
    assert "Kim" not in str(asking.package().tables)
    assert dict(asking.study.nominated_people.values_list("code", "name")) == {row["person"]: "Kim Åsberg"}
    # The same person named again, in another spelling, is the same code; taken back, the name is forgotten.
    asking.save("champions", {"who.1": [asking.key("a5")], "person.1": ["kim asberg"], "because.1": ["still"]})
    assert stored(asking, "nominations")[0]["person"] == row["person"]
    asking.save("champions", {})
    assert not asking.study.nominated_people.exists()


def test_a_reason_without_anybody_is_refused_and_two_of_the_same_are_one(asking: Asking) -> None:
    asking.consent()
    assert "person.1" in refused(asking, "champions", {"because.1": ["full of drive"]})
    assert "who.1" in refused(asking, "champions", {"who.1": [asking.key("a1")]})
    asking.save("champions", {"who.1": [asking.key("a5")], "who.2": [asking.key("a5")]})
    assert len(stored(asking, "nominations")) == 1


def test_barriers_are_any_of_the_answers(asking: Asking) -> None:
    asking.consent()
    asking.save("barriers", {"barriers": ["rules", "time"]})
    assert stored(asking, "answers", item="barriers")[0]["value"] == "time|rules"
    assert "barriers" in refused(asking, "barriers", {"barriers": ["time", "?"]})
    assert "barriers" in refused(asking, "barriers", {"barriers": ["weather"]})


def test_a_story_says_who_may_read_it(asking: Asking) -> None:
    asking.consent()
    text = "We shared a course.\r\nThen\x00 they rang us."
    asking.save("stories", {"story.worked": [text], "readers.worked": ["network"], "readers.failed": ["public"]})
    row = stored(asking, "stories")[0]
    assert (row["text"], row["worked"], row["class"], row["actor"]) == (
        "We shared a course.\nThen they rang us.", True, "network", "a1",
    )  # fmt: skip
    assert "readers.worked" in refused(asking, "stories", {"story.worked": ["x"], "readers.worked": ["all"]})
    asking.save("stories", {"story.worked": [""]})
    assert stored(asking, "stories") == []


# -- words -------------------------------------------------------------------------------------------------------


def test_questions_follow_the_language(asking: Asking) -> None:
    swedish = load_model("reference", "sv")
    with translation.override("sv"):
        form = asking.form("sv")
        fields = next(s for s in form.steps(asking.answers()) if s.key == "cluster-1").fields({}, asking.answers())
    assert fields[1].legend == swedish.statements[0].text
    labels = {s.id: s.labels for s in swedish.scales}["agreement"]
    assert [o.label for o in fields[1].options][:5] == [labels[str(k)] for k in range(1, 6)]


def test_a_sentence_that_the_study_changed_is_asked_as_it_stands(asking: Asking) -> None:
    document = asking.study.document
    document["items"][0]["text"] = "We know the sawmills."
    asking.study.document = document
    asking.study.save()
    for language in ("en", "sv"):
        form = asking.form(language)
        assert form.texts.item(form.settings.items[0]) == "We know the sawmills."
        assert form.texts.item(form.settings.items[1]) != "We know the sawmills."
