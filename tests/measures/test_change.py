"""Kept, new, lost and not comparable ties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from clusterdynamics.measures import change
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, kecskemet, networks

NAN = np.nan
FIRST = Network.from_matrix([[NAN, 1, 1], [0, NAN, 1], [NAN, NAN, NAN]], ["a", "b", "c"])
SECOND = Network.from_matrix([[NAN, 1, 0, 1], [1, NAN, NAN, 0], [0, 0, NAN, 1], [0, 0, 0, NAN]], ["a", "b", "c", "d"])


def test_stayers_by_hand() -> None:
    # Among a, b, c: a→b kept, b→a new, a→c lost; b→c not observed later, c's row not earlier.
    found = change.tie_changes(FIRST, SECOND)
    assert (found.kept, found.new, found.lost, found.none, found.not_comparable) == (1, 1, 1, 0, 3)
    assert found.jaccard == pytest.approx(1 / 3)
    assert found.hamming == 2
    assert found.actors == change.stayers(FIRST, SECOND) == ("a", "b", "c")
    assert np.argwhere(change.kept_ties(FIRST, SECOND)).tolist() == [[0, 1]]
    assert np.argwhere(change.new_ties(FIRST, SECOND)).tolist() == [[1, 0]]
    assert np.argwhere(change.lost_ties(FIRST, SECOND)).tolist() == [[0, 2]]


def test_all_counts_the_absent_as_tied_to_nobody() -> None:
    # d was absent: its ties a→d and c→d are new, its other four cells none.
    found = change.tie_changes(FIRST, SECOND, actors="all")
    assert (found.kept, found.new, found.lost, found.none, found.not_comparable) == (1, 3, 1, 4, 3)
    assert found.actors == ("a", "b", "c", "d")


def test_undirected_pairs_are_counted_once() -> None:
    # One report is enough; a–b is kept, b–c new.
    first = Network.from_matrix([[0, 1, 0], [0, 0, 0], [0, 0, 0]], directed=False)
    second = Network.from_matrix([[0, 0, 0], [1, 0, 1], [0, 1, 0]], directed=False)
    found = change.tie_changes(first, second)
    assert (found.kept, found.new, found.lost, found.none, found.not_comparable) == (1, 1, 0, 1, 0)
    assert change.new_ties(first, second).sum() == 2


def test_published_change_of_the_cluster(shared_data) -> None:
    # Juhász & Lengyel 2018 (all 28), README of the data (24 stayers).
    first, second = kecskemet(shared_data)
    everyone = change.tie_changes(first, second, actors="all")
    assert (everyone.new, everyone.lost, everyone.kept, everyone.hamming) == (71, 113, 110, 184)
    assert everyone.jaccard == pytest.approx(0.3741497, abs=5e-8)
    stay = change.tie_changes(first, second, actors="stayers")
    assert (stay.new, stay.lost, stay.kept, len(stay.actors)) == (39, 88, 110, 24)
    assert stay.jaccard == pytest.approx(0.464135, abs=5e-7)


@given(networks(), networks())
def test_properties(first: Network, second: Network) -> None:
    for actors in ("all", "stayers"):
        found = change.tie_changes(first, second, actors=actors)
        n = len(found.actors)
        pairs = n * (n - 1) // (1 if first.directed or second.directed else 2)
        assert found.kept + found.new + found.lost + found.none + found.not_comparable == pairs
        back = change.tie_changes(second, first, actors=actors)
        assert (back.kept, back.new, back.lost) == (found.kept, found.lost, found.new)
    same = change.tie_changes(first, first)
    assert (same.new, same.lost) == (0, 0)
    assert math.isnan(same.jaccard) or same.jaccard == 1
    turned = change.tie_changes(first.subset(np.arange(first.n)[::-1]), second)
    assert turned == change.tie_changes(first, second) or math.isnan(turned.jaccard)


def test_nobody_stayed() -> None:
    found = change.tie_changes(FIRST, DEGENERATE["no actor"])
    assert found.actors == ()
    assert math.isnan(found.jaccard)
    assert change.kept_ties(FIRST, DEGENERATE["no actor"]).shape == (0, 0)


def test_unknown_choice() -> None:
    with pytest.raises(ValueError, match="some"):
        change.tie_changes(FIRST, SECOND, actors="some")
