"""Sums of squares and products behind the social relations model, collected once so that each step of the fit is cheap.

In the model every answer y_ijk belongs to one ordered pair (i, j), and the answers of a pair of organisations share
two pair effects. Let the row t_ij hold, for one ordered pair, the sums over its answers: one for each item answered,
the number of answers at rater i and at partner j, and Σ_k y_ijk. With H the 2 × 2 matrix of `pair_weights`, the
generalised least squares cross-product of everything with everything is

    A = Q − Σ_pairs (t_ij, t_ji) H (t_ij, t_ji)',

Q the plain cross-product of the answers. H depends only on how many items each side has answered, so that the sums
need to be kept for each such pattern only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["CrossProducts", "PairWeights", "collect", "pair_weights"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class PairWeights:
    """H of every pattern, its derivatives, and the logarithm of its determinant.

    Attributes
    ----------
    h
        (patterns, 3) H₁₁, H₁₂, H₂₂.
    h_slope
        (2, patterns, 3) their derivatives by pair variance and pair covariance.
    log_det
        (patterns,) log det(I + ΓD).
    log_det_slope
        (2, patterns) its derivatives.
    """

    h: FloatArray
    h_slope: FloatArray
    log_det: FloatArray
    log_det_slope: FloatArray


def pair_weights(variance: float, covariance: float, counts: IntArray) -> PairWeights:
    r"""Return H = (I + ΓD)⁻¹Γ for each pattern of answers of a pair.

    Γ is the covariance matrix of the two pair effects relative to the error variance, D = diag(m₁, m₂) the number
    of items that the two sides have answered. dH = U dΓ U' with U = I − HD; d log det(I + ΓD) = tr(D U dΓ).

    Parameters
    ----------
    variance, covariance
        Γ₁₁ = Γ₂₂ and Γ₁₂.
    counts
        (patterns, 2) m₁ and m₂; m₂ may be 0.
    """
    m1, m2 = counts[:, 0].astype(np.float64), counts[:, 1].astype(np.float64)
    g, c = variance, covariance
    det = (1 + g * m1) * (1 + g * m2) - c * c * m1 * m2
    h11 = ((1 + g * m2) * g - c * c * m2) / det
    h12 = c / det
    h22 = ((1 + g * m1) * g - c * c * m1) / det
    u11, u12, u21, u22 = 1 - h11 * m1, -h12 * m2, -h12 * m1, 1 - h22 * m2
    by_variance = np.stack([u11**2 + u12**2, u11 * u21 + u12 * u22, u21**2 + u22**2], axis=1)
    by_covariance = np.stack([2 * u11 * u12, u11 * u22 + u12 * u21, 2 * u21 * u22], axis=1)
    return PairWeights(
        np.stack([h11, h12, h22], axis=1),
        np.stack([by_variance, by_covariance]),
        np.log(det),
        np.stack([m1 * u11 + m2 * u22, m1 * u12 + m2 * u21]),
    )


@dataclass(frozen=True, eq=False)
class CrossProducts:
    """The sums of one data set.

    Attributes
    ----------
    n, items, answers
        Organisations, items K, and answers N.
    rater, partner, count
        (M,) the ordered pairs with at least one answer: who rates whom, on how many items.
    back
        (M,) position of the pair (j, i) of each pair (i, j); −1 where j has not rated i.
    rows
        (M, K + 2n + 1) sparse; the rows t_ij.
    plain
        (P, P) Q, with P = K + 2n + 1.
    patterns
        (patterns, 2) items answered by the two sides, the greater first.
    dyads
        (patterns,) pairs of organisations of each pattern.
    blocks
        (3 · patterns, P²) sparse; for each pattern Σ t₁t₁', Σ t₁t₂' + t₂t₁' and Σ t₂t₂'.
    """

    n: int
    items: int
    answers: int
    rater: IntArray
    partner: IntArray
    count: IntArray
    back: IntArray
    rows: sparse.csr_array
    plain: FloatArray
    patterns: IntArray
    dyads: IntArray
    blocks: sparse.csr_array

    @property
    def size(self) -> int:
        """P = K + 2n + 1."""
        return self.items + 2 * self.n + 1

    @property
    def mutual(self) -> int:
        """Pairs of organisations that have rated each other."""
        return int((self.back >= 0).sum()) // 2

    @cached_property
    def two_roles(self) -> int:
        """Organisations that both rate and are rated."""
        return int(np.intersect1d(self.rater, self.partner).size)

    def weighted(self, h: FloatArray) -> FloatArray:
        """Return A for the weights `h` (patterns, 3)."""
        part: FloatArray = self.blocks.T @ h.ravel()
        return self.plain - part.reshape(self.size, self.size)

    def slopes(self, by_a: FloatArray) -> FloatArray:
        """Return the (patterns, 3) derivatives by the weights of a function whose derivative by A is `by_a`."""
        found: FloatArray = -(self.blocks @ by_a.ravel())
        return found.reshape(-1, 3)


def collect(values: FloatArray) -> CrossProducts:
    """Return the sums of a table of answers.

    Parameters
    ----------
    values
        (n, n, K) answer of i about j on item k; NaN where there is none. The diagonal is not looked at.
    """
    n, _n, items = values.shape
    seen = np.isfinite(values) & ~np.eye(n, dtype=np.bool_)[:, :, None]
    count = seen.sum(axis=2)
    rater, partner = np.nonzero(count)
    m = rater.size
    place = np.full((n, n), -1, dtype=np.int64)
    place[rater, partner] = np.arange(m)
    pair, item = np.nonzero(seen[rater, partner])
    y = values[rater, partner][pair, item]
    size = items + 2 * n + 1
    answers = _rows(pair.size, size, [item, items + rater[pair], items + n + partner[pair]], y)
    # Summed over the answers of each pair.
    gather = sparse.csr_array((np.ones(pair.size), (pair, np.arange(pair.size))), shape=(m, pair.size))
    rows = sparse.csr_array(gather @ answers)
    back = place[partner, rater]
    how_many = count[rater, partner]
    theirs = np.where(back >= 0, how_many[back], 0)
    # Each pair of organisations once: the side with more answers first, and among equals the first in order.
    first = (how_many > theirs) | ((how_many == theirs) & (rater < partner))
    kinds, dyads = np.unique(np.stack([how_many[first], theirs[first]], axis=1), axis=0, return_counts=True)
    blocks = []
    for m1, m2 in kinds:
        mine = np.flatnonzero(first & (how_many == m1) & (theirs == m2))
        t1 = rows[mine]
        parts: list[sparse.csr_array] = [sparse.csr_array(t1.T @ t1)]
        if m2:
            t2 = rows[back[mine]]
            cross = t1.T @ t2
            parts += [sparse.csr_array(cross + cross.T), sparse.csr_array(t2.T @ t2)]
        else:
            parts += [sparse.csr_array((size, size))] * 2
        blocks += [sparse.coo_array(p).reshape((1, size * size)) for p in parts]
    return CrossProducts(
        n,
        items,
        pair.size,
        rater,
        partner,
        how_many,
        back,
        rows,
        np.asarray((answers.T @ answers).todense()),
        kinds,
        dyads,
        sparse.csr_array(sparse.vstack(blocks)) if blocks else sparse.csr_array((0, size * size)),
    )


def _rows(length: int, size: int, columns: list[IntArray], y: FloatArray) -> sparse.csr_array:
    """Return one row for each answer: a one in each of its columns, the answer in the last."""
    at = [*columns, np.full(length, size - 1)]
    data = [*(np.ones(length) for _ in columns), y]
    line = np.tile(np.arange(length), len(at))
    return sparse.csr_array((np.concatenate(data), (line, np.concatenate(at))), shape=(length, size))
