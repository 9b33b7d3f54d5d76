"""Correlation of two networks, and whether shuffling the actors of one gives the like (QAP)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.graph import Groups
from clusterdynamics.measures.permutation import kernels
from clusterdynamics.measures.permutation.cells import Matrix, gaps, read_matrices
from clusterdynamics.measures.permutation.shuffles import Seed, p_values, plan_shuffles, refusal
from clusterdynamics.measures.permutation.words import how_often, kinds_of_shuffles
from clusterdynamics.study.network import Network

__all__ = ["QapCorrelation", "qap_correlation"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class QapCorrelation:
    """How far two networks go along with each other.

    Attributes
    ----------
    names
        What the two are called.
    correlation
        Pearson's r over the cells observed in both.
    p_low, p_high, p_two_sided
        Share of permutations in which r is as low, as high, or as far from 0.
    distribution
        (permutations,) r of the shuffled networks; NaN where one of them does not vary over the cells left.
    permutations
        How many.
    exact
        Whether these are all there are; the p-values then have no error of drawing.
    undefined
        Permutations without a correlation; they count as extreme.
    actors, cells
        Number of actors, and of cells used; pairs where undirected.
    directed, blocked
        Whether both directions of a pair count, and whether actors changed places within blocks only.
    """

    names: tuple[str, str]
    correlation: float
    p_low: float
    p_high: float
    p_two_sided: float
    distribution: FloatArray
    permutations: int
    exact: bool
    undefined: int
    actors: int
    cells: int
    directed: bool
    blocked: bool

    def to_frame(self) -> pl.DataFrame:
        """Return the figures as a table of one row."""
        return pl.DataFrame(
            {
                "first": [self.names[0]],
                "second": [self.names[1]],
                "correlation": [self.correlation],
                "p_low": [self.p_low],
                "p_high": [self.p_high],
                "p_two_sided": [self.p_two_sided],
                "permutations": [self.permutations],
                "exact": [self.exact],
                "undefined": [self.undefined],
                "actors": [self.actors],
                "cells": [self.cells],
            }
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, one plain sentence each, in the active language."""
        first, second = self.names
        if self.p_two_sided >= 0.05:
            told = _(
                "Whether “{first}” and “{second}” went along with each other cannot be told from chance "
                "(correlation {r:.2f})."
            )
        elif self.correlation > 0:
            told = _(
                "“{first}” and “{second}” went along with each other: where one was high, the other tended to be "
                "high, too (correlation {r:.2f})."
            )
        else:
            told = _(
                "“{first}” and “{second}” went against each other: where one was high, the other tended to be low "
                "(correlation {r:.2f})."
            )
        return (
            told.format(first=first, second=second, r=self.correlation),
            how_often(self.p_two_sided),
            *kinds_of_shuffles(
                self.permutations, exact=self.exact, blocked=self.blocked, actors=self.actors, cells=self.cells
            ),
        )

    def explain(self) -> str:
        """Return what was found, in plain words, in the active language."""
        return " ".join(self.sentences())


