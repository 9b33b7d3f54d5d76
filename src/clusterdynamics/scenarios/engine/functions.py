"""The functions that an equation can call, and how many arguments each takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["DELAYS", "FUNCTIONS", "TIME_WORDS"]

_MANY = 32

#: Function → fewest and most arguments. Names as in XMILE 1.0, in small letters.
FUNCTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "abs": (1, 1),
        "arctan": (1, 1),
        "cos": (1, 1),
        "exp": (1, 1),
        "if": (3, 3),
        "int": (1, 1),
        "ln": (1, 1),
        "log10": (1, 1),
        "lookup": (2, 2),
        "max": (2, _MANY),
        "min": (2, _MANY),
        "mod": (2, 2),
        "pulse": (1, 3),
        "ramp": (2, 3),
        "safediv": (2, 3),
        "sin": (1, 1),
        "sqrt": (1, 1),
        "step": (2, 2),
        "tan": (1, 1),
        "tanh": (1, 1),
        # Delays and smoothing: each becomes hidden stocks.
        "delay1": (2, 3),
        "delay3": (2, 3),
        "smth1": (2, 3),
        "smth3": (2, 3),
    }
)

#: Functions that stand for stocks.
DELAYS = frozenset({"delay1", "delay3", "smth1", "smth3"})

#: Names that stand for the clock of the run.
TIME_WORDS = frozenset({"time", "dt", "starttime", "stoptime"})
