"""Equations of all variables as one graph of operations: the same operation once, constants taken out of the loop.

Divisions by what does not change within a run become products with its inverse, computed once; in a product the
factors that do not change are put together. Both move a result by rounding only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterdynamics.scenarios.engine.codes import Op
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary

__all__ = ["Graph", "Leaf", "Value"]

_CALLS = {
    "abs": Op.ABS,
    "arctan": Op.ATAN,
    "cos": Op.COS,
    "exp": Op.EXP,
    "int": Op.FLOOR,
    "ln": Op.LN,
    "log10": Op.LOG10,
    "max": Op.MAX,
    "min": Op.MIN,
    "mod": Op.MOD,
    "sin": Op.SIN,
    "sqrt": Op.SQRT,
    "tan": Op.TAN,
    "tanh": Op.TANH,
}
_COMPARE = {"<": (Op.LT, False), ">": (Op.LT, True), "<=": (Op.LE, False), ">=": (Op.LE, True)}


class Leaf:
    """What is not computed: kinds of values that are there."""

    NUMBER, PARAMETER, STOCK = "number", "parameter", "stock"


@dataclass(frozen=True)
class Value:
    """A value of the graph: an operation and the values it takes, or a leaf.

    Attributes
    ----------
    op
        Operation; None of a leaf.
    args
        Numbers of the values it takes.
    number
        Of INPUT or LOOKUP: which; of a leaf: which stock or parameter.
    leaf
        Kind of leaf.
    constant
        Value of a written number.
    fixed
        Whether it is the same at all steps of a run.
    """

    op: Op | None
    args: tuple[int, ...] = ()
    number: int = -1
    leaf: str = ""
    constant: float = 0.0
    fixed: bool = False


@dataclass
class Graph:
    """The operations of a model; equal ones are one.

    Attributes
    ----------
    values
        All values, each after those it takes.
    tables, inputs
        Key → number of the graphical function, of the changed variable.
    """

    tables: Mapping[str, int]
    values: list[Value] = field(default_factory=list)
    _known: dict[Value, int] = field(default_factory=dict)

    def add(self, value: Value) -> int:
        """Return the number of a value, new or known."""
        if value not in self._known:
            self._known[value] = len(self.values)
            self.values.append(value)
        return self._known[value]

    def number(self, x: float) -> int:
        """Return a written number."""
        return self.add(Value(None, leaf=Leaf.NUMBER, constant=x + 0.0, fixed=True))

    def leaf(self, kind: str, number: int) -> int:
        """Return a stock or parameter."""
        return self.add(Value(None, leaf=kind, number=number, fixed=kind == Leaf.PARAMETER))

    def apply(self, op: Op, *args: int, number: int = -1) -> int:
        """Return an operation on values."""
        fixed = op not in {Op.INPUT, Op.TIME} and all(self.values[a].fixed for a in args)
        return self.add(Value(op, args, number, fixed=fixed))

    def _constant(self, k: int) -> float | None:
        value = self.values[k]
        return value.constant if value.leaf == Leaf.NUMBER else None

    # -- arithmetic ------------------------------------------------------------------------------------------

    def sum(self, a: int, b: int) -> int:
        """Return a + b."""
        if self._constant(a) == 0:
            return b
        return a if self._constant(b) == 0 else self.apply(Op.ADD, a, b)

    def difference(self, a: int, b: int) -> int:
        """Return a − b."""
        if self._constant(b) == 0:
            return a
        return self.apply(Op.NEG, b) if self._constant(a) == 0 else self.apply(Op.SUB, a, b)

    def times(self, a: int, b: int) -> int:
        """Return a · b."""
        if self._constant(a) == 1:
            return b
        return a if self._constant(b) == 1 else self.apply(Op.MUL, a, b)

    def over(self, a: int, b: int) -> int:
        """Return a / b."""
        if self._constant(b) == 1:
            return a
        if self.values[b].fixed and not self.values[a].fixed:
            return self.times(a, self.apply(Op.DIV, self.number(1.0), b))
        return self.apply(Op.DIV, a, b)

    def _product(self, node: Node, env: Mapping[str, int]) -> int:
        above: list[int] = []
        below: list[int] = []
        self._factors(node, env, above, below, upside=True)
        fixed = [k for k in above if self.values[k].fixed]
        moving = [k for k in above if not self.values[k].fixed]
        under = [k for k in below if self.values[k].fixed]
        rest = [k for k in below if not self.values[k].fixed]
        scale = self._chain(fixed)
        if under:
            scale = self.over(self.number(1.0) if scale is None else scale, self._chain(under) or under[0])
        result = self._chain(moving)
        if scale is not None:
            result = scale if result is None else self.times(result, scale)
        if result is None:
            result = self.number(1.0)
        divisor = self._chain(rest)
        return result if divisor is None else self.over(result, divisor)

    def _chain(self, factors: list[int]) -> int | None:
        whole: int | None = None
        for k in factors:
            whole = k if whole is None else self.times(whole, k)
        return whole

    def _factors(self, node: Node, env: Mapping[str, int], above: list[int], below: list[int], *, upside: bool) -> None:
        match node:
            case Binary("*", a, b):
                self._factors(a, env, above, below, upside=upside)
                self._factors(b, env, above, below, upside=upside)
            case Binary("/", a, b):
                self._factors(a, env, above, below, upside=upside)
                self._factors(b, env, above, below, upside=not upside)
            case _:
                (above if upside else below).append(self.of(node, env))

    # -- equations -------------------------------------------------------------------------------------------

    def of(self, node: Node, env: Mapping[str, int]) -> int:
        """Return the value of an equation, given the values of the variables it names."""
        match node:
            case Number(value):
                return self.number(value)
            case Name(key):
                return env[key]
            case Unary("-", x):
                inner = self.of(x, env)
                known = self._constant(inner)
                return self.apply(Op.NEG, inner) if known is None else self.number(-known)
            case Unary(_, x):
                return self.apply(Op.NOT, self.of(x, env))
            case Binary("*" | "/"):
                return self._product(node, env)
            case Binary(op, a, b):
                return self._binary(op, self.of(a, env), self.of(b, env))
            case Call("lookup", (Name(key=table), x)):
                return self.apply(Op.LOOKUP, self.of(x, env), number=self.tables[table])
            case Call("if", (c, a, b)):
                return self.apply(Op.SELECT, self.of(c, env), self.of(a, env), self.of(b, env))
            case Call("safediv", args):
                given = [self.of(x, env) for x in args]
                return self.apply(Op.SAFEDIV, *given, *([self.number(0.0)] if len(given) == 2 else []))
            case Call(function, args):
                return self.apply(_CALLS[function], *(self.of(x, env) for x in args))
        raise AssertionError(node)  # pragma: no cover - every kind of node is above

    def _binary(self, op: str, a: int, b: int) -> int:
        if op == "+":
            return self.sum(a, b)
        if op == "-":
            return self.difference(a, b)
        if op == "^":
            return self._power(a, b)
        if op in _COMPARE:
            code, swap = _COMPARE[op]
            return self.apply(code, b, a) if swap else self.apply(code, a, b)
        return self.apply({"=": Op.EQ, "<>": Op.NE, "and": Op.AND, "or": Op.OR, "mod": Op.MOD}[op], a, b)

    def _power(self, a: int, b: int) -> int:
        exponent = self._constant(b)
        if exponent == 1:
            return a
        if exponent == 2:
            return self.times(a, a)
        if exponent == 3:
            return self.times(self.times(a, a), a)
        return self.apply(Op.POW, a, b)

    def uses(self, roots: list[int]) -> dict[int, int]:
        """Return how often each value is taken by those that the roots need."""
        count: dict[int, int] = {}
        seen: set[int] = set()
        todo = list(roots)
        for k in roots:
            count[k] = count.get(k, 0) + 1
        while todo:
            k = todo.pop()
            if k in seen:
                continue
            seen.add(k)
            for a in self.values[k].args:
                count[a] = count.get(a, 0) + 1
                todo.append(a)
        return count
