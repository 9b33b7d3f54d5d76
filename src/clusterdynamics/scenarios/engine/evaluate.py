"""Equations computed with numpy, straight from their trees: the measure that the compiled kernel is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.model import Lookup
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary

__all__ = ["evaluate", "read_points"]

Values = NDArray[np.float64]


def _mod(a: Any, b: Any) -> Any:
    """Return the rest with the sign of the divisor, as XMILE has it."""
    return a - b * np.floor(a / b)


def _power(a: Any, b: Any) -> Any:
    return np.power(np.asarray(a, dtype=np.float64), b)


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": _power,
    "mod": _mod,
    "<": lambda a, b: (a < b) * 1.0,
    "<=": lambda a, b: (a <= b) * 1.0,
    ">": lambda a, b: (a > b) * 1.0,
    ">=": lambda a, b: (a >= b) * 1.0,
    "=": lambda a, b: (a == b) * 1.0,
    "<>": lambda a, b: (a != b) * 1.0,
    "and": lambda a, b: ((a != 0) & (b != 0)) * 1.0,
    "or": lambda a, b: ((a != 0) | (b != 0)) * 1.0,
}

_CALLS: dict[str, Callable[..., Any]] = {
    "abs": np.abs,
    "arctan": np.arctan,
    "cos": np.cos,
    "exp": np.exp,
    "if": lambda c, a, b: np.where(np.asarray(c) != 0, a, b),
    "int": np.floor,
    "ln": np.log,
    "log10": np.log10,
    "max": np.maximum,
    "min": np.minimum,
    "mod": _mod,
    "safediv": lambda a, b, c=0.0: np.where(np.asarray(b) == 0, c, np.divide(a, np.where(np.asarray(b) == 0, 1.0, b))),
    "sin": np.sin,
    "sqrt": np.sqrt,
    "tan": np.tan,
    "tanh": np.tanh,
}


def read_points(table: Lookup, x: Any) -> Any:
    """Return the value of a graphical function at `x`."""
    xs, ys = np.asarray(table.x), np.asarray(table.y)
    if table.kind == "discrete":
        return ys[np.clip(np.searchsorted(xs, x, side="right") - 1, 0, xs.size - 1)]
    value = np.interp(x, xs, ys)
    if table.kind == "extrapolate" and xs.size > 1:
        low = ys[0] + (x - xs[0]) * (ys[1] - ys[0]) / (xs[1] - xs[0])
        high = ys[-1] + (x - xs[-1]) * (ys[-1] - ys[-2]) / (xs[-1] - xs[-2])
        value = np.where(x < xs[0], low, np.where(x > xs[-1], high, value))
    return value


def evaluate(node: Node, values: Mapping[str, Any], tables: Mapping[str, Lookup]) -> Any:
    """Return the value of an equation.

    Parameters
    ----------
    node
        The equation, without shorthand.
    values
        Key → number or array; arrays of one shape.
    tables
        Key → points of graphical functions.

    Returns
    -------
    Any
        A number or array; not finite where the arithmetic is not.
    """
    match node:
        case Number(value):
            return np.float64(value)  # not a float, which would raise where an array gives infinity
        case Name(key):
            return values[key]
        case Unary("-", x):
            return np.negative(evaluate(x, values, tables))
        case Unary(_, x):
            return (np.asarray(evaluate(x, values, tables)) == 0) * 1.0
        case Binary(op, a, b):
            return _BINARY[op](evaluate(a, values, tables), evaluate(b, values, tables))
        case Call("lookup", (Name(key=table), x)):
            return read_points(tables[table], evaluate(x, values, tables))
        case Call(function, args):
            return _CALLS[function](*(evaluate(x, values, tables) for x in args))
    raise AssertionError(node)  # pragma: no cover - every kind of node is above
