from __future__ import annotations

from datetime import datetime

import pytest

from clusterdynamics.disclosure import Consents, opens, stories_for
from clusterdynamics.disclosure.consents import Consent
from tests.disclosure.studies import consent_rows, make_study

GROUPS = {"a": 4, "b": 3}
TIES = {"1": {("a1", "b1"), ("b1", "a1")}}


def study(consents=(), **more):
    tables = {"consents": list(consents)} | more.pop("tables", {})
    return make_study(GROUPS, TIES, tables=tables, **more)


def test_no_row_is_nobody():
    consents = Consents(study())
    assert consents.of("a1") == Consent()
    assert consents.may_name("a1", "study")
    assert not any(
        consents.may_name("a1", x) for x in ("cluster_manager", "board", "participants", "network", "public")
    )
    assert consents.of_respondent(None) == Consent()


@pytest.mark.parametrize(
    ("name", "audiences"),
    [
        ("nobody", []),
        ("yes", []),  # does not say who
        ("participants", ["cluster_manager", "board", "participants"]),
        ("network", ["cluster_manager", "board", "participants", "network"]),
        ("public", ["cluster_manager", "board", "participants", "network", "public"]),
    ],
)
def test_a_name_is_shown_up_to_the_class_agreed_to(name, audiences):
    consents = Consents(study(consent_rows("a1", name=name)))
    everybody = ["cluster_manager", "board", "participants", "network", "public"]
    assert [x for x in everybody if consents.may_name("a1", x)] == audiences


def test_a_name_is_no_consent_to_anything_else():
    one = Consents(study(consent_rows("a1", name="public"))).of("a1")
    assert (one.own_ties, one.findable, one.quote) == (False, False, "C1")


def row(choice, value, hour, withdrawn=None, respondent="r-a1"):
    time = None if hour is None else datetime(2026, 9, 1, hour)
    return {
        "respondent": respondent,
        "choice": choice,
        "class": value,
        "time": time,
        "withdrawn_at": None if withdrawn is None else datetime(2026, 9, 1, withdrawn),
    }


@pytest.mark.parametrize(
    ("rows", "widest"),
    [
        ([row("name", "public", 9), row("name", "participants", 10)], "C2"),  # the latest
        ([row("name", "participants", 10), row("name", "public", 9)], "C2"),  # whatever the order of rows
        ([row("name", "public", 9, withdrawn=12)], "C1"),
        # Taken back, it does not bring the older one back to life.
        ([row("name", "public", 9), row("name", "public", 10, withdrawn=12)], "C1"),
        ([row("name", "public", 9, withdrawn=10), row("name", "network", 11)], "C3"),  # given anew
        ([row("name", "public", 9), row("name", "nobody", 9)], "C1"),  # at one time: the one that says less
        ([row("name", "public", None), row("name", "network", 9)], "C3"),  # without a time is oldest
        ([row("name", "network", 9), row("name", "public", None)], "C3"),
        ([row("name", "public", 9), row("take_part", "no", 10)], "C1"),
        ([row("name", "public", 9), row("take_part", "yes", 9, withdrawn=11)], "C1"),
    ],
)
def test_which_row_counts(rows, widest):
    assert Consents(study(rows)).of("a1").name == widest


@pytest.mark.parametrize(
    ("status", "second", "widest"),
    [
        ("submitted", [], "C1"),  # answered and chose nothing: nobody
        ("submitted", [row("name", "network", 9, respondent="r2")], "C3"),  # the more careful of two
        ("invited", [], "C4"),  # has not said anything yet
        ("declined", [row("name", "nobody", 9, respondent="r2")], "C1"),  # said no
    ],
)
def test_the_most_careful_respondent_speaks_for_the_organisation(status, second, widest):
    people = [
        {"id": "r-a1", "wave": "1", "actor": "a1", "status": "submitted"},
        {"id": "r2", "wave": "1", "actor": "a1", "status": status},
    ]
    made = study([row("name", "public", 9), *second], tables={"respondents": people})
    assert Consents(made).of("a1").name == widest