def qap_correlation(
    a: Matrix,
    b: Matrix,
    *,
    seed: Seed,
    permutations: int = 2000,
    directed: bool | None = None,
    blocks: Groups | None = None,
    exact: bool | None = None,
) -> QapCorrelation:
    r"""Correlate two networks on the same actors, and compare with networks whose actors changed places.

    Pearson's r over the cells off the diagonal. The actors of the second network are permuted, rows and columns
    together, so that what makes cells of a network depend on each other stays as it is.

    Parameters
    ----------
    a, b
        Networks, or (n, n) matrices; row i holds what i reports, NaN is "not observed". Cells not observed in
        one of the two are left out; in the second network they go along with the actors.
    seed
        For the permutations.
    permutations
        How many are drawn, where not all are tried.
    directed
        False counts every pair once and needs symmetric matrices; None does so where both are symmetric.
    blocks
        (n,) a label for every actor, such as its region or type: only actors of the same label change places.
        An actor without a label (None) stays where it is.
    exact
        True tries all permutations; None does so where there are at most 40,320 (those of 8 actors).

    Raises
    ------
    InputError
        The matrices do not fit together, do not vary, or nothing can be permuted; all problems are named.

    References
    ----------
    Hubert, L. & Schultz, J. (1976). British Journal of Mathematical and Statistical Psychology 29, 190-241.
    Krackhardt, D. (1988). Social Networks 10(4), 359-381. ``qaptest`` of the R package sna.
    """
    names = _names(a, b)
    matrices, problems = read_matrices(dict(zip(names, (a, b), strict=True)), directed)
    if matrices is None:
        raise refusal(problems)
    both = matrices.complete(*names)
    first, second = (matrices.values[name] for name in names)
    cells = int(both.sum())
    shuffles, problems = plan_shuffles(matrices.n, permutations=permutations, blocks=blocks, exact=exact)
    if cells < 3:
        problems.append(
            _("Only {cells} cells were observed in both networks. At least 3 are needed.").format(cells=cells)
        )
    else:
        problems += [
            _("“{name}” has the same value in all cells that were observed in both.").format(name=name)
            for name, values in zip(names, (first, second), strict=True)
            if np.ptp(values[both]) == 0
        ]
    if shuffles is None or problems:
        raise refusal(problems)
    x, y = first[both] - first[both].mean(), second[both] - second[both].mean()
    r = float(np.clip(x @ y / math.sqrt((x @ x) * (y @ y)), -1, 1))
    counted = matrices.counted
    distribution = shuffles.run(
        _correlations,
        *_prepared(first, counted),
        *_prepared(second, counted),
        matrices.directed,
        seed=seed,
        label=_("Permutations"),
    )
    p = p_values(r, distribution, exact=shuffles.exact)
    return QapCorrelation(
        names=names,
        correlation=r,
        p_low=p.low,
        p_high=p.high,
        p_two_sided=p.two_sided,
        distribution=distribution,
        permutations=shuffles.count,
        exact=shuffles.exact,
        undefined=p.undefined,
        actors=matrices.n,
        cells=cells,
        directed=matrices.directed,
        blocked=blocks is not None,
    )


def _names(a: Matrix, b: Matrix) -> tuple[str, str]:
    first = a.name if isinstance(a, Network) else _("first")
    second = b.name if isinstance(b, Network) else _("second")
    return (first, second) if first != second else (f"{first} (1)", f"{second} (2)")


def _prepared(matrix: FloatArray, counted: BoolArray) -> tuple[FloatArray, BoolArray, IntArray]:
    """Return a matrix about its mean with 0 where nothing was observed, the cells it has, and its gaps."""
    observed = np.isfinite(matrix)
    centred = np.where(observed, matrix - matrix[observed].mean(), 0.0)
    return centred, observed & counted, gaps(counted, observed)


def _correlations(
    shuffles: IntArray,
    fixed: FloatArray,
    fixed_observed: BoolArray,
    fixed_gaps: IntArray,
    moved: FloatArray,
    _moved_observed: BoolArray,
    moved_gaps: IntArray,
    directed: bool,
) -> FloatArray:
    """Return the correlation of a fixed matrix with the one moved by every permutation."""
    size = float(fixed_observed.sum())
    value = np.where(fixed_observed, fixed, 0.0)
    complete = not (len(fixed_gaps) or len(moved_gaps))
    # Without gaps the sum of the moved matrix is the same every time, and one column is enough.
    columns = value[:, None, :] if complete else np.stack([fixed_observed.astype(np.float64), value], axis=1)
    products, squares, lost, cells_lost = kernels.moments(
        np.ascontiguousarray(columns), fixed_observed, moved, shuffles, moved_gaps, fixed_gaps, directed
    )
    n = size - cells_lost
    cross = products[:, -1]
    sum_fixed, square_fixed = value.sum() - np.zeros(len(n)), (value**2).sum() - np.zeros(len(n))
    if complete:
        # The diagonal is no part of a matrix; where pairs count once, the mean is that of the upper half.
        sum_moved = np.full(len(n), moved[fixed_observed].sum())
    else:
        sum_moved = products[:, 0]
        sum_fixed = sum_fixed - lost[:, 0, 1]
        square_fixed = square_fixed - lost[:, 1, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        around_fixed = square_fixed - sum_fixed**2 / n
        around_moved = squares - sum_moved**2 / n
        found: FloatArray = (cross - sum_fixed * sum_moved / n) / np.sqrt(around_fixed * around_moved)
        # Rounding must not make a correlation of a matrix that no longer varies.
        flat = (around_fixed <= 1e-12 * square_fixed) | (around_moved <= 1e-12 * squares) | (n < 3)
    return np.where(flat, np.nan, np.clip(found, -1, 1))
