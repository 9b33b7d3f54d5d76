"""The compiled simulation of one period: chains of small steps, with scores and statistics.

One file on purpose, long as it is: numba's cache on disk notices changes of the file a function stands in, not of
those it calls, and a stale part of a simulation gives wrong figures without a word. Only the exponential, which other
loops need, too, stands elsewhere.

How it is fast: an organisation that decides looks one by one only at those it has something in common with (the
*near*: partners, those who named it, ends of two-paths). All others have the same utility and are counted, not
visited; where covariates or popularity tell them apart, their weights come from tables of exponentials. Both
are exact. What is counted of the near stands in dense rows, by their place in the list of the near: place 0 is the
organisation itself, then come its partners, then all others. Going from one chain to the next costs as much as
there are ties, not cells. Random numbers are a function of the seed and the number of the chain alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.measures.exponential import CAP
from clusterdynamics.measures.exponential import exponential as _exp
from clusterdynamics.saom.codes import (
    AGREED,
    BACK_PATHS,
    CLOSED,
    IN_STARS,
    ONE_SIDED,
    OTHER_NETWORK,
    PATHS_ALONE,
    TWO_PATHS,
    WIDE,
    Code,
    Kind,
)

__all__ = ["Model", "Period", "Theta", "run_chains"]

Ints = NDArray[np.int64]
#: Lists of organisations: without a sign, since numba adds a test to every index that could be negative.
Lists = NDArray[np.uint32]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53
#: No utility beyond this: the exponential stays finite, and 1e130 to 1 is certain enough.
_CAP = CAP
#: The near are gone through so many at a time: what a processor takes at once.
_LANES = 8
#: Steps in a period after which a chain gives up; the parameters are then far off.
_STEPS = 1_000_000

# Rows of what is counted around a deciding organisation: two-paths, in-stars, paths back, ties made or kept
# transitive, reciprocated two-paths of others, closure, to, from, and 1 where the tie from them is there.
_TP, _IS, _CY, _TT, _TR, _CL, _TO, _FR, _RC = 0, 1, 2, 3, 4, 5, 6, 7, 8
_ROWS = 9
#: For which need a row is counted; the last one always is.
_COUNTED_FOR = np.array(
    [TWO_PATHS, IN_STARS, BACK_PATHS, CLOSED, CLOSED, OTHER_NETWORK, OTHER_NETWORK, OTHER_NETWORK, 0]
)

#: The place of those that are not near.
_AWAY = np.uint32(0xFFFFFFFF)
_ONE, _TWO, _THREE, _FOUR = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)

# Numbers of the effects, of the kinds of a parameter, of what is counted, and of who decides. They are compiled in: who
# changes one in codes.py runs `make clean`, since numba's cache on disk notices changes of this file only.
_DENSITY = int(Code.DENSITY)
_RECIP = int(Code.RECIP)
_TRANS_TRIP = int(Code.TRANS_TRIP)
_TRANS_TIES = int(Code.TRANS_TIES)
_CYCLE3 = int(Code.CYCLE3)
_GWESP = int(Code.GWESP)
_IN_POP = int(Code.IN_POP)
_IN_POP_SQRT = int(Code.IN_POP_SQRT)
_OUT_ACT = int(Code.OUT_ACT)
_OUT_ACT_SQRT = int(Code.OUT_ACT_SQRT)
_IN_ACT = int(Code.IN_ACT)
_DYADIC = int(Code.DYADIC)
_DYADIC_RECIP = int(Code.DYADIC_RECIP)
_TRANS_REC_TRIP = int(Code.TRANS_REC_TRIP)
_OUT_POP = int(Code.OUT_POP)
_OUT_POP_SQRT = int(Code.OUT_POP_SQRT)
_CRPROD = int(Code.CRPROD)
_CRPROD_RECIP = int(Code.CRPROD_RECIP)
_CLOSURE = int(Code.CLOSURE)
_EFFECT_TO = int(Code.TO)
_FROM = int(Code.FROM)
_BEH_EGO = int(Code.BEH_EGO)
_BEH_ALT = int(Code.BEH_ALT)
_BEH_SIM = int(Code.BEH_SIM)
_BEH_SAME = int(Code.BEH_SAME)
_TRANS_TRIADS = int(Code.TRANS_TRIADS)
_LINEAR = int(Code.LINEAR)
_QUAD = int(Code.QUAD)
_TOT_SIM = int(Code.TOT_SIM)
_AV_ALT = int(Code.AV_ALT)
_INDEG = int(Code.INDEG)
_OUTDEG = int(Code.OUTDEG)
_EVALUATION, _CREATION, _ENDOWMENT = int(Kind.EVALUATION), int(Kind.CREATION), int(Kind.ENDOWMENT)

#: Below this a product of uniform numbers is put away as its logarithm.
_TINY = 1e-200

# Bits of a cell: the tie now, the tie at the start, left out of the distance, cannot change.
_NOW, _FIRST, _UNCOUNTED, _FIXED = 1, 2, 4, 8

# How the parts are compiled; they have no way in from Python, which halves the time that takes.
_CALLED: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
_INLINED: dict[str, Any] = {**_CALLED, "forceinline": True}


class Model(NamedTuple):
    """The effects: arrays of length K, grouped by dependent variable.

    ``start[v] : start[v + 1]`` are the effects of variable v: networks first, then the behaviour, if any.
    """

    start: Ints
    code: Ints
    kind: Ints
    matrix: Ints  # row of Period.dyads for covariate effects, or -1
    constant: Ints  # row of Period.constants that holds the tie statistic, or -1
    other: Ints  # the other network, or -1
    par: Floats
    needs: Ints  # (V,)
    wide: Ints  # (V,) 1 where partners differ even with nothing in common
    decides: Ints  # (V,) who decides about a tie
    condition: int  # the variable whose distance ends the period, or -1
    absent: int  # 1 where those who are away can be chosen as partners, as in the reference


class Period(NamedTuple):
    """One period of one group: V networks of n organisations."""

    first: Bytes  # (V, n, n) networks at the start
    fixed: Bytes  # (V, n, n) 1 where a tie variable cannot change
    uncounted: Bytes  # (V, n, n) 1 where it is left out of the distance
    dyads: Floats  # (M, n, n)
    constants: Floats  # (C, n, n) tie statistics that do not depend on the simulated network
    forced: Ints  # (F, 4) cells set before statistics are taken: network, i, j, value
    behaviour: Ints  # (n,) at the start; empty where there is none
    unseen: Bytes  # (n,) 1 where the behaviour is left out of statistics
    scale: Floats  # lowest, highest, mean, range, mean similarity of the behaviour
    times: Floats  # (E,) when an organisation comes or goes, rising
    who: Ints  # (E,)
    comes: Bytes  # (E,)
    active: Bytes  # (n,) who is there at the start
    distance: int  # at which a conditional period ends


class Theta(NamedTuple):
    """The parameters, with what follows from them for one period."""

    beta: Floats  # (K,)
    rate: Floats  # (variables,)
    weight: Floats  # (V, n, n) exp of what covariates add to a new tie; 0 where a tie cannot change
    popular: Floats  # (V, 2, n + 1) exp of the utility of popularity by indegree, by outdegree
    shared: Floats  # (V, levels, levels) exp of the utility of the behaviours of both


class Work(NamedTuple):
    """Where a chain stands, and room to work in."""

    x: Bytes  # (V, n, n) bits, see above
    out: Lists  # (V, n, n or 8) whom each names
    into: Lists  # (V, n, n or 8) who names each
    outd: Ints  # (V, n)
    ind: Ints  # (V, n)
    z: Ints  # (n,) the behaviour; empty where there is none
    active: Bytes  # (n,)
    liked: Floats  # (V, n) what popularity and presence multiply the weight of a tie to each by
    place: Lists  # (n,) the place in `near`, or `_AWAY`, as all are between steps
    near: Lists  # (room,)
    found: Lists  # (n * n + 8,) ends of two-paths and in-stars, one after the other
    f: Floats  # (9, room) what is counted, by place; all zero between steps
    own: Floats  # (K, room) what the change of each tie adds to each effect
    other: Floats  # (K,) the same for those that are not near
    weights: Floats  # (n,)
    ones: Floats  # (room,)
    roots: Floats  # (room,) square roots of 0, 1, 2 and so on
    u: Floats  # (room,) utilities, then their exponentials
    sign: Floats  # (room,) 1 where the tie would be new, -1 where it would end
    pieces: Floats  # (3, K)
    state: NDArray[np.uint64]  # (1,) of the random numbers
    score: Floats  # (K,)
    there: Lists  # (n + 1,) who is there


#: By number, whether an effect tells apart those with whom an organisation has nothing in common.
_IS_WIDE = np.array([code in WIDE for code in range(max(Code) + 1)])


@njit(**_INLINED)
def _uniform(state: NDArray[np.uint64]) -> float:
    """Return the next number between 0 and 1, neither of them included."""
    state[0] += _GOLDEN
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    unit: float = (np.float64(z >> _S11) + 0.5) * _UNIT
    return unit


@njit(**_INLINED)
def _dot(row: Floats, u: Floats, full: int) -> float:
    """Return the sum of ``row * u``. Four sums, so that one addition need not wait for the one before."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    # Places without a sign: numba adds a test to every sum that could be negative.
    for t in range(np.uint64(0), np.uint64(full), np.uint64(4)):
        a += row[t] * u[t]
        b += row[t + _ONE] * u[t + _ONE]
        c += row[t + _TWO] * u[t + _TWO]
        d += row[t + _THREE] * u[t + _THREE]
    return (a + b) + (c + d)


