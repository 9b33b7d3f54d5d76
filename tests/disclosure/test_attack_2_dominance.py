"""Attack 2: two organisations hold most of a group's ties; each knows the other's by subtraction."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from tests.disclosure.attacker import ranges, shown_cells
from tests.disclosure.studies import make_study, random_ties

GROUPS = {"a": 9, "b": 10, "c": 8}


def built(share_of_the_two: int, others: int):
    """Ties of a to b: the first two organisations name `share_of_the_two` each, `others` name one each."""
    ties = {t for t in random_ties(GROUPS, 0.3, 5) if not (t[0][0] == "a" and t[1][0] == "b")}
    ties |= {(f"a{i}", f"b{j + 1}") for i in (1, 2) for j in range(share_of_the_two)}
    ties |= {(f"a{i + 3}", f"b{i + 1}") for i in range(others)}
    study = make_study(GROUPS, {"1": ties})
    return study, assess(study, replicates=20, analyses=("whole_network", "mixing"))


@pytest.mark.parametrize(
    ("each", "others", "hidden"),
    [
        (9, 3, True),  # 18 of 21 ties: 86 %
        (8, 3, False),  # 16 of 19: 84 %
    ],
)
def test_dominated_cells_are_hidden(each, others, hidden):
    study, assessment = built(each, others)
    disclosed = decide(assessment, study, "board")
    assert ("type:a→b" not in shown_cells(disclosed, "1")) is hidden


def test_the_second_cannot_work_out_the_first():
    study, assessment = built(9, 3)
    for audience, k in (("board", 3), ("public", 5)):
        low, high = ranges(decide(assessment, study, audience), "1")["type:a→b"]
        # a2 knows its own 9 ties; the rest of the cell could still be nothing, or k − 1 and more.
        assert low <= 9
        assert high - 9 >= k - 1


def test_the_side_that_is_named_counts_outside():
    # All ties from a to b end at two organisations: 100 %. Inside that is who is named, outside it points at them.
    ties = {t for t in random_ties(GROUPS, 0.3, 5) if not (t[0][0] == "a" and t[1][0] == "b")}
    ties |= {(f"a{i + 1}", f"b{i % 2 + 1}") for i in range(9)}
    study = make_study(GROUPS, {"1": ties})
    assessment = assess(study, replicates=20, analyses=("whole_network", "mixing"))
    assert "type:a→b" in shown_cells(decide(assessment, study, "board"), "1")
    assert "type:a→b" not in shown_cells(decide(assessment, study, "network"), "1")
