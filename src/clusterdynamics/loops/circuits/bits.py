"""Sets of nodes as bits, 64 to a word."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

__all__ = ["lowest_bit", "words_for"]


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