@njit(**_INLINED)
def _set_tie(v: int, i: int, j: int, work: Work) -> int:
    """Turn the tie from i to j: matrix and both lists. Return what that adds to the distance."""
    x, out, into, outd, ind = work.x, work.out, work.into, work.outd, work.ind
    cell = x[v, i, j]
    x[v, i, j] = cell ^ _NOW
    if cell & _NOW:
        last = outd[v, i] - 1
        outd[v, i] = last
        for a in range(last):
            if out[v, i, a] == j:
                out[v, i, a] = out[v, i, last]
                break
        last = ind[v, j] - 1
        ind[v, j] = last
        for a in range(last):
            if into[v, j, a] == i:
                into[v, j, a] = into[v, j, last]
                break
    else:
        out[v, i, outd[v, i]] = j
        outd[v, i] += 1
        into[v, j, ind[v, j]] = i
        ind[v, j] += 1
    if cell & _UNCOUNTED:
        return 0
    return 1 if ((cell & _NOW) != 0) == ((cell & _FIRST) != 0) else -1


@njit(**_INLINED)
def _meet(row: int, j: int, count: np.uint64, place: Lists, near: Lists, f: Floats) -> np.uint64:
    """Count one more for j in `row`; add j to the near if it is not there yet. Return how many they are then.

    Whether j is there is as good as a throw of a coin: without a branch, a processor need not guess.
    """
    p = place[j]
    new = p == _AWAY
    at = count if new else np.uint64(p)
    place[j] = at
    near[count] = j
    f[row, at] += 1.0
    return count + np.uint64(new)


@njit(**_INLINED)
def _append(found: Lists, end: np.uint64, lists: Lists, v: int, h: int, size: int) -> np.uint64:
    """Append the first `size` of a list to `found`; return where that ends.

    The first eight are copied whatever the size, since most lists are short and how short is not to be foreseen.
    """
    a, b, c, d = lists[v, h, 0], lists[v, h, 1], lists[v, h, 2], lists[v, h, 3]
    e, f, g, i = lists[v, h, 4], lists[v, h, 5], lists[v, h, 6], lists[v, h, 7]
    found[end], found[end + _ONE], found[end + _TWO], found[end + _THREE] = a, b, c, d
    end4 = end + _FOUR
    found[end4], found[end4 + _ONE], found[end4 + _TWO], found[end4 + _THREE] = e, f, g, i
    for t in range(8, size):
        found[end + np.uint64(t)] = lists[v, h, t]
    return end + np.uint64(size)