def test_who_opted_out_agreed_to_nothing():
    made = study(consent_rows("a1", name="public", findable="yes"))
    actors = [dict(r) | {"opted_out": "1" if r["id"] == "a1" else None} for r in made["actors"].iter_rows(named=True)]
    made = study(consent_rows("a1", name="public", findable="yes"), tables={"actors": actors})
    assert Consents(made).of("a1") == Consent()
    assert Consents(made).named(made, "public") == ()


def test_names_come_in_the_order_of_names():
    made = study(
        [*consent_rows("b1", name="public"), *consent_rows("a2", name="public"), *consent_rows("a1", name="network")]
    )
    assert Consents(made).named(made, "public", "1") == ("a2", "b1")
    assert Consents(made).named(made, "network") == ("a1", "a2", "b1")


def test_the_agreement_opens_relations_to_roles():
    made = study(opens={"advice": ("cluster_manager",)})
    assert opens(made.settings.disclosure, "advice", "cluster_manager")
    assert not opens(made.settings.disclosure, "advice", "board")
    assert not opens(made.settings.disclosure, "other", "cluster_manager")


STORY = {"wave": "1", "actor": "a1", "respondent": "r-a1", "title": "A bridge", "text": "We built a bridge."}


@pytest.mark.parametrize(
    ("own", "quote", "readers"),
    [
        ("public", "public", ["study", "board", "network", "public"]),
        ("public", "participants", ["study", "board"]),  # the narrower of the two
        ("network", "public", ["study", "board", "network"]),
        ("nobody", "public", ["study"]),
        (None, "public", ["study"]),
        ("public", None, ["study"]),
    ],
)
def test_a_story_needs_its_class_and_the_consent_to_be_quoted(own, quote, readers):
    made = study(
        consent_rows("a1", quote=quote) if quote else (), tables={"stories": [STORY | {"id": "s", "class": own}]}
    )
    assert [x for x in ("study", "board", "network", "public") if stories_for(made, x).height] == readers


def test_who_told_it_is_said_only_where_the_name_may_be():
    told = {"stories": [STORY | {"id": "s", "class": "public"}]}
    quoted = stories_for(study(consent_rows("a1", quote="public", name="network"), tables=told), "public")
    assert quoted.select("actor", "respondent").row(0) == (None, None)
    named = stories_for(study(consent_rows("a1", quote="public", name="public"), tables=told), "public")
    assert named.select("actor", "respondent").row(0) == ("a1", None)


def test_a_story_without_a_respondent_goes_by_its_organisation():
    told = {"stories": [STORY | {"id": "s", "class": "public", "respondent": None}]}
    assert stories_for(study(consent_rows("a1", quote="public"), tables=told), "public").height == 1
    assert stories_for(study(tables=told), "public").height == 0
    lost = {"stories": [STORY | {"id": "s", "class": "public", "wave": "9"}]}
    assert stories_for(study(consent_rows("a1", quote="public"), tables=lost), "public").height == 0


def test_a_story_of_nobody_on_record_goes_by_its_own_class():
    # Told by link: there is no respondent whose choices could stand beside the story's own.
    told = {"stories": [STORY | {"id": "s", "class": "network", "respondent": None, "actor": None}]}
    made = study(tables=told)
    assert [x for x in ("study", "board", "network", "public") if stories_for(made, x).height] == [
        *("study", "board", "network")
    ]


def test_a_quote_taken_back_is_gone_from_the_demo(demo):
    # Skogsbygden: F17 let a story be quoted to the public and took that back.
    public = set(stories_for(demo, "public")["id"])
    mine = set(demo["stories"].filter((demo["stories"]["actor"] == "F17") & (demo["stories"]["wave"] == "2026"))["id"])
    assert public
    assert mine
    assert not public & mine
    assert public < set(stories_for(demo, "board")["id"]) < set(stories_for(demo, "study")["id"])
