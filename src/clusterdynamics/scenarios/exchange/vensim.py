"""Vensim models (.mdl) as models to simulate.

The subset: constants, auxiliaries, ``INTEG``, lookups (named, and ``WITH LOOKUP``), the functions that XMILE has too
(``IF THEN ELSE``, ``MIN``, ``SMOOTH``, ``DELAY1``, ``DELAY3``, ``STEP``, ``RAMP``, ``PULSE``, ``XIDZ``, ``ZIDZ`` …) and
the four constants of the clock. Runs step as Euler does: the file does not say otherwise in a way that is documented.
What is outside (subscripts, ``DELAY N``, macros, data) is refused with the variable and the construct.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Clock, Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary
from clusterdynamics.scenarios.engine.parser import parse
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["read_vensim"]

_END = "\\\\\\---///"
_CLOCK = {"initial_time": "start", "final_time": "stop", "time_step": "step", "saveper": "every"}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_POINT = re.compile(rf"\(\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)")
_RANGE = re.compile(r"\[([^\]]*)\]\s*$")


@dataclass(frozen=True)
class _Block:
    """One definition of the file: name, what stands between, equation, unit, description."""

    name: str
    sign: str
    equation: str
    unit: str
    doc: str


def _blocks(text: str) -> list[_Block]:
    """Return the definitions, without headings and without the drawing."""
    body = text.split(_END)[0]
    body = re.sub(r"^\{[^}]*\}", "", body.lstrip("\ufeff"))
    body = re.sub(r"\\\s*\n\s*", "", body)
    found = []
    for part in body.split("|"):
        if "*****" in part or "~" not in part:
            continue
        equation, unit, doc = (*(p.strip() for p in part.split("~", 2)), "")[:3]
        found.append(_Block(*_head(equation), unit, " ".join(doc.split())))
    return found


def _head(text: str) -> tuple[str, str, str]:
    """Return name, what follows it (``=``, ``(``, ``:``, ``[``, nothing) and the rest."""
    quoted = re.match(r'\s*"(?:[^"\\]|\\.)*"', text)
    start = quoted.end() if quoted else 0
    match = re.search(r"==|:=|=|\(|:|\[|<->", text[start:])
    if match is None:
        return text.strip(), "", ""
    at = start + match.start()
    return text[:at].strip(), match.group(), text[start + match.end() :].strip()


def _points(text: str) -> Lookup | None:
    """Return the points of a lookup; the ranges of its drawing, in square brackets, are left out."""
    bare = re.sub(r"\[[^\]]*\]\s*,?", "", text)
    pairs = _POINT.findall(bare)
    if not pairs or re.sub(r"[\s,()]", "", _POINT.sub("", bare)):
        return None
    points = {float(x): float(y) for x, y in pairs}
    return Lookup(tuple(sorted(points)), tuple(points[x] for x in sorted(points)))


class _Reader:
    def __init__(self) -> None:
        self.faults: list[ModelFault] = []
        self.variables: list[Variable] = []
        self.clock: dict[str, float] = {}
        self.clock_unit = ""
        self.stocks: list[tuple[_Block, Node, Node]] = []

    def fault(self, name: str, message: str, at: int | None = None) -> None:
        self.faults.append(ModelFault(name, message, at))

    def read(self, text: str, name: str) -> SimModel:
        blocks = _blocks(text)
        if not blocks:
            raise ScenarioModelError([ModelFault("", _("The file holds no definition of a variable."))])
        for block in blocks:
            self._block(block)
        flows = {v.key for v in self.variables if v.kind == "aux" and v.lookup is None}
        for block, change, first in self.stocks:
            self._stock(block, change, first, flows)
        if self.faults:
            raise ScenarioModelError(self.faults)
        c = self.clock
        clock = Clock(c.get("start", 0.0), c.get("stop", 100.0), c.get("step", 1.0), "euler", self.clock_unit)
        title = re.sub(r"\.mdl$", "", name, flags=re.IGNORECASE)
        notes = (_("Runs step as Euler does; a choice of another method in Vensim is not read."),)
        return SimModel(title, tuple(self.variables), clock, {}, notes)

    def _block(self, block: _Block) -> None:
        name = key_and_name(block.name)
        if block.sign == "[" or "[" in block.name or (block.sign == ":" and not block.equation.startswith("=")):
            construct = (
                _("A subscript range") if block.sign == ":" else _("A variable with subscripts (square brackets)")
            )
            self.fault(name, _("{construct} is not supported.").format(construct=construct))
            return
        if block.sign == "(":
            points = _points(block.equation.rstrip(") \n\t") + ")")
            if points is None:
                self.fault(name, _("The points of the lookup cannot be read."))
                return
            self.variables.append(Variable(name, "lookup", lookup=points, unit=_unit(block.unit), doc=block.doc))
            return
        if block.sign != "=" or not block.equation:
            construct = (
                _("A variable without an equation (data)") if not block.sign or not block.equation else block.sign
            )
            self.fault(name, _("{construct} is not supported.").format(construct=construct))
            return
        key = key_of(name)
        if key in _CLOCK:
            self._time(key, name, block)
            return
        self._equation(name, block)

    def _time(self, key: str, name: str, block: _Block) -> None:
        if key == "saveper":
            return
        try:
            self.clock[_CLOCK[key]] = float(block.equation)
        except ValueError:
            self.fault(name, _("{name} must be a number here.").format(name=name))
        if key == "time_step":
            self.clock_unit = _unit(block.unit) or ""

    def _equation(self, name: str, block: _Block) -> None:
        with_lookup = re.fullmatch(r"WITH\s+LOOKUP\s*\((.*)\)", block.equation, re.IGNORECASE | re.DOTALL)
        lookup = None
        equation = block.equation
        if with_lookup:
            equation, _comma, points = with_lookup.group(1).partition(",")
            lookup = _points(points)
            if lookup is None:
                self.fault(name, _("The points of the lookup cannot be read."))
        try:
            integ = re.match(r"INTEG\s*\(", equation, re.IGNORECASE)
            tree = parse(equation, vensim=True)
        except ScenarioModelError as error:
            for f in error.faults:
                self.fault(name, f.message, f.position)
            return
        if integ and isinstance(tree, Call) and tree.function == "integ":
            if len(tree.args) != 2:
                message = _("{name} takes {counts} arguments, not {n}.")
                self.fault(name, message.format(name="INTEG", counts=2, n=len(tree.args)))
                return
            self.stocks.append((_Block(name, "=", equation, block.unit, block.doc), tree.args[0], tree.args[1]))
            return
        low, high = _bounds(block.unit)
        self.variables.append(
            Variable(
                name,
                "aux",
                equation,
                tree=tree,
                lookup=lookup,
                unit=_unit(block.unit),
                low=low,
                high=high,
                doc=block.doc,
            )
        )

    def _stock(self, block: _Block, change: Node, first: Node, auxiliaries: set[str]) -> None:
        """Make a stock: the summands of its change that are variables are its flows, else one flow for all of it."""
        name = block.name
        parts = _summands(change, 1)
        inflows: list[str] = []
        outflows: list[str] = []
        if (
            parts is not None
            and all(key in auxiliaries for key, _s in parts)
            and len({k for k, _s in parts}) == len(parts)
        ):
            for key, sign in parts:
                (inflows if sign > 0 else outflows).append(key)
            named = {*inflows, *outflows}
            self.variables = [_as_flow(v) if v.key in named and v.kind == "aux" else v for v in self.variables]
        else:
            flow = f"{name} net flow"
            self.variables.append(Variable(flow, "flow", tree=change))
            inflows = [key_of(flow)]
        low, high = _bounds(block.unit)
        self.variables.append(
            Variable(
                name,
                "stock",
                tree=first,
                inflows=tuple(inflows),
                outflows=tuple(outflows),
                unit=_unit(block.unit),
                low=low,
                high=high,
                doc=block.doc,
            )
        )


def _as_flow(v: Variable) -> Variable:
    from dataclasses import replace

    return replace(v, kind="flow")


def key_and_name(name: str) -> str:
    """Return a name without quotes, its blanks single."""
    bare = name.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1].replace('\\"', '"')
    return " ".join(bare.split())


def _summands(node: Node, sign: int) -> list[tuple[str, int]] | None:
    """Return the variables that are added and taken away; None where it is more than that."""
    match node:
        case Number(value) if value == 0:
            return []
        case Name(key):
            return [(key, sign)]
        case Unary("-", x):
            return _summands(x, -sign)
        case Binary("+" | "-" as op, a, b):
            left, right = _summands(a, sign), _summands(b, sign if op == "+" else -sign)
            return None if left is None or right is None else [*left, *right]
        case _:
            return None


def _unit(text: str) -> str | None:
    bare = _RANGE.sub("", text).strip()
    return bare or None


def _bounds(text: str) -> tuple[float | None, float | None]:
    """Return lowest and highest value, which stand behind the unit in square brackets; ``?`` is none."""
    match = _RANGE.search(text)
    if match is None:
        return None, None
    ends: list[float | None] = []
    for part in match.group(1).split(",")[:2]:
        try:
            value = float(part)
            ends.append(value if abs(value) < float("inf") else None)
        except ValueError:
            ends.append(None)
    return (*ends, None, None)[:2]  # type: ignore[return-value]


def read_vensim(data: bytes, name: str) -> SimModel:
    """Read a Vensim model.

    Raises
    ------
    ScenarioModelError
        It is no Vensim model, or uses what is outside the subset.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return _Reader().read(text.replace("\r\n", "\n").replace("\r", "\n"), name)
