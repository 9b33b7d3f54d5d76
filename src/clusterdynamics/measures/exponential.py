"""An exponential for compiled loops, of which a processor computes several at once."""

from __future__ import annotations

from typing import Any

from numba import njit, types
from numba.extending import intrinsic

__all__ = ["CAP", "exponential"]

#: The exponential of a number beyond this in size is that of this.
CAP = 300.0
# A number so large that whole numbers follow each other there, and log 2 in two parts.
_WHOLE, _LOG2E = 1.5 * 2.0**52, 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10


def _same_bits(given: types.Type, wanted: types.Type) -> Any:
    """Return a function for compiled code that takes the 64 bits of a number as those of another kind of number."""

    def typed(_typing: Any, _number: Any) -> Any:
        def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], context.get_value_type(wanted))

        return wanted(given), generate

    return intrinsic(typed)


_bits = _same_bits(types.float64, types.int64)
_number = _same_bits(types.int64, types.float64)


# No way in from Python, which would take longer to compile than the rest. Without fastmath, said aloud, since numba
# hands down that of a caller: another order of sums would undo the rounding.
_INLINED: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "fastmath": False,
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "forceinline": True,
}


@njit(**_INLINED)
def exponential(x: float) -> float:
    """Return the exponential of a number, not beyond `CAP` in size: as exact as the system's (2e-16).

    Without a call and without branches, so that several at once are computed where it stands in a loop. For compiled
    code only. numba's cache does not notice for the callers when this file changes: then run `make clean`.
    """
    x = min(max(x, -CAP), CAP)
    # x = k log 2 + r, with k a whole number and r at most half of log 2: e^r from its series, times 2^k by its bits.
    shifted = x * _LOG2E + _WHOLE
    k = shifted - _WHOLE
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # The terms in pairs, pairs of pairs and so on, so that few have to wait for another.
    square = r * r
    fourth = square * square
    low = ((1.0 + r) + square * (0.5 + r * (1.0 / 6.0))) + fourth * (
        (1.0 / 24.0 + r * (1.0 / 120.0)) + square * (1.0 / 720.0 + r * (1.0 / 5040.0))
    )
    high = ((1.0 / 40320.0 + r * (1.0 / 362880.0)) + square * (1.0 / 3628800.0 + r * (1.0 / 39916800.0))) + fourth * (
        1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    )
    series = low + (fourth * fourth) * high
    result: float = series * _number((_bits(shifted) + 1023) << 52)
    return result
