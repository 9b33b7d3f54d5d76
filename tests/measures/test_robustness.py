"""Networks without some of their actors: by hand, against fragmentation, and against every choice there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from clusterdynamics.measures.key_players import fragmentation
from clusterdynamics.measures.robustness import apart_left_out, apart_without, removals
from clusterdynamics.study.network import Network

from .data import random_network
from .test_key_players import BOW


def test_by_hand() -> None:
    # Two triangles held together by d: without it, 6 + 6 of 6·5 ordered pairs have a way.
    assert apart_without(BOW) == 0
    assert apart_without(BOW, ["d"]) == pytest.approx(1 - 12 / 30)
    assert apart_without(BOW, ["d", "nobody"]) == pytest.approx(1 - 12 / 30)
    # Without d and c: a b together, e f g together: 2 + 6 of 5·4.
    assert apart_without(BOW, ["c", "d"]) == pytest.approx(1 - 8 / 20)
    # a → b ← c: there is a way between a and c when ties are read both ways.
    matrix = np.array([[0.0, 1, 0], [0, 0, 0], [0, 1, 0]])
    one_way = Network.from_matrix(matrix, list("abc"), directed=True)
    assert apart_without(one_way) == 0
    assert fragmentation(one_way) > 0
    assert np.isnan(apart_without(BOW, list("abcdef")))  # nobody is left to make a pair
    unseen = Network.from_matrix(np.full((3, 3), np.nan), list("abc"), directed=False)
    assert np.isnan(apart_without(unseen))
    assert removals(unseen, ["a"], 1, 10, np.random.default_rng(1)).size == 0


def test_it_is_fragmentation_where_ties_have_no_direction() -> None:
    net = random_network(np.random.default_rng(3), 20, 0.06, directed=False)
    for gone in ((), net.nodes[:1], net.nodes[3:9]):
        assert apart_without(net, gone) == pytest.approx(fragmentation(net, gone))
        stay = [a for a in net.nodes if a not in gone]
        by_hand = [fragmentation(net, [*gone, a]) for a in stay]
        assert apart_left_out(net, gone).tolist() == pytest.approx(by_hand)


def test_every_choice_is_tried_where_there_are_few_and_drawn_where_there_are_many() -> None:
    rng = np.random.default_rng(1)
    every = removals(BOW, "cdeg", 2, 10, rng)
    assert every.tolist() == pytest.approx([apart_without(BOW, pair) for pair in combinations("cdeg", 2)])
    drawn = removals(BOW, BOW.nodes, 2, 20, np.random.default_rng(2))  # of 21
    assert drawn.size == 20
    possible = {round(apart_without(BOW, pair), 9) for pair in combinations(BOW.nodes, 2)}
    assert {round(x, 9) for x in drawn} <= possible
    again = removals(BOW, BOW.nodes, 2, 20, np.random.default_rng(2))
    assert drawn.tolist() == again.tolist()
