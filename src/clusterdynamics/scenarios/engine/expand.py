"""What stands for more than itself: delays become stocks, pulses and ramps become conditions on the clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from clusterdynamics.scenarios.engine.functions import DELAYS
from clusterdynamics.scenarios.engine.model import SimModel, Variable
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary

__all__ = ["expand"]


def _half(at: int) -> Node:
    """Return the clock half a step on, so that rounding of the time moves nothing by a step."""
    return Binary("+", Name("time", at), Binary("/", Name("dt", at), Number(2.0, at), at), at)


@dataclass
class _Expansion:
    """Makes the hidden variables of one model."""

    made: list[Variable] = field(default_factory=list)

    def rewrite(self, node: Node, owner: str) -> Node:
        match node:
            case Unary(op, x, at):
                return Unary(op, self.rewrite(x, owner), at)
            case Binary(op, a, b, at):
                return Binary(op, self.rewrite(a, owner), self.rewrite(b, owner), at)
            case Call(function, args, at):
                new = tuple(self.rewrite(x, owner) for x in args)
                if function in DELAYS:
                    return self.delay(function, new, owner, at)
                if function == "pulse":
                    return _pulse(new, at)
                if function == "step":
                    return Call("if", (Binary(">", _half(at), new[1], at), new[0], Number(0.0, at)), at)
                if function == "ramp":
                    return _ramp(new, at)
                if function in {"min", "max"}:
                    folded = new[0]
                    for x in new[1:]:
                        folded = Call(function, (folded, x), at)
                    return folded
                return Call(function, new, at)
            case _:
                return node

    def delay(self, function: str, args: tuple[Node, ...], owner: str, at: int) -> Node:
        """Return the outcome of a chain of stocks, each drained in its share of the time (Forrester 1961)."""
        value, time = args[0], args[1]
        first = args[2] if len(args) > 2 else value
        order = int(function[-1])
        smooth = function.startswith("smth")
        share: Node = Binary("/", time, Number(float(order), at), at)
        enters = value
        for k in range(1, order + 1):
            name = f"{owner}.{function}_{len(self.made)}_{k}"
            stock = Name(name, at)
            flow = f"{name}_in"
            if smooth:
                change: Node = Binary("/", Binary("-", enters, stock, at), share, at)
                self.made.append(Variable(flow, "flow", tree=change))
                self.made.append(Variable(name, "stock", tree=first, inflows=(flow,)))
                enters = stock
            else:
                out = f"{name}_out"
                self.made.append(Variable(flow, "flow", tree=enters))
                self.made.append(Variable(out, "flow", tree=Binary("/", stock, share, at)))
                held = Binary("*", first, share, at)
                self.made.append(Variable(name, "stock", tree=held, inflows=(flow,), outflows=(out,)))
                enters = Name(out, at)
        return enters


def _pulse(args: tuple[Node, ...], at: int) -> Node:
    """Return PULSE(size, first, interval): `size` within one step at `first`, and at every interval after it."""
    clock = _half(at)
    first: Node = args[1] if len(args) > 1 else Name("starttime", at)
    height = Binary("/", args[0], Name("dt", at), at)
    since: Node = Binary("-", clock, first, at)
    if len(args) > 2:
        within = Binary("<", Call("mod", (since, args[2]), at), Name("dt", at), at)
        every: Node = Binary(
            "or", Binary("and", Binary(">", args[2], Number(0.0, at), at), within, at), _once(since, at), at
        )
    else:
        every = _once(since, at)
    on = Binary("and", Binary(">", since, Number(0.0, at), at), every, at)
    return Call("if", (on, height, Number(0.0, at)), at)


def _once(since: Node, at: int) -> Node:
    return Binary("<", since, Name("dt", at), at)


def _ramp(args: tuple[Node, ...], at: int) -> Node:
    """Return RAMP(slope, from, to)."""
    end: Node = args[2] if len(args) > 2 else Name("stoptime", at)
    now = Call("min", (Name("time", at), end), at)
    rise = Binary("*", args[0], Binary("-", now, args[1], at), at)
    return Call("if", (Binary(">", Name("time", at), args[1], at), rise, Number(0.0, at)), at)


def expand(model: SimModel, trees: dict[str, Node]) -> tuple[dict[str, Variable], dict[str, Node]]:
    """Return all variables by key, those behind delays among them, and their equations without shorthand."""
    work = _Expansion()
    rewritten = {key: work.rewrite(tree, key) for key, tree in trees.items()}
    variables = {v.key: v for v in model.variables}
    for v in work.made:
        variables[v.key] = v
        rewritten[v.key] = v.parsed()
    return variables, rewritten
