"""Sets of nodes as bits, 64 to a word."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

__all__ = ["lowest_bit", "reach", "words_for"]

Bits = NDArray[np.uint64]

_ONE = np.uint64(1)
_ZERO = np.uint64(0)


def _lowest_bit(typingctx: Any, word: Any) -> Any:
    """Return the place of the lowest bit that is set; the word must not be 0."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], context.get_constant(types.boolean, True))

    return types.int64(types.uint64), code


#: In compiled code only: one machine instruction, which numba has no name for.
lowest_bit: Any = intrinsic(_lowest_bit)


def words_for(n: int) -> int:
    """Return how many 64-bit words hold a set of `n` nodes (at least one)."""
    return max(1, -(-n // 64))


@njit(cache=True, nogil=True)
def reach(ways: Bits, start: int, allowed: Bits, steps: int, into: Bits, scratch: Bits) -> None:
    """Write into `into` the nodes of `allowed` that `start` reaches through `allowed`, in at most `steps` links.

    Parameters
    ----------
    ways
        (k, words) where one link leads from each node (or from where one leads to it: then the nodes that reach it).
    steps
        −1 means without a bound.
    scratch
        (2, words) room to work in.
    """
    words = allowed.size
    front, new = scratch[0], scratch[1]
    some = _ZERO
    for w in range(words):
        front[w] = _ZERO if steps == 0 else ways[start, w] & allowed[w]
        into[w] = front[w]
        some |= front[w]
    taken = 1
    while some != _ZERO and taken != steps:
        for w in range(words):
            new[w] = _ZERO
        for w in range(words):
            rest = front[w]
            while rest != _ZERO:
                u = (w << 6) + lowest_bit(rest)
                rest &= rest - _ONE
                for x in range(words):
                    new[x] |= ways[u, x]
        some = _ZERO
        for w in range(words):
            front[w] = new[w] & allowed[w] & ~into[w]
            into[w] |= front[w]
            some |= front[w]
        taken += 1
