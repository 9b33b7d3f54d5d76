"""Attack 1: one respondent in a group; the row of the table of groups would be that respondent's answers."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from tests.disclosure.attacker import ranges, shown_cells, truth
from tests.disclosure.studies import make_study, random_ties

GROUPS = {"a": 9, "b": 8, "c": 7, "z": 6}


@pytest.fixture(scope="module", params=[1, 2, 3])
def study(request):
    ties = random_ties(GROUPS, 0.3, request.param)
    return make_study(GROUPS, {"1": ties}, silent={"1": {"z2", "z3", "z4", "z5", "z6"}})


@pytest.fixture(scope="module")
def assessment(study):
    return assess(study, replicates=20, analyses=("coverage", "whole_network", "mixing"))


@pytest.mark.parametrize(("audience", "k"), [("board", 3), ("participants", 3), ("network", 5), ("public", 5)])
def test_the_row_of_the_only_respondent_cannot_be_recovered(study, assessment, audience, k):
    disclosed = decide(assessment, study, audience)
    row = [s for s in truth(study, "1") if s.startswith("type:z→")]
    assert len(row) == 4
    assert not set(row) & shown_cells(disclosed, "1")
    found = ranges(disclosed, "1")
    for subject in row:
        low, high = found[subject]
        assert low == 0
        assert high >= k - 1
    # Nor can the row as a whole: how many ties the respondent named.
    assert sum(found[s][1] for s in row) > sum(truth(study, "1")[s][0] for s in row)


def test_the_attack_works_on_what_the_study_team_sees(study, assessment):
    disclosed = decide(assessment, study, "study")
    row = {s: truth(study, "1")[s] for s in truth(study, "1") if s.startswith("type:z→")}
    for subject, (ties, pairs) in row.items():
        value = disclosed.find("block_density", subject=subject, network="advice", wave="1").value
        assert value * pairs == pytest.approx(ties)


def test_the_column_may_be_seen_inside_but_rests_on_many_answers(study, assessment):
    # product.md PV-04: in C2 g→h needs organisations that answer in g only; z has 6, a has 9 that answered.
    assert "type:a→z" in shown_cells(decide(assessment, study, "board"), "1")


def test_figures_of_hidden_cells_carry_nothing(study, assessment):
    for e in decide(assessment, study, "public"):
        if e.verdict.startswith("hidden"):
            assert (e.value, e.low, e.high, e.n, e.coverage) == (None, None, None, 0, None)
            assert e.why
