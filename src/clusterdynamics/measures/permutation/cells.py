"""Matrices on the same actors, and the cells of them that a test uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.i18n import _
from clusterdynamics.study.network import Network

__all__ = ["Matrices", "Matrix", "gaps", "read_matrices"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
#: A network, or a square matrix in which NaN is "not observed".
type Matrix = Network | ArrayLike


@dataclass(frozen=True, eq=False)
class Matrices:
    """Matrices on the same actors.

    Attributes
    ----------
    values
        Name → (n, n) floats; NaN where not observed and on the diagonal.
    directed
        False where only the cells with i < j count, all matrices being symmetric.
    """

    values: dict[str, FloatArray]
    directed: bool

    @property
    def n(self) -> int:
        """Number of actors."""
        return len(next(iter(self.values.values())))

    @property
    def counted(self) -> BoolArray:
        """(n, n) cells that count: all but the diagonal, or those above it."""
        full = np.ones((self.n, self.n), dtype=np.bool_)
        counted: BoolArray = ~np.eye(self.n, dtype=np.bool_) if self.directed else np.triu(full, 1)
        return counted

    def complete(self, *names: str) -> BoolArray:
        """(n, n) cells that count and were observed in all of the matrices named."""
        found = self.counted
        for name in names:
            found &= np.isfinite(self.values[name])
        return found


def gaps(counted: BoolArray, observed: BoolArray) -> IntArray:
    """Return (g, 2) the cells that count and were not observed."""
    return np.argwhere(counted & ~observed).astype(np.int64)


def read_matrices(given: Mapping[str, Matrix], directed: bool | None) -> tuple[Matrices | None, list[str]]:
    """Return the matrices, or None and everything that is wrong with them.

    Parameters
    ----------
    given
        Name → network or matrix.
    directed
        None: undirected where every matrix is symmetric, gaps included.
    """
    problems: list[str] = []
    values: dict[str, FloatArray] = {}
    actors: dict[str, tuple[str, ...]] = {}
    for name, matrix in given.items():
        if isinstance(matrix, Network):
            actors[name] = matrix.nodes
        try:
            found = np.array(matrix.values if isinstance(matrix, Network) else matrix, dtype=np.float64)
        except (TypeError, ValueError):
            problems.append(_("“{name}” is not a matrix of numbers.").format(name=name))
            continue
        if found.ndim != 2 or found.shape[0] != found.shape[1]:
            shape = " × ".join(map(str, found.shape))
            problems.append(_("“{name}” must be a square matrix; it is {shape}.").format(name=name, shape=shape))
            continue
        np.fill_diagonal(found, np.nan)
        if np.isinf(found).any():
            problems.append(_("“{name}” holds infinite values. Use NaN for what is not known.").format(name=name))
        values[name] = found
    sizes = {name: len(found) for name, found in values.items()}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{name}: {n}" for name, n in sizes.items())
        problems.append(
            _("The matrices are not on equally many actors ({sizes}). Cut them to those in all.").format(sizes=told)
        )
    elif len(set(actors.values())) > 1:
        problems.append(
            _("The networks are not on the same actors in the same order. Cut them to those in all with subset().")
        )
    lopsided = [name for name, found in values.items() if not np.array_equal(found, found.T, equal_nan=True)]
    if directed is False:
        problems += [
            _("“{name}” is not symmetric. Make it so first (Network.symmetrise), or use directed=True.").format(
                name=name
            )
            for name in lopsided
        ]
    if problems:
        return None, problems
    return Matrices(values, bool(lopsided) if directed is None else directed), []