@njit(**_INLINED)
def _look_around(i: int, v: int, needs: int, work: Work) -> int:
    """Find the near of i in network v and count what ties it to them; return how many they are, i among them."""
    out, into, outd, ind = work.out, work.into, work.outd, work.ind
    place, near, f, found = work.place, work.near, work.f, work.found
    near[0] = i
    place[i] = 0
    d, named = outd[v, i], ind[v, i]
    # Where nobody asks for two-paths alone, in-stars are counted with them.
    together = needs & (IN_STARS | PATHS_ALONE) == IN_STARS
    end = np.uint64(0)
    for a in range(d):
        h = out[v, i, a]
        place[h] = a + 1
        near[a + 1] = h
        if needs & TWO_PATHS:
            end = _append(found, end, out, v, h, outd[v, h])
            if together:
                end = _append(found, end, into, v, h, ind[v, h])
    count = np.uint64(d + 1)
    for a in range(named):
        count = _meet(_RC, into[v, i, a], count, place, near, f)
    for t in range(end):
        count = _meet(_TP, found[t], count, place, near, f)
    if needs & IN_STARS and not together:
        for a in range(d):
            h = out[v, i, a]
            for b in range(ind[v, h]):
                count = _meet(_IS, into[v, h, b], count, place, near, f)
    if needs & BACK_PATHS:
        for a in range(named):
            h = into[v, i, a]
            for b in range(ind[v, h]):
                count = _meet(_CY, into[v, h, b], count, place, near, f)
    if needs & CLOSED:
        for a in range(d):
            h = out[v, i, a]
            paths, back = f[_TP, a + 1], f[_RC, a + 1]
            for b in range(ind[v, h]):
                p = place[into[v, h, b]]
                f[_TR, p] += back
                # A tie to h that is transitive through j alone, or would be through j first.
                if paths == (1.0 if p <= d else 0.0):
                    f[_TT, p] += 1.0
    if needs & OTHER_NETWORK:
        count = _look_across(i, v, count, out, into, outd, ind, place, near, f)
    return np.int64(count)


@njit(**_CALLED)
def _look_across(
    i: int,
    v: int,
    count: np.uint64,
    out: Lists,
    into: Lists,
    outd: Ints,
    ind: Ints,
    place: Lists,
    near: Lists,
    f: Floats,
) -> np.uint64:
    """Do the same for what ties of the other network tie i to them."""
    w = 1 - v
    for a in range(outd[w, i]):
        h = out[w, i, a]
        if place[h] == _AWAY:
            place[h] = count
            near[count] = h
            count += _ONE
        for b in range(outd[w, h]):
            count = _meet(_CL, out[w, h, b], count, place, near, f)
        for b in range(outd[v, h]):
            count = _meet(_TO, out[v, h, b], count, place, near, f)
        for b in range(ind[w, h]):
            count = _meet(_FR, into[w, h, b], count, place, near, f)
    for a in range(ind[w, i]):
        h = into[w, i, a]
        if place[h] == _AWAY:
            place[h] = count
            near[count] = h
            count += _ONE
    return count


@njit(**_INLINED)
def _forget(needs: int, count: int, place: Lists, near: Lists, f: Floats) -> None:
    """Clear what was counted."""
    for t in range(count):
        place[near[t]] = _AWAY
    for row in range(_ROWS):
        if _COUNTED_FOR[row] & needs or row == _RC:
            for t in range(count):
                f[row, t] = 0.0


@njit(**_CALLED)
def _fill(
    code: int,
    alpha: float,
    row: int,
    w: int,
    i: int,
    v: int,
    low: int,
    high: int,
    k: int,
    near: Lists,
    x: Bytes,
    outd: Ints,
    ind: Ints,
    f: Floats,
    dyads: Floats,
    z: Ints,
    scale: Floats,
    own: Floats,
) -> None:
    """Fill ``own[k, low:high]`` with what the tie from i to each of the near adds to an effect, all else as it is."""
    d = outd[v, i]
    if code == _GWESP:
        base = 1.0 - np.exp(-alpha)
        fall, most = np.log(base) if base > 0.0 else -1e3, np.exp(alpha)
    else:
        fall, most = 0.0, 0.0
    counted = -1
    if code == _RECIP:
        counted = _RC
    elif code == _CYCLE3:
        counted = _CY
    elif code == _CLOSURE:
        counted = _CL
    elif code == _EFFECT_TO:
        counted = _TO
    elif code == _FROM:
        counted = _FR
    elif code == _TRANS_TRIADS:
        counted = _TP
    if counted >= 0:
        for t in range(low, high):
            own[k, t] = f[counted, t]
    elif code in (_DENSITY, _IN_ACT):
        for t in range(low, high):
            own[k, t] = 1.0 if code == _DENSITY else np.float64(ind[v, i])
    elif code == _TRANS_TRIP:
        for t in range(low, high):
            own[k, t] = f[_TP, t] + f[_IS, t]
    elif code == _TRANS_TIES:
        for t in range(low, high):
            own[k, t] = (1.0 if f[_TP, t] > 0 else 0.0) + f[_TT, t]
    elif code == _GWESP:
        for t in range(low, high):
            own[k, t] = most * (1.0 - np.exp(fall * f[_TP, t]))
    elif code in (_IN_POP, _IN_POP_SQRT):
        for t in range(low, high):
            own[k, t] = ind[v, near[t]] + (0.0 if t <= d else 1.0)
            if code == _IN_POP_SQRT:
                own[k, t] = np.sqrt(own[k, t])
    elif code in (_OUT_ACT, _OUT_ACT_SQRT):
        for t in range(low, high):
            # Place 0 is no tie, and has a value only so that sums can go over it.
            less = max(np.float64(d) - (1.0 if t <= d else 0.0), 0.0)
            if code == _OUT_ACT:
                own[k, t] = 2.0 * less + 1.0
            else:
                own[k, t] = (less + 1.0) * np.sqrt(less + 1.0) - less * np.sqrt(less)
    elif code == _DYADIC:
        for t in range(low, high):
            own[k, t] = dyads[row, i, near[t]]
    elif code == _DYADIC_RECIP:
        for t in range(low, high):
            own[k, t] = dyads[row, i, near[t]] * f[_RC, t]
    elif code == _TRANS_REC_TRIP:
        for t in range(low, high):
            own[k, t] = f[_TP, t] * f[_RC, t] + f[_TR, t]
    elif code in (_OUT_POP, _OUT_POP_SQRT):
        for t in range(low, high):
            own[k, t] = outd[v, near[t]]
            if code == _OUT_POP_SQRT:
                own[k, t] = np.sqrt(own[k, t])
    elif code == _CRPROD:
        for t in range(low, high):
            own[k, t] = x[w, i, near[t]] & _NOW
    elif code == _CRPROD_RECIP:
        for t in range(low, high):
            own[k, t] = x[w, near[t], i] & _NOW
    else:
        for t in range(low, high):
            own[k, t] = _alike(code, z[i], z[near[t]], scale)


