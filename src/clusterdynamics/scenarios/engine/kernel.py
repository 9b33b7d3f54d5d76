"""The compiled run of an ensemble: a block of members at a time, from the first value to the sums of what was seen.

One file on purpose: numba's cache on disk notices changes of the file a function stands in, not of those it calls.

How it is fast: the instructions of a model are carried out for a block of members each, so that reading an
instruction costs little beside the arithmetic, which runs many members at a time from the nearest cache. Nothing is
compiled for a new model, and no text of a model becomes program text. What is looked at is counted on the fly, so
that memory does not grow with the number of runs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.codes import Op

__all__ = ["BLOCK", "Machine", "Tally", "run_members"]

Floats = NDArray[np.float64]
Rows = NDArray[np.uint64]
Ints = NDArray[np.int64]

#: Members in a block.
BLOCK = 256
_B = np.uint64(BLOCK)

# Numbers of the instructions are compiled in: who changes one in codes.py runs `make clean`.
_MUL, _ADD, _SUB, _MADD, _MSUB, _DIV, _NEG = (
    int(Op.MUL), int(Op.ADD), int(Op.SUB), int(Op.MADD), int(Op.MSUB), int(Op.DIV), int(Op.NEG),
)  # fmt: skip
_MIN, _MAX, _SELECT, _LT, _LE, _EQ, _NE = (
    int(Op.MIN), int(Op.MAX), int(Op.SELECT), int(Op.LT), int(Op.LE), int(Op.EQ), int(Op.NE),
)  # fmt: skip
_AND, _OR, _NOT, _ABS, _SQRT, _EXP, _LN = (
    int(Op.AND), int(Op.OR), int(Op.NOT), int(Op.ABS), int(Op.SQRT), int(Op.EXP), int(Op.LN),
)  # fmt: skip
_LOG10, _SIN, _COS, _TAN, _ATAN, _TANH, _FLOOR = (
    int(Op.LOG10), int(Op.SIN), int(Op.COS), int(Op.TAN), int(Op.ATAN), int(Op.TANH), int(Op.FLOOR),
)  # fmt: skip
_POW, _MOD, _SAFEDIV, _COPY, _TIME, _INPUT, _LOOKUP = (
    int(Op.POW), int(Op.MOD), int(Op.SAFEDIV), int(Op.COPY), int(Op.TIME), int(Op.INPUT), int(Op.LOOKUP),
)  # fmt: skip
_GAIN, _LOSE, _FLOW = int(Op.GAIN), int(Op.LOSE), int(Op.FLOW)


class Machine(NamedTuple):
    """A compiled model and its clock; the fields of ``Program`` with the same names."""

    setup: Rows
    step: Rows
    update: Rows
    number_rows: Rows
    numbers: Floats
    parameter_rows: Rows
    stocks: Rows
    slopes: Rows
    output_rows: Rows
    rows: int
    tables_x: Floats
    tables_y: Floats
    tables_at: Ints
    tables_kind: Ints
    start: float
    h: float
    steps: int
    every: int
    runge_kutta: bool


class Tally(NamedTuple):
    """What is counted of the runs; T saved steps, O outputs, H levels, M members.

    Attributes
    ----------
    low, scale
        Lower end and bins per unit of the counts, (O, T).
    bins
        Members by value, (O, T, bins); no bins means that none are counted.
    seen, total, least, most
        Members with a finite value, their sum, smallest and largest value, (O, T).
    level_of, level, above
        Output, level and side of each threshold, (H,).
    beyond
        Members beyond the threshold, (H, T).
    finals
        Last value of each output, (O, M), or empty.
    paths
        Every value, (M, O, T), or empty.
    sound
        1 for each member whose values were finite all the time, (M,).
    """

    low: Floats
    scale: Floats
    bins: NDArray[np.uint32]
    seen: Ints
    total: Floats
    least: Floats
    most: Floats
    level_of: Ints
    level: Floats
    above: NDArray[np.bool_]
    beyond: Ints
    finals: Floats
    paths: Floats
    sound: NDArray[np.uint8]


@njit(nogil=True, cache=True, error_model="numpy")
def _read(x: float, xs: Floats, ys: Floats, begin: int, end: int, kind: int) -> float:
    """Return the value of a graphical function at `x`."""
    last = end - 1
    value: float = x
    if x != x:
        pass
    elif kind == 2:
        k = begin
        while k < last and xs[k + 1] <= x:
            k += 1
        value = ys[k]
    elif last == begin or x == xs[begin] or (x < xs[begin] and kind == 0):
        value = ys[begin]
    elif x == xs[last] or (x > xs[last] and kind == 0):
        value = ys[last]
    elif x < xs[begin]:
        value = ys[begin] + (x - xs[begin]) * (ys[begin + 1] - ys[begin]) / (xs[begin + 1] - xs[begin])
    elif x > xs[last]:
        value = ys[last] + (x - xs[last]) * (ys[last] - ys[last - 1]) / (xs[last] - xs[last - 1])
    else:
        a, b = begin, last
        while b - a > 1:
            m = (a + b) // 2
            if xs[m] <= x:
                a = m
            else:
                b = m
        value = ys[a] + (x - xs[a]) * (ys[b] - ys[a]) / (xs[b] - xs[a])
    return value


@njit(nogil=True, cache=True, error_model="numpy")
def _execute(m: Machine, code: Rows, r: Floats, now: float, half: int, inputs: Floats) -> None:
    """Carry instructions out for a block; rows of `r` stand one after the other."""
    for k in range(code.shape[0]):
        op = code[k, 0]
        d, a, b, c = code[k, 1] * _B, code[k, 2] * _B, code[k, 3] * _B, code[k, 4] * _B
        if op == _MUL:
            for i in range(_B):
                r[d + i] = r[a + i] * r[b + i]
        elif op == _ADD:
            for i in range(_B):
                r[d + i] = r[a + i] + r[b + i]
        elif op == _SUB:
            for i in range(_B):
                r[d + i] = r[a + i] - r[b + i]
        elif op == _MADD:
            for i in range(_B):
                r[d + i] = r[a + i] * r[b + i] + r[c + i]
        elif op == _MSUB:
            for i in range(_B):
                r[d + i] = r[c + i] - r[a + i] * r[b + i]
        elif op == _GAIN:
            for i in range(_B):
                r[d + i] += m.h * r[a + i]
        elif op == _LOSE:
            for i in range(_B):
                r[d + i] -= m.h * r[a + i]
        elif op == _FLOW:
            for i in range(_B):
                r[d + i] += m.h * (r[a + i] - r[b + i])
        elif op == _DIV:
            for i in range(_B):
                r[d + i] = r[a + i] / r[b + i]
        elif op == _NEG:
            for i in range(_B):
                r[d + i] = -r[a + i]
        elif op == _MIN:
            for i in range(_B):
                x, y = r[a + i], r[b + i]
                r[d + i] = x if (x < y or x != x) else y
        elif op == _MAX:
            for i in range(_B):
                x, y = r[a + i], r[b + i]
                r[d + i] = x if (x > y or x != x) else y
        elif op == _SELECT:
            for i in range(_B):
                x, y = r[b + i], r[c + i]
                r[d + i] = x if r[a + i] != 0.0 else y
        elif op == _LT:
            for i in range(_B):
                r[d + i] = 1.0 if r[a + i] < r[b + i] else 0.0
        elif op == _LE:
            for i in range(_B):
                r[d + i] = 1.0 if r[a + i] <= r[b + i] else 0.0
        elif op == _EQ:
            for i in range(_B):
                r[d + i] = 1.0 if r[a + i] == r[b + i] else 0.0
        elif op == _NE:
            for i in range(_B):
                r[d + i] = 1.0 if r[a + i] != r[b + i] else 0.0
        elif op == _AND:
            for i in range(_B):
                r[d + i] = 1.0 if (r[a + i] != 0.0) & (r[b + i] != 0.0) else 0.0
        elif op == _OR:
            for i in range(_B):
                r[d + i] = 1.0 if (r[a + i] != 0.0) | (r[b + i] != 0.0) else 0.0
        elif op == _NOT:
            for i in range(_B):
                r[d + i] = 1.0 if r[a + i] == 0.0 else 0.0
        elif op == _ABS:
            for i in range(_B):
                r[d + i] = abs(r[a + i])
        elif op == _SQRT:
            for i in range(_B):
                r[d + i] = np.sqrt(r[a + i])
        elif op == _EXP:
            for i in range(_B):
                r[d + i] = np.exp(r[a + i])
        elif op == _LN:
            for i in range(_B):
                r[d + i] = np.log(r[a + i])
        elif op == _LOG10:
            for i in range(_B):
                r[d + i] = np.log10(r[a + i])
        elif op == _SIN:
            for i in range(_B):
                r[d + i] = np.sin(r[a + i])
        elif op == _COS:
            for i in range(_B):
                r[d + i] = np.cos(r[a + i])
        elif op == _TAN:
            for i in range(_B):
                r[d + i] = np.tan(r[a + i])
        elif op == _ATAN:
            for i in range(_B):
                r[d + i] = np.arctan(r[a + i])
        elif op == _TANH:
            for i in range(_B):
                r[d + i] = np.tanh(r[a + i])
        elif op == _FLOOR:
            for i in range(_B):
                r[d + i] = np.floor(r[a + i])
        elif op == _POW:
            for i in range(_B):
                r[d + i] = r[a + i] ** r[b + i]
        elif op == _MOD:
            for i in range(_B):
                r[d + i] = r[a + i] - r[b + i] * np.floor(r[a + i] / r[b + i])
        elif op == _SAFEDIV:
            for i in range(_B):
                x, y = r[b + i], r[c + i]
                r[d + i] = y if x == 0.0 else r[a + i] / x
        elif op == _COPY:
            for i in range(_B):
                r[d + i] = r[a + i]
        elif op == _TIME:
            for i in range(_B):
                r[d + i] = now
        elif op == _INPUT:
            factor, term = inputs[code[k, 3], 0, half], inputs[code[k, 3], 1, half]
            for i in range(_B):
                r[d + i] = r[a + i] * factor + term
        elif op == _LOOKUP:
            t = np.int64(code[k, 3])
            begin, end, kind = m.tables_at[t], m.tables_at[t + 1], m.tables_kind[t]
            for i in range(_B):
                r[d + i] = _read(r[a + i], m.tables_x, m.tables_y, begin, end, kind)


@njit(nogil=True, cache=True, error_model="numpy")
def _look(m: Machine, r: Floats, tally: Tally, t: int, begin: int, active: int) -> None:
    """Count what the members of a block have come to at saved step `t`."""
    bins = tally.bins.shape[2]
    for o in range(m.output_rows.size):
        row = m.output_rows[o] * _B
        low, scale = tally.low[o, t], tally.scale[o, t]
        seen, total = 0, 0.0
        least, most = tally.least[o, t], tally.most[o, t]
        for i in range(active):
            x = r[row + np.uint64(i)]
            if not np.isfinite(x):
                tally.sound[begin + i] = 0
                continue
            seen += 1
            total += x
            least = min(least, x)
            most = max(most, x)
            if bins:
                # Beyond the ends in the first and last bin; as a float first, since huge numbers are no integers.
                place = (x - low) * scale
                k = 0 if place <= 0 else (bins - 1 if place >= bins else np.int64(place))
                tally.bins[o, t, k] += np.uint32(1)
        tally.seen[o, t] += seen
        tally.total[o, t] += total
        tally.least[o, t], tally.most[o, t] = least, most
        if tally.paths.size:
            for i in range(active):
                tally.paths[begin + i, o, t] = r[row + np.uint64(i)]
    for q in range(tally.level_of.size):
        row = m.output_rows[tally.level_of[q]] * _B
        level = tally.level[q]
        count = 0
        for i in range(active):
            x = r[row + np.uint64(i)]
            if (x > level) if tally.above[q] else (x < level):
                count += 1
        tally.beyond[q, t] += count


@njit(nogil=True, cache=True, error_model="numpy")
def _advance(m: Machine, r: Floats, base: Floats, change: Floats, step: int, inputs: Floats) -> None:
    """Move the stocks one step of Runge-Kutta on; the slopes at its beginning are there."""
    n = m.stocks.size
    for stage in range(4):
        weight = m.h / 6 if stage in (0, 3) else m.h / 3
        ahead = m.h if stage == 2 else m.h / 2
        for s in range(n):
            # A slope is read before any stock moves: it stands in a row of its own.
            row, slope = m.stocks[s] * _B, m.slopes[s] * _B
            for i in range(_B):
                x = r[slope + i]
                if stage == 0:
                    base[s, i] = r[row + i]
                    change[s, i] = 0.0
                change[s, i] += weight * x
                r[row + i] = base[s, i] + (ahead * x if stage < 3 else change[s, i])
        if stage < 3:
            half = 2 * step + (2 if stage == 2 else 1)
            _execute(m, m.step, r, m.start + half * 0.5 * m.h, half, inputs)


@njit(nogil=True, cache=True, error_model="numpy")
def run_members(m: Machine, parameters: Floats, inputs: Floats, tally: Tally) -> None:
    """Run members under one scenario and count what is seen.

    Parameters
    ----------
    m
        The model.
    parameters
        Values of the constants that are drawn, (parameters, members).
    inputs
        Factor and term of the variables that the scenario changes, (variables, 2, 2 · steps + 1).
    tally
        Changed in place.
    """
    members = parameters.shape[1]
    r = np.zeros(m.rows * BLOCK)
    n = m.stocks.size if m.runge_kutta else 0
    base, change = np.empty((n, BLOCK)), np.empty((n, BLOCK))
    for k in range(m.numbers.size):
        row = m.number_rows[k] * _B
        for i in range(_B):
            r[row + i] = m.numbers[k]
    for begin in range(0, members, BLOCK):
        active = min(BLOCK, members - begin)
        for p in range(m.parameter_rows.size):
            row = m.parameter_rows[p] * _B
            for i in range(BLOCK):
                # A block that is not full repeats its last member, whom nobody looks at.
                r[row + np.uint64(i)] = parameters[p, begin + min(i, active - 1)]
        _execute(m, m.setup, r, m.start, 0, inputs)
        for step in range(m.steps + 1):
            _execute(m, m.step, r, m.start + step * m.h, 2 * step, inputs)
            if step % m.every == 0:
                _look(m, r, tally, step // m.every, begin, active)
            if step < m.steps:
                if m.runge_kutta:
                    _advance(m, r, base, change, step, inputs)
                else:
                    _execute(m, m.update, r, m.start, 0, inputs)
        for s in range(m.stocks.size):
            row = m.stocks[s] * _B
            for i in range(active):
                if not np.isfinite(r[row + np.uint64(i)]):
                    tally.sound[begin + i] = 0
        if tally.finals.size:
            for o in range(m.output_rows.size):
                row = m.output_rows[o] * _B
                for i in range(active):
                    tally.finals[o, begin + i] = r[row + np.uint64(i)]
