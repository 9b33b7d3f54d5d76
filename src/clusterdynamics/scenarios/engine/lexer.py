"""From the text of an equation to its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from clusterdynamics.i18n import _
from clusterdynamics.scenarios.problems import ModelFault, ScenarioModelError

__all__ = ["LONGEST_EQUATION", "Token", "key_of", "tokens"]

#: Characters in an equation; more is no equation that somebody has written.
LONGEST_EQUATION = 20_000

_NUMBER = r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
_QUOTED = r'(?P<quoted>"(?:[^"\\]|\\.)*")'
_OP = r"(?P<op><=|>=|<>|:=|!=|:AND:|:OR:|:NOT:|:NA:|[-+*/^<>=(),\[\]!&|%])"
#: A name of XMILE: letters, digits, _ and $, with dots between modules.
_WORD = r"(?P<word>[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*)"
#: A name of Vensim may have blanks inside.
_WORDS = r"(?P<word>[^\W\d][\w$'&]*(?:[ \t]+[\w$'&]+)*)"
_COMMENT = r"(?P<comment>\{[^}]*\})"
_BLANK = r"(?P<blank>\s+)"

_PLAIN = re.compile("|".join((_BLANK, _COMMENT, _QUOTED, _NUMBER, _WORD, _OP)))
_VENSIM = re.compile("|".join((_BLANK, _COMMENT, _QUOTED, _NUMBER, _WORDS, _OP)), re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A word of an equation: its kind (``number name op end``), text, and place from 1."""

    kind: str
    text: str
    at: int


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    r"""Return the key of a name: without quotes, blanks, line breaks and ``_`` alike, in small letters.

    >>> key_of('"Teacup\\nTemperature"')
    'teacup_temperature'
    """
    bare = name.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1]
    bare = re.sub(r"\\n|\\r|\\t", " ", bare).replace('\\"', '"')
    return re.sub(r"[\s_]+", "_", bare.strip()).lower()


def tokens(text: str, *, vensim: bool = False) -> list[Token]:
    """Return the words of an equation, the last of kind ``end``.

    Raises
    ------
    ScenarioModelError
        A character that no equation can have, or an equation that is too long.
    """
    if len(text) > LONGEST_EQUATION:
        raise ScenarioModelError(
            [ModelFault("", _("The equation is longer than {n} characters.").format(n=LONGEST_EQUATION))]
        )
    pattern = _VENSIM if vensim else _PLAIN
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            fault = _("“{character}” cannot stand in an equation.").format(character=text[at])
            raise ScenarioModelError([ModelFault("", fault, at + 1)])
        kind = match.lastgroup or ""
        if kind in {"number", "op"}:
            found.append(Token(kind, match.group(), at + 1))
        elif kind in {"word", "quoted"}:
            found.append(Token("name" if kind == "word" else "quoted", match.group(), at + 1))
        at = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found
