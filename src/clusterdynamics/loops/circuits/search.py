"""The search for every loop of a component, in blocks: it fills a buffer, stops, and goes on where it was.

From each node s in turn paths are followed through nodes above s. A path takes a link only if s can still be
reached from its head past the nodes already passed (and within the length allowed), so that no step is in vain:
the time for a loop is at most (length × links), however few loops there are.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.loops.circuits.bits import reach
from clusterdynamics.loops.circuits.components import Component

__all__ = ["Search"]

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
#: Places of `state`.
_START, _LEVEL, _LOOPS, _USED = 0, 1, 2, 3


class Search:
    """A search that can be asked for block after block of loops.

    Parameters
    ----------
    part
        The component to search.
    longest
        Loops of more links are left out.
    first
        Place of a link among the links of the component: only loops through it are told, starting with it; −1: all.
    block
        Links that the buffer holds (at least as many as the longest loop has); it bounds the memory used.
    """

    def __init__(self, part: Component, longest: int, first: int = -1, block: int = 1 << 16) -> None:
        k, words = part.before.shape
        self._part = part
        self._longest = min(longest, k)
        self._first = first
        start = 0 if first < 0 else int(np.searchsorted(part.starts, first, side="right")) - 1
        self._state = np.array([start, -1, 0, 0], dtype=np.int64)
        self._path = np.zeros(k, dtype=np.int64)
        self._cursor = np.zeros(k, dtype=np.int64)
        self._open = np.zeros((k + 1, words), dtype=np.uint64)
        self._scratch = np.zeros((3, words), dtype=np.uint64)
        self._flat = np.zeros(max(block, k), dtype=np.int64)
        self._ends = np.zeros(max(block // 4, 1), dtype=np.int64)

    def block(self) -> tuple[Ints, Ints]:
        """Return the next loops: their links one after the other, and where each ends; none when all are told."""
        part = self._part
        _fill(
            part.starts, part.heads, part.links, part.before, self._longest, self._first, self._state,
            self._path, self._cursor, self._open, self._scratch, self._flat, self._ends,
        )  # fmt: skip
        loops, used = int(self._state[_LOOPS]), int(self._state[_USED])
        return self._flat[:used], self._ends[:loops]


@njit(cache=True, nogil=True)
def _fill(
    starts: Ints, heads: Ints, links: Ints, before: Bits, longest: int, first: int, state: Ints,
    path: Ints, cursor: Ints, may: Bits, scratch: Bits, flat: Ints, ends: Ints,
) -> None:  # fmt: skip
    """Go on with the search until the buffer is full or every loop was told."""
    k, words = before.shape
    s, level = state[_START], state[_LEVEL]
    loops = 0
    used = 0
    allowed = scratch[2]
    while s < k:
        if level < 0:
            # A new start: nodes above it may be passed.
            for w in range(words):
                allowed[w] = _ZERO
            for u in range(0 if first >= 0 else s + 1, k):
                if u != s:
                    allowed[u >> 6] |= _ONE << np.uint64(u & 63)
            reach(before, s, allowed, max(longest - 1, 0), may[0], scratch)
            level = 0
            path[0] = s
            cursor[0] = starts[s] if first < 0 else first
        while level >= 0:
            v = path[level]
            at = cursor[level]
            if at == starts[v + 1] or (level == 0 and first >= 0 and at > first):
                level -= 1
                continue
            w = heads[at]
            if w == s:
                if loops == ends.size or used + level + 1 > flat.size:
                    state[_START], state[_LEVEL], state[_LOOPS], state[_USED] = s, level, loops, used
                    return
                cursor[level] = at + 1
                for d in range(level + 1):
                    # The cursor of a level stands behind the link that was taken there.
                    flat[used] = links[cursor[d] - 1]
                    used += 1
                ends[loops] = used
                loops += 1
                continue
            cursor[level] = at + 1
            if (may[level, w >> 6] >> np.uint64(w & 63)) & _ONE == _ZERO:
                continue
            for x in range(words):
                allowed[x] = may[level, x]
            allowed[w >> 6] &= ~(_ONE << np.uint64(w & 63))
            level += 1
            path[level] = w
            cursor[level] = starts[w]
            reach(before, s, allowed, max(longest - level - 1, 0), may[level], scratch)
        s = k if first >= 0 else s + 1
    state[_START], state[_LEVEL], state[_LOOPS], state[_USED] = s, level, loops, used
