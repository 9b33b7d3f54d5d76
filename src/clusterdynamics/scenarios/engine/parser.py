"""From the words of an equation to its tree, by descent; equations are never run as program text."""

from __future__ import annotations

from functools import lru_cache

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.functions import FUNCTIONS, TIME_WORDS
from clusterdynamics.scenarios.engine.lexer import Token, key_of, tokens
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["parse"]

#: Levels of brackets; deeper is no equation that somebody has written.
_DEEPEST = 60
_COMPARE = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "=", "<>": "<>", "!=": "<>"}
_WORD_OPS = {"and", "or", "not", "mod", "if", "then", "else"}
#: Other names of the same functions.
_ALIASES = {
    "if_then_else": "if",
    "ln": "ln",
    "log": "log10",
    "arctan": "arctan",
    "integer": "int",
    "modulo": "mod",
    "smooth": "smth1",
    "smoothi": "smth1",
    "smooth3": "smth3",
    "smooth3i": "smth3",
    "delay1i": "delay1",
    "delay3i": "delay3",
    "xidz": "safediv",
    "zidz": "safediv",
}


class _Parser:
    def __init__(self, text: str, vensim: bool) -> None:
        self.words = tokens(text, vensim=vensim)
        self.k = 0
        self.depth = 0
        self.vensim = vensim

    # -- words -----------------------------------------------------------------------------------------------

    @property
    def now(self) -> Token:
        return self.words[self.k]

    def take(self) -> Token:
        word = self.words[self.k]
        self.k += 1
        return word

    def op(self, *texts: str) -> Token | None:
        """Take the next word if it is one of these operators."""
        word = self.now
        if word.kind == "op" and word.text.lower() in texts:
            return self.take()
        if word.kind == "name" and word.text.lower() in texts and word.text.lower() in _WORD_OPS:
            return self.take()
        return None

    def expect(self, text: str) -> None:
        if self.op(text) is None:
            raise self.fault(_("“{wanted}” is missing here.").format(wanted=text))

    def fault(self, message: str, at: int | None = None) -> ScenarioModelError:
        return ScenarioModelError([ModelFault("", message, self.now.at if at is None else at)])

    # -- grammar ---------------------------------------------------------------------------------------------

    def whole(self) -> Node:
        if self.now.kind == "end":
            raise self.fault(_("There is no equation."))
        node = self.either()
        if self.now.kind != "end":
            if self.now.text in "[]":
                raise self.fault(_("Arrays (subscripts in square brackets) are not supported."))
            raise self.fault(_("“{word}” is not expected here.").format(word=self.now.text))
        return node

    def either(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fault(_("The equation has more than {n} levels of brackets.").format(n=_DEEPEST))
        node = self.both()
        while word := self.op("or", ":or:", "|"):
            node = Binary("or", node, self.both(), word.at)
        self.depth -= 1
        return node

    def both(self) -> Node:
        node = self.negated()
        while word := self.op("and", ":and:", "&"):
            node = Binary("and", node, self.negated(), word.at)
        return node

    def negated(self) -> Node:
        if word := self.op("not", ":not:", "!"):
            self.deeper()
            node = Unary("not", self.negated(), word.at)
            self.depth -= 1
            return node
        return self.compared()

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fault(_("The equation has more than {n} levels of brackets.").format(n=_DEEPEST))

    def compared(self) -> Node:
        node = self.sum()
        while word := self.op(*_COMPARE):
            node = Binary(_COMPARE[word.text], node, self.sum(), word.at)
        return node

    def sum(self) -> Node:
        node = self.product()
        while word := self.op("+", "-"):
            node = Binary(word.text, node, self.product(), word.at)
        return node

    def product(self) -> Node:
        node = self.signed()
        while word := self.op("*", "/", "mod", "%"):
            node = Binary("mod" if word.text in {"%", "mod", "MOD"} else word.text, node, self.signed(), word.at)
        return node

    def signed(self) -> Node:
        if word := self.op("-", "+"):
            self.deeper()
            x = self.signed()
            self.depth -= 1
            if word.text == "+":
                return x
            return Number(-x.value, word.at) if isinstance(x, Number) else Unary("-", x, word.at)
        return self.power()

    def power(self) -> Node:
        node = self.atom()
        if word := self.op("^"):
            self.deeper()
            node = Binary("^", node, self.signed(), word.at)
            self.depth -= 1
        return node

    def atom(self) -> Node:
        word = self.now
        if word.kind == "number":
            self.take()
            value = float(word.text)
            if value == float("inf"):
                raise self.fault(_("{number} is too large a number.").format(number=word.text), word.at)
            return Number(value, word.at)
        if self.op("("):
            node = self.either()
            self.expect(")")
            return node
        if self.op("if"):
            return self.choice(word)
        called = self.words[self.k + 1 : self.k + 2] and self.words[self.k + 1].text == "("
        if word.kind in {"name", "quoted"} and (word.text.lower() not in _WORD_OPS or (called and self.is_mod(word))):
            self.take()
            if self.now.kind == "op" and self.now.text == "(":
                return self.call(word)
            if self.now.kind == "op" and self.now.text == "[":
                raise self.fault(_("Arrays (subscripts in square brackets) are not supported."))
            return self.name(word)
        if word.kind == "end":
            raise self.fault(_("The equation ends too early."))
        raise self.fault(_("“{word}” is not expected here.").format(word=word.text))

    def is_mod(self, word: Token) -> bool:
        """Return whether a word is MOD, which is an operator and a function."""
        return word.kind == "name" and word.text.lower() == "mod"

    def name(self, word: Token) -> Node:
        key = key_of(word.text)
        if word.kind == "name" and key == "pi":
            return Number(3.141592653589793, word.at)
        if word.kind == "name" and key in {"time_step", "initial_time", "final_time"} and self.vensim:
            return Name({"time_step": "dt", "initial_time": "starttime", "final_time": "stoptime"}[key], word.at)
        return Name(key, word.at)

    def choice(self, word: Token) -> Node:
        """Read ``IF c THEN a ELSE b``, or the same as a function."""
        condition = self.either()
        if not self.op("then"):
            raise self.fault(_("“{wanted}” is missing here.").format(wanted="THEN"))
        yes = self.either()
        if not self.op("else"):
            raise self.fault(_("“{wanted}” is missing here.").format(wanted="ELSE"))
        return Call("if", (condition, yes, self.either()), word.at)

    def call(self, word: Token) -> Node:
        self.take()
        args: list[Node] = []
        if not self.op(")"):
            args.append(self.either())
            while self.op(","):
                args.append(self.either())
            self.expect(")")
        key = key_of(word.text)
        return self.known(key, args, word)

    def known(self, key: str, args: list[Node], word: Token) -> Node:
        """Return the call, in the names of XMILE; whatever is no function of ours may be a lookup of the model."""
        if self.vensim and key == "log" and len(args) == 2:
            return Binary("/", Call("ln", (args[0],), word.at), Call("ln", (args[1],), word.at), word.at)
        if self.vensim and key == "pulse":
            return self.vensim_pulse(args, word)
        name = _ALIASES.get(key, key)
        if key == "zidz" and len(args) == 2:
            args = [*args, Number(0.0, word.at)]
        if name in TIME_WORDS:
            raise self.fault(_("{name} is not a function.").format(name=word.text), word.at)
        if name in FUNCTIONS:
            low, high = FUNCTIONS[name]
            if not low <= len(args) <= high:
                counts = str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
                message = _("{name} takes {counts} arguments, not {n}.")
                raise self.fault(message.format(name=word.text, counts=counts, n=len(args)), word.at)
        return Call(name, tuple(args), word.at)

    def vensim_pulse(self, args: list[Node], word: Token) -> Node:
        """Return PULSE(start, duration) of Vensim: 1 from `start` on, for at least one step."""
        if len(args) != 2:
            raise self.fault(
                _("{name} takes {counts} arguments, not {n}.").format(name=word.text, counts=2, n=len(args))
            )
        at = word.at
        # Half a step later, so that rounding of the clock moves nothing by a step.
        clock = Binary("+", Name("time", at), Binary("/", Name("dt", at), Number(2.0, at), at), at)
        length = Call("max", (Name("dt", at), args[1]), at)
        begun = Binary(">", clock, args[0], at)
        return Binary("and", begun, Binary("<", clock, Binary("+", args[0], length, at), at), at)


@lru_cache(maxsize=8192)
def parse(text: str, *, vensim: bool = False) -> Node:
    """Return the tree of an equation.

    Parameters
    ----------
    text
        The equation, as XMILE 1.0 writes it; names with blanks in quotes.
    vensim
        Read it as Vensim writes it: blanks inside names, ``:AND:``, ``IF THEN ELSE(…)``.

    Raises
    ------
    ScenarioModelError
        It cannot be read; the fault carries the character.

    Examples
    --------
    >>> parse("a * 2")
    Binary(op='*', a=Name(key='a', at=1), b=Number(value=2.0, at=5), at=3)
    """
    return _Parser(text, vensim).whole()
