"""The compiled simulation of one period: chains of small steps, with scores and statistics.

How it is fast: an organisation that decides looks one by one only at those it has something in common with (the
*near*: partners, those who named it, ends of two-paths). All others have the same utility and are counted, not
visited; where covariates or popularity tell them apart, their weights come from tables of exponentials. Both
are exact. Random numbers are a function of the seed and the number of the chain alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Model", "Period", "Theta", "run_chains"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53
#: No utility beyond this: the exponential stays finite, and 1e130 to 1 is certain enough.
_CAP = 300.0
#: Steps in a period after which a chain gives up; the parameters are then far off.
_STEPS = 1_000_000

# Rows of what is counted around a deciding organisation.
_TP, _IS, _CY, _TT, _TR, _CL, _TO, _FR = 0, 1, 2, 3, 4, 5, 6, 7


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


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _uniform(state):  # type: ignore[no-untyped-def]
    state[0] += _GOLDEN
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return (np.float64(z >> _S11) + 0.5) * _UNIT


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _set_tie(v, x, out, into, outd, ind, i, j):  # type: ignore[no-untyped-def]
    """Turn the tie from i to j: matrix and both lists."""
    if x[v, i, j]:
        x[v, i, j] = 0
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
        x[v, i, j] = 1
        out[v, i, outd[v, i]] = j
        outd[v, i] += 1
        into[v, j, ind[v, j]] = i
        ind[v, j] += 1


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _look_around(i, v, needs, x, out, into, outd, ind, mark, stamp, near, f):  # type: ignore[no-untyped-def]
    """Find the near of i in network v and count what ties it to them; return how many they are."""
    count = 0
    mark[i] = stamp
    for a in range(outd[v, i]):
        j = out[v, i, a]
        if mark[j] != stamp:
            mark[j] = stamp
            near[count] = j
            count += 1
    for a in range(ind[v, i]):
        j = into[v, i, a]
        if mark[j] != stamp:
            mark[j] = stamp
            near[count] = j
            count += 1
    if needs & 1:
        for a in range(outd[v, i]):
            h = out[v, i, a]
            for b in range(outd[v, h]):
                j = out[v, h, b]
                f[_TP, j] += 1.0
                if mark[j] != stamp:
                    mark[j] = stamp
                    near[count] = j
                    count += 1
    if needs & 2:
        for a in range(outd[v, i]):
            h = out[v, i, a]
            for b in range(ind[v, h]):
                j = into[v, h, b]
                f[_IS, j] += 1.0
                if mark[j] != stamp:
                    mark[j] = stamp
                    near[count] = j
                    count += 1
    if needs & 16:
        for a in range(outd[v, i]):
            h = out[v, i, a]
            paths = f[_TP, h]
            back = x[v, h, i]
            for b in range(ind[v, h]):
                j = into[v, h, b]
                if back:
                    f[_TR, j] += 1.0
                # A tie to h that is transitive through j alone, or would be through j first.
                if paths == x[v, i, j]:
                    f[_TT, j] += 1.0
    if needs & 4:
        for a in range(ind[v, i]):
            h = into[v, i, a]
            for b in range(ind[v, h]):
                j = into[v, h, b]
                f[_CY, j] += 1.0
                if mark[j] != stamp:
                    mark[j] = stamp
                    near[count] = j
                    count += 1
    if needs & 8:
        count = _look_across(i, v, out, into, outd, ind, mark, stamp, near, count, f)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _look_across(i, v, out, into, outd, ind, mark, stamp, near, count, f):  # type: ignore[no-untyped-def]
    """The same for what ties of the other network tie i to them."""
    w = 1 - v
    for a in range(outd[w, i]):
        h = out[w, i, a]
        if mark[h] != stamp:
            mark[h] = stamp
            near[count] = h
            count += 1
        for b in range(outd[w, h]):
            j = out[w, h, b]
            f[_CL, j] += 1.0
            if mark[j] != stamp:
                mark[j] = stamp
                near[count] = j
                count += 1
        for b in range(outd[v, h]):
            j = out[v, h, b]
            f[_TO, j] += 1.0
            if mark[j] != stamp:
                mark[j] = stamp
                near[count] = j
                count += 1
        for b in range(ind[w, h]):
            j = into[w, h, b]
            f[_FR, j] += 1.0
            if mark[j] != stamp:
                mark[j] = stamp
                near[count] = j
                count += 1
    for a in range(ind[w, i]):
        h = into[w, i, a]
        if mark[h] != stamp:
            mark[h] = stamp
            near[count] = h
            count += 1
    return count


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _forget(i, needs, near, count, f):  # type: ignore[no-untyped-def]
    """Clear what was counted around i."""
    near[count] = i
    for t in range(count + 1):
        j = near[t]
        if needs & 1:
            f[_TP, j] = 0.0
        if needs & 2:
            f[_IS, j] = 0.0
        if needs & 4:
            f[_CY, j] = 0.0
        if needs & 16:
            f[_TT, j] = 0.0
            f[_TR, j] = 0.0
        if needs & 8:
            f[_CL, j] = 0.0
            f[_TO, j] = 0.0
            f[_FR, j] = 0.0


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _fill(code, alpha, row, w, i, v, near, count, x, outd, ind, f, dyads, z, scale, own, k):  # type: ignore[no-untyped-def]
    """Fill ``own[k, :count]`` with what the tie from i to each of the near adds to an effect, all else as it is."""
    if code == 0:
        for t in range(count):
            own[k, t] = 1.0
    elif code == 1:
        for t in range(count):
            own[k, t] = x[v, near[t], i]
    elif code == 2:
        for t in range(count):
            own[k, t] = f[_TP, near[t]] + f[_IS, near[t]]
    elif code == 3:
        for t in range(count):
            own[k, t] = (1.0 if f[_TP, near[t]] > 0 else 0.0) + f[_TT, near[t]]
    elif code == 4:
        for t in range(count):
            own[k, t] = f[_CY, near[t]]
    elif code == 5:
        base = 1.0 - np.exp(-alpha)
        for t in range(count):
            own[k, t] = np.exp(alpha) * (1.0 - base ** f[_TP, near[t]])
    elif code == 6:
        for t in range(count):
            own[k, t] = ind[v, near[t]] + 1.0 - x[v, i, near[t]]
    elif code == 7:
        for t in range(count):
            own[k, t] = np.sqrt(ind[v, near[t]] + 1.0 - x[v, i, near[t]])
    elif code == 8:
        for t in range(count):
            own[k, t] = 2.0 * (outd[v, i] - np.float64(x[v, i, near[t]])) + 1.0
    elif code == 9:
        for t in range(count):
            d = outd[v, i] - np.float64(x[v, i, near[t]])
            own[k, t] = (d + 1.0) * np.sqrt(d + 1.0) - d * np.sqrt(d)
    elif code == 10:
        for t in range(count):
            own[k, t] = ind[v, i]
    elif code == 11:
        for t in range(count):
            own[k, t] = dyads[row, i, near[t]]
    elif code == 12:
        for t in range(count):
            own[k, t] = dyads[row, i, near[t]] if x[v, near[t], i] else 0.0
    elif code == 13:
        for t in range(count):
            own[k, t] = (f[_TP, near[t]] if x[v, near[t], i] else 0.0) + f[_TR, near[t]]
    elif code == 14:
        for t in range(count):
            own[k, t] = outd[v, near[t]]
    elif code == 15:
        for t in range(count):
            own[k, t] = np.sqrt(np.float64(outd[v, near[t]]))
    elif code == 16:
        for t in range(count):
            own[k, t] = x[w, i, near[t]]
    elif code == 17:
        for t in range(count):
            own[k, t] = x[w, near[t], i]
    elif code == 18:
        for t in range(count):
            own[k, t] = f[_CL, near[t]]
    elif code == 19:
        for t in range(count):
            own[k, t] = f[_TO, near[t]]
    elif code == 20:
        for t in range(count):
            own[k, t] = f[_FR, near[t]]
    elif code == 26:
        for t in range(count):
            own[k, t] = f[_TP, near[t]]
    else:
        for t in range(count):
            j = near[t]
            if code == 21:
                own[k, t] = z[i] - scale[2]
            elif code == 22:
                own[k, t] = z[j] - scale[2]
            elif code == 23:
                own[k, t] = 1.0 - abs(z[i] - z[j]) / scale[3] - scale[4]
            elif code == 24:
                own[k, t] = 1.0 if z[i] == z[j] else 0.0
            else:
                own[k, t] = (z[i] - scale[2]) * (z[j] - scale[2])


@njit(cache=True, nogil=True, error_model="numpy")
def _inclination(i, at, codes, beta, scale, out, outd, ind, z, k0, k1, network, pieces, d):  # type: ignore[no-untyped-def]
    """Return the utility of behaviour `at` for i, and in `pieces` what each effect adds to it."""
    mean = scale[2]
    total = 0.0
    for k in range(k0, k1):
        code = codes[k]
        own = at - mean
        value = 0.0
        if code == 50:
            value = own
        elif code == 51:
            value = own * own
        elif code == 55:
            value = own * ind[network, i]
        elif code == 56:
            value = own * outd[network, i]
        else:
            for a in range(outd[network, i]):
                j = out[network, i, a]
                if code == 54:
                    value += z[j] - mean
                else:
                    value += 1.0 - abs(at - z[j]) / scale[3] - scale[4]
            if outd[network, i] and code != 53:
                value /= outd[network, i]
            if code == 54:
                value *= own
        pieces[d, k - k0] = value
        total += beta[k] * value
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _statistics(model, period, x, out, into, outd, ind, z, mark, near, f, result):  # type: ignore[no-untyped-def]
    """Take the statistics at the end of a period: distances first, then one for each effect."""
    networks, n = x.shape[0], x.shape[1]
    variables = model.start.size - 1
    stamp = np.int64(-2)
    for v in range(networks):
        k0, k1 = model.start[v], model.start[v + 1]
        moved = 0
        half = 1.0 if model.decides[v] == 0 else 0.5
        needs = model.needs[v] & 5
        for i in range(n):
            for j in range(n):
                if x[v, i, j] != period.first[v, i, j] and not period.uncounted[v, i, j]:
                    moved += 1
            if outd[v, i] == 0:
                continue
            count = _look_around(i, v, needs, x, out, into, outd, ind, mark, stamp, near, f)
            stamp -= 1
            for k in range(k0, k1):
                kind, code, row = model.kind[k], model.code[k], model.constant[k]
                if kind == 2:
                    continue
                value = 0.0
                for a in range(outd[v, i]):
                    j = out[v, i, a]
                    if kind == 1 and period.first[v, i, j]:
                        continue
                    if row >= 0:
                        value += period.constants[row, i, j]
                    elif code == 0:
                        value += 1.0
                    elif code == 1:
                        value += x[v, j, i]
                    elif code == 2:
                        value += f[_TP, j]
                    elif code == 3:
                        value += 1.0 if f[_TP, j] > 0 else 0.0
                    elif code == 4:
                        value += f[_CY, j] / 3.0
                    elif code == 26:
                        value += f[_TP, j] / 3.0
                    elif code == 5:
                        value += np.exp(model.par[k]) * (1.0 - (1.0 - np.exp(-model.par[k])) ** f[_TP, j])
                    elif code == 6:
                        value += ind[v, j]
                    elif code == 7:
                        value += np.sqrt(np.float64(ind[v, j]))
                    elif code == 8:
                        value += outd[v, i]
                    elif code == 9:
                        value += np.sqrt(np.float64(outd[v, i]))
                    elif code == 10:
                        value += ind[v, i]
                    elif code == 11:
                        value += period.dyads[model.matrix[k], i, j]
                    elif code == 12:
                        value += period.dyads[model.matrix[k], i, j] * x[v, j, i]
                    elif code == 13:
                        value += f[_TP, j] * x[v, j, i]
                    elif code == 14:
                        value += outd[v, j]
                    elif code == 15:
                        value += np.sqrt(np.float64(outd[v, j]))
                    elif code == 19:
                        for h in range(n):
                            if period.constants[model.matrix[k], i, h] > 0 and x[v, h, j]:
                                value += 1.0
                result[variables + k] += value * half
            _forget(i, needs, near, count, f)
        result[v] = moved
        for k in range(k0, k1):
            if model.kind[k] == 2:
                lost = 0.0
                row = model.constant[k]
                for i in range(n):
                    for j in range(n):
                        if period.first[v, i, j] and not x[v, i, j] and not period.uncounted[v, i, j]:
                            lost -= period.constants[row, i, j]
                result[variables + k] = lost * half
    if variables > networks:
        _behaviour_statistics(model, period, z, result, networks)


@njit(cache=True, nogil=True, error_model="numpy")
def _behaviour_statistics(model, period, z, result, networks):  # type: ignore[no-untyped-def]
    """The same for the behaviour; networks are those at the start of the period."""
    n = z.size
    variables = networks + 1
    mean = period.scale[2]
    moved = 0
    for i in range(n):
        if not period.unseen[i]:
            moved += abs(z[i] - period.behaviour[i])
    result[networks] = moved
    for k in range(model.start[networks], model.start[variables]):
        code, w = model.code[k], model.other[k]
        value = 0.0
        for i in range(n):
            if period.unseen[i]:
                continue
            own = z[i] - mean
            if code == 50:
                value += own
            elif code == 51:
                value += own * own
            else:
                degree, total = 0, 0.0
                for j in range(n):
                    if code == 55:
                        degree += period.first[w, j, i]
                    elif period.first[w, i, j]:
                        degree += 1
                        if code == 54:
                            total += z[j] - mean
                        elif code != 56:
                            total += 1.0 - abs(z[i] - z[j]) / period.scale[3] - period.scale[4]
                if code >= 55:
                    value += own * degree
                elif code == 53:
                    value += total
                elif degree:
                    value += total / degree * (own if code == 54 else 1.0)
        result[variables + k] = value


@njit(cache=True, nogil=True, forceinline=True, error_model="numpy")
def _tie_step(i, v, stamp, k0, k1, codes, kinds, rows, others, par, needs, wide, beta, weight, shared, fixed, dyads, scale, x, out, into, outd, ind, z, active, liked, mark, near, one, f, own, other, weights, u, sign, state, score):  # type: ignore[no-untyped-def]  # fmt: skip
    """Let i decide about its ties in network v; return whom it turns the tie with, or -1. Adds to `score`."""
    n = x.shape[1]
    count = _look_around(i, v, needs, x, out, into, outd, ind, mark, stamp, near, f)
    xi = x[v, i]
    for t in range(count):
        u[t] = 0.0
        sign[t] = -1.0 if xi[near[t]] else 1.0
    for k in range(k0, k1):
        b, kind, line = beta[k], kinds[k], own[k - k0]
        if codes[k] == 0:
            for t in range(count):
                line[t] = 1.0
        elif codes[k] == 1:
            for t in range(count):
                line[t] = x[v, near[t], i]
        elif codes[k] == 2:
            for t in range(count):
                line[t] = f[_TP, near[t]] + f[_IS, near[t]]
        else:
            _fill(
                codes[k], par[k], rows[k], others[k], i, v, near, count, x, outd, ind, f, dyads, z, scale, own, k - k0
            )
        if kind == 0:
            for t in range(count):
                line[t] *= sign[t]
                u[t] += b * line[t]
        else:
            # Creation counts for new ties only, endowment for those that are there.
            counts = 1.0 if kind == 1 else -1.0
            for t in range(count):
                line[t] = line[t] * sign[t] if sign[t] == counts else 0.0
                u[t] += b * line[t]
    total = 1.0
    if wide:
        for t in range(count):
            if fixed[v, i, near[t]] or not active[near[t]]:
                u[t] = 0.0
            else:
                u[t] = np.exp(min(max(u[t], -_CAP), _CAP))
                total += u[t]
    else:
        for t in range(count):
            u[t] = np.exp(min(max(u[t], -_CAP), _CAP))
            total += u[t]
    # The others: nothing in common with i, and no tie.
    utility = 0.0
    for k in range(k0, k1):
        code = codes[k]
        s = 0.0
        if kinds[k] != 2:
            if code == 0:
                s = 1.0
            elif code == 8:
                s = 2.0 * outd[v, i] + 1.0
            elif code == 9:
                d = np.float64(outd[v, i])
                s = (d + 1.0) * np.sqrt(d + 1.0) - d * np.sqrt(d)
            elif code == 10:
                s = np.float64(ind[v, i])
            elif code == 21:
                s = z[i] - scale[2]
        other[k - k0] = s
        utility += beta[k] * s
    common = np.exp(min(max(utility, -_CAP), _CAP))
    left = n - 1 - count
    if wide:
        rest = 0.0
        if shared.shape[1] > 1:
            low = np.int64(scale[0])
            for j in range(n):
                weights[j] = weight[v, i, j] * liked[v, j] * shared[v, z[i] - low, z[j] - low]
        else:
            for j in range(n):
                weights[j] = weight[v, i, j] * liked[v, j]
        weights[i] = 0.0
        for t in range(count):
            weights[near[t]] = 0.0
        for j in range(n):
            rest += weights[j]
        rest *= common
    else:
        rest = common * left
    total += rest
    # What is chosen.
    r = _uniform(state) * total - 1.0
    chosen = np.int64(-1)
    place = np.int64(-1)
    if r >= 0.0:
        for t in range(count):
            r -= u[t]
            if r < 0.0:
                chosen, place = near[t], t
                break
        if chosen < 0 and rest > 0.0:
            if wide:
                for j in range(n):
                    if weights[j] > 0.0:
                        chosen = j
                        r -= weights[j] * common
                        if r < 0.0:
                            break
            elif left * 8 > n:
                chosen = np.int64(_uniform(state) * n)
                while mark[chosen] == stamp:
                    chosen = np.int64(_uniform(state) * n)
            else:
                pick = np.int64(_uniform(state) * left)
                for j in range(n):
                    if mark[j] != stamp:
                        if pick == 0:
                            chosen = j
                            break
                        pick -= 1
    # Scores: what was chosen less what was to be expected.
    one[0] = chosen
    for k in range(k0, k1):
        expected = 0.0
        line = own[k - k0]
        for t in range(count):
            expected += u[t] * line[t]
        got = own[k - k0, place] if place >= 0 else 0.0
        if kinds[k] != 2:
            code = codes[k]
            if wide and (code == 6 or code == 7 or code == 11 or code == 14 or code == 15 or (22 <= code <= 25)):
                sum_k = 0.0
                if code == 11:
                    row = rows[k]
                    for j in range(n):
                        sum_k += weights[j] * dyads[row, i, j]
                elif code == 6:
                    for j in range(n):
                        sum_k += weights[j] * (ind[v, j] + 1.0)
                elif code == 7:
                    for j in range(n):
                        sum_k += weights[j] * np.sqrt(ind[v, j] + 1.0)
                elif code == 14:
                    for j in range(n):
                        sum_k += weights[j] * outd[v, j]
                elif code == 15:
                    for j in range(n):
                        sum_k += weights[j] * np.sqrt(np.float64(outd[v, j]))
                elif code == 22:
                    for j in range(n):
                        sum_k += weights[j] * (z[j] - scale[2])
                elif code == 23:
                    for j in range(n):
                        sum_k += weights[j] * (1.0 - abs(z[i] - z[j]) / scale[3] - scale[4])
                elif code == 24:
                    for j in range(n):
                        if z[i] == z[j]:
                            sum_k += weights[j]
                else:
                    for j in range(n):
                        sum_k += weights[j] * (z[i] - scale[2]) * (z[j] - scale[2])
                expected += sum_k * common
            else:
                expected += rest * other[k - k0]
            if chosen >= 0 and place < 0:
                # Beyond the near, what was counted is zero, so this is what the tie adds by itself.
                _fill(code, par[k], rows[k], others[k], i, v, one, 1, x, outd, ind, f, dyads, z, scale, own, k - k0)
                got = own[k - k0, 0]
        score[k] += got - expected / total
    _forget(i, needs, near, count, f)
    return chosen


@njit(cache=True, nogil=True, error_model="numpy")
def _agrees(j, i, v, stamp, k0, k1, codes, kinds, rows, others, par, needs, beta, dyads, scale, x, out, into, outd, ind, z, mark, near, one, f, own, state, score):  # type: ignore[no-untyped-def]  # fmt: skip
    """Ask j whether it agrees to a new tie with i: yes with the logistic probability of its own gain."""
    count = _look_around(j, v, needs, x, out, into, outd, ind, mark, stamp, near, f)
    utility = 0.0
    one[0] = i
    for k in range(k0, k1):
        _fill(codes[k], par[k], rows[k], others[k], j, v, one, 1, x, outd, ind, f, dyads, z, scale, own, k - k0)
        if kinds[k] == 2:
            own[k - k0, 0] = 0.0
        utility += beta[k] * own[k - k0, 0]
    p = 1.0 / (1.0 + np.exp(-min(max(utility, -_CAP), _CAP)))
    yes = _uniform(state) < p
    for k in range(k0, k1):
        score[k] += own[k - k0, 0] * ((1.0 if yes else 0.0) - p)
    _forget(j, needs, near, count, f)
    return yes


@njit(cache=True, nogil=True, error_model="numpy")
def run_chains(model, period, theta, seed, begin, stats, scores, durations, finals, ends):  # type: ignore[no-untyped-def]
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
    networks, n = period.first.shape[0], period.first.shape[1]
    variables = model.start.size - 1
    effects = model.code.size
    behaves = variables > networks
    x = np.empty((networks, n, n), dtype=np.uint8)
    out = np.empty((networks, n, n), dtype=np.int32)
    into = np.empty((networks, n, n), dtype=np.int32)
    outd = np.zeros((networks, n), dtype=np.int64)
    ind = np.zeros((networks, n), dtype=np.int64)
    out0 = np.empty((networks, n, n), dtype=np.int32)
    into0 = np.empty((networks, n, n), dtype=np.int32)
    outd0 = np.zeros((networks, n), dtype=np.int64)
    ind0 = np.zeros((networks, n), dtype=np.int64)
    for v in range(networks):
        for i in range(n):
            for j in range(n):
                if period.first[v, i, j]:
                    out0[v, i, outd0[v, i]] = j
                    outd0[v, i] += 1
                    into0[v, j, ind0[v, j]] = i
                    ind0[v, j] += 1
    start, codes, kinds, rows, others = model.start, model.code, model.kind, model.matrix, model.other
    par, needs, wide, decides = model.par, model.needs, model.wide, model.decides
    condition, first, fixed, uncounted = model.condition, period.first, period.fixed, period.uncounted
    dyads, scale, times = period.dyads, period.scale, period.times
    beta, rate, weight, popular, shared = theta.beta, theta.rate, theta.weight, theta.popular, theta.shared
    mark = np.zeros(n, dtype=np.int64)
    near = np.zeros(n + 1, dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    f = np.zeros((8, n))
    own = np.zeros((max(effects, 1), n + 1))
    other = np.zeros(max(effects, 1))
    pieces = np.zeros((3, max(effects, 1)))
    weights = np.zeros(n)
    u = np.zeros(n + 1)
    sign = np.zeros(n + 1)
    liked = np.ones((networks, n))
    active = np.zeros(n, dtype=np.uint8)
    there = np.zeros(n, dtype=np.int64)
    score = np.zeros(max(effects, 1))
    state = np.zeros(1, dtype=np.uint64)
    z = period.behaviour.copy()
    stamp = np.int64(0)
    for c in range(stats.shape[0]):
        state[0] = np.uint64(seed) + np.uint64(begin + c) * _MIX1
        _uniform(state)
        state[0] ^= np.uint64(begin + c) * _MIX2
        x[:] = first
        for v in range(networks):
            for i in range(n):
                outd[v, i] = outd0[v, i]
                ind[v, i] = ind0[v, i]
                for a in range(outd[v, i]):
                    out[v, i, a] = out0[v, i, a]
                for a in range(ind[v, i]):
                    into[v, i, a] = into0[v, i, a]
        if behaves:
            z[:] = period.behaviour
        present = 0
        for i in range(n):
            active[i] = period.active[i]
            if active[i]:
                there[present] = i
                present += 1
        for v in range(networks):
            for j in range(n):
                liked[v, j] = popular[v, 0, ind[v, j]] * popular[v, 1, outd[v, j]] * active[j]
        score[:] = 0.0
        for a in range(variables):
            scores[c, a] = 0.0
        pace = 0.0
        for a in range(variables):
            pace += rate[a]
        time, event, steps, moved = 0.0, 0, 0, 0
        finished = True
        while True:
            if condition >= 0 and moved >= period.distance:
                break
            if steps >= _STEPS:
                finished = False
                break
            wait = -np.log(_uniform(state)) / (pace * present) if present > 0 else 2.0
            horizon = times[event] if event < times.size else 1.0
            if condition < 0 and time + wait >= horizon:
                for a in range(variables):
                    scores[c, a] -= (horizon - time) * present
                time = horizon
                if event >= times.size:
                    break
                who = period.who[event]
                active[who] = period.comes[event]
                event += 1
                present = 0
                for i in range(n):
                    if active[i]:
                        there[present] = i
                        present += 1
                for v in range(networks):
                    liked[v, who] = popular[v, 0, ind[v, who]] * popular[v, 1, outd[v, who]] * active[who]
                continue
            time += wait
            steps += 1
            for a in range(variables):
                scores[c, a] -= wait * present
            a = 0
            if variables > 1:
                r = _uniform(state) * pace - rate[0]
                while r >= 0.0 and a < variables - 1:
                    a += 1
                    r -= rate[a]
            scores[c, a] += 1.0 / rate[a]
            i = there[np.int64(_uniform(state) * present)]
            if a < networks:
                stamp += 1
                j = _tie_step(i, a, stamp, start[a], start[a + 1], codes, kinds, rows, others, par, needs[a], wide[a], beta, weight, shared, fixed, dyads, scale, x, out, into, outd, ind, z, active, liked, mark, near, one, f, own, other, weights, u, sign, state, score)  # fmt: skip
                if j < 0:
                    continue
                if decides[a] == 2 and not x[a, i, j]:
                    stamp += 1
                    if not _agrees(j, i, a, stamp, start[a], start[a + 1], codes, kinds, rows, others, par, needs[a], beta, dyads, scale, x, out, into, outd, ind, z, mark, near, one, f, own, state, score):  # fmt: skip
                        continue
                both = 1 if decides[a] == 0 else 2
                for side in range(both):
                    p, q = (i, j) if side == 0 else (j, i)
                    _set_tie(a, x, out, into, outd, ind, p, q)
                    if condition == a and not uncounted[a, p, q]:
                        moved += 1 if x[a, p, q] != first[a, p, q] else -1
                    liked[a, p] = popular[a, 0, ind[a, p]] * popular[a, 1, outd[a, p]] * active[p]
                    liked[a, q] = popular[a, 0, ind[a, q]] * popular[a, 1, outd[a, q]] * active[q]
            else:
                k0, k1 = start[networks], start[networks + 1]
                total = 0.0
                for d in range(3):
                    at = z[i] + d - 1
                    u[d] = 0.0
                    if scale[0] <= at <= scale[1]:
                        u[d] = _inclination(i, at, codes, beta, scale, out, outd, ind, z, k0, k1, others[k0], pieces, d)  # fmt: skip
                highest = u[1]
                for d in range(3):
                    at = z[i] + d - 1
                    inside = scale[0] <= at <= scale[1]
                    u[d] = np.exp(min(max(u[d] - highest, -_CAP), _CAP)) if inside else 0.0
                    total += u[d]
                r = _uniform(state) * total
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
                    score[k] += pieces[d, k - k0] - expected / total
                z[i] += d - 1
        durations[c] = time if finished else -1.0
        for k in range(effects):
            scores[c, variables + k] = score[k]
        for r in range(period.forced.shape[0]):
            v, i, j = period.forced[r, 0], period.forced[r, 1], period.forced[r, 2]
            if x[v, i, j] != period.forced[r, 3]:
                _set_tie(v, x, out, into, outd, ind, i, j)
        if finals.shape[0] > 0:
            finals[c] = x
            if behaves:
                ends[c] = z
        stats[c, :] = 0.0
        for i in range(n):
            mark[i] = 0
        _statistics(model, period, x, out, into, outd, ind, z, mark, near, f, stats[c])
