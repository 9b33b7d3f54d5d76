"""Where the members of an ensemble take their constants from; made piece by piece, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.lexer import key_of

__all__ = ["PIECE", "Given", "LatinHypercube", "Sample", "SobolSequence"]

Floats = NDArray[np.float64]

#: Members that are drawn at a time; part of the definition of a Latin hypercube sample.
PIECE = 4096


class Sample(Protocol):
    """Constants of the members of an ensemble."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the constants."""

    @property
    def size(self) -> int:
        """Number of members."""

    def piece(self, k: int) -> Floats:
        """Return the constants of members k · PIECE to (k + 1) · PIECE, shape (constants, members)."""


@dataclass(frozen=True, eq=False)
class Given:
    """A sample that is there: key → one value per member."""

    keys: tuple[str, ...]
    values: Floats

    @classmethod
    def of(cls, values: Mapping[str, NDArray[np.float64] | list[float]]) -> Given:
        """Return the sample of a mapping; all values of one length.

        Raises
        ------
        InputError
            Lengths differ.
        """
        arrays = [np.asarray(v, dtype=np.float64) for v in values.values()]
        if len({a.size for a in arrays}) > 1:
            raise InputError(_("Every constant needs as many values as there are members."))
        rows = np.array(arrays) if arrays else np.zeros((0, 1))
        return cls(tuple(key_of(k) for k in values), rows)

    @property
    def size(self) -> int:
        """Number of members."""
        return int(self.values.shape[1])

    def piece(self, k: int) -> Floats:
        """Return a piece of the members."""
        return np.ascontiguousarray(self.values[:, k * PIECE : (k + 1) * PIECE])


@dataclass(frozen=True, eq=False)
class LatinHypercube:
    """A Latin hypercube over the ranges of constants, one for each piece of members (McKay, Beckman & Conover 1979).

    Attributes
    ----------
    ranges
        Key → lowest and highest value.
    size
        Number of members.
    seed
        Where chance comes from.
    """

    ranges: Mapping[str, tuple[float, float]]
    size: int
    seed: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the constants."""
        return tuple(key_of(k) for k in self.ranges)

    def piece(self, k: int) -> Floats:
        """Return a piece of the members."""
        n = min(PIECE, self.size - k * PIECE)
        rng = np.random.default_rng(np.random.SeedSequence([self.seed, k]))
        unit = np.empty((len(self.ranges), n))
        for row in unit:
            row[:] = (rng.permutation(n) + rng.random(n)) / n
        return _scaled(unit, self.ranges)


@dataclass(frozen=True, eq=False)
class SobolSequence:
    """A scrambled Sobol sequence over the ranges of constants (Sobol 1967, Owen 1998); powers of 2 are best as sizes.

    Attributes are those of `LatinHypercube`.
    """

    ranges: Mapping[str, tuple[float, float]]
    size: int
    seed: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the constants."""
        return tuple(key_of(k) for k in self.ranges)

    def piece(self, k: int) -> Floats:
        """Return a piece of the members."""
        from scipy.stats import qmc

        n = min(PIECE, self.size - k * PIECE)
        if not self.ranges:
            return np.zeros((0, n))
        sequence = qmc.Sobol(len(self.ranges), scramble=True, rng=np.random.default_rng(self.seed))
        if k:
            sequence.fast_forward(k * PIECE)
        # Drawing in powers of 2 keeps scipy quiet about balance; what is over is left out.
        whole = sequence.random_base2(int(np.ceil(np.log2(n)))) if k == 0 and n > 1 else sequence.random(n)
        return _scaled(np.ascontiguousarray(whole[:n].T), self.ranges)


def _scaled(unit: Floats, ranges: Mapping[str, tuple[float, float]]) -> Floats:
    low = np.array([a for a, _b in ranges.values()]).reshape(-1, 1)
    high = np.array([b for _a, b in ranges.values()]).reshape(-1, 1)
    return np.ascontiguousarray(low + unit * (high - low))
