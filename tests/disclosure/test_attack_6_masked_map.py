"""Attack 6: match the degrees of a map without names against what is known of the members."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide, layout_seed, map_view
from tests.disclosure.studies import consent_rows, make_study

GROUPS = {"a": 20, "b": 20}


@pytest.fixture(scope="module")
def forty():
    """Forty organisations; how often each is named is as uneven as in real clusters."""
    rng = np.random.default_rng(8)
    names = [f"{g}{i + 1}" for g, n in GROUPS.items() for i in range(n)]
    pull = rng.pareto(1.2, 40) + 0.1
    ties = {(a, b) for a in names for j, b in enumerate(names) if a != b and rng.random() < min(0.9, 0.15 * pull[j])}
    study = make_study(GROUPS, {"1": ties})
    return study, assess(study, replicates=20, analyses=("whole_network", "mixing"))


def degrees(view):
    """What the attacker reads off a map: links of each node, names or not."""
    count = Counter(end for t in view.ties for end in (t.origin, t.target))
    return [count[o] for o in view.organisations]


def test_the_attack_works_on_a_map_with_the_names_taken_off(forty):
    study, assessment = forty
    view = map_view(study, "advice", "1", decide(assessment, study, "study"), publication="p")
    seen = Counter(degrees(view))
    # The attacker knows about how many links each organisation has; a degree that occurs once is that one.
    assert sum(n for n in seen.values() if n == 1) >= 10


@pytest.mark.parametrize("audience", ["cluster_manager", "board", "participants", "network", "public"])
def test_there_is_no_masked_map_to_attack(forty, audience):
    study, assessment = forty
    disclosed = decide(assessment, study, audience)
    view = map_view(study, "advice", "1", disclosed, publication="report 2026")
    # Nobody agreed to anything: no node, no link, no name; groups only.
    assert (view.organisations, view.ties, view.names, degrees(view)) == ((), (), (), [])
    assert {g.group for g in view.groups} == {"a", "b"}
    assert all(g.organisations == 20 for g in view.groups)


def test_nothing_in_the_picture_lasts_from_one_publication_to_the_next(forty):
    study, assessment = forty
    disclosed = decide(assessment, study, "public")
    views = [map_view(study, "advice", "1", disclosed, publication=f"p{i}") for i in range(20)]
    assert len({v.seed for v in views}) == 20
    assert {next(g.node for g in v.groups if g.group == "a") for v in views} == {"g1", "g2"}
    assert views[0] == map_view(study, "advice", "1", disclosed, publication="p0")
    assert 0 <= layout_seed("p") < 2**32


def test_degrees_of_a_map_with_consents_are_not_those_of_the_network(forty):
    study, assessment = forty
    consents = [
        row for a in ("a1", "a2", "a3", "b1") for row in consent_rows(a, name="participants", own_ties="participants")
    ]
    agreed = make_study(
        GROUPS,
        {"1": {(r["from"], r["to"]) for r in study["ties"].iter_rows(named=True)}},
        tables={"consents": consents},
    )
    view = map_view(agreed, "advice", "1", decide(assessment, agreed, "participants"), publication="p")
    assert view.organisations == ("a1", "a2", "a3", "b1")
    assert all({t.origin, t.target} <= set(view.organisations) for t in view.ties)
