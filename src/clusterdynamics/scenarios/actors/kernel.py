"""The compiled run of pairs of organisations: cooperation, trust and remembered damage, N × N each.

One file on purpose: numba's cache on disk notices changes of the file a function stands in only.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["run_pairs"]

Floats = NDArray[np.float64]

# Places of the constants of a run; ``matrices.RANGES`` has them in this order.
_BUILD, _LOSE, _DAMAGE, _FORGET, _STEEP, _EXPECTED, _ALONE, _IN_WORK = 0, 1, 2, 3, 4, 5, 6, 7
_THIRD, _START, _LIFE, _PULL, _DEPENDENCE, _NOT_RATED, _CAPACITY, _INTRODUCE = 8, 9, 10, 11, 12, 13, 14, 15
#: Cooperation below which a pair does not count as one, and does not learn about each other.
_WORKS = 0.2


@njit(nogil=True, cache=True, error_model="numpy")
def run_pairs(
    cooperation: Floats,
    trust: Floats,
    weight: Floats,
    leaves: NDArray[np.bool_],
    stays: NDArray[np.bool_],
    constants: Floats,
    leave_step: int,
    steps: int,
    h: float,
    out: Floats,
) -> None:
    """Run members and write what is left to those who stay.

    Parameters
    ----------
    cooperation
        Strength of the cooperation of each pair at the start, 0 to 1, symmetric, (N, N).
    trust
        Trust of i in j at the start, 0 to 1; NaN where it was not rated, (N, N).
    weight
        How much each organisation pulls others along, 0 to 1, (N,).
    leaves, stays
        Who leaves, and whom figures are about, (N,).
    constants
        Constants of the members, (constants, members).
    leave_step, steps, h
        When they leave, how many steps, and their length in years.
    out
        Cooperation per organisation (sum over its partners), partners, trust in them, share of those who stay in
        the largest component; (4, members).
    """
    n = weight.size
    partners = np.empty((n, n), dtype=np.int64)
    many = np.empty(n, dtype=np.int64)
    c, t, r = np.empty((n, n)), np.empty((n, n)), np.empty((n, n))
    next_c, next_t, next_r = np.empty((n, n)), np.empty((n, n)), np.empty((n, n))
    total, pull, carries = np.empty(n), np.empty(n), np.zeros(n)
    mean = 0.0
    for i in range(n):
        for j in range(n):
            carries[i] += cooperation[i, j]
        mean += carries[i] / n
    room = np.empty(n)
    there = np.empty(n, dtype=np.bool_)
    for member in range(constants.shape[1]):
        p = constants[:, member]
        for i in range(n):
            there[i] = True
            for j in range(n):
                c[i, j] = cooperation[i, j]
                t[i, j] = trust[i, j] if trust[i, j] == trust[i, j] else p[_NOT_RATED]
                r[i, j] = 0.0
        for step in range(steps):
            if step == leave_step:
                for i in range(n):
                    if leaves[i]:
                        there[i] = False
                        for j in range(n):
                            c[i, j] = 0.0
                            c[j, i] = 0.0
            for i in range(n):
                many[i] = 0
                total[i] = 0.0
                pull[i] = 0.0
                for j in range(n):
                    if c[i, j] > _WORKS:
                        partners[i, many[i]] = j
                        many[i] += 1
                    total[i] += c[i, j]
                    pull[i] += c[i, j] * weight[j]
                pull[i] = min(1.0, pull[i])
                # Time and people are limited: room is what is left of a multiple of what is carried at the start.
                most = p[_CAPACITY] * max(carries[i], mean)
                room[i] = max(0.0, 1.0 - total[i] / most) if most > 0 else 0.0
            for i in range(n):
                for j in range(n):
                    next_c[i, j], next_t[i, j], next_r[i, j] = c[i, j], t[i, j], r[i, j]
                    if i == j or not there[i] or not there[j]:
                        continue
                    common, said, heard = 0.0, 0.0, 0.0
                    for q in range(many[i]):
                        k = partners[i, q]
                        if k != j:
                            common += c[i, k] * c[k, j]
                            said += c[i, k] * t[k, j]
                            heard += c[i, k]
                    if c[i, j] > _WORKS:
                        word = said / heard - t[i, j] if heard > 0 else 0.0
                        kept = p[_ALONE] + p[_IN_WORK] * c[i, j] + p[_THIRD] * word
                        s = np.tanh(p[_STEEP] * (kept - p[_EXPECTED]))
                        if s > 0:
                            next_t[i, j] += h * p[_BUILD] * s * max(0.0, 1.0 - r[i, j] - t[i, j])
                        else:
                            depends = 1.0 + p[_DEPENDENCE] * c[i, j] / total[i]
                            next_t[i, j] = max(0.0, t[i, j] + h * p[_LOSE] * s * t[i, j] * depends)
                        next_r[i, j] += h * (p[_DAMAGE] * max(0.0, -s) * (1.0 - r[i, j]) - p[_FORGET] * r[i, j])
                    if i < j:
                        # Those who have worked together know each other; others meet through common partners.
                        near = 1.0 if cooperation[i, j] > 0 else p[_INTRODUCE] * common / (1.0 + common)
                        lift = 1.0 + p[_PULL] * (pull[i] + pull[j]) / 2
                        begun = p[_START] * min(t[i, j], t[j, i]) * near * lift * (1.0 - c[i, j])
                        begun *= room[i] * room[j]
                        # Looked at from the other side, common partners are the same only where cooperation is
                        # symmetric, which it is.
                        new = c[i, j] + h * (begun - c[i, j] / p[_LIFE])
                        next_c[i, j] = new
                        next_c[j, i] = new
                    else:
                        next_c[i, j] = next_c[j, i]
            c, next_c = next_c, c
            t, next_t = next_t, t
            r, next_r = next_r, r
        _ends(c, t, there, stays, out, member)


@njit(nogil=True, cache=True, error_model="numpy")
def _ends(c: Floats, t: Floats, there: NDArray[np.bool_], stays: NDArray[np.bool_], out: Floats, member: int) -> None:
    """Write what is left to those who stay: what they have with anybody who is there."""
    n = stays.size
    kept, working, strength, trusted = 0, 0, 0.0, 0.0
    label = np.full(n, -1)
    queue = np.empty(n, dtype=np.int64)
    largest = 0
    for i in range(n):
        if not there[i]:
            continue
        if stays[i]:
            kept += 1
            for j in range(n):
                if there[j] and i != j:
                    strength += c[i, j]
                    if c[i, j] > _WORKS:
                        working += 1
                        trusted += t[i, j]
        if label[i] < 0:
            label[i] = i
            queue[0] = i
            size, at, mine = 1, 0, 0
            while at < size:
                a = queue[at]
                at += 1
                if stays[a]:
                    mine += 1
                for j in range(n):
                    if there[j] and label[j] < 0 and c[a, j] > _WORKS:
                        label[j] = i
                        queue[size] = j
                        size += 1
            largest = max(largest, mine)
    out[0, member] = strength / kept if kept else np.nan
    out[1, member] = working / kept if kept else np.nan
    out[2, member] = trusted / working if working else np.nan
    out[3, member] = largest / kept if kept else np.nan
