"""Sums over pairs of organisations, many at a time, and their redraws: one pass over the pairs for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics import compute
from clusterdynamics.measures.redraws import redraw_weights

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["PairTable"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

#: Pairs that are weighed at a time, so that memory stays small in large clusters.
_BLOCK = 20_000


class PairTable:
    """Columns of values of the unordered pairs of n organisations.

    Parameters
    ----------
    n
        Number of organisations.
    """

    def __init__(self, n: int) -> None:
        first, second = np.triu_indices(n, 1)
        self.first: IntArray = first.astype(np.int64)
        self.second: IntArray = second.astype(np.int64)
        self._columns: dict[str, csr_array] = {}

    def add(self, key: str, matrix: ArrayLike) -> None:
        """Add a column: of every pair the values of both cells together.

        Parameters
        ----------
        key
            Name of the column.
        matrix
            (n, n); the diagonal is left out.
        """
        from scipy.sparse import csr_array

        values = np.asarray(matrix, dtype=np.float64)
        both = values[self.first, self.second] + values[self.second, self.first]
        self._columns[key] = csr_array(both.reshape(-1, 1))

    def __contains__(self, key: str) -> bool:
        return key in self._columns

    def sum(self, key: str) -> float:
        """Return the sum of a column."""
        return float(self._columns[key].sum())

    def ratio(self, above: str, below: str) -> float:
        """Return the ratio of the sums of two columns; NaN where the lower one is 0."""
        bottom = self.sum(below)
        return self.sum(above) / bottom if bottom else float("nan")

    def redraw(
        self, drawn: BoolArray, replicates: int, rng: np.random.Generator, label: str = ""
    ) -> dict[str, FloatArray]:
        r"""Return, for every column x, :math:`\sum_{i<j} w_i w_j (x_{ij} + x_{ji})` of every redraw.

        Parameters
        ----------
        drawn
            (n,) True for the organisations that answered, which are redrawn.

        Returns
        -------
        Column → (replicates,) sums.
        """
        from scipy.sparse import csr_array, hstack

        if not self._columns or not replicates:
            return {key: np.empty(0) for key in self._columns}
        columns = csr_array(hstack(list(self._columns.values()), format="csr"))
        parts = compute.replicate(_sums, replicates, columns, self.first, self.second, drawn, seed=rng, label=label)
        sums = np.concatenate(parts)
        return {key: sums[:, k] for k, key in enumerate(self._columns)}


def _sums(
    rng: np.random.Generator, size: int, columns: csr_array, first: IntArray, second: IntArray, drawn: BoolArray
) -> FloatArray:
    w = redraw_weights(rng, size, drawn)
    total = np.zeros((size, columns.shape[1]))
    for start in range(0, first.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        total += (columns[part].T @ (w[:, first[part]] * w[:, second[part]]).T).T
    return total