@njit(**_INLINED)
def _alike(code: int, a: int, b: int, scale: Floats) -> float:
    """Return what a tie adds to an effect of the behaviours a and b of its two ends."""
    value: float = 0.0
    if code == _BEH_EGO:
        value = a - scale[2]
    elif code == _BEH_ALT:
        value = b - scale[2]
    elif code == _BEH_SIM:
        value = 1.0 - abs(a - b) / scale[3] - scale[4]
    elif code == _BEH_SAME:
        value = 1.0 if a == b else 0.0
    else:
        value = (a - scale[2]) * (b - scale[2])
    return value


@njit(**_CALLED)
def _expected_wide(
    code: int,
    row: int,
    i: int,
    v: int,
    weights: Floats,
    outd: Ints,
    ind: Ints,
    dyads: Floats,
    z: Ints,
    scale: Floats,
) -> float:
    """Return the weighted sum of what ties to those who are not near add to an effect that tells them apart."""
    n = weights.size
    total = 0.0
    if code == _DYADIC:
        for j in range(n):
            total += weights[j] * dyads[row, i, j]
    elif code == _IN_POP:
        for j in range(n):
            total += weights[j] * (ind[v, j] + 1.0)
    elif code == _IN_POP_SQRT:
        for j in range(n):
            total += weights[j] * np.sqrt(ind[v, j] + 1.0)
    elif code == _OUT_POP:
        for j in range(n):
            total += weights[j] * outd[v, j]
    elif code == _OUT_POP_SQRT:
        for j in range(n):
            total += weights[j] * np.sqrt(np.float64(outd[v, j]))
    else:
        for j in range(n):
            total += weights[j] * _alike(code, z[i], z[j], scale)
    return total


@njit(**_CALLED)
def _weigh(
    i: int,
    v: int,
    count: int,
    weight: Floats,
    shared: Floats,
    liked: Floats,
    z: Ints,
    scale: Floats,
    near: Lists,
    weights: Floats,
) -> float:
    """Fill in how much covariates and popularity speak for each of those who are not near; return the sum."""
    n = weights.size
    if shared.shape[1] > 1:
        low = np.int64(scale[0])
        for j in range(n):
            weights[j] = weight[v, i, j] * liked[v, j] * shared[v, z[i] - low, z[j] - low]
    else:
        for j in range(n):
            weights[j] = weight[v, i, j] * liked[v, j]
    for t in range(count):
        weights[near[t]] = 0.0
    # Four sums, so that one addition need not wait for the one before.
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = n - n % 4
    for j in range(0, whole, 4):
        a += weights[j]
        b += weights[j + 1]
        c += weights[j + 2]
        d += weights[j + 3]
    for j in range(whole, n):
        a += weights[j]
    return (a + b) + (c + d)


@njit(**_INLINED)
def _beyond(r: float, left: int, wide: int, common: float, work: Work) -> int:
    """Draw one of those who are not near; `r` is how far into their common weight the draw points."""
    place, weights, state = work.place, work.weights, work.state
    n = place.size
    chosen = -1
    if wide:
        for j in range(n):
            if weights[j] > 0.0:
                chosen = j
                r -= weights[j] * common
                if r < 0.0:
                    break
    elif left * 8 > n:
        chosen = int(_uniform(state) * n)
        while place[chosen] != _AWAY:
            chosen = int(_uniform(state) * n)
    else:
        pick = np.int64(_uniform(state) * left)
        for j in range(n):
            if place[j] == _AWAY:
                if pick == 0:
                    chosen = j
                    break
                pick -= 1
    return chosen


