"""From a model as data to one that can run: every name known, no circle, everything in an order of computing."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.expand import expand
from clusterdynamics.scenarios.engine.functions import FUNCTIONS, TIME_WORDS
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import METHODS, Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Unary, walk
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["Checked", "checked", "depends_on"]

#: Steps of one run; more is a wrong step, not a model.
_MOST_STEPS = 10_000_000


@dataclass(frozen=True)
class Checked:
    """A model without faults.

    Attributes
    ----------
    model
        As it was given.
    variables
        Key → variable, those behind delays among them.
    trees
        Key → equation without shorthand; of a stock its first value.
    stocks
        Keys of the stocks.
    order
        Keys of flows and auxiliaries, each after those it depends on.
    first
        The same with the stocks, for the first value of everything.
    """

    model: SimModel
    variables: Mapping[str, Variable]
    trees: Mapping[str, Node]
    stocks: tuple[str, ...]
    order: tuple[str, ...]
    first: tuple[str, ...]

    def name(self, key: str) -> str:
        """Return the name of a variable as the model writes it."""
        return self.variables[key].name if key in self.variables else key


def checked(model: SimModel) -> Checked:
    """Check a model and put it in order.

    Raises
    ------
    ScenarioModelError
        With everything that is wrong: equations that cannot be read, unknown names, circles, lookups out of order.
    """
    faults: list[ModelFault] = []
    _clock(model, faults)
    _names(model, faults)
    trees: dict[str, Node] = {}
    for v in model.variables:
        if v.lookup is not None:
            _lookup(v.name, v.lookup, faults)
        if v.kind == "lookup":
            continue
        try:
            trees[v.key] = v.parsed()
        except ScenarioModelError as error:
            faults += [ModelFault(v.name, f.message, f.position) for f in error.faults]
    lookups = {v.key for v in model.variables if v.kind == "lookup"}
    for key, tree in list(trees.items()):
        trees[key] = _with_lookups(tree, lookups)
        if model.by_key[key].kind != "lookup" and model.by_key[key].lookup is not None:
            trees[key] = Call("lookup", (Name(key), trees[key]))
    _references(model, trees, faults)
    if faults:
        raise ScenarioModelError(faults)
    variables, whole = expand(model, trees)
    stocks = tuple(k for k, v in variables.items() if v.kind == "stock")
    moving = [k for k, v in variables.items() if v.kind in {"flow", "aux"}]
    order = _sorted(moving, whole, set(stocks), variables, faults)
    first = _sorted([*stocks, *moving], whole, set(), variables, faults) if not faults else ()
    if faults:
        raise ScenarioModelError(faults)
    return Checked(model, variables, whole, stocks, order, first)


def _clock(model: SimModel, faults: list[ModelFault]) -> None:
    clock = model.clock
    if clock.method not in METHODS:
        message = _("The method of integration is {method}; there are: {known}.")
        faults.append(ModelFault("", message.format(method=clock.method, known=", ".join(METHODS))))
    if not all(math.isfinite(x) for x in (clock.start, clock.stop, clock.step)) or clock.step <= 0:
        faults.append(
            ModelFault("", _("The time step must be a number above 0; it is {step}.").format(step=clock.step))
        )
    elif clock.stop < clock.start:
        message = _("The run stops at {stop:g}, before it starts at {start:g}.")
        faults.append(ModelFault("", message.format(stop=clock.stop, start=clock.start)))
    elif clock.steps > _MOST_STEPS:
        message = _("A run would have {steps} steps; at most {most} are possible. Choose a larger time step.")
        faults.append(ModelFault("", message.format(steps=clock.steps, most=_MOST_STEPS)))


def _names(model: SimModel, faults: list[ModelFault]) -> None:
    seen: dict[str, str] = {}
    for v in model.variables:
        if not v.key:
            faults.append(ModelFault("", _("A variable has no name.")))
        elif v.key in TIME_WORDS:
            faults.append(ModelFault(v.name, _("This name means the clock; choose another one.")))
        elif v.key in seen:
            faults.append(ModelFault(v.name, _("There are two variables of this name.")))
        seen[v.key] = v.name
    flows = {v.key for v in model.variables if v.kind == "flow"}
    for v in model.variables:
        for flow in (*v.inflows, *v.outflows):
            if v.kind != "stock":
                faults.append(ModelFault(v.name, _("Only a stock has flows.")))
            elif key_of(flow) not in flows:
                faults.append(ModelFault(v.name, _("There is no flow called {flow}.").format(flow=flow)))


def _lookup(name: str, lookup: Lookup, faults: list[ModelFault]) -> None:
    if len(lookup.x) != len(lookup.y) or len(lookup.x) < 1:
        message = _("The points need as many x as y, and at least one; there are {x} and {y}.")
        faults.append(ModelFault(name, message.format(x=len(lookup.x), y=len(lookup.y))))
    elif any(b <= a for a, b in zip(lookup.x, lookup.x[1:], strict=False)):
        faults.append(ModelFault(name, _("The x of the points must rise.")))
    if not all(math.isfinite(v) for v in (*lookup.x, *lookup.y)):
        faults.append(ModelFault(name, _("A point is not a finite number.")))
    if lookup.kind not in {"continuous", "extrapolate", "discrete"}:
        faults.append(ModelFault(name, _("Points of the kind {kind} are not supported.").format(kind=lookup.kind)))


def _with_lookups(node: Node, lookups: Collection[str]) -> Node:
    """Return the equation with ``table(x)`` as ``lookup(table, x)``."""
    match node:
        case Call(function, (x,), at) if function in lookups:
            return Call("lookup", (Name(function, at), _with_lookups(x, lookups)), at)
        case Call(function, args, at):
            return Call(function, tuple(_with_lookups(x, lookups) for x in args), at)
        case Unary(op, x, at):
            return Unary(op, _with_lookups(x, lookups), at)
        case Binary(op, a, b, at):
            return Binary(op, _with_lookups(a, lookups), _with_lookups(b, lookups), at)
        case _:
            return node


def _references(model: SimModel, trees: Mapping[str, Node], faults: list[ModelFault]) -> None:
    known = model.by_key
    tables = {k for k, v in known.items() if v.lookup is not None}
    for key, tree in trees.items():
        name = known[key].name
        first_args = {id(n.args[0]) for n in walk(tree) if isinstance(n, Call) and n.function == "lookup"}
        for node in walk(tree):
            match node:
                case Name(key=other, at=at) if id(node) in first_args:
                    if other not in tables:
                        message = _("{name} is no table of points.").format(name=other)
                        faults.append(ModelFault(name, message, at or None))
                case Name(key=other, at=at):
                    if other not in known and other not in TIME_WORDS:
                        message = _("There is no variable called {name}.").format(name=other)
                        faults.append(ModelFault(name, message, at))
                    elif other in known and known[other].kind == "lookup":
                        message = _("{name} is a table of points; write {name}(x).").format(name=other)
                        faults.append(ModelFault(name, message, at))
                case Call(function=function, args=args, at=at):
                    if function not in FUNCTIONS:
                        message = _("The function {name} is not supported.").format(name=function.upper())
                        faults.append(ModelFault(name, message, at))
                    elif function == "lookup" and not isinstance(args[0], Name):
                        faults.append(ModelFault(name, _("The first argument of LOOKUP is the name of a table."), at))
                case _:
                    pass


def _depends(tree: Node, variables: Mapping[str, Variable], leave_out: Collection[str]) -> list[str]:
    tables = {id(n.args[0]) for n in walk(tree) if isinstance(n, Call) and n.function == "lookup"}
    named = (n.key for n in walk(tree) if isinstance(n, Name) and id(n) not in tables)
    return [k for k in dict.fromkeys(named) if k in variables and k not in leave_out]


def _sorted(
    keys: list[str],
    trees: Mapping[str, Node],
    leave_out: Collection[str],
    variables: Mapping[str, Variable],
    faults: list[ModelFault],
) -> tuple[str, ...]:
    """Return the keys, each after those it depends on; a circle is a fault that names it."""
    needs = {k: _depends(trees[k], variables, leave_out) for k in keys}
    done: dict[str, None] = {}
    state: dict[str, int] = {}
    for start in keys:
        if start in done:
            continue
        stack: list[tuple[str, int]] = [(start, 0)]
        state[start] = 1
        while stack:
            key, k = stack[-1]
            if k == len(needs[key]):
                stack.pop()
                state[key] = 2
                done[key] = None
                continue
            stack[-1] = (key, k + 1)
            other = needs[key][k]
            if state.get(other) == 1:
                names = [x for x, _n in stack]
                circle = [*names[names.index(other) :], other]
                message = _("It is defined by itself: {circle}. A stock has to stand between.")
                shown = " ← ".join(variables[x].name for x in circle)
                faults.append(ModelFault(variables[other].name, message.format(circle=shown)))
                return ()
            if state.get(other) is None:
                state[other] = 1
                stack.append((other, 0))
    return tuple(done)


def depends_on(checked_model: Checked, key: str) -> tuple[str, ...]:
    """Return the variables that an equation names, tables of points left out."""
    return tuple(_depends(checked_model.trees[key], checked_model.variables, ()))
