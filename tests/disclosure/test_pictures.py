from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide, map_view, require_verdict
from clusterdynamics.disclosure.relational import is_sensitive
from tests.disclosure.studies import consent_rows, make_study, random_ties

GROUPS = {"a": 7, "b": 7, "c": 2}
BOTH = {"name": "participants", "own_ties": "participants"}
NAME = {"name": "public"}


def built(relation="advice", **more):
    ties = random_ties(GROUPS, 0.3, 1) | {("a1", "a2"), ("a2", "a1"), ("a1", "a3"), ("a3", "a1")}
    consents = [
        *consent_rows("a1", **BOTH),
        *consent_rows("a2", **BOTH),
        *consent_rows("a3", **NAME),
        *consent_rows("a4", name="nobody", own_ties="participants"),
    ]
    study = make_study(GROUPS, {"1": ties}, relation=relation, tables={"consents": consents}, **more)
    return study, assess(study, replicates=20, analyses=("whole_network", "mixing"))


def view(audience, relation="advice", **more):
    study, assessment = built(relation, **more)
    return map_view(study, relation, "1", decide(assessment, study, audience), publication="p")


def test_the_study_team_sees_all():
    study, _assessment = built()
    seen = view("study")
    assert seen.organisations == study.actor_ids
    assert len(seen.ties) == study["ties"].height


@pytest.mark.parametrize("audience", ["participants", "board", "cluster_manager"])
def test_links_are_drawn_only_where_both_sides_agreed(audience):
    seen = view(audience)
    # a3 agreed to its name, not to its links; a4 to its links, not to its name.
    assert seen.organisations == ("a1", "a2", "a3")
    assert {(t.origin, t.target) for t in seen.ties} == {("a1", "a2"), ("a2", "a1")}
    assert require_verdict(seen, audience).shown


def test_an_agreement_opens_a_relation_to_the_role_it_names():
    opened = {"advice": ("board",)}
    assert {(t.origin, t.target) for t in view("board", opens=opened).ties} > {("a1", "a3"), ("a3", "a1")}
    assert ("a1", "a3") not in {(t.origin, t.target) for t in view("participants", opens=opened).ties}
    # Still nobody who did not agree to the name.
    assert view("board", opens=opened).organisations == ("a1", "a2", "a3")


@pytest.mark.parametrize("relation", ["trust", "energy", "value_influence"])
def test_ratings_are_never_drawn_pair_by_pair(relation):
    assert view("board", relation, opens={relation: ("board",)}).ties == ()


@pytest.mark.parametrize("audience", ["network", "public"])
def test_names_outside_carry_nothing(audience):
    seen = view(audience)
    assert seen.names == ("a3",)
    assert (seen.organisations, seen.ties) == ((), ())
    assert all(t.origin.startswith("g") for t in seen.group_ties)


def test_groups_that_are_small_have_no_number():
    sizes = {g.group: g.organisations for g in view("board").groups}
    assert sizes == {"a": 7, "b": 7, "c": None}


def test_densities_are_those_that_were_disclosed():
    study, assessment = built()
    disclosed = decide(assessment, study, "board")
    seen = map_view(study, "advice", "1", disclosed, publication="p")
    shown = sorted(
        e.value for e in disclosed if e.name == "block_density" and e.subject[:5] == "type:" and e.value is not None
    )
    assert sorted(t.density for t in seen.group_ties) == shown


def test_what_counts_as_a_rating():
    study, _assessment = built()
    assert not is_sensitive(study, "advice")
    assert is_sensitive(study, "trust-reliable")