@njit(**_INLINED)
def _tie_step(i: int, v: int, model: Model, period: Period, theta: Theta, work: Work) -> int:
    """Let i decide about its ties in network v; return whom it turns the tie with, or -1. Adds to `score`."""
    codes, kinds, rows, others, par = model.code, model.kind, model.matrix, model.other, model.par
    beta, dyads, scale = theta.beta, period.dyads, period.scale
    near, f, own, u, sign, other, state = work.near, work.f, work.own, work.u, work.sign, work.other, work.state
    outd, ind, x, z, active, weights = work.outd, work.ind, work.x, work.z, work.active, work.weights
    score = work.score
    n, roots = x.shape[1], work.roots
    k0, k1, needs, wide = model.start[v], model.start[v + 1], model.needs[v], model.wide[v]
    count = _look_around(i, v, needs, work)
    d = outd[v, i]
    # A whole number of lanes, one place more than the near at least: that of the others, all alike. What stands
    # beyond the near is computed with them, and then set to zero.
    full = (count + _LANES) // _LANES * _LANES
    # The first effect of a network is its density, as a rule.
    dense = 1 if codes[k0] == _DENSITY and kinds[k0] == _EVALUATION else 0
    b = beta[k0] if dense else 0.0
    for t in range(full):
        s = -1.0 if t <= d else 1.0
        sign[t] = s
        own[0, t] = s
        u[t] = b * s
    for k in range(k0 + dense, k1):
        b, kind, code, q = beta[k], kinds[k], codes[k], k - k0
        if kind == _EVALUATION and code == _RECIP:
            for t in range(full):
                s = f[_RC, t] * sign[t]
                own[q, t] = s
                u[t] += b * s
        elif kind == _EVALUATION and code == _TRANS_TRIP:
            for t in range(full):
                s = (f[_TP, t] + f[_IS, t]) * sign[t]
                own[q, t] = s
                u[t] += b * s
        else:
            _fill(code, par[k], rows[k], others[k], i, v, 0, count, q, near, x, outd, ind, f, dyads, z, scale, own)
            # Creation counts for new ties only, endowment for those that are there.
            counts = 1.0 if kind == _CREATION else -1.0
            for t in range(count):
                own[q, t] = own[q, t] * sign[t] if kind == _EVALUATION or sign[t] == counts else 0.0
                u[t] += b * own[q, t]
    # The others: nothing in common with i, and no tie.
    utility = 0.0
    for k in range(k0, k1):
        code = codes[k]
        s = 0.0
        if kinds[k] != _ENDOWMENT:
            if code == _DENSITY:
                s = 1.0
            elif code == _OUT_ACT:
                s = 2.0 * d + 1.0
            elif code == _OUT_ACT_SQRT:
                s = (d + 1.0) * roots[d + 1] - d * roots[d]
            elif code == _IN_ACT:
                s = np.float64(ind[v, i])
            elif code == _BEH_EGO:
                s = z[i] - scale[2]
        other[k - k0] = s
        utility += beta[k] * s
    u[count] = utility
    for t in range(full):
        u[t] = _exp(u[t])
    common = u[count]
    # Place 0 is to change nothing; it adds to no effect.
    u[0] = 0.0
    for t in range(count, full):
        u[t] = 0.0
    if wide:
        for t in range(1, count):
            if x[v, i, near[t]] & _FIXED or not active[near[t]] | model.absent:
                u[t] = 0.0
    total = 1.0 + _dot(work.ones, u, full)
    left = n - count
    if wide:
        rest = common * _weigh(i, v, count, theta.weight, theta.shared, work.liked, z, scale, near, weights)
    else:
        rest = common * left
    total += rest
    share = 1.0 / total
    # Scores: what was chosen less what was to be expected. That comes first, as it need not wait for the choice.
    for k in range(k0, k1):
        q, code = k - k0, codes[k]
        expected = _dot(own[q], u, full)
        if wide and kinds[k] != _ENDOWMENT and _IS_WIDE[code]:
            expected += common * _expected_wide(code, rows[k], i, v, weights, outd, ind, dyads, z, scale)
        else:
            expected += rest * other[q]
        score[k] -= expected * share
    r = _uniform(state) * total - 1.0
    chosen = -1
    at = 0
    if r >= 0.0:
        if r < rest:
            chosen = _beyond(r, left, wide, common, work)
            at = count
            near[count] = chosen
        else:
            r -= rest
            for t in range(1, count):
                if u[t] > 0.0:
                    at = t
                    r -= u[t]
                    if r < 0.0:
                        break
            if at > 0:
                chosen = np.int64(near[at])
    if at == count:
        for k in range(k0, k1):
            q, code = k - k0, codes[k]
            if wide and kinds[k] != _ENDOWMENT and _IS_WIDE[code]:
                w, row = others[k], rows[k]
                _fill(code, par[k], row, w, i, v, at, at + 1, q, near, x, outd, ind, f, dyads, z, scale, own)
            else:
                own[q, at] = other[q]
    if at > 0:
        for k in range(k0, k1):
            score[k] += own[k - k0, at]
    _forget(needs, count, work.place, near, f)
    return chosen


@njit(**_CALLED)
def _agrees(j: int, i: int, v: int, model: Model, period: Period, theta: Theta, work: Work) -> bool:
    """Ask j whether it agrees to a new tie with i: yes with the logistic probability of its own gain."""
    own, near, beta = work.own, work.near, theta.beta
    k0, k1 = model.start[v], model.start[v + 1]
    count = _look_around(j, v, model.needs[v], work)
    at = np.int64(work.place[i])
    if at == _AWAY:
        at = count
        near[count] = i
    utility = 0.0
    for k in range(k0, k1):
        q = k - k0
        if model.kind[k] == _ENDOWMENT:
            own[q, at] = 0.0
        else:
            _fill(
                model.code[k],
                model.par[k],
                model.matrix[k],
                model.other[k],
                j,
                v,
                at,
                at + 1,
                q,
                near,
                work.x,
                work.outd,
                work.ind,
                work.f,
                period.dyads,
                work.z,
                period.scale,
                own,
            )
        utility += beta[k] * own[q, at]
    p = 1.0 / (1.0 + _exp(-utility))
    yes: bool = _uniform(work.state) < p
    for k in range(k0, k1):
        work.score[k] += own[k - k0, at] * ((1.0 if yes else 0.0) - p)
    _forget(model.needs[v], count, work.place, near, work.f)
    return yes


@njit(**_CALLED)
def _inclination(
    i: int, at: int, d: int, k0: int, k1: int, model: Model, theta: Theta, scale: Floats, work: Work
) -> float:
    """Return the utility of behaviour `at` for i, and in `pieces` what each effect adds to it."""
    out, outd, z = work.out, work.outd, work.z
    mean = scale[2]
    total = 0.0
    for k in range(k0, k1):
        code, w = model.code[k], model.other[k]
        own = at - mean
        value = 0.0
        if code == _LINEAR:
            value = own
        elif code == _QUAD:
            value = own * own
        elif code == _INDEG:
            value = own * work.ind[w, i]
        elif code == _OUTDEG:
            value = own * outd[w, i]
        else:
            for a in range(outd[w, i]):
                j = out[w, i, a]
                if code == _AV_ALT:
                    value += z[j] - mean
                else:
                    value += 1.0 - abs(at - z[j]) / scale[3] - scale[4]
            if outd[w, i] and code != _TOT_SIM:
                value /= outd[w, i]
            if code == _AV_ALT:
                value *= own
        work.pieces[d, k - k0] = value
        total += theta.beta[k] * value
    return total


