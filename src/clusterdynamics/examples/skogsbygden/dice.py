"""Draws by chance that come out the same on every machine and with every version of Python.

Everything is made of ``random.Random.random()``, the one generator whose sequence Python promises to keep, so
the committed example equals a fresh build byte for byte. Every part of the example has its own stream, so that a
change in one part leaves the others as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from statistics import NormalDist

__all__ = ["Dice", "logistic"]

_NORMAL = NormalDist()
#: Keeps the argument of the inverse normal distribution inside (0, 1).
_EDGE = 1e-12


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), a chance between 0 and 1."""
    return 1 / (1 + math.exp(-x))


class Dice:
    """A named stream of draws.

    Parameters
    ----------
    seed
        Seed of the whole example.
    stream
        Name of the part that draws.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._random = Random(f"{seed}/{stream}")  # noqa: S311 - an example, nothing is to be kept secret

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Return a number between `low` and `high`, all equally likely."""
        return low + (high - low) * self._random.random()

    def chance(self, p: float) -> bool:
        """Return True with the probability `p`."""
        return self._random.random() < p

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """Return a draw from the normal distribution."""
        return _NORMAL.inv_cdf(min(max(self._random.random(), _EDGE), 1 - _EDGE)) * sd + mean

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick[T](self, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[self.whole(0, len(options) - 1)]

    def weighted[T](self, options: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of `options`, each with a chance in proportion to its weight."""
        mark = self._random.random() * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            mark -= weight
            if mark < 0:
                return option
        return options[-1]

    def shuffled[T](self, options: Sequence[T]) -> list[T]:
        """Return `options` in an order drawn by chance."""
        keys = [(self._random.random(), k) for k in range(len(options))]
        return [options[k] for _key, k in sorted(keys)]

    def some[T](self, options: Sequence[T], k: int) -> list[T]:
        """Return `k` different `options` (all where there are fewer)."""
        return self.shuffled(options)[:k]

    def some_weighted[T](self, options: Sequence[T], weights: Sequence[float], k: int) -> list[T]:
        """Return `k` different `options` drawn one after the other by weight."""
        left, heavy = list(options), list(weights)
        chosen: list[T] = []
        while left and len(chosen) < k:
            at = self.weighted(range(len(left)), heavy)
            chosen.append(left.pop(at))
            heavy.pop(at)
        return chosen
