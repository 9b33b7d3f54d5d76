"""Counting loops without following each: paths that can go on in the same ways are followed together.

All paths from a start s that have the same last node, the same length, and the same nodes through which they can
still come back to s, have the same continuations. They are one *state*, with the number of paths that lead to it, by
sign. States are visited step by step; what closes at s is counted by length and sign. On the way back the closings
behind each state are summed up, and paths before times closings behind is what passes through a link.

This is the dynamic programme of Held, M. & Karp, R. M. (1962), J. SIAM 10(1), 196-210, over the states that are
reached, with the nodes that no longer matter forgotten.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.loops.circuits.bits import lowest_bit, reach

__all__ = ["DONE", "MOST", "SPLIT", "STOPPED", "count_paths"]

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Bits = NDArray[np.uint64]

#: How a count ended: everything counted; stopped at the limit; more states than allowed (nothing is counted).
DONE, STOPPED, SPLIT = 0, 1, 2
#: No count goes above this, so that a sum of two still fits 64 bits.
MOST = 1 << 61

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_LOW = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BYTE = np.uint64(255)
_EIGHT = np.uint64(8)
_FINE = np.uint64(8)
_MORE = np.uint64(0xBF58476D1CE4E5B9)


@njit(cache=True, nogil=True)
def byte_unions(ways: Bits) -> Bits:
    """Return, for each eight nodes and each set of them, the union of their `ways`; for up to 64 nodes.

    With it the neighbours of a whole set are eight look-ups ("four Russians"). Empty for more nodes.
    """
    k, words = ways.shape
    if words > 1:
        return np.zeros((1, 1), dtype=np.uint64)
    union = np.zeros(((k + 7) // 8, 256), dtype=np.uint64)
    for byte in range(union.shape[0]):
        for members in range(1, 256):
            i = 8 * byte + lowest_bit(np.uint64(members))
            union[byte, members] = union[byte, members & (members - 1)]
            if i < k:
                union[byte, members] |= ways[i, 0]
    return union


@njit(cache=True, nogil=True)
def spread_word(union: Bits, first: np.uint64, within: np.uint64) -> np.uint64:
    """Return what is reached from the set `first` through the set `within`, 64 nodes at the most."""
    reached = first & within
    while reached != within:
        new = _ZERO
        rest = reached
        for byte in range(union.shape[0]):
            # An unsigned index is not looked at for being negative.
            new |= union[np.uint64(byte), rest & _BYTE]
            rest >>= _EIGHT
        new = (new & within) | reached
        if new == reached:
            break
        reached = new
    return reached


@njit(cache=True, nogil=True)
def spread(ways: Bits, start: int, allowed: Bits, steps: int, scratch: Bits) -> None:
    """Keep of `allowed` only what `start` reaches through `allowed`, following `ways`, in at most `steps` links.

    `steps` of -1 means without a bound.
    """
    reach(ways, start, allowed, steps, scratch[0], scratch[1:])
    for w in range(allowed.size):
        allowed[w] = scratch[0, w]


@njit(cache=True, nogil=True)
def hash_of(key: Bits) -> np.uint64:
    """Return a number that spreads states evenly; the paths to the state do not count."""
    h = key[0] * _MORE
    for w in range(3, key.size):
        h = (h ^ key[w]) * _MIX
        h ^= h >> _WORD
    return np.uint64(h * _MORE)


@njit(cache=True, nogil=True)
def slot_for(table: Bits, h: np.uint64, rows: Bits, key: Bits, size: int) -> np.uint64:
    """Return the place in the table where the state `key` with the hash `h` stands, or where there is room for it.

    An entry is the upper half of the hash and, in the lower half, the number of the state plus one: other states are
    told apart mostly without looking at them.
    """
    mask = np.uint64(size - 1)
    slot = (h >> _FINE) & mask
    while table[slot] != _ZERO:
        entry = table[slot]
        if (entry ^ h) >> _WORD == _ZERO:
            y = (entry & _LOW) - _ONE
            equal = rows[y, 0] == key[0]
            for w in range(3, key.size):
                equal = equal and rows[y, w] == key[w]
            if equal:
                break
        slot = (slot + _ONE) & mask
    return slot


@njit(cache=True, nogil=True)
def count_paths(
    starts: Ints, heads: Ints, lengths: Ints, plus: Ints, minus: Ints, after: Bits, before: Bits,
    s: int, prefix: Ints, expand: bool, longest: int, bounded: bool, limit: int, most_states: int,
    by_length: Ints, same: Ints, opposite: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Count the loops whose first node is `s` and that begin with the groups of `prefix`.

    Parameters
    ----------
    starts, heads, lengths, plus, minus, after, before
        The component, as in `Part`.
    s, prefix
        The first node; groups of links to begin with.
    expand
        False: only loops that close right behind the prefix.
    longest, bounded
        Loops of more links are left out; whether that can matter.
    limit
        Stop once more loops than this are counted.
    most_states
        Give up when there are more states than this.
    by_length, same, opposite
        Added to: loops by length and sign (column 0: reinforcing), shape (n + 1, 2); per group, loops whose other
        links have positive product (`same`: reinforcing for a positive link of the group, balancing for a negative
        one), and the opposite; shape (g,).

    Returns
    -------
    tuple of int
        How it ended (`DONE`, `STOPPED`, `SPLIT`) and the loops counted.
    """
    k, words = before.shape
    heaviest = (plus + minus).max()
    scratch = np.empty((3, words), dtype=np.uint64)
    # A state: node and length in one word, the paths to it by sign, then the nodes ahead of it.
    key = np.zeros(3 + words, dtype=np.uint64)
    ahead = key[3:]

    # The state at the end of the prefix, with what the prefix weighs.
    v: Any = s
    far: Any = 0
    pos: Any = 1
    neg: Any = 0
    for u in range(s + 1, k):
        ahead[u >> 6] |= _ONE << np.uint64(u & 63)
    for e in prefix:
        pos, neg = pos * plus[e] + neg * minus[e], pos * minus[e] + neg * plus[e]
        if pos + neg > MOST // heaviest:
            return STOPPED, 0
        far += lengths[e]
        v = heads[e]
        ahead[v >> 6] &= ~(_ONE << np.uint64(v & 63))
    if far > longest:
        return DONE, 0
    spread(after, v, ahead, -1, scratch)
    spread(before, s, ahead, max(longest - far - 1, 0) if bounded else -1, scratch)
    # Memory that is asked for and not written to costs nothing; growing means copying.
    room = most_states if k - s > 14 else min(256, most_states)
    rows = np.empty((room, 3 + words), dtype=np.uint64)
    rows[0, :] = key
    rows[0, 0] = np.uint64(v) | np.uint64(far) << _WORD
    rows[0, 1] = np.uint64(pos)
    rows[0, 2] = np.uint64(neg)
    states = 1
    # What leads on from each state visited: the next state (-1: the loop closes) and the group taken.
    steps = np.empty((3 * room, 2), dtype=np.int32)
    taken = 0
    steps_end = np.empty(rows.shape[0], dtype=np.int64)
    table = np.empty(256, dtype=np.uint64)
    after_union, before_union = byte_unions(after), byte_unions(before)

    total = 0
    status = DONE
    visited = 0
    while visited < states and status == DONE:
        # One step further: every state of this round leads to states of the next, found again through the table.
        this_end = states
        size = 256
        while size < 4 * (this_end - visited):
            size *= 2
        if size > table.size:
            table = np.empty(size, dtype=np.uint64)
        table[:size] = _ZERO
        while visited < this_end and status == DONE:
            v = np.int64(rows[visited, 0] & _LOW)
            at = np.int64(rows[visited, 0] >> _WORD)
            pos = np.int64(rows[visited, 1])
            neg = np.int64(rows[visited, 2])
            if taken + starts[v + 1] - starts[v] > steps.shape[0]:
                more_steps = np.empty((2 * taken + starts[v + 1] - starts[v], 2), dtype=np.int32)
                more_steps[:taken] = steps[:taken]
                steps = more_steps
            for e in range(starts[v], starts[v + 1]):
                u = heads[e]
                far = at + lengths[e]
                good = pos * plus[e] + neg * minus[e]
                bad = pos * minus[e] + neg * plus[e]
                if u == s and far <= longest:
                    if total + good + bad > MOST:
                        status = STOPPED
                        break
                    by_length[far, 0] += good
                    by_length[far, 1] += bad
                    total += good + bad
                    steps[taken, 0] = -1
                    steps[taken, 1] = e
                    taken += 1
                    continue
                open_node = (rows[visited, 3 + (u >> 6)] >> np.uint64(u & 63)) & _ONE != _ZERO
                if not expand or not open_node or far >= longest:
                    continue
                key[0] = np.uint64(u) | np.uint64(far) << _WORD
                if words == 1 and not bounded:
                    rest = rows[visited, 3] & ~(_ONE << np.uint64(u))
                    rest = spread_word(after_union, after[u, 0], rest)
                    ahead[0] = spread_word(before_union, before[s, 0], rest)
                else:
                    for w in range(words):
                        ahead[w] = rows[visited, 3 + w]
                    ahead[u >> 6] &= ~(_ONE << np.uint64(u & 63))
                    spread(after, u, ahead, -1, scratch)
                    spread(before, s, ahead, longest - far - 1 if bounded else -1, scratch)
                h = hash_of(key)
                slot = slot_for(table, h, rows, key, size)
                y = np.int64(table[slot] & _LOW) - 1
                if y < 0:
                    if states == most_states:
                        return SPLIT, 0
                    if states == rows.shape[0]:
                        more_rows = np.empty((2 * states, 3 + words), dtype=np.uint64)
                        more_rows[:states] = rows
                        rows = more_rows
                        more_ends = np.empty(2 * states, dtype=np.int64)
                        more_ends[:states] = steps_end
                        steps_end = more_ends
                    y = np.int64(states)
                    states += 1
                    table[slot] = (h & ~_LOW) | np.uint64(states)
                    for w in range(3 + words):
                        rows[y, w] = key[w]
                    if 2 * (states - this_end) > size:
                        size *= 4
                        table = np.zeros(size, dtype=np.uint64)
                        for z in range(this_end, states):
                            h = hash_of(rows[z])
                            table[slot_for(table, h, rows, rows[z], size)] = (h & ~_LOW) | np.uint64(z + 1)
                pos_there = np.int64(rows[y, 1]) + good
                neg_there = np.int64(rows[y, 2]) + bad
                rows[y, 1] = np.uint64(pos_there)
                rows[y, 2] = np.uint64(neg_there)
                if pos_there + neg_there > MOST // heaviest:
                    # The next step could overflow.
                    status = STOPPED
                    break
                steps[taken, 0] = y
                steps[taken, 1] = e
                taken += 1
            steps_end[visited] = taken
            visited += 1
            if total > limit:
                status = STOPPED

    # Back: what closes behind each state, by sign; behind those not visited nothing was counted.
    behind = np.zeros((states, 2), dtype=np.int64)
    for x in range(visited - 1, -1, -1):
        pos = np.int64(rows[x, 1])
        neg = np.int64(rows[x, 2])
        good_sum, bad_sum = 0, 0
        for j in range(steps_end[x - 1] if x else 0, steps_end[x]):
            y = np.int64(steps[j, 0])
            e = np.int64(steps[j, 1])
            good, bad = 1, 0
            if y >= 0:
                good = behind[y, 0]
                bad = behind[y, 1]
            same[e] += pos * good + neg * bad
            opposite[e] += pos * bad + neg * good
            good_sum += plus[e] * good + minus[e] * bad
            bad_sum += plus[e] * bad + minus[e] * good
        behind[x, 0] = good_sum
        behind[x, 1] = bad_sum

    # All of the prefix stands before every loop counted; the links before each of its groups weigh in as they did.
    good, bad = behind[0, 0], behind[0, 1]
    for i in range(prefix.size - 1, -1, -1):
        pos, neg = 1, 0
        for e in prefix[:i]:
            pos, neg = pos * plus[e] + neg * minus[e], pos * minus[e] + neg * plus[e]
        e = prefix[i]
        same[e] += pos * good + neg * bad
        opposite[e] += pos * bad + neg * good
        good, bad = plus[e] * good + minus[e] * bad, plus[e] * bad + minus[e] * good
    return status, total