@njit(**_CALLED)
def _behaviour_step(i: int, k0: int, k1: int, model: Model, period: Period, theta: Theta, work: Work) -> None:
    """Let i decide to raise, keep or lower its behaviour. Adds to `score`."""
    u, z, scale, pieces = work.u, work.z, period.scale, work.pieces
    for d in range(3):
        at = z[i] + d - 1
        u[d] = 0.0
        if scale[0] <= at <= scale[1]:
            u[d] = _inclination(i, at, d, k0, k1, model, theta, scale, work)
    keep = u[1]
    total = 0.0
    for d in range(3):
        at = z[i] + d - 1
        inside = scale[0] <= at <= scale[1]
        u[d] = _exp(u[d] - keep) if inside else 0.0
        total += u[d]
    r = _uniform(work.state) * total
    d = 0
    while r >= u[d] and d < 2:
        r -= u[d]
        d += 1
    if u[d] == 0.0:
        d = 1
    for k in range(k0, k1):
        expected = 0.0
        for e in range(3):
            if u[e] > 0.0:
                expected += u[e] * pieces[e, k - k0]
        work.score[k] += pieces[d, k - k0] - expected / total
    z[i] += d - 1


@njit(**_INLINED)
def _count_closed(i: int, v: int, needs: int, work: Work) -> None:
    """Count, for each partner of i, two-paths from i to it and paths from it back to i; nobody else is counted."""
    out, into, outd, ind = work.out, work.into, work.outd, work.ind
    place, f = work.place, work.f
    d = outd[v, i]
    for a in range(d):
        place[out[v, i, a]] = a
    if needs & TWO_PATHS:
        for a in range(d):
            h = out[v, i, a]
            for b in range(outd[v, h]):
                p = place[out[v, h, b]]
                if p != _AWAY:
                    f[_TP, p] += 1.0
    if needs & BACK_PATHS:
        for a in range(ind[v, i]):
            h = into[v, i, a]
            for b in range(ind[v, h]):
                p = place[into[v, h, b]]
                if p != _AWAY:
                    f[_CY, p] += 1.0


@njit(**_INLINED)
def _tie_statistic(k: int, i: int, v: int, model: Model, period: Period, work: Work) -> float:
    """Return what the ties of i add to an effect on evaluation or creation."""
    x, out, outd, ind, f, place = work.x, work.out, work.outd, work.ind, work.f, work.place
    code, row, matrix = model.code[k], model.constant[k], model.matrix[k]
    d = outd[v, i]
    value = 0.0
    if model.kind[k] == _EVALUATION and code == _TRANS_TRIP:
        for a in range(d):
            value += f[_TP, a]
        return value
    fall, most = 0.0, 0.0
    if code == _GWESP:
        share = 1.0 - np.exp(-model.par[k])
        fall, most = np.log(share) if share > 0.0 else -1e3, np.exp(model.par[k])
    elif code == _EFFECT_TO and row < 0:
        for a in range(d):
            f[_TO, a] = 0.0
        for h in range(outd.shape[1]):
            if period.constants[matrix, i, h] > 0:
                for b in range(outd[v, h]):
                    p = place[out[v, h, b]]
                    if p != _AWAY:
                        f[_TO, p] += 1.0
    for a in range(d):
        j = out[v, i, a]
        if model.kind[k] == _CREATION and x[v, i, j] & _FIRST:
            continue
        if row >= 0:
            value += period.constants[row, i, j]
        elif code == _DENSITY:
            value += 1.0
        elif code == _RECIP:
            value += x[v, j, i] & _NOW
        elif code == _TRANS_TRIP:
            value += f[_TP, a]
        elif code == _TRANS_TIES:
            value += 1.0 if f[_TP, a] > 0 else 0.0
        elif code == _CYCLE3:
            value += f[_CY, a] / 3.0
        elif code == _TRANS_TRIADS:
            value += f[_TP, a] / 3.0
        elif code == _GWESP:
            value += most * (1.0 - np.exp(fall * f[_TP, a]))
        elif code == _IN_POP:
            value += ind[v, j]
        elif code == _IN_POP_SQRT:
            value += np.sqrt(np.float64(ind[v, j]))
        elif code == _OUT_ACT:
            value += d
        elif code == _OUT_ACT_SQRT:
            value += np.sqrt(np.float64(d))
        elif code == _IN_ACT:
            value += ind[v, i]
        elif code == _DYADIC:
            value += period.dyads[matrix, i, j]
        elif code == _DYADIC_RECIP:
            value += period.dyads[matrix, i, j] * (x[v, j, i] & _NOW)
        elif code == _TRANS_REC_TRIP:
            value += f[_TP, a] * (x[v, j, i] & _NOW)
        elif code == _OUT_POP:
            value += outd[v, j]
        elif code == _OUT_POP_SQRT:
            value += np.sqrt(np.float64(outd[v, j]))
        elif code == _EFFECT_TO:
            value += f[_TO, a]
    return value


@njit(**_CALLED)
def _statistics(model: Model, period: Period, begin: Work, work: Work, result: Floats) -> None:
    """Take the statistics at the end of a period, one for each effect."""
    x, outd, f = work.x, work.outd, work.f
    networks, n = x.shape[0], x.shape[1]
    variables = model.start.size - 1
    for v in range(networks):
        half = 1.0 if model.decides[v] == ONE_SIDED else 0.5
        for i in range(n):
            if outd[v, i] > 0:
                _count_closed(i, v, model.needs[v], work)
            for k in range(model.start[v], model.start[v + 1]):
                value = 0.0
                if model.kind[k] != _ENDOWMENT:
                    if outd[v, i] > 0:
                        value = _tie_statistic(k, i, v, model, period, work)
                else:
                    # Ties that were lost, with a negative sign.
                    for a in range(begin.outd[v, i]):
                        j = begin.out[v, i, a]
                        if not x[v, i, j] & (_NOW | _UNCOUNTED):
                            value -= period.constants[model.constant[k], i, j]
                result[variables + k] += value * half
            for a in range(outd[v, i]):
                work.place[work.out[v, i, a]] = _AWAY
                f[_TP, a] = 0.0
                f[_CY, a] = 0.0
                f[_TO, a] = 0.0
    if variables > networks:
        _behaviour_statistics(model, period, begin, work.z, result)


