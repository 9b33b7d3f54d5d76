"""Sets of nodes as bits, 64 to a word: the two machine instructions that numba has no name for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

__all__ = ["count_bits", "lowest_bit", "words_for"]


@intrinsic
def count_bits(typingctx: Any, word: Any) -> Any:
    """Return how many bits of a 64-bit word are set."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), code


@intrinsic
def lowest_bit(typingctx: Any, word: Any) -> Any:
    """Return the place of the lowest bit that is set; the word must not be 0."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], context.get_constant(types.boolean, True))

    return types.int64(types.uint64), code


def words_for(n: int) -> int:
    """Return how many 64-bit words hold a set of `n` nodes (at least one)."""
    return max(1, -(-n // 64))


def as_bits(rows: list[list[int]], n: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Return sets of nodes 0 … n−1 as rows of 64-bit words."""
    bits = np.zeros((len(rows), words_for(n)), dtype=np.uint64)
    for row, members in enumerate(rows):
        for i in members:
            bits[row, i >> 6] |= np.uint64(1) << np.uint64(i & 63)
    return bits
