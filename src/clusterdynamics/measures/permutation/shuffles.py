"""Permutations of actors: drawn at random or all of them, within blocks, and the p-values that follow."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.compute import CHUNK, each, replicate
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.graph import Groups

__all__ = ["MOST_EXACT", "PValues", "Shuffles", "p_values", "plan_shuffles", "refusal"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
type Seed = int | np.random.Generator | np.random.SeedSequence

#: Up to so many permutations all are tried: those of eight actors.
MOST_EXACT = math.factorial(8)
#: Values that differ by less than this share count as equal: the same statistic, summed in another order.
_SAME = 1e-9


class PValues(NamedTuple):
    """How often shuffling gave a statistic as low, as high, or as far from 0 as the one observed."""

    low: float
    high: float
    two_sided: float
    undefined: int


def p_values(observed: float, shuffled: FloatArray, *, exact: bool) -> PValues:
    r"""Return the p-values of a statistic among those of shuffled data.

    With all permutations p is the share that are as extreme, the observed one among them. With B permutations
    drawn at random it is :math:`(b + 1) / (B + 1)`, which is never 0 and holds the size of the test.

    Parameters
    ----------
    observed
        The statistic of the data.
    shuffled
        (B,) the statistics of the permutations. Where one is undefined (NaN) it counts as extreme on every
        side, so that p is never too small because of it.
    exact
        Whether these are all permutations.

    References
    ----------
    Phipson, B. & Smyth, G. K. (2010). Statistical Applications in Genetics and Molecular Biology 9(1), 39.
    """
    if np.isnan(observed):
        return PValues(math.nan, math.nan, math.nan, int(np.isnan(shuffled).sum()))
    nan = np.isnan(shuffled)
    margin = _SAME * (1 + abs(observed)) if math.isfinite(observed) else 0.0
    low = int((nan | (shuffled <= observed + margin)).sum())
    high = int((nan | (shuffled >= observed - margin)).sum())
    both = int((nan | (np.abs(shuffled) >= abs(observed) - margin)).sum())
    extra = 0 if exact else 1
    total = shuffled.size + extra
    return PValues(
        (low + extra) / total,
        (high + extra) / total,
        (both + extra) / total,
        int(nan.sum()),
    )


@dataclass(frozen=True, eq=False)
class Shuffles:
    """Which permutations are made.

    Attributes
    ----------
    codes
        (n,) block of every actor; −1 for one that stays where it is.
    count
        How many permutations.
    exact
        Whether these are all there are.
    """

    codes: IntArray
    count: int
    exact: bool

    def run(self, work: Callable[..., FloatArray], *args: Any, seed: Seed, label: str) -> FloatArray:
        """Return ``work(permutations, *args)`` for all of them, one below the other.

        The work runs where ``compute.using`` says, with the same result everywhere.
        """
        if self.exact:
            parts = list(_parts(self.codes))
            return np.concatenate(each(work, parts, *args, label=label))
        return np.concatenate(replicate(_drawn, self.count, self.codes, work, args, seed=seed, label=label))


def plan_shuffles(
    n: int, *, permutations: int, blocks: Groups | None, exact: bool | None
) -> tuple[Shuffles | None, list[str]]:
    """Return the permutations to be made, or None and what is wrong.

    Parameters
    ----------
    n
        Number of actors.
    permutations
        How many are drawn where not all are tried.
    blocks
        (n,) label of every actor: only actors with the same label change places; one without a label (None)
        stays where it is. None: all change places.
    exact
        True tries all permutations, False draws, None tries all where there are at most ``MOST_EXACT``.
    """
    problems = []
    codes = np.zeros(n, dtype=np.int64)
    if blocks is not None and len(blocks) != n:
        problems.append(
            _("There are {blocks} labels of blocks for {n} actors. Give one for each.").format(blocks=len(blocks), n=n)
        )
    elif blocks is not None:
        names = {name: k for k, name in enumerate(dict.fromkeys(str(b) for b in blocks if b is not None))}
        codes = np.array([-1 if b is None else names[str(b)] for b in blocks], dtype=np.int64)
    sizes = np.bincount(codes[codes >= 0]) if (codes >= 0).any() else np.zeros(0, dtype=np.int64)
    every = math.prod(math.factorial(int(s)) for s in sizes)
    if not problems and n > 1 and every == 1:
        problems.append(_("No two actors are in the same block, so nothing can be shuffled. Use larger blocks."))
    if exact and every > MOST_EXACT:
        problems.append(
            _("There are too many permutations to try all: more than {most}. Leave out exact=True.").format(
                most=MOST_EXACT
            )
        )
    if permutations < 1:
        problems.append(_("The number of permutations must be at least 1, not {n}.").format(n=permutations))
    if problems:
        return None, problems
    all_of_them = every <= MOST_EXACT if exact is None else exact
    return Shuffles(codes, every if all_of_them else permutations, all_of_them), []


def refusal(problems: list[str]) -> InputError:
    """Return the error that names all problems at once."""
    return InputError(" ".join(problems))


def _drawn(
    rng: np.random.Generator, size: int, codes: IntArray, work: Callable[..., FloatArray], args: tuple[Any, ...]
) -> FloatArray:
    """Do the work for `size` permutations drawn at random."""
    return work(draw(rng, size, codes), *args)


def draw(rng: np.random.Generator, size: int, codes: IntArray) -> IntArray:
    """Return (size, n) permutations that keep every actor in its block; all such are equally likely."""
    found = np.tile(np.arange(codes.size), (size, 1))
    for code in range(int(codes.max(initial=-1)) + 1):
        inside = np.flatnonzero(codes == code)
        found[:, inside] = rng.permuted(np.tile(inside, (size, 1)), axis=1)
    return found


def _parts(codes: IntArray) -> Iterator[IntArray]:
    """Give all permutations that keep every actor in its block, some at a time."""
    inside = [np.flatnonzero(codes == code) for code in range(int(codes.max(initial=-1)) + 1)]
    together = itertools.product(*(itertools.permutations(members.tolist()) for members in inside))
    for some in itertools.batched(together, CHUNK):
        found = np.tile(np.arange(codes.size), (len(some), 1))
        for r, orders in enumerate(some):
            for members, order in zip(inside, orders, strict=True):
                found[r, members] = order
        yield found
