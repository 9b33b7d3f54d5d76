"""Compiled inner loops. Plain arrays in, plain arrays out; what they mean is said in the modules that call them.

All are compiled on first use, kept on disk, and let go of the interpreter lock, so that threads help.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["betweenness", "core_search", "count_bits", "ideal_fit", "reach_levels", "triads", "two_steps"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Bit masks of the parallel count of bits; typed, because numba makes a float of an unsigned and a signed number.
_ODD = np.uint64(0x5555555555555555)
_PAIRS = np.uint64(0x3333333333333333)
_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_LOW = np.uint64(0x7F)
_ONE = np.uint64(1)
_TWO = np.uint64(2)
_FOUR = np.uint64(4)
_EIGHT = np.uint64(8)
_SIXTEEN = np.uint64(16)
_HALF = np.uint64(32)
_ZERO = np.uint64(0)


@njit(cache=True, nogil=True)
def count_bits(word: np.uint64) -> int:
    """Return how many bits of `word` are set."""
    x = word - ((word >> _ONE) & _ODD)
    x = (x & _PAIRS) + ((x >> _TWO) & _PAIRS)
    x = (x + (x >> _FOUR)) & _NIBBLES
    x = x + (x >> _EIGHT)
    x = x + (x >> _SIXTEEN)
    x = x + (x >> _HALF)
    return np.int64(x & _LOW)  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def reach_levels(starts: Ints, targets: Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """Return how many are reached at each distance, and per actor: number reached, Σ d, Σ 1/d.

    All actors are followed at once, 64 to a word: those at distance d + 1 from i are those at distance d from
    i's neighbours, less those seen before.
    """
    n = starts.size - 1
    words = (n + 63) // 64
    seen = np.zeros((n, words), dtype=np.uint64)
    front = np.zeros((n, words), dtype=np.uint64)
    ahead = np.zeros((n, words), dtype=np.uint64)
    at_distance = np.zeros(max(n, 1), dtype=np.int64)
    reached = np.zeros(n, dtype=np.int64)
    total = np.zeros(n, dtype=np.int64)
    inverse = np.zeros(n, dtype=np.float64)
    for i in range(n):
        bit = _ONE << np.uint64(i % 64)
        seen[i, i // 64] = bit
        front[i, i // 64] = bit
    for d in range(1, n):
        found = 0
        for i in range(n):
            for w in range(words):
                ahead[i, w] = _ZERO
            for e in range(starts[i], starts[i + 1]):
                j = targets[e]
                for w in range(words):
                    ahead[i, w] |= front[j, w]
            here = 0
            for w in range(words):
                new = ahead[i, w] & ~seen[i, w]
                ahead[i, w] = new
                seen[i, w] |= new
                here += count_bits(new)
            reached[i] += here
            total[i] += d * here
            inverse[i] += here / d
            found += here
        if found == 0:
            break
        at_distance[d] = found
        front, ahead = ahead, front
    return at_distance, reached, total, inverse


@njit(cache=True, nogil=True)
def two_steps(ties: Bools, observed: Bools) -> tuple[int, int]:
    """Return the paths i → j → k of three actors with i → k observed: those closed by a tie i → k, and all."""
    n = ties.shape[0]
    starts = np.zeros(n + 1, dtype=np.int64)
    for i in range(n):
        starts[i + 1] = starts[i]
        for j in range(n):
            if ties[i, j] and i != j:
                starts[i + 1] += 1
    targets = np.empty(starts[n], dtype=np.int64)
    at = 0
    for i in range(n):
        for j in range(n):
            if ties[i, j] and i != j:
                targets[at] = j
                at += 1
    closed = 0
    whole = 0
    for i in range(n):
        for a in range(starts[i], starts[i + 1]):
            j = targets[a]
            for b in range(starts[j], starts[j + 1]):
                k = targets[b]
                if k != i and observed[i, k]:
                    whole += 1
                    if ties[i, k]:
                        closed += 1
    return closed, whole


@njit(cache=True, nogil=True)
def betweenness(starts: Ints, targets: Ints) -> Floats:
    """Return betweenness over ordered pairs (Brandes 2001), without normalisation.

    The shares are collected from the successors of a vertex, noted on the way out, so that the way back looks
    at no other ties.
    """
    n = starts.size - 1
    between = np.zeros(n, dtype=np.float64)
    distance = np.empty(n, dtype=np.int64)
    paths = np.empty(n, dtype=np.float64)
    share = np.empty(n, dtype=np.float64)
    queue = np.empty(n, dtype=np.int64)
    first = np.empty(n + 1, dtype=np.int64)
    # One place more than ties: a tie is written before it is known whether it leads on.
    onward = np.empty(targets.size + 1, dtype=np.int64)
    for s in range(n):
        for v in range(n):
            distance[v] = n
            paths[v] = 0.0
        distance[s] = 0
        paths[s] = 1.0
        queue[0] = s
        first[0] = 0
        noted = 0
        head = 0
        tail = 1
        while head < tail:
            v = queue[head]
            head += 1
            beyond = distance[v] + 1
            ways = paths[v]
            for e in range(starts[v], starts[v + 1]):
                w = targets[e]
                onward[noted] = w
                if distance[w] >= beyond:
                    noted += 1
                    paths[w] += ways
                    if distance[w] > beyond:
                        distance[w] = beyond
                        queue[tail] = w
                        tail += 1
            first[head] = noted
        for k in range(tail - 1, 0, -1):
            v = queue[k]
            dependency = 0.0
            for e in range(first[k], first[k + 1]):
                dependency += share[onward[e]]
            # share is (1 + dependency) / paths: what a predecessor gets for each of its own paths.
            dependency *= paths[v]
            share[v] = (1.0 + dependency) / paths[v]
            between[v] += dependency
    return between


@njit(cache=True, nogil=True)
def triads(dyads: Ints, classes: Ints) -> Ints:
    """Return how many triads are of each of the 16 classes.

    ``dyads[i, j]`` is 1 for i → j, 2 for j → i, 3 for both, 0 for none, 4 for not observed; triads with a dyad
    that was not observed are left out. ``classes`` gives the class of d_ij + 4 d_ik + 16 d_jk.
    """
    n = dyads.shape[0]
    count = np.zeros(16, dtype=np.int64)
    for i in range(n):
        for j in range(i + 1, n):
            first = dyads[i, j]
            if first == 4:
                continue
            for k in range(j + 1, n):
                second = dyads[i, k]
                third = dyads[j, k]
                if second != 4 and third != 4:
                    count[classes[first + 4 * second + 16 * third]] += 1
    return count


@njit(cache=True, nogil=True)
def ideal_fit(one: Floats, zero: Floats) -> float:
    """Return the correlation of cells with a pattern of ones and zeros, −2 where it is undefined.

    `one` and `zero` hold the number of cells, the sum and the sum of squares where the pattern is 1 and 0.
    """
    cells = one[0] + zero[0]
    total = one[1] + zero[1]
    spread = (cells * (one[2] + zero[2]) - total * total) * one[0] * zero[0]
    if spread <= 1e-9:
        return -2.0
    fit: float = (one[1] * zero[0] - zero[1] * one[0]) / np.sqrt(spread)
    return fit


@njit(cache=True, nogil=True)
def core_search(cells: Floats, begin: Bools, ties_between: bool) -> tuple[Bools, float]:
    """Return the best core found by moving and swapping actors from each of the starts, and its fit.

    ``cells`` (3, n, n): number observed, sum and sum of squares of the two cells of a pair; symmetric, with a
    diagonal of zeros. ``begin`` (s, n): the starts. ``ties_between``: the ideal pattern has ties between core
    and periphery; otherwise those cells are left out. Each step makes the best single move; when none helps,
    the best swap of a core with a peripheral actor; when none does, an actor that may as well be in the core
    is taken into it, so that of equally good cores the largest is found.
    """
    n = cells.shape[1]
    best = np.zeros(n, dtype=np.bool_)
    best_fit = -2.0
    best_size = 0
    whole = np.zeros(3)
    degree = np.zeros((3, n))
    for q in range(3):
        for i in range(n):
            for j in range(n):
                degree[q, i] += cells[q, i, j]
            whole[q] += degree[q, i] / 2
    to_core = np.zeros((3, n))
    inside = np.zeros(3)
    outside = np.zeros(3)
    one = np.zeros(3)
    zero = np.zeros(3)
    for s in range(begin.shape[0]):
        core = begin[s].copy()
        inside[:] = 0.0
        outside[:] = 0.0
        for q in range(3):
            for i in range(n):
                to_core[q, i] = 0.0
                for j in range(n):
                    if core[j]:
                        to_core[q, i] += cells[q, i, j]
                if core[i]:
                    inside[q] += to_core[q, i] / 2
                else:
                    outside[q] += (degree[q, i] - to_core[q, i]) / 2
        for q in range(3):
            zero[q] = outside[q]
            one[q] = whole[q] - outside[q] if ties_between else inside[q]
        fit = ideal_fit(one, zero)
        while True:
            found = fit + 1e-12
            leaves = -1
            enters = -1
            for i in range(n):
                for q in range(3):
                    if core[i]:
                        zero[q] = outside[q] + degree[q, i] - to_core[q, i]
                        one[q] = inside[q] - to_core[q, i]
                    else:
                        zero[q] = outside[q] - degree[q, i] + to_core[q, i]
                        one[q] = inside[q] + to_core[q, i]
                    if ties_between:
                        one[q] = whole[q] - zero[q]
                value = ideal_fit(one, zero)
                if value > found:
                    found = value
                    leaves, enters = (i, -1) if core[i] else (-1, i)
            if leaves < 0 and enters < 0:
                for i in range(n):
                    if not core[i]:
                        continue
                    for j in range(n):
                        if core[j]:
                            continue
                        for q in range(3):
                            pair = cells[q, i, j]
                            zero[q] = outside[q] + degree[q, i] - to_core[q, i] - degree[q, j] + to_core[q, j] - pair
                            one[q] = inside[q] - to_core[q, i] + to_core[q, j] - pair
                            if ties_between:
                                one[q] = whole[q] - zero[q]
                        value = ideal_fit(one, zero)
                        if value > found:
                            found = value
                            leaves, enters = i, j
            if leaves < 0 and enters < 0:
                found = fit
                for i in range(n):
                    if core[i] or enters >= 0:
                        continue
                    for q in range(3):
                        zero[q] = outside[q] - degree[q, i] + to_core[q, i]
                        one[q] = whole[q] - zero[q] if ties_between else inside[q] + to_core[q, i]
                    if ideal_fit(one, zero) > max(fit - 1e-12, -1.5):
                        enters = i
            if leaves < 0 and enters < 0:
                break
            fit = found
            if leaves >= 0:
                core[leaves] = False
                for q in range(3):
                    inside[q] -= to_core[q, leaves]
                    outside[q] += degree[q, leaves] - to_core[q, leaves]
                    for i in range(n):
                        to_core[q, i] -= cells[q, i, leaves]
            if enters >= 0:
                core[enters] = True
                for q in range(3):
                    inside[q] += to_core[q, enters]
                    outside[q] -= degree[q, enters] - to_core[q, enters]
                    for i in range(n):
                        to_core[q, i] += cells[q, i, enters]
        size = np.sum(core)
        if fit > best_fit + 1e-12 or (fit > best_fit - 1e-12 and size > best_size):
            best_fit = fit
            best_size = size
            best = core
    return best, best_fit
