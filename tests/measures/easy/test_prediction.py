"""AUC, lift and their intervals by brute force; the simple rules against networkx."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.easy.predict import adamic_adar, common_neighbours, preferential_attachment
from clusterdynamics.measures.easy.prediction import (
    PairOutcomes,
    auc,
    lift,
    measured_auc,
    measured_lift,
    precision_at,
)


def brute_auc(values: np.ndarray, begun: np.ndarray) -> float:
    """Every pair that began against every one that did not; equal values count one half (Mann-Whitney)."""
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a in values[begun] for b in values[~begun]]
    return float(np.mean(wins)) if wins else float("nan")


def outcomes(n: int, seed: int, chance: float = 0.2, steps: int = 6) -> tuple[np.ndarray, PairOutcomes]:
    rng = np.random.default_rng(seed)
    pairs = np.array([p for p in itertools.combinations(range(n), 2) if rng.random() < 0.8])
    begun = rng.random(len(pairs)) < chance
    values = rng.integers(0, steps, len(pairs)) + 2.0 * begun * (rng.random(len(pairs)) < 0.4)
    return values, PairOutcomes(n, pairs[:, 0], pairs[:, 1], begun)


def test_auc_by_hand() -> None:
    # two began (3, 1), three did not (2, 1, 0): wins 1, 1, 1 and 0, 1/2, 1 of 6
    assert auc(np.array([3.0, 1, 2, 1, 0]), np.array([1, 1, 0, 0, 0], dtype=bool)) == pytest.approx(4.5 / 6)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40))
def test_auc_equals_brute_force(rows: list[tuple[int, bool]]) -> None:
    values, begun = np.array([v for v, _b in rows], dtype=float), np.array([b for _v, b in rows])
    assert auc(values, begun) == pytest.approx(brute_auc(values, begun), nan_ok=True)


@pytest.mark.parametrize("all_begun", [True, False])
def test_auc_needs_both_kinds(all_begun: bool) -> None:
    assert np.isnan(auc(np.arange(3.0), np.full(3, all_begun)))


def test_precision_shares_the_places_at_the_cut() -> None:
    values, begun = np.array([3.0, 2, 2, 2, 1]), np.array([1, 1, 0, 0, 0], dtype=bool)
    # the first of two places is a new tie; the second is one of three equal ones, of which one began
    assert precision_at(values, begun, 2) == pytest.approx((1 + 1 / 3) / 2)
    # 2/3 of those at the head, 2/5 of all
    assert lift(values, begun, 2) == pytest.approx((2 / 3) / (2 / 5))
    assert precision_at(values, begun, 99) == pytest.approx(2 / 5)  # there are only five
    assert np.isnan(precision_at(values, begun, 0))
    assert np.isnan(lift(values, np.zeros(5, dtype=bool), 2))
    assert np.isnan(lift(np.empty(0), np.empty(0, dtype=bool), 2))


@pytest.mark.parametrize(("k", "seed"), [(1, 1), (5, 2), (9, 3)])
def test_precision_is_the_mean_over_all_orders_of_equal_values(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, begun = rng.integers(0, 3, 12).astype(float), rng.random(12) < 0.4
    drawn = []
    for _ in range(4000):
        order = np.lexsort((rng.random(12), -values))
        drawn.append(begun[order[:k]].mean())
    # 4,000 draws: three and a half standard errors of the mean
    assert precision_at(values, begun, k) == pytest.approx(np.mean(drawn), abs=3.5 * np.std(drawn) / 63 + 1e-9)


@pytest.mark.parametrize(("n", "seed"), [(10, 1), (16, 2), (25, 3)])
def test_jackknife_equals_leaving_out_by_hand(n: int, seed: int) -> None:
    values, pairs = outcomes(n, seed)

    def interval(statistic: object, most: float) -> tuple[float, float, float]:
        value = statistic(values, pairs.begun)  # type: ignore[operator]
        left = []
        for a in range(n):
            keep = (pairs.i != a) & (pairs.j != a)
            left.append(statistic(values[keep], pairs.begun[keep]))  # type: ignore[operator]
        # Snijders & Borgatti (1999): the square of the standard error is (n - 2) / (2 n) times the sum of squares
        error = np.sqrt((n - 2) / (2 * n) * np.sum((np.array(left) - np.mean(left)) ** 2))
        return value, max(0, value - 1.959963985 * error), min(most, value + 1.959963985 * error)

    assert measured_auc(values, pairs) == pytest.approx(interval(brute_auc, 1.0))
    assert measured_lift(values, pairs, 7) == pytest.approx(interval(lambda v, b: lift(v, b, 7), np.inf))


def test_no_bounds_where_a_replicate_is_not_defined() -> None:
    # the only new tie is between 0 and 1; without either of them there is none
    pairs = PairOutcomes(4, np.array([0, 0, 1]), np.array([1, 2, 3]), np.array([True, False, False]))
    found = measured_auc(np.array([2.0, 1, 1]), pairs)
    assert found.value == 1
    assert np.isnan([found.low, found.high]).all()


def test_standard_error_is_of_the_right_size() -> None:
    """The jackknife is near what many clusters show where pairs begin independently of each other."""
    found = []
    for seed in range(300):
        values, pairs = outcomes(20, seed, 0.25)
        found.append((auc(values, pairs.begun), measured_auc(values, pairs)))
    spread = np.std([value for value, _m in found])
    mean_error = np.mean([(m.high - m.low) / (2 * 1.96) for _v, m in found])
    # fixed beforehand: within a third of each other
    assert 2 / 3 < mean_error / spread < 3 / 2


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.gnp_random_graph(30, 0.2, seed=1), nx.star_graph(5)])
def test_simple_rules_equal_networkx(graph: nx.Graph) -> None:
    ties = nx.to_numpy_array(graph, weight=None) > 0
    pairs = list(itertools.combinations(range(len(graph)), 2))
    for ours, theirs in (
        (adamic_adar, [p for _i, _j, p in nx.adamic_adar_index(graph, pairs)]),
        (common_neighbours, [len(set(graph[i]) & set(graph[j])) for i, j in pairs]),
        (preferential_attachment, [p for _i, _j, p in nx.preferential_attachment(graph, pairs)]),
    ):
        found = ours(ties)
        assert [found[p] for p in pairs] == pytest.approx(theirs)
        assert np.array_equal(found, found.T)
        assert (np.diag(found) == 0).all()
