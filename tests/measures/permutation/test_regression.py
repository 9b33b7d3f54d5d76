"""MRQAP: brute force with a plain solver, gaps, blocks, R's sna, bad input."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.measures import mrqap
from clusterdynamics.measures.scaling.logistic import logistic
from tests.measures.data import kecskemet_regression_data
from tests.measures.permutation.test_correlation import matrix


def t_of_last(X: np.ndarray, y: np.ndarray) -> float:
    """t of the last column, by the normal equations."""
    inverse = np.linalg.inv(X.T @ X)
    beta = inverse @ X.T @ y
    rest = y - X @ beta
    return float(beta[-1] / np.sqrt(inverse[-1, -1] * (rest @ rest) / (len(y) - X.shape[1])))


def z_of_last(X: np.ndarray, y: np.ndarray) -> float:
    """z of the last column, by the logistic regression of the tests of the model."""
    fit = logistic(X, y)
    return float(fit.coefficients[-1] / np.sqrt(fit.covariance[-1, -1]))


def brute(
    y: np.ndarray, xs: list[np.ndarray], orders: list[tuple[int, ...]], *, directed: bool, null: str, model: str
) -> np.ndarray:
    """(P, p) statistics, each regression done anew."""
    last = t_of_last if model == "linear" else z_of_last
    n = len(y)
    cells = ~np.eye(n, dtype=bool) if directed else np.triu(np.ones((n, n), dtype=bool), 1)
    used = cells & np.isfinite(y) & np.all([np.isfinite(x) for x in xs], axis=0)
    found = np.zeros((len(orders), len(xs)))
    for j, x in enumerate(xs):
        others = [np.ones((n, n)), *(o for k, o in enumerate(xs) if k != j)]
        Z = np.column_stack([o[used] for o in others])
        own = np.full((n, n), np.nan)
        own[used] = x[used] - Z @ np.linalg.lstsq(Z, x[used], rcond=None)[0]
        if not directed:
            own = np.where(np.isnan(own), own.T, own)
        for p, order in enumerate(orders):
            place = np.ix_(order, order)
            target, moved = (np.where(used, y, np.nan), own[place]) if null == "semi_partial" else (y[place], x)
            some = cells & np.isfinite(target) & np.isfinite(moved) & np.all([np.isfinite(o) for o in others], axis=0)
            found[p, j] = last(np.column_stack([o[some] for o in [*others, moved]]), target[some])
    return found


@pytest.mark.parametrize("missing", [0.0, 0.06])
@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("null", ["semi_partial", "outcome"])
@pytest.mark.parametrize("n", [4, 5])
def test_all_permutations_equal_brute_force(n: int, null: str, symmetric: bool, missing: float) -> None:
    rng = np.random.default_rng(10 + n)
    p = 1 if n == 4 else 2
    y, *xs = (matrix(rng, n, symmetric=symmetric, missing=missing) for _k in range(1 + p))
    found = mrqap(y, {f"x{k}": x for k, x in enumerate(xs)}, seed=0, null=null)
    orders = list(itertools.permutations(range(n)))
    every = brute(y, xs, orders, directed=not symmetric, null=null, model="linear")
    assert found.exact
    np.testing.assert_allclose(found.distribution, every, rtol=1e-8, atol=1e-9)
    for k, predictor in enumerate(found.predictors):
        assert predictor.statistic == pytest.approx(every[0, k], rel=1e-9)
        assert predictor.p_two_sided == (abs(every[:, k]) >= abs(every[0, k]) * (1 - 1e-9)).mean()
        assert predictor.p_high == (every[:, k] >= every[0, k] - 1e-9).mean()


@pytest.mark.parametrize("missing", [0.0, 0.05])
@pytest.mark.parametrize("null", ["semi_partial", "outcome"])
def test_logistic_equals_one_regression_after_the_other(null: str, missing: float) -> None:
    rng = np.random.default_rng(2)
    xs = [matrix(rng, 7, missing=missing) for _k in range(2)]
    y = (rng.random((7, 7)) < 0.5).astype(float)
    blocks = ["a", "a", "a", "b", "b", "b", None]
    found = mrqap(y, {"a": xs[0], "b": xs[1]}, seed=0, null=null, model="logistic", blocks=blocks)
    orders = [
        (*first, *second, 6)
        for first in itertools.permutations((0, 1, 2))
        for second in itertools.permutations((3, 4, 5))
    ]
    every = brute(y, xs, orders, directed=True, null=null, model="logistic")
    assert found.permutations == 36
    assert np.isfinite(every).all()
    np.testing.assert_allclose(found.distribution, every, rtol=1e-6, atol=1e-7)


def test_equal_to_r(shared_data: Path) -> None:
    """netlm and netlogit of sna 2.7-1 (R 4.2.2, set.seed(1)) with 20,000 and 3,000 permutations."""
    y, xs = kecskemet_regression_data(shared_data)
    linear = mrqap(y, xs, seed=1, permutations=5000)
    statistics = [p.statistic for p in linear.predictors]
    np.testing.assert_allclose(statistics, [0.327738720583, 4.011726627172, 3.417098393794, 3.848601373131], atol=1e-9)
    # Four standard errors of the difference of two shares of .8 and .06, as above: at most .026 and .016.
    for predictor, high, both in zip(
        linear.predictors, [0.41195, 0.02340, 0.03460, 0.06920], [0.84145, 0.06160, 0.06410, 0.13165], strict=True
    ):
        assert predictor.p_high == pytest.approx(high, abs=4 * (high * (1 - high) / 4000) ** 0.5)
        assert predictor.p_two_sided == pytest.approx(both, abs=4 * (both * (1 - both) / 4000) ** 0.5)
    outcome = mrqap(y, xs, seed=1, permutations=5000, null="outcome")
    for predictor, both in zip(outcome.predictors, [0.84880, 0.07610, 0.06830, 0.12655], strict=True):
        assert predictor.p_two_sided == pytest.approx(both, abs=4 * (both * (1 - both) / 4000) ** 0.5)
    logit = mrqap(y, xs, seed=1, model="logistic", permutations=2000)
    statistics = [p.statistic for p in logit.predictors]
    np.testing.assert_allclose(statistics, [0.305447613278, 3.835894159816, 3.408978613889, 3.759005683508], atol=1e-6)
    for predictor, both in zip(logit.predictors, [0.84766667, 0.06333333, 0.06, 0.13233333], strict=True):
        assert predictor.p_two_sided == pytest.approx(both, abs=4 * (both * (1 - both) / 1200) ** 0.5)
    assert "lower the deviance from 836.0 to 796.5" in logit.explain()


@pytest.mark.parametrize("model", ["linear", "logistic"])
@pytest.mark.parametrize("null", ["semi_partial", "outcome"])
def test_the_same_on_any_number_of_workers(model: str, null: str) -> None:
    rng = np.random.default_rng(1)
    y, x = (matrix(rng, 12) > 0).astype(float), matrix(rng, 12, missing=0.1)
    one = mrqap(y, {"x": x}, seed=4, permutations=600, model=model, null=null)
    with compute.using(workers=2, backend="threading"):
        two = mrqap(y, {"x": x}, seed=4, permutations=600, model=model, null=null)
    np.testing.assert_array_equal(one.distribution, two.distribution)


def test_words_and_frame() -> None:
    rng = np.random.default_rng(1)
    a, b, c = (matrix(rng, 20) for _k in range(3))
    found = mrqap(a - b + 0.3 * matrix(rng, 20), {"a": a, "b": b, "c": c}, seed=0, permutations=99)
    told = found.explain()
    assert "“a” went along with more of “outcome”" in told
    assert "“b” went along with less of “outcome”" in told
    assert "Whether “c” went along with “outcome” cannot be told from chance" in told
    assert "of the variance" in told
    frame = found.to_frame()
    assert frame["name"].to_list() == ["intercept", "a", "b", "c"]
    assert frame["p_high"].to_list()[:2] == [None, 0.01]
    assert found["b"].p_low == 0.01


def test_a_perfect_fit_is_the_most_extreme() -> None:
    x = matrix(np.random.default_rng(0), 5)
    for null in ("semi_partial", "outcome"):
        found = mrqap(2 * x + 1, {"x": x}, seed=0, null=null)
        assert found.r_squared == 1
        assert found["x"].p_high == 1 / 120


def _bad() -> dict[str, tuple[dict[str, object], str]]:
    rng = np.random.default_rng(0)
    a, b = matrix(rng, 6), matrix(rng, 6)
    y = (a > 0).astype(float)
    few = np.full((6, 6), np.nan)
    few[0, 1:4] = [1, 2, 3]
    return {
        "shapes": ({"y": a, "xs": {"x": b[:3, :3]}}, "not on equally many actors"),
        "collinear": ({"y": y, "xs": {"a": a, "b": b, "sum": a + b}}, "“sum” follows from “a”, “b”"),
        "constant predictor": ({"y": a, "xs": {"one": np.ones((6, 6)), "b": b}}, "“one” has the same value"),
        "constant outcome": ({"y": np.ones((6, 6)), "xs": {"b": b}}, "“outcome” has the same value"),
        "not 0 or 1": ({"y": a, "xs": {"b": b}, "model": "logistic"}, "must be 0 or 1"),
        "separation": (
            {"y": y, "xs": {"a": a, "b": b}, "model": "logistic"},
            "without a mistake by “a” .perfect separation",
        ),
        "separation by two": (
            {"y": (a + b > 0).astype(float), "xs": {"a": a, "b": b}, "model": "logistic"},
            "without a mistake by “a”, “b” .perfect",
        ),
        "few cells": (
            {"y": few, "xs": {"b": b}},
            "3 cells were observed in all matrices; 2 coefficients need at least 4",
        ),
        "no predictor": ({"y": a, "xs": {}}, "no predictor"),
        "model": ({"y": a, "xs": {"b": b}, "model": "probit"}, "not probit"),
        "null": ({"y": a, "xs": {"b": b}, "null": "x"}, "semi_partial or outcome, not x"),
        "blocks": ({"y": a, "xs": {"b": b}, "blocks": list("abcdef")}, "No two actors"),
    }


@pytest.mark.parametrize("what", _bad())
def test_bad_input(what: str) -> None:
    given, told = _bad()[what]
    with pytest.raises(InputError, match=told):
        mrqap(**given, seed=0)


def test_permutations_that_are_separated_count_as_extreme() -> None:
    # y has a single tie: where a permutation brings the highest value of x there, x separates perfectly.
    y, x = np.zeros((5, 5)), np.arange(25.0).reshape(5, 5)
    y[2, 1] = 1
    found = mrqap(y, {"x": x}, seed=0, model="logistic")
    # The highest and the lowest cell off the diagonal come to (2, 1) in 3! permutations each.
    assert found["x"].undefined == 12
    assert found["x"].p_high > 12 / 120
