"""From a checked model to the instructions of the kernel: what is computed once, what at each step, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.codes import Op
from clusterdynamics.scenarios.engine.dag import Graph, Leaf
from clusterdynamics.scenarios.engine.lexer import key_of

__all__ = ["Program", "compile_program"]

Code = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Program:
    """What the kernel runs.

    Attributes
    ----------
    setup, step, update
        Instructions before the first step, of a step, and of the changes of the stocks after it (Euler), each
        ``op, d, a, b, c``, shape (n, 5).
    numbers
        Register and value of each written number, shape (n,) each.
    parameters, parameter_rows
        Keys of the constants that can be drawn, and their registers.
    stocks
        Registers of the stocks.
    slopes
        Registers of the changes per time (Runge-Kutta).
    outputs, output_rows
        Keys that are looked at, and their registers.
    rows
        Registers in all.
    tables_x, tables_y, tables_at, tables_kind
        Points of the graphical functions, end to end; where each begins (one more than there are); 0 held at the
        ends, 1 going on, 2 in steps.
    inputs
        Keys of the variables that scenarios change, in the order of their numbers.
    """

    setup: Code
    step: Code
    update: Code
    number_rows: Code
    numbers: NDArray[np.float64]
    parameters: tuple[str, ...]
    parameter_rows: Code
    stocks: Code
    slopes: Code
    outputs: tuple[str, ...]
    output_rows: Code
    rows: int
    tables_x: NDArray[np.float64]
    tables_y: NDArray[np.float64]
    tables_at: NDArray[np.int64]
    tables_kind: NDArray[np.int64]
    inputs: tuple[str, ...]


class _Compiler:
    def __init__(
        self, checked: Checked, parameters: Sequence[str], inputs: Sequence[str], outputs: Sequence[str]
    ) -> None:
        self.checked = checked
        self.parameters = tuple(key_of(p) for p in parameters)
        self.inputs = tuple(inputs)
        self.outputs = tuple(key_of(o) for o in outputs)
        tables = [k for k, v in checked.variables.items() if v.lookup is not None]
        self.graph = Graph({k: n for n, k in enumerate(tables)})
        self.tables = tables

    # -- graph -----------------------------------------------------------------------------------------------

    def _clock(self, start: bool) -> dict[str, int]:
        g, clock = self.graph, self.checked.model.clock
        now = g.number(clock.start) if start else g.apply(Op.TIME)
        words = {"dt": clock.step, "starttime": clock.start, "stoptime": clock.stop}
        return {"time": now} | {k: g.number(v) for k, v in words.items()}

    def _variable(self, key: str, env: Mapping[str, int]) -> int:
        g = self.graph
        if key in self.parameters:
            value = g.leaf(Leaf.PARAMETER, self.parameters.index(key))
        else:
            value = g.of(self.checked.trees[key], env)
        if key in self.inputs:
            value = g.apply(Op.INPUT, value, number=self.inputs.index(key))
        v = self.checked.variables[key]
        return g.apply(Op.MAX, value, g.number(0.0)) if v.kind == "flow" and v.non_negative else value

    def first(self) -> list[int]:
        """Return the first values of the stocks."""
        env = self._clock(start=True)
        for key in self.checked.first:
            env[key] = self._variable(key, env)
        return [env[k] for k in self.checked.stocks]

    def moving(self) -> dict[str, int]:
        """Return the values of all variables within a step."""
        g = self.graph
        env = self._clock(start=False)
        for n, key in enumerate(self.checked.stocks):
            env[key] = g.leaf(Leaf.STOCK, n)
        for key in self.checked.order:
            env[key] = self._variable(key, env)
        for key in self.checked.stocks:
            if self.checked.variables[key].non_negative:
                self._floor(key, env)
        return env

    def _floor(self, key: str, env: dict[str, int]) -> None:
        """Let outflows take, in their order, at most what is there (as ``Twin`` does)."""
        g, v, zero = self.graph, self.checked.variables[key], self.graph.number(0.0)
        there = g.over(env[key], env["dt"])
        for flow in v.inflows:
            there = g.sum(there, g.apply(Op.MAX, env[key_of(flow)], zero))
        for flow in v.outflows:
            name = key_of(flow)
            env[name] = g.apply(Op.MIN, env[name], g.apply(Op.MAX, there, zero))
            there = g.difference(there, g.apply(Op.MAX, env[name], zero))

    def flows(self, key: str, env: Mapping[str, int]) -> tuple[list[int], list[int]]:
        v = self.checked.variables[key]
        return [env[key_of(f)] for f in v.inflows], [env[key_of(f)] for f in v.outflows]

    def slope(self, key: str, env: Mapping[str, int]) -> int:
        g = self.graph
        inflows, outflows = self.flows(key, env)
        total = g.number(0.0)
        for k in inflows:
            total = g.sum(total, k)
        for k in outflows:
            total = g.difference(total, k)
        return total

    # -- the whole -------------------------------------------------------------------------------------------

    def program(self) -> Program:
        g = self.graph
        first, env = self.first(), self.moving()
        euler = self.checked.model.clock.method == "euler"
        stocks = self.checked.stocks
        slopes = [] if euler else [self.slope(k, env) for k in stocks]
        shown = [env[k] for k in self.outputs]
        used = [k for key in stocks for part in self.flows(key, env) for k in part] if euler else slopes
        layout = _Layout(g, len(stocks), len(self.parameters))
        layout.keep([*first, *shown, *used])
        setup = layout.setup(first)
        step, where = layout.step([*shown, *used])
        update = self._update(env, where, layout) if euler else []
        if not euler:
            # A slope that is a stock itself would move while the stocks move.
            copies = {n: layout.extra() for n, k in enumerate(slopes) if g.values[k].leaf == Leaf.STOCK}
            step += [(Op.COPY, row, where[slopes[n]], 0, 0) for n, row in copies.items()]
            slope_rows = [copies.get(n, where[k]) for n, k in enumerate(slopes)]
        else:
            slope_rows = []
        numbers = [(row, g.values[k].constant) for k, row in layout.fixed.items() if g.values[k].leaf == Leaf.NUMBER]
        xs, ys, at, kinds = self._points()
        return Program(
            _code(setup),
            _code(step),
            _code(update),
            np.array([r for r, _v in numbers], dtype=np.uint64),
            np.array([v for _r, v in numbers], dtype=np.float64),
            self.parameters,
            np.arange(len(stocks), len(stocks) + len(self.parameters), dtype=np.uint64),
            np.arange(len(stocks), dtype=np.uint64),
            np.array(slope_rows, dtype=np.uint64),
            self.outputs,
            np.array([where[k] for k in shown], dtype=np.uint64),
            layout.rows,
            xs,
            ys,
            at,
            kinds,
            self.inputs,
        )

    def _update(self, env: Mapping[str, int], where: Mapping[int, int], layout: _Layout) -> list[tuple[int, ...]]:
        g = self.graph
        code: list[tuple[int, ...]] = []
        copies: dict[int, int] = {}

        def row(k: int) -> int:
            if g.values[k].leaf != Leaf.STOCK:
                return where[k]
            if k not in copies:  # a flow that is a stock itself: its value before the stocks move
                copies[k] = layout.extra()
                code.insert(0, (Op.COPY, copies[k], where[k], 0, 0))
            return copies[k]

        for n, key in enumerate(self.checked.stocks):
            inflows, outflows = self.flows(key, env)
            pairs = min(len(inflows), len(outflows))
            for a, b in zip(inflows[:pairs], outflows[:pairs], strict=True):
                code.append((Op.FLOW, n, row(a), row(b), 0))
            code += [(Op.GAIN, n, row(a), 0, 0) for a in inflows[pairs:]]
            code += [(Op.LOSE, n, row(b), 0, 0) for b in outflows[pairs:]]
        return code

    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
        found = [self.checked.variables[k].lookup for k in self.tables]
        tables = [t for t in found if t is not None]
        xs = np.array([x for t in tables for x in t.x], dtype=np.float64)
        ys = np.array([y for t in tables for y in t.y], dtype=np.float64)
        at = np.concatenate([[0], np.cumsum([len(t.x) for t in tables])]).astype(np.int64)
        kinds = [{"continuous": 0, "extrapolate": 1, "discrete": 2}[t.kind] for t in tables]
        return xs, ys, at, np.array(kinds, dtype=np.int64)


class _Layout:
    """Gives every value a register: stocks, parameters and what stays first, then room that is used again."""

    def __init__(self, graph: Graph, stocks: int, parameters: int) -> None:
        self.graph = graph
        self.stocks, self.parameters = stocks, parameters
        self.next = stocks + parameters
        #: Values that stay for the whole run → register.
        self.fixed: dict[int, int] = {}
        self.most = self.next

    @property
    def rows(self) -> int:
        return self.most

    def extra(self) -> int:
        """Return a register of its own."""
        self.most += 1
        return self.most - 1

    def keep(self, roots: list[int]) -> None:
        """Give registers to all written numbers and to what is computed once and used at every step."""
        g = self.graph
        for k in sorted(g.uses(roots)):
            value = g.values[k]
            if value.leaf == Leaf.NUMBER or (value.fixed and value.op is not None):
                self.fixed[k] = self.next
                self.next += 1
        self.most = self.next

    def _there(self, k: int) -> int | None:
        value = self.graph.values[k]
        if value.leaf == Leaf.STOCK:
            return value.number
        if value.leaf == Leaf.PARAMETER:
            return self.stocks + value.number
        return self.fixed.get(k)

    def setup(self, first: list[int]) -> list[tuple[int, ...]]:
        """Return the instructions before the first step: what stays, then the first values of the stocks."""
        g = self.graph
        stays = [k for k in self.fixed if g.values[k].op is not None]
        moving = [k for k in self._needed(first) if not g.values[k].fixed]
        where: dict[int, int] = {}
        code: list[tuple[int, ...]] = []
        free = self.next
        for k in [*sorted(stays), *sorted(moving)]:
            row = self.fixed.get(k)
            if row is None:
                row, free = free, free + 1
            where[k] = row
            code.append(self._instruction(k, row, where))
        self.most = max(self.most, free)
        return code + [(Op.COPY, n, self._row(k, where), 0, 0) for n, k in enumerate(first)]

    def _row(self, k: int, where: Mapping[int, int]) -> int:
        there = self._there(k)
        return where[k] if there is None else there

    def _instruction(self, k: int, row: int, where: Mapping[int, int]) -> tuple[int, ...]:
        value = self.graph.values[k]
        if value.op is None:  # pragma: no cover - leaves are never instructions
            raise AssertionError(value)
        args = [self._row(a, where) for a in value.args]
        if value.op in {Op.INPUT, Op.LOOKUP}:
            args.append(value.number)
        return (value.op, row, *args, *([0] * (3 - len(args))))

    def _needed(self, roots: list[int]) -> list[int]:
        g = self.graph
        found = {k for k in g.uses(roots) if g.values[k].op is not None}
        return sorted(found)

    def step(self, roots: list[int]) -> tuple[list[tuple[int, ...]], dict[int, int]]:
        """Return the instructions of a step, and where each of the roots stands after it."""
        g = self.graph
        uses = g.uses(roots)
        needed = [k for k in self._needed(roots) if not g.values[k].fixed]
        fused = self._fused(needed, uses, set(roots))
        order = [k for k in needed if k not in {f for f, _rest, _op in fused.values()}]
        last: dict[int, int] = {}
        takes: dict[int, tuple[Op, tuple[int, ...]]] = {}
        for n, k in enumerate(order):
            value = g.values[k]
            if k in fused:
                inner, rest, op = fused[k]
                takes[k] = (op, (*g.values[inner].args, rest))
            elif value.op is not None:
                takes[k] = (value.op, value.args)
            for a in takes[k][1]:
                last[a] = n
        held = set(roots)
        where: dict[int, int] = {}
        free: list[int] = []
        top = self.next
        code: list[tuple[int, ...]] = []
        for n, k in enumerate(order):
            op, args = takes[k]
            # The result never stands where an argument does: rows that overlap cannot be computed many at a time.
            if free:
                row = free.pop()
            else:
                row, top = top, top + 1
            rows = [self._row(a, where) for a in args]
            if op in {Op.INPUT, Op.LOOKUP}:
                rows.append(g.values[k].number)
            code.append((op, row, *rows, *([0] * (3 - len(rows)))))
            where[k] = row
            over = (a for a in dict.fromkeys(args) if last.get(a) == n and a in where and a not in held)
            free.extend(where[a] for a in over)
        self.most = max(self.most, top)
        return code, {k: self._row(k, where) for k in roots}

    def _fused(self, needed: list[int], uses: Mapping[int, int], roots: set[int]) -> dict[int, tuple[int, int, Op]]:
        """Return sum → (product that it alone takes, the other summand, operation)."""
        g = self.graph
        found: dict[int, tuple[int, int, Op]] = {}

        def alone(k: int) -> bool:
            value = g.values[k]
            return value.op is Op.MUL and not value.fixed and uses[k] == 1 and k not in roots

        for k in needed:
            value = g.values[k]
            if value.op is Op.ADD:
                a, b = value.args
                if alone(a) and a != b:
                    found[k] = (a, b, Op.MADD)
                elif alone(b) and a != b:
                    found[k] = (b, a, Op.MADD)
            elif value.op is Op.SUB and alone(value.args[1]) and value.args[0] != value.args[1]:
                found[k] = (value.args[1], value.args[0], Op.MSUB)
        return found


def _code(instructions: list[tuple[int, ...]]) -> Code:
    return np.array([[int(x) for x in i] for i in instructions], dtype=np.uint64).reshape(-1, 5)


def compile_program(
    checked: Checked, *, parameters: Sequence[str] = (), inputs: Sequence[str] = (), outputs: Sequence[str] = ()
) -> Program:
    """Compile a model.

    Parameters
    ----------
    checked
        The model.
    parameters
        Constants that get a value per member.
    inputs
        Keys of the variables that scenarios change over time.
    outputs
        Variables that are looked at.
    """
    return _Compiler(checked, parameters, inputs, outputs).program()
