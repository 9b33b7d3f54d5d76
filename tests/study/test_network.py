"""Networks: five states, and other networks made of one. Expected values were worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.tables import TIE_STATES

TIE, NO_TIE, DONT_KNOW, NOT_ANSWERED, NOT_OFFERED = (STATE_CODES[s] for s in TIE_STATES)
N = np.nan

#: a names b (3) and not c; b says nothing of a and names c (1); c did not answer about anybody.
MATRIX = [[N, 3, 0], [N, N, 1], [N, N, N]]


@pytest.fixture
def network() -> Network:
    return Network.from_matrix(MATRIX, ["a", "b", "c"], name="depth", wave="2026")


def matrices(n: int = 4) -> st.SearchStrategy[np.ndarray]:
    values = st.sampled_from([0.0, 1.0, 2.0, 5.0, float("nan")])
    return arrays.arrays(np.float64, (n, n), elements=values)


def test_there_are_five_states_and_their_order_is_fixed() -> None:
    assert STATE_CODES == {"tie": 0, "no_tie": 1, "dont_know": 2, "not_answered": 3, "not_offered": 4}


def test_from_matrix(network: Network) -> None:
    assert (network.nodes, network.n, network.name, network.wave) == (("a", "b", "c"), 3, "depth", "2026")
    expected = [[NOT_OFFERED, TIE, NO_TIE], [NOT_ANSWERED, NOT_OFFERED, TIE], [NOT_ANSWERED, NOT_ANSWERED, NOT_OFFERED]]
    assert network.states.tolist() == expected
    assert network.ties.tolist() == [[False, True, False], [False, False, True], [False, False, False]]
    assert network.observed.sum() == 3
    assert network.coverage == 1.0
    assert network.valued
    assert network.index("c") == 2
    assert np.isnan(np.diag(network.values)).all()


def test_the_matrix_given_is_left_alone() -> None:
    given_ = np.ones((2, 2))
    Network.from_matrix(given_)
    given_[0, 0] = 7  # still writable
    assert given_.tolist() == [[7, 1], [1, 1]]


def test_names_are_made_where_there_are_none() -> None:
    assert Network.from_matrix(np.zeros((3, 3))).nodes == ("1", "2", "3")
    # Padded, so that their order as texts is their order.
    names = Network.from_matrix(np.zeros((11, 11))).nodes
    assert names[:2] == ("01", "02")
    assert names[-1] == "11"


def test_actors_are_sorted() -> None:
    network = Network.from_matrix([[0, 1], [5, 0]], ["b", "a"])
    assert network.nodes == ("a", "b")
    assert network.values[0, 1] == 5  # a → b
    assert network.canonical() is network


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        Network.from_matrix([[0, 1, 2], [0, 1, 2]])
    with pytest.raises(ValueError, match="values must have the shape"):
        Network.from_matrix(np.zeros((2, 2)), ["a", "b", "c"])
    with pytest.raises(ValueError, match="unique"):
        Network.from_matrix(np.zeros((2, 2)), ["a", "a"])
    full = np.ones(2, dtype=bool)
    good = (np.zeros((2, 2)), np.zeros((2, 2), dtype=np.uint8))
    with pytest.raises(ValueError, match="answered must have the shape"):
        Network(("a", "b"), *good, full, np.ones(3, dtype=bool))
    with pytest.raises(ValueError, match="structural must have the shape"):
        Network(("a", "b"), *good, full, full.copy(), structural=np.zeros((3, 3), dtype=bool))


def test_nothing_in_a_network_can_be_changed(network: Network) -> None:
    for array in (network.values, network.states, network.asked, network.answered):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_coverage_is_that_of_the_asked() -> None:
    asked, answered = np.array([True, True, False]), np.array([True, False, True])
    network = Network(("a", "b", "c"), np.zeros((3, 3)), np.ones((3, 3), dtype=np.uint8), asked, answered)
    assert network.coverage == 0.5
    nobody = Network(("a",), np.zeros((1, 1)), np.ones((1, 1), dtype=np.uint8), np.array([False]), np.array([False]))
    assert np.isnan(nobody.coverage)


def test_valued_means_other_than_0_and_1() -> None:
    assert not Network.from_matrix([[0, 1], [N, 0]]).valued
    assert not Network.from_matrix([[N, N], [N, N]]).valued


def test_subset(network: Network) -> None:
    for which in (["c", "a"], [2, 0], np.array([2, 0])):
        part = network.subset(which)
        assert part.nodes == ("c", "a")
        assert part.states.tolist() == [[NOT_OFFERED, NOT_ANSWERED], [NO_TIE, NOT_OFFERED]]
    assert network.subset(np.array([True, False, True])).nodes == ("a", "c")
    assert network.subset([]).n == 0
    with pytest.raises(KeyError, match="z"):
        network.subset(["z"])


def test_subset_keeps_what_is_structural() -> None:
    fixed = np.array([[False, True], [False, False]])
    whole = Network(
        ("a", "b"),
        np.ones((2, 2)),
        np.zeros((2, 2), dtype=np.uint8),
        np.ones(2, bool),
        np.ones(2, bool),
        structural=fixed,
    )
    part = whole.subset(["b", "a"])
    assert part.structural is not None
    assert part.structural.tolist() == [[False, False], [True, False]]
    both = whole.symmetrise().structural
    assert both is not None
    assert not both.any()  # one side alone does not fix a pair


def test_dichotomise_keeps_what_is_missing(network: Network) -> None:
    cut = network.dichotomise(2)
    np.testing.assert_array_equal(cut.values, [[N, 1, 0], [N, N, 0], [N, N, N]])
    assert cut.states[1].tolist() == [NOT_ANSWERED, NOT_OFFERED, NO_TIE]
    assert cut.name == "depth>=2"
    assert network.dichotomise(2, "cooperation").name == "cooperation"


@pytest.mark.parametrize(
    ("rule", "ab", "ac", "bc"),
    [
        # a→b 3, b→a missing: the one report stands. a→c 0, c→a 2. b→c and c→b missing.
        ("either", 3, 2, N),
        ("both", 3, 0, N),
        ("mean", 3, 1, N),
    ],
)
def test_symmetrise(rule: str, ab: float, ac: float, bc: float) -> None:
    network = Network.from_matrix([[N, 3, 0], [N, N, N], [2, N, N]], ["a", "b", "c"])
    made = network.symmetrise(rule)  # type: ignore[arg-type]
    np.testing.assert_array_equal(made.values, [[N, ab, ac], [ab, N, bc], [ac, bc, N]])
    assert made.states[0, 2] == (TIE if ac else NO_TIE)
    assert made.states[1, 2] == NOT_ANSWERED
    assert not made.directed


def test_a_pair_without_report_keeps_the_kinder_reason() -> None:
    values = np.full((2, 2), N)
    states = np.array([[NOT_OFFERED, NOT_OFFERED], [DONT_KNOW, NOT_OFFERED]], dtype=np.uint8)
    network = Network(("a", "b"), values, states, np.ones(2, bool), np.ones(2, bool))
    assert network.symmetrise().states.tolist() == [[NOT_OFFERED, DONT_KNOW], [DONT_KNOW, NOT_OFFERED]]


def test_an_unknown_rule() -> None:
    with pytest.raises(ValueError, match="'most'"):
        Network.from_matrix(np.zeros((2, 2))).symmetrise("most")  # type: ignore[arg-type]


@given(matrices())
def test_made_networks_are_symmetric_and_consistent(matrix: np.ndarray) -> None:
    network = Network.from_matrix(matrix)
    for rule in ("either", "both", "mean"):
        made = network.symmetrise(rule)  # type: ignore[arg-type]
        np.testing.assert_array_equal(made.values, made.values.T)
        np.testing.assert_array_equal(made.states, made.states.T)
        # A pair is observed where one side reported.
        np.testing.assert_array_equal(made.observed, network.observed | network.observed.T)
        np.testing.assert_array_equal(made.states == TIE, made.ties)
        np.testing.assert_array_equal(made.states == NO_TIE, made.values == 0)
    lower, higher = network.symmetrise("both").values, network.symmetrise("either").values
    assert np.all((lower <= higher) | np.isnan(lower))


@given(matrices(), st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_the_rows_does_not_matter(matrix: np.ndarray, names: list[str]) -> None:
    network = Network.from_matrix(matrix, names)
    order = np.argsort(names)
    again = Network.from_matrix(matrix[np.ix_(order, order)], sorted(names))
    np.testing.assert_array_equal(network.values, again.values)
    np.testing.assert_array_equal(network.states, again.states)


@given(matrices(), st.floats(0.5, 6))
def test_cutting_and_joining_commute(matrix: np.ndarray, cut: float) -> None:
    """The higher of two values is above a cut exactly where one of them is."""
    network = Network.from_matrix(matrix)
    one = network.symmetrise("either").dichotomise(cut)
    other = network.dichotomise(cut).symmetrise("either")
    np.testing.assert_array_equal(one.values, other.values)
