from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.disclosure import suggestions_for
from clusterdynamics.study.model import Study
from tests.disclosure.studies import consent_rows, frame, make_study

GROUPS = {"a": 5, "b": 3}
AREAS = ("wood", "energy", "export")
ANSWERS = ("doing", "would_join", "could_offer", "not_for_us")


def tick(actor, area, answer):
    return {"wave": "1", "respondent": f"r-{actor}", "area": area, "answer": answer}


def study(ticks, findable=("a2", "a3"), ties=frozenset({("a1", "a2")})):
    consents = [row for a in findable for row in consent_rows(a, findable="yes")]
    tables = {"consents": consents, "area_answers": ticks, "areas": [{"id": a, "label": a} for a in AREAS]}
    return make_study(GROUPS, {"1": set(ties)}, tables=tables)


TICKS = [
    tick("a1", "wood", "would_join"),
    tick("a1", "energy", "could_offer"),
    tick("a2", "wood", "could_offer"),
    tick("a2", "energy", "would_join"),
    tick("a3", "wood", "would_join"),
    tick("a4", "wood", "could_offer"),  # not findable
    tick("a3", "export", "could_offer"),  # nothing that a1 ticked
]


def test_areas_first_then_findable_organisations():
    areas, organisations = suggestions_for(study(TICKS), "a1")
    assert [(s.area, s.organisations) for s in areas] == [("wood", ("a2", "a3")), ("energy", ("a2",))]
    assert [(s.actor, s.areas, s.known) for s in organisations] == [
        ("a2", ("energy", "wood"), True),
        ("a3", ("wood",), False),
    ]


def test_nothing_for_who_ticked_nothing():
    assert suggestions_for(study(TICKS), "b1", "1") == ((), ())
    assert suggestions_for(study([tick("a1", "wood", "not_for_us"), *TICKS[2:]]), "a1") == ((), ())
    with pytest.raises(KeyError):
        suggestions_for(study(TICKS), "a1", "9")


def test_answers_of_nobody_known_are_passed_over():
    stray = [*TICKS, {"wave": "1", "respondent": "gone", "area": "wood", "answer": "could_offer"}]
    assert suggestions_for(study(stray), "a1") == suggestions_for(study(TICKS), "a1")


names = [f"{g}{i + 1}" for g, n in GROUPS.items() for i in range(n)]
pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])


@given(
    st.sets(pairs.filter(lambda p: p[0] != "a1")),
    st.lists(pairs, max_size=6),
    st.lists(st.builds(tick, st.sampled_from(["a4", "a5", "b1"]), st.sampled_from(AREAS), st.sampled_from(ANSWERS))),
)
@settings(max_examples=40)
def test_links_wishes_ratings_and_interests_of_others_change_nothing(ties, wishes, ticks):
    base = study(TICKS)
    seen = suggestions_for(base, "a1")
    other = study([*TICKS, *ticks], ties={("a1", "a2"), *ties})
    tables = dict(other.tables) | {
        "wishes": frame("wishes", [{"wave": "1", "from": a, "to": b, "kind": "start"} for a, b in wishes]),
        "ratings": frame(
            "ratings", [{"wave": "1", "item": "trust", "from": a, "to": b, "value": 4.0} for a, b in wishes]
        ),
        "nominations": frame("nominations", [{"wave": "1", "respondent": f"r-{a}", "actor": b} for a, b in wishes]),
    }
    assert suggestions_for(Study(other.settings, tables), "a1") == seen


def test_in_the_demo_only_findable_organisations_are_suggested(demo):
    from clusterdynamics.disclosure import Consents

    consents = Consents(demo)
    suggested = {s.actor for a in demo.present("2026") for s in suggestions_for(demo, a)[1]}
    assert suggested
    assert all(consents.of(a).findable for a in suggested)
    assert demo["area_answers"].filter(pl.col("wave") == "2026").height
