"""Ratings with known components, the classical formulas for a complete round robin, and brute force."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.trust import Components

FloatArray = NDArray[np.float64]

#: Three items, all sources at work, both reciprocities positive.
TRUTH = Components(0.20, 0.15, 0.06, 0.30, 0.15, 0.30)


@dataclass(frozen=True)
class Simulated:
    values: FloatArray
    generosity: FloatArray
    reputation: FloatArray
    pair: FloatArray


def simulate(
    rng: np.random.Generator,
    n: int,
    truth: Components = TRUTH,
    *,
    items: int = 3,
    density: float = 1.0,
    silent: float = 0.0,
    missing: float = 0.0,
) -> Simulated:
    """Draw ratings: a share `density` of the pairs meets, a share `silent` of the raters says nothing."""
    roles = [[truth.generosity, truth.role_covariance], [truth.role_covariance, truth.reputation]]
    a, b = rng.multivariate_normal([0, 0], roles, size=n).T
    i, j = np.triu_indices(n, 1)
    two = [[truth.pair, truth.pair_covariance], [truth.pair_covariance, truth.pair]]
    drawn = rng.multivariate_normal([0, 0], two, size=i.size)
    g = np.zeros((n, n))
    g[i, j], g[j, i] = drawn.T
    means = 2.8 + 0.1 * np.arange(items)
    y = means + (a[:, None] + b[None, :] + g)[:, :, None] + rng.normal(0, np.sqrt(truth.error), (n, n, items))
    meets = np.zeros((n, n), dtype=bool)
    meets[i, j] = rng.random(i.size) < density
    meets |= meets.T
    meets[rng.random(n) < silent] = False
    y[~meets] = np.nan
    y[rng.random(y.shape) < missing] = np.nan
    return Simulated(y, a, b, g)


def anova(values: FloatArray) -> Components:
    """Return the components of a complete round robin by the classical formulas.

    Warner, Kenny & Stoto (1979), as given by Kenny, Kashy & Cook (2006), chapter 8: effects of rows and columns
    corrected for the missing diagonal, mean squares of the sums and differences of the two sides of a pair. They are
    applied to the means of the items; the error is the mean square of pairs × items, and K-th part of it is taken
    from the variance of the pair.
    """
    n, _n, k = values.shape
    x = values.mean(axis=2)
    np.fill_diagonal(x, 0.0)
    rows, columns, grand = x.sum(axis=1) / (n - 1), x.sum(axis=0) / (n - 1), x.sum() / (n * (n - 1))
    a = (n - 1) ** 2 / (n * (n - 2)) * rows + (n - 1) / (n * (n - 2)) * columns - (n - 1) / (n - 2) * grand
    b = (n - 1) ** 2 / (n * (n - 2)) * columns + (n - 1) / (n * (n - 2)) * rows - (n - 1) / (n - 2) * grand
    g = x - a[:, None] - b[None, :] - grand
    i, j = np.triu_indices(n, 1)
    pairs = (n - 1) * (n - 2) / 2
    between = float(((g[i, j] + g[j, i]) ** 2).sum() / 2 / (pairs - 1))
    within = float(((g[i, j] - g[j, i]) ** 2).sum() / 2 / pairs)
    both = between / (2 * (n - 2)) + within / (2 * n)
    cross = between / (2 * (n - 2)) - within / (2 * n)
    off = ~np.eye(n, dtype=bool)
    answers = values[off]
    rest = answers - answers.mean(axis=1, keepdims=True) - answers.mean(axis=0) + answers.mean()
    error = float((rest**2).sum() / ((len(answers) - 1) * (k - 1)))
    return Components(
        float(a @ a) / (n - 1) - both,
        float(b @ b) / (n - 1) - both,
        float(a @ b) / (n - 1) - cross,
        (between + within) / 2 - error / k,
        (between - within) / 2,
        error,
    )


@dataclass(frozen=True)
class Dense:
    """Brute force: the covariance matrix of all answers written out."""

    criterion: float
    items: FloatArray
    generosity: FloatArray
    generosity_error: FloatArray
    pair: FloatArray
    pair_error: FloatArray


def dense(values: FloatArray, c: Components) -> Dense:
    """Return restricted likelihood, generalised least squares means and predictions for given components."""
    n, _n, k = values.shape
    at = np.argwhere(np.isfinite(values))
    i, j, item = at.T
    y, x = values[tuple(at.T)], np.eye(k)[item]
    same_rater, same_partner = i[:, None] == i, j[:, None] == j
    turned = (i[:, None] == j) & (j[:, None] == i)
    crossed = (i[:, None] == j).astype(float) + (j[:, None] == i)
    v = c.generosity * same_rater + c.reputation * same_partner + c.role_covariance * crossed
    v = v + c.pair * (same_rater & same_partner) + c.pair_covariance * turned + c.error * np.eye(y.size)
    inverse = np.linalg.inv(v)
    information = x.T @ inverse @ x
    means = np.linalg.solve(information, x.T @ inverse @ y)
    rest = y - x @ means
    criterion = (
        np.linalg.slogdet(v)[1]
        + np.linalg.slogdet(information)[1]
        + rest @ inverse @ rest
        + (y.size - k) * np.log(2 * np.pi)
    )
    p = inverse - inverse @ x @ np.linalg.solve(information, x.T @ inverse)

    def predicted(with_y: FloatArray, variance: float) -> tuple[FloatArray, FloatArray]:
        spread = variance - np.einsum("ij,jk,ik->i", with_y, p, with_y)
        return with_y @ inverse @ rest, np.sqrt(np.maximum(spread, 0))

    who = np.arange(n)[:, None]
    generosity = predicted(c.generosity * (who == i) + c.role_covariance * (who == j), c.generosity)
    pairs = np.unique(at[:, :2], axis=0)
    a, b = pairs[:, :1], pairs[:, 1:]
    pair = predicted(c.pair * ((a == i) & (b == j)) + c.pair_covariance * ((a == j) & (b == i)).astype(float), c.pair)
    return Dense(float(criterion), means, *generosity, *pair)


def _matrix(file: Path) -> FloatArray:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    return np.array([[float(x) for x in row[1:]] for row in rows[1:]])


def _stacked(*matrices: FloatArray) -> FloatArray:
    values = np.stack(matrices, axis=2)
    values[np.arange(len(values)), np.arange(len(values))] = np.nan
    return values


def eies(folder: Path) -> FloatArray:
    """Return acquaintance (0-4) among 32 researchers at two times as two items: a complete round robin."""
    return _stacked(*(_matrix(folder / "eies" / f"eies{t}.csv") for t in (1, 2)))


def tobacco(folder: Path) -> FloatArray:
    """Return contact and collaboration among 25 agencies as two items, only where the rater has contact: sparse."""
    values = _stacked(_matrix(folder / "tobacco" / "TCcnt.csv"), _matrix(folder / "tobacco" / "TCcoll.csv"))
    values[values[:, :, 0] < 1] = np.nan
    return values


def known(folder: Path) -> FloatArray:
    """Return acquaintance among the researchers at two times, only where it was at least 2 at the first: sparse."""
    values = eies(folder)
    values[values[:, :, 0] < 2] = np.nan
    return values


def tobacco_items(folder: Path) -> FloatArray:
    """Return (M, 3) contact, collaboration and dissemination of all ordered pairs of agencies with contact."""
    items = [_matrix(folder / "tobacco" / f"TC{name}.csv") for name in ("cnt", "coll", "diss")]
    return np.stack(items, axis=2)[items[0] > 0]


def kapferer_items(folder: Path) -> FloatArray:
    """Return (M, 4) two kinds of tie at two times of all ordered pairs of persons."""
    items = [_matrix(folder / "kapferer" / f"KAPF{name}.csv") for name in ("TI1", "TI2", "TS1", "TS2")]
    return np.stack(items, axis=2)[~np.eye(len(items[0]), dtype=bool)]
