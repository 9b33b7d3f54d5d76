"""Units: read from text, carried through equations, and compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary, names_in
from clusterdynamics.scenarios.problems import ModelFault

__all__ = ["Unit", "check_units", "parse_unit", "unit_text"]

#: Base unit → exponent, sorted; nothing in it means dimensionless.
type Unit = tuple[tuple[str, Fraction], ...]

NONE: Unit = ()
_DIMENSIONLESS = frozenset({"", "1", "dimensionless", "dmnl", "unitless", "fraction", "none", "radian"})
#: Words that are the same unit; the plural -s is dropped besides.
_SAME = {"people": "person", "yr": "year", "mo": "month", "wk": "week", "deg": "degree", "$": "dollar"}
#: Functions of a number without unit.
_PURE = frozenset({"exp", "ln", "log10", "sin", "cos", "tan", "arctan", "tanh"})
_WORD = re.compile(r"[^\W\d][\w$]*(?:\s+[^\W\d][\w$]*)*|\$|\d+(?:\.\d+)?|[*/^()\-]")


def _unit(powers: Mapping[str, Fraction]) -> Unit:
    return tuple(sorted((k, v) for k, v in powers.items() if v))


def _times(a: Unit, b: Unit, sign: int = 1) -> Unit:
    powers = dict(a)
    for k, v in b:
        powers[k] = powers.get(k, Fraction(0)) + sign * v
    return _unit(powers)


def _power(a: Unit, exponent: Fraction) -> Unit:
    return _unit({k: v * exponent for k, v in a})


def _base(word: str, aliases: Mapping[str, str]) -> Unit:
    name = " ".join(word.lower().replace("_", " ").split())
    name = aliases.get(name, name)
    if name in _DIMENSIONLESS:
        return NONE
    name = _SAME.get(name, name)
    if name.endswith(("xes", "ches", "shes", "sses")):
        name = name[:-2]
    elif len(name) > 2 and name.endswith("s") and not name.endswith("ss"):
        name = name[:-1]
    name = aliases.get(name, _SAME.get(name, name))
    return NONE if name in _DIMENSIONLESS else ((name, Fraction(1)),)


class _Reader:
    """Reads ``kg*m/s^2``: products and quotients from left to right."""

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self.words = _WORD.findall(text)
        if re.sub(r"\s", "", "".join(self.words)) != re.sub(r"\s", "", text):
            raise ValueError(text)
        self.aliases = aliases
        self.k = 0

    def peek(self) -> str:
        return self.words[self.k] if self.k < len(self.words) else ""

    def take(self) -> str:
        self.k += 1
        word: str = self.words[self.k - 1]
        return word

    def whole(self) -> Unit:
        unit = self.product()
        if self.peek():
            raise ValueError(self.peek())
        return unit

    def product(self) -> Unit:
        unit = self.factor()
        while self.peek() in {"*", "/", "-"} or (self.peek() and self.peek() not in {")", "^"}):
            sign = 1
            if self.peek() in {"*", "/", "-"}:
                sign = -1 if self.take() == "/" else 1
            unit = _times(unit, self.factor(), sign)
        return unit

    def factor(self) -> Unit:
        word = self.take() if self.peek() else ""
        if not word or word in {")", "*", "/", "^", "-"}:
            raise ValueError(word)
        if word == "(":
            unit = self.product()
            if self.peek() != ")":
                raise ValueError("(")
            self.take()
        elif word[0].isdigit():
            unit = NONE
        else:
            unit = _base(word, self.aliases)
        if self.peek() == "^":
            self.take()
            negative = self.peek() == "-" and bool(self.take())
            exponent = Fraction(self.take())
            unit = _power(unit, -exponent if negative else exponent)
        return unit


def parse_unit(text: str, aliases: Mapping[str, str] | None = None) -> Unit:
    """Return a unit.

    Parameters
    ----------
    text
        ``organisations/year``, ``kg*m/s^2``, ``per year``, ``people per person per year``, ``dimensionless``, ``1``.
    aliases
        Other name → name, in small letters.

    Raises
    ------
    ValueError
        It cannot be read.

    Examples
    --------
    >>> parse_unit("Persons/Persons/Day") == parse_unit("per day")
    True
    """
    bare = text.strip().lower()
    if bare in _DIMENSIONLESS:
        return NONE
    bare = re.sub(r"^(?:1\s*/\s*|per\s+)", "1/", bare)
    bare = re.sub(r"\s+per\s+", "/", bare)
    try:
        return _Reader(bare, aliases or {}).whole()
    except IndexError:
        raise ValueError(text) from None


def unit_text(unit: Unit) -> str:
    """Return a unit in words, as ``person/year``."""
    over = "·".join(k if v == 1 else f"{k}^{v}" for k, v in unit if v > 0)
    under = "·".join(k if v == -1 else f"{k}^{-v}" for k, v in unit if v < 0)
    if not under:
        return over or _("no unit")
    return f"{over or '1'}/{under}"


class _Checker:
    """Carries units through the equations of a model; None is not known, and fits everything."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.faults: list[ModelFault] = []
        self.owner = ""
        self.known: dict[str, Unit | None] = {}
        aliases = {k.lower(): v.lower() for k, v in checked.model.aliases.items()}
        for key, v in checked.variables.items():
            self.known[key] = self._given(v.name, v.unit, aliases)
        clock = checked.model.clock
        time = self._given(_("the clock"), clock.unit or None, aliases)
        self.time = time
        self.known |= dict.fromkeys(("time", "dt", "starttime", "stoptime"), time)

    def _given(self, name: str, text: str | None, aliases: Mapping[str, str]) -> Unit | None:
        if text is None:
            return None
        try:
            return parse_unit(text, aliases)
        except ValueError:
            self.faults.append(ModelFault(name, _("The unit “{unit}” cannot be read.").format(unit=text)))
            return None

    def _fault(self, at: int, message: str) -> None:
        self.faults.append(ModelFault(self.owner, message, at or None))

    def _same(self, a: Unit | None, b: Unit | None, left: Node, right: Node, at: int) -> Unit | None:
        """Return the unit of two that must be alike; a written 0 fits every unit."""
        if _is_zero(left):
            return b
        if _is_zero(right) or b is None:
            return a
        if a is None:
            return b
        if a != b:
            message = _("{a} and {b} cannot be added or compared.")
            self._fault(at, message.format(a=unit_text(a), b=unit_text(b)))
        return a

    def of(self, node: Node) -> Unit | None:
        match node:
            case Number():
                return NONE
            case Name(key):
                return self.known.get(key)
            case Unary("-", x):
                return self.of(x)
            case Unary(_, x):
                self.of(x)
                return NONE
            case Binary(op, a, b, at):
                return self._binary(op, a, b, at)
            case Call(function, args, at):
                return self._call(function, args, at)
        raise AssertionError(node)  # pragma: no cover - every kind of node is above

    def _binary(self, op: str, a: Node, b: Node, at: int) -> Unit | None:
        left, right = self.of(a), self.of(b)
        if op in {"*", "/"}:
            return None if left is None or right is None else _times(left, right, 1 if op == "*" else -1)
        if op == "^":
            if left is None or left == NONE:
                return left
            if isinstance(b, Number):
                return _power(left, Fraction(b.value).limit_denominator(1000))
            self._fault(
                at, _("A quantity with the unit {unit} needs a written number as power.").format(unit=unit_text(left))
            )
            return None
        if op in {"and", "or"}:
            return NONE
        unit = self._same(left, right, a, b, at)
        return unit if op in {"+", "-", "mod"} else NONE

    def _call(self, function: str, args: tuple[Node, ...], at: int) -> Unit | None:
        if function == "lookup":
            self.of(args[1])
            return None
        units = [self.of(x) for x in args]
        if function in _PURE:
            if units[0]:
                message = _("{function} needs a number without unit, not {unit}.")
                self._fault(at, message.format(function=function.upper(), unit=unit_text(units[0])))
            return NONE
        if function == "sqrt":
            return None if units[0] is None else _power(units[0], Fraction(1, 2))
        if function in {"min", "max", "mod"}:
            return self._same(units[0], units[1], args[0], args[1], at)
        if function == "if":
            return self._same(units[1], units[2], args[1], args[2], at)
        if function == "safediv":
            return None if units[0] is None or units[1] is None else _times(units[0], units[1], -1)
        return units[0]

    def run(self) -> tuple[ModelFault, ...]:
        for key, v in self.checked.variables.items():
            if v.kind == "lookup":
                continue
            self.owner = v.name
            found, given = self.of(self.checked.trees[key]), self.known[key]
            tree = self.checked.trees[key]
            if found is not None and given is not None and found != given and names_in(tree):
                message = _("The equation gives {found}, but the unit is {given}.")
                self._fault(0, message.format(found=unit_text(found), given=unit_text(given)))
            for flow in (*v.inflows, *v.outflows):
                moves = self.known.get(key_of(flow))
                if moves is None or given is None or self.time is None:
                    continue
                if _times(moves, self.time) != given:
                    message = _("{flow} has the unit {found}; a flow of this stock has {given}.")
                    wanted = unit_text(_times(given, self.time, -1))
                    self._fault(
                        0, message.format(flow=self.checked.name(key_of(flow)), found=unit_text(moves), given=wanted)
                    )
        return tuple(self.faults)


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def check_units(checked: Checked) -> tuple[ModelFault, ...]:
    """Return where units do not fit, each with its variable; what has no unit is taken to fit.

    A constant may have any unit; a number within an equation has none, and 0 fits all.
    """
    return _Checker(checked).run()
