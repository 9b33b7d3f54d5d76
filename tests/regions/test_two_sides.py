"""Links inside two clusters and between them, against a count by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from clusterdynamics.regions.two_sides import BLOCKS, Across, two_sides
from clusterdynamics.study.network import Network

NAN = float("nan")
#: Three organisations here, the third silent; two there.
FIRST = Network.from_matrix([[0, 3, 0], [2, 0, 1], [NAN, NAN, 0]], ["p", "q", "r"])
SECOND = Network.from_matrix([[0, 5], [0, 0]], ["x", "y"])
ACROSS = Across(frozenset("pq"), frozenset("xy"), {("p", "x"): 4.0, ("q", "y"): NAN})
BACK = Across(frozenset("x"), frozenset("pq"), {("x", "p"): 2.0})


def test_blocks_by_hand() -> None:
    found = two_sides(FIRST, SECOND, ACROSS, BACK)
    assert {b: (found.possible(*b), found.ties(*b)) for b in BLOCKS} == {
        ("a", "a"): (4, 3),
        ("a", "b"): (4, 2),
        ("b", "a"): (2, 1),  # y was not asked, r was not shown
        ("b", "b"): (2, 1),
    }
    depth = found.depths
    assert depth.regions == ("a", "b")
    # Of q → y only the link is known, not how deep it is.
    np.testing.assert_allclose(depth.depth, [[2.0, 4.0], [2.0, 5.0]])
    # p–x both report, q–x neither; the others were not asked both ways.
    assert found.mutual("a", "b") == found.mutual("b", "a") == (1, 1)
    assert found.mutual("a", "a") == (1, 1)  # p–q
    assert found.mutual("b", "b") == (0, 1)


def test_against_brute_force() -> None:
    rng = np.random.default_rng(4)

    def net(names: list[str]) -> Network:
        values = rng.integers(0, 4, (len(names),) * 2).astype(float)
        values[rng.random(values.shape) < 0.2] = NAN
        return Network.from_matrix(values, names)

    names = ([f"p{k}" for k in range(7)], [f"x{k}" for k in range(5)])
    nets = [net(n) for n in names]
    said = []
    for k in (0, 1):
        asked, shown = frozenset(names[k][1:]), frozenset(names[1 - k][:4])
        pairs = {p: float(rng.integers(1, 6)) for p in product(sorted(asked), sorted(shown)) if rng.random() < 0.4}
        said.append(Across(asked, shown, pairs))
    found = two_sides(nets[0], nets[1], said[0], said[1])

    def tie(i: tuple[int, str], j: tuple[int, str]) -> float:
        if i[0] == j[0]:
            net = nets[i[0]]
            return NAN if i == j else float(net.values[net.nodes.index(i[1]), net.nodes.index(j[1])])
        here = said[i[0]]
        return here.values.get((i[1], j[1]), 0.0) if i[1] in here.asked and j[1] in here.shown else NAN

    everybody = [(k, n) for k in (0, 1) for n in names[k]]
    for here, there in BLOCKS:
        pairs_ = [(i, j) for i in everybody for j in everybody if ("ab"[i[0]], "ab"[j[0]]) == (here, there)]
        values = [tie(i, j) for i, j in pairs_]
        assert found.possible(here, there) == sum(v == v for v in values)
        assert found.ties(here, there) == sum(v > 0 for v in values)
        both = [(tie(i, j), tie(j, i)) for i, j in pairs_ if i < j or here != there]
        judged = [(v > 0, w > 0) for v, w in both if v == v and w == w]
        assert found.mutual(here, there) == (sum(v and w for v, w in judged), sum(v or w for v, w in judged))


def test_without_names_there_is_nothing_between() -> None:
    found = two_sides(FIRST, SECOND)
    assert found.possible("a", "b") == found.ties("b", "a") == 0


def test_who_is_not_of_a_side_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not of their side.*'z'"):
        two_sides(FIRST, SECOND, Across(frozenset("p"), frozenset("z"), {}))
    with pytest.raises(ValueError, match="'y'"):
        two_sides(FIRST, SECOND, Across(frozenset("p"), frozenset("x"), {("p", "y"): 1.0}))