@njit(**_CALLED)
def _behaviour_statistics(model: Model, period: Period, begin: Work, z: Ints, result: Floats) -> None:
    """Do the same for the behaviour, with its distance; networks are those at the start of the period."""
    variables = model.start.size - 1
    networks = variables - 1
    scale = period.scale
    moved = 0
    for i in range(z.size):
        if period.unseen[i]:
            continue
        moved += abs(z[i] - period.behaviour[i])
        own = z[i] - scale[2]
        for k in range(model.start[networks], model.start[variables]):
            code, w = model.code[k], model.other[k]
            if code == _LINEAR:
                value = own
            elif code == _QUAD:
                value = own * own
            elif code == _INDEG:
                value = own * begin.ind[w, i]
            elif code == _OUTDEG:
                value = own * begin.outd[w, i]
            else:
                value = 0.0
                degree = begin.outd[w, i]
                for a in range(degree):
                    j = begin.out[w, i, a]
                    if code == _AV_ALT:
                        value += z[j] - scale[2]
                    else:
                        value += 1.0 - abs(z[i] - z[j]) / scale[3] - scale[4]
                if degree > 0 and code != _TOT_SIM:
                    value = value / degree * (own if code == _AV_ALT else 1.0)
            result[variables + k] += value
    result[networks] = moved


@njit(cache=True, nogil=True, error_model="numpy")
def _room(model: Model, period: Period) -> Work:
    """Return room to work in, with the networks as they are at the start.

    Arrays of the same kind are rows of one: every other way to make one has to be compiled.
    """
    networks, n = period.first.shape[0], period.first.shape[1]
    effects = max(model.code.size, 1)
    room = n + 2 + _LANES
    x = np.zeros((networks + 1, n, n), dtype=np.uint8)
    # Eight can be read of every list.
    lists = np.zeros((2 * networks, n, max(n, 8)), dtype=np.uint32)
    out, into = lists[:networks], lists[networks:]
    spare = np.zeros((1, 3, room), dtype=np.uint32)[0]
    found = np.zeros((1, 1, n * n + 8), dtype=np.uint32)[0, 0]
    whole = np.zeros((2 * networks + 1, n), dtype=np.int64)
    outd, ind, z = whole[:networks], whole[networks : 2 * networks], whole[2 * networks][: period.behaviour.size]
    floats = np.zeros((_ROWS + effects + 6, room), dtype=np.float64)
    small = np.zeros((5, effects), dtype=np.float64)
    liked = np.zeros((networks, n), dtype=np.float64)
    for v in range(networks):
        for i in range(n):
            liked[v, i] = 1.0
            for j in range(n):
                cell = 0
                if period.first[v, i, j]:
                    cell = _NOW | _FIRST
                    out[v, i, outd[v, i]] = j
                    outd[v, i] += 1
                    into[v, j, ind[v, j]] = i
                    ind[v, j] += 1
                if period.uncounted[v, i, j]:
                    cell |= _UNCOUNTED
                if period.fixed[v, i, j]:
                    cell |= _FIXED
                x[v, i, j] = cell
    for i in range(n):
        spare[0, i] = _AWAY
    for i in range(z.size):
        z[i] = period.behaviour[i]
    for t in range(room):
        floats[0, t] = 1.0
        floats[1, t] = np.sqrt(np.float64(t))
    return Work(
        x[:networks],
        out,
        into,
        outd,
        ind,
        z,
        x[networks, 0],
        liked,
        spare[0][:n],
        spare[1],
        found,
        floats[5 : 5 + _ROWS],
        floats[5 + _ROWS :],
        small[0],
        floats[2][:n],
        floats[0],
        floats[1],
        floats[3],
        floats[4],
        small[1:4],
        np.zeros(1, dtype=np.uint64),
        small[4],
        spare[2],
    )


@njit(**_CALLED)
def _restart(begin: Work, work: Work) -> None:
    """Put networks and behaviour back to the start."""
    networks, n = work.outd.shape
    for v in range(networks):
        for i in range(n):
            for a in range(work.outd[v, i]):
                work.x[v, i, work.out[v, i, a]] &= ~_NOW
            for a in range(begin.outd[v, i]):
                j = begin.out[v, i, a]
                work.x[v, i, j] |= _NOW
                work.out[v, i, a] = j
            for a in range(begin.ind[v, i]):
                work.into[v, i, a] = begin.into[v, i, a]
            work.outd[v, i] = begin.outd[v, i]
            work.ind[v, i] = begin.ind[v, i]
    for i in range(work.z.size):
        work.z[i] = begin.z[i]


@njit(**_CALLED)
def _keep(c: int, work: Work, finals: Bytes, ends: Ints) -> None:
    """Keep the last networks and, if there is one, the last behaviour."""
    networks, n = work.outd.shape
    for v in range(networks):
        for i in range(n):
            for j in range(n):
                finals[c, v, i, j] = work.x[v, i, j] & _NOW
    if ends.shape[0] > 0:
        for i in range(work.z.size):
            ends[c, i] = work.z[i]


@njit(**_INLINED)
def _like(v: int, i: int, absent: int, popular: Floats, work: Work) -> None:
    """Set anew what popularity and presence of i are worth."""
    there = work.active[i] | absent
    work.liked[v, i] = popular[v, 0, work.ind[v, i]] * popular[v, 1, work.outd[v, i]] * there


@njit(**_CALLED)
def _cut_off(i: int, v: int, work: Work) -> int:
    """End all ties of i in network v, to and from it, while it is away; return what that adds to the distance."""
    moved = 0
    for side in range(2):
        degree = work.outd[v, i] if side == 0 else work.ind[v, i]
        for _tie in range(degree):
            j = work.out[v, i, 0] if side == 0 else work.into[v, i, 0]
            ends = (np.uint32(i), j) if side == 0 else (j, np.uint32(i))
            moved += _set_tie(v, ends[0], ends[1], work)
    return moved


@njit(**_CALLED)
def _take_up(i: int, v: int, first: Bytes, work: Work) -> int:
    """Give i, who comes, the ties of the start with those who are there; return what that adds to the distance."""
    moved = 0
    for j in range(work.active.size):
        for side in range(2):
            ends = (np.uint32(i), np.uint32(j)) if side == 0 else (np.uint32(j), np.uint32(i))
            if work.active[j] and first[v, ends[0], ends[1]] and not work.x[v, ends[0], ends[1]] & _NOW:
                moved += _set_tie(v, ends[0], ends[1], work)
    return moved


