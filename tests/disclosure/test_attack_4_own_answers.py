"""Attack 4: a reader takes the own answers from the total of the group."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.disclosure.differencing import Level, others_suffice, pooled
from tests.disclosure.attacker import shown_cells
from tests.disclosure.studies import make_study, random_ties


@pytest.mark.parametrize(("members", "shown"), [(3, False), (4, True)])
def test_a_group_of_k_does_not_see_its_total_one_of_k_plus_1_does(members, shown):
    # k = 3: with 3 members, one who takes the own answers away is left with two; with 4, with three.
    groups = {"a": 10, "b": 9, "g": members}
    ties = {t for t in random_ties(groups, 0.3, 2) if t[0][0] != "g"}
    # Everybody in g names other organisations of a, so that nobody dominates.
    ties |= {(f"g{i + 1}", f"a{2 * i + j + 1}") for i in range(members) for j in range(2)}
    study = make_study(groups, {"1": ties})
    disclosed = decide(assess(study, replicates=20, analyses=("whole_network", "mixing")), study, "participants")
    assert ("type:g→a" in shown_cells(disclosed, "1")) is shown
    if shown:
        # What any member can work out rests on k others.
        answered = [a for a in study.answered("1") if a.startswith("g")]
        assert all(len(set(answered) - {me}) >= 3 for me in answered)


@pytest.mark.parametrize("k", [3, 5])
def test_in_the_personal_report(k):
    assert not others_suffice(k, k, includes_reader=True)
    assert others_suffice(k + 1, k, includes_reader=True)
    assert others_suffice(k, k, includes_reader=False)
    assert not others_suffice(k - 1, k, includes_reader=False)


def test_incoming_averages_are_pooled_with_the_next_level_or_not_shown():
    levels = [Level("you", 4.0, 2), Level("your group", 3.5, 3), Level("all", 3.0, 30)]
    assert pooled(levels, 3).label == "your group"
    assert pooled(levels, 5).label == "all"
    assert pooled(levels[:1], 3) is None
