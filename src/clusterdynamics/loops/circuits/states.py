"""Counting loops without following each: paths that can go on in the same ways are followed together.

All paths from a start s that have the same last node, the same length, and the same nodes through which they can
still come back to s, have the same continuations. They are one *state*, with the number of paths that lead to it, by
sign. States are visited from short to long; what closes at s is counted by length and sign. On the way back the
closings behind each state are summed up, and paths before times closings behind is what passes through a link.

This is the dynamic programme of Held, M. & Karp, R. M. (1962), J. SIAM 10(1), 196-210, over the states that are
reached, with the nodes that no longer matter forgotten.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.loops.circuits.bits import lowest_bit

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
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MORE = np.uint64(0xBF58476D1CE4E5B9)


@njit(cache=True, nogil=True, boundscheck=False)
def spread(ways: Bits, start: int, allowed: Bits, steps: int, scratch: Bits) -> None:
    """Keep of `allowed` only what `start` reaches through `allowed`, following `ways`, in at most `steps` links.

    The first word of the set is all there is in a component of up to 64 nodes; that case is written out. `steps` of
    −1 means without a bound.
    """
    words = allowed.size
    if words == 1 and steps < 0:
        within = allowed[0]
        todo = ways[start, 0] & within
        reached = todo
        while todo != _ZERO and reached != within:
            u = lowest_bit(todo)
            todo &= todo - _ONE
            new = ways[u, 0] & within & ~reached
            reached |= new
            todo |= new
        allowed[0] = reached
        return
    reach, front, new_ones = scratch[0], scratch[1], scratch[2]
    some = _ZERO
    for w in range(words):
        front[w] = _ZERO if steps == 0 else ways[start, w] & allowed[w]
        reach[w] = front[w]
        some |= front[w]
    taken = 1
    while some != _ZERO and taken != steps:
        for w in range(words):
            new_ones[w] = _ZERO
        for w in range(words):
            rest = front[w]
            while rest != _ZERO:
                u = (w << 6) + lowest_bit(rest)
                rest &= rest - _ONE
                for x in range(words):
                    new_ones[x] |= ways[u, x]
        some = _ZERO
        for w in range(words):
            front[w] = new_ones[w] & allowed[w] & ~reach[w]
            reach[w] |= front[w]
            some |= front[w]
        taken += 1
    for w in range(words):
        allowed[w] = reach[w]


@njit(cache=True, nogil=True, boundscheck=False)
def hash_of(node: int, length: int, ahead: Bits) -> np.uint64:
    """Return a number that spreads states evenly over a table."""
    h = np.uint64(node) * _MORE + np.uint64(length) * _MIX
    for w in range(ahead.size):
        h = (h ^ ahead[w]) * _MIX
        h ^= h >> np.uint64(29)
        h *= _MORE
    return h ^ (h >> np.uint64(32))


@njit(cache=True, nogil=True, boundscheck=False)
def longer(array: Ints, used: int) -> Ints:
    """Return the same array with room for twice as much."""
    more = np.empty(2 * array.size, dtype=array.dtype)
    more[:used] = array[:used]
    return more


@njit(cache=True, nogil=True, boundscheck=False)
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
    room = min(1024, most_states)
    node = np.empty(room, dtype=np.int64)
    length = np.empty(room, dtype=np.int64)
    positive = np.empty(room, dtype=np.int64)
    negative = np.empty(room, dtype=np.int64)
    following = np.empty(room, dtype=np.int64)
    ahead = np.empty((room, words), dtype=np.uint64)
    table = np.full(4096, -1, dtype=np.int64)
    child = np.empty(4096, dtype=np.int64)
    via = np.empty(4096, dtype=np.int64)
    edges = 0
    first_of = np.full(longest + 2, -1, dtype=np.int64)
    last_of = np.full(longest + 2, -1, dtype=np.int64)
    scratch = np.empty((3, words), dtype=np.uint64)
    trial = np.empty(words, dtype=np.uint64)
    total = 0
    status = DONE
    heaviest = (plus + minus).max()

    # The state at the end of the prefix. What the prefix itself weighs is put in here, and shared out at the end.
    v = s
    at_length = 0
    pos, neg = 1, 0
    for w in range(words):
        trial[w] = _ZERO
    for u in range(s + 1, k):
        trial[u >> 6] |= _ONE << np.uint64(u & 63)
    for g in prefix:
        pos, neg = pos * plus[g] + neg * minus[g], pos * minus[g] + neg * plus[g]
        at_length += lengths[g]
        v = heads[g]
        trial[v >> 6] &= ~(_ONE << np.uint64(v & 63))
        if pos + neg > MOST // heaviest:
            return STOPPED, 0
    if at_length > longest:
        return DONE, 0
    spread(before, s, trial, longest - at_length - 1 if bounded else -1, scratch)
    spread(after, v, trial, -1, scratch)
    states = 1
    node[0], length[0], positive[0], negative[0], following[0] = v, at_length, pos, neg, -1
    ahead[0, :] = trial
    first_of[at_length] = 0
    last_of[at_length] = 0
    order = np.empty(room, dtype=np.int64)
    edge_end = np.empty(room, dtype=np.int64)
    visited = 0

    for layer in range(at_length, longest + 1):
        x = first_of[layer]
        while x >= 0 and status == DONE:
            v = node[x]
            pos = positive[x]
            neg = negative[x]
            if visited == order.size:
                order = longer(order, visited)
                edge_end = longer(edge_end, visited)
            order[visited] = x
            for e in range(starts[v], starts[v + 1]):
                u = heads[e]
                far = layer + lengths[e]
                if far > longest:
                    continue
                if u == s:
                    good = pos * plus[e] + neg * minus[e]
                    bad = pos * minus[e] + neg * plus[e]
                    if total + good + bad > MOST:
                        status = STOPPED
                        break
                    by_length[far, 0] += good
                    by_length[far, 1] += bad
                    total += good + bad
                    if edges + 1 > child.size:
                        child = longer(child, edges)
                        via = longer(via, edges)
                    child[edges] = -1
                    via[edges] = e
                    edges += 1
                    continue
                if not expand or (ahead[x, u >> 6] >> np.uint64(u & 63)) & _ONE == _ZERO:
                    continue
                if far == longest:
                    continue
                for w in range(words):
                    trial[w] = ahead[x, w]
                trial[u >> 6] &= ~(_ONE << np.uint64(u & 63))
                spread(after, u, trial, -1, scratch)
                spread(before, s, trial, longest - far - 1 if bounded else -1, scratch)
                # Find the state, or make it.
                h = hash_of(u, far, trial)
                mask = np.uint64(table.size - 1)
                slot = np.int64(h & mask)
                y = table[slot]
                while y >= 0:
                    if node[y] == u and length[y] == far:
                        equal = True
                        for w in range(words):
                            if ahead[y, w] != trial[w]:
                                equal = False
                                break
                        if equal:
                            break
                    slot = np.int64(np.uint64(slot + 1) & mask)
                    y = table[slot]
                if y < 0:
                    if states == most_states:
                        return SPLIT, 0
                    if states == node.size:
                        node = longer(node, states)
                        length = longer(length, states)
                        positive = longer(positive, states)
                        negative = longer(negative, states)
                        following = longer(following, states)
                        wider = np.empty((2 * states, words), dtype=np.uint64)
                        wider[:states] = ahead[:states]
                        ahead = wider
                    y = states
                    states += 1
                    table[slot] = y
                    node[y], length[y], positive[y], negative[y], following[y] = u, far, 0, 0, -1
                    for w in range(words):
                        ahead[y, w] = trial[w]
                    if last_of[far] < 0:
                        first_of[far] = y
                    else:
                        following[last_of[far]] = y
                    last_of[far] = y
                    if 2 * states > table.size:
                        table = np.full(4 * table.size, -1, dtype=np.int64)
                        mask = np.uint64(table.size - 1)
                        for z in range(states):
                            slot = np.int64(hash_of(node[z], length[z], ahead[z]) & mask)
                            while table[slot] >= 0:
                                slot = np.int64(np.uint64(slot + 1) & mask)
                            table[slot] = z
                positive[y] += pos * plus[e] + neg * minus[e]
                negative[y] += pos * minus[e] + neg * plus[e]
                if positive[y] + negative[y] > MOST // heaviest:
                    # The next step could overflow.
                    status = STOPPED
                    break
                if edges + 1 > child.size:
                    child = longer(child, edges)
                    via = longer(via, edges)
                child[edges] = y
                via[edges] = e
                edges += 1
            edge_end[visited] = edges
            visited += 1
            if total > limit and status == DONE:
                status = STOPPED
            x = following[x]
        if status != DONE:
            break

    # Back: `good` and `bad` closings behind each state; what was not visited has none.
    good_behind = np.zeros(states, dtype=np.int64)
    bad_behind = np.zeros(states, dtype=np.int64)
    for i in range(visited - 1, -1, -1):
        x = order[i]
        pos = positive[x]
        neg = negative[x]
        good_sum, bad_sum = 0, 0
        for j in range(edge_end[i - 1] if i else 0, edge_end[i]):
            e = via[j]
            good, bad = 1, 0
            if child[j] >= 0:
                good = good_behind[child[j]]
                bad = bad_behind[child[j]]
            same[e] += pos * good + neg * bad
            opposite[e] += pos * bad + neg * good
            good_sum += plus[e] * good + minus[e] * bad
            bad_sum += plus[e] * bad + minus[e] * good
        good_behind[x] = good_sum
        bad_behind[x] = bad_sum

    # Share out to the prefix: all of it stands before every loop counted.
    good, bad = good_behind[0], bad_behind[0]
    for i in range(prefix.size - 1, -1, -1):
        pos, neg = 1, 0
        for j in range(i):
            g = prefix[j]
            pos, neg = pos * plus[g] + neg * minus[g], pos * minus[g] + neg * plus[g]
        e = prefix[i]
        same[e] += pos * good + neg * bad
        opposite[e] += pos * bad + neg * good
        good, bad = plus[e] * good + minus[e] * bad, plus[e] * bad + minus[e] * good
    return status, total