@njit(**_INLINED)
def _gather(active: Bytes, there: Lists) -> int:
    """List who is there; return how many they are."""
    present = 0
    for i in range(active.size):
        if active[i]:
            there[present] = i
            present += 1
    return present


@njit(**_CALLED)
def _chain(model: Model, period: Period, theta: Theta, work: Work, moves: Ints, rates: Floats) -> float:
    """Run one period; return how long it took, or -1 where it did not end.

    ``moves`` gets the distance of each network, ``rates`` the scores of the rates.

    Waiting times are exponential: a step follows while the product of uniform numbers is above the exponential of what
    is left of the time, and no logarithm has to be taken. A process without memory can be stopped and begun anew at
    any time: when somebody comes or goes, and when more is left than an exponential can hold.
    """
    networks, n = work.x.shape[0], work.x.shape[1]
    variables = model.start.size - 1
    active, there, state, rate, times = work.active, work.there, work.state, theta.rate, period.times
    condition = model.condition
    for i in range(n):
        active[i] = period.active[i]
    present = _gather(active, there)
    pace = 0.0
    for v in range(variables):
        pace += rate[v]
        rates[v] = 0.0
    for v in range(networks):
        moves[v] = 0
        if model.wide[v]:
            for j in range(n):
                if not active[j]:
                    moves[v] += _cut_off(j, v, work)
            for j in range(n):
                _like(v, j, model.absent, theta.popular, work)
    # Time that organisations spend waiting until somebody comes or goes, in expected steps; all of them together.
    time, event, steps = 0.0, 0, 0
    waited = 0.0
    horizon = times[0] if times.size > 0 else 1.0
    left = (horizon - time) * present * pace
    product, least = 1.0, np.exp(-min(left, _CAP))
    while True:
        if condition >= 0 and moves[condition] >= period.distance:
            break
        if steps >= _STEPS:
            time = -1.0
            break
        product *= _uniform(state)
        if condition >= 0:
            if product < _TINY:
                waited -= np.log(product)
                product = 1.0
        elif product < least:
            product = 1.0
            left -= _CAP
            if left <= 0.0:
                waited += (horizon - time) * present
                time = horizon
                if event >= times.size:
                    break
                who = period.who[event]
                active[who] = period.comes[event]
                event += 1
                present = _gather(active, there)
                for v in range(networks):
                    if active[who]:
                        moves[v] += _take_up(who, v, period.first, work)
                    else:
                        moves[v] += _cut_off(who, v, work)
                    for j in range(n):
                        _like(v, j, model.absent, theta.popular, work)
                horizon = times[event] if event < times.size else 1.0
                left = (horizon - time) * present * pace
            least = np.exp(-min(left, _CAP))
            continue
        steps += 1
        v = 0
        if variables > 1:
            r = _uniform(state) * pace - rate[0]
            while r >= 0.0 and v < variables - 1:
                v += 1
                r -= rate[v]
        rates[v] += 1.0
        i = there[np.int64(_uniform(state) * present)]
        if v >= networks:
            _behaviour_step(i, model.start[networks], model.start[networks + 1], model, period, theta, work)
            continue
        chosen = _tie_step(i, v, model, period, theta, work)
        if chosen < 0:
            continue
        # Without a sign, as everywhere in the lists.
        j = np.uint32(chosen)
        decides = model.decides[v]
        if decides == AGREED and not work.x[v, i, j] & _NOW and not _agrees(j, i, v, model, period, theta, work):
            continue
        for side in range(1 if decides == ONE_SIDED else 2):
            ends = (np.uint32(i), j) if side == 0 else (j, np.uint32(i))
            moves[v] += _set_tie(v, ends[0], ends[1], work)
        if model.wide[v]:
            for side in range(2):
                _like(v, i if side == 0 else j, model.absent, theta.popular, work)
    if condition >= 0:
        waited = (waited - np.log(product)) / pace
        if time >= 0.0:
            time = waited / present
    for v in range(variables):
        rates[v] = rates[v] / rate[v] - waited
    return time


@njit(cache=True, nogil=True, error_model="numpy")
def run_chains(
    model: Model,
    period: Period,
    theta: Theta,
    seed: int,
    begin: int,
    stats: Floats,
    scores: Floats,
    durations: Floats,
    finals: Bytes,
    ends: Ints,
) -> None:
    """Simulate ``stats.shape[0]`` chains of one period, numbered from `begin`.

    Parameters
    ----------
    model, period, theta
        What is simulated.
    seed, begin
        Chain c draws from a stream of its own that follows from (seed, begin + c) alone.
    stats, scores
        (chains, variables + K) Filled: distance of each variable, then the statistic of each effect; and scores
        of the rates, then of the effects.
    durations
        (chains,) Filled: how long the period took; −1 where a chain did not come to its end.
    finals, ends
        (chains, V, n, n) and (chains, n) Filled with the last networks and behaviours where not empty.
    """
    networks = period.first.shape[0]
    variables = model.start.size - 1
    initial = _room(model, period)
    work = _room(model, period)
    moves = np.zeros(networks, dtype=np.int64)
    state, score = work.state, work.score
    for c in range(stats.shape[0]):
        state[0] = np.uint64(seed) + np.uint64(begin + c) * _MIX1
        _uniform(state)
        state[0] ^= np.uint64(begin + c) * _MIX2
        _restart(initial, work)
        for k in range(score.size):
            score[k] = 0.0
        durations[c] = _chain(model, period, theta, work, moves, scores[c])
        for k in range(model.code.size):
            scores[c, variables + k] = score[k]
        # What those did who are not there at the end counts in no statistic: ties (among the forced), and behaviour.
        for i in range(work.z.size):
            if not work.active[i]:
                work.z[i] = initial.z[i]
        for r in range(period.forced.shape[0]):
            v, i, j = period.forced[r, 0], period.forced[r, 1], period.forced[r, 2]
            if (work.x[v, i, j] & _NOW) != period.forced[r, 3]:
                moves[v] += _set_tie(v, i, j, work)
        for k in range(stats.shape[1]):
            stats[c, k] = 0.0
        for v in range(networks):
            stats[c, v] = moves[v]
        if finals.shape[0] > 0:
            _keep(c, work, finals, ends)
        _statistics(model, period, initial, work, stats[c])
