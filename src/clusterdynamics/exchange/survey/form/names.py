"""Names that a form may use for questions and choices: letters, digits and underscores, each once."""

from __future__ import annotations

import hashlib
import re

from clusterdynamics.study.names import fold

__all__ = ["ANOTHER", "DONT_KNOW", "NOBODY", "Names", "choice_name", "plain_name"]

#: Choices of our own; nothing else may be called so.
DONT_KNOW = "dont_know"
NOBODY = "nobody_on_list"
ANOTHER = "another_region"
_MOST = 60


def plain_name(text: str) -> str:
    """Return `text` as the name of a question: it begins with a letter and holds letters, digits and underscores.

    >>> plain_name("trust.shared_aims"), plain_name("5-year plan"), plain_name("Växjö")
    ('trust_shared_aims', 'n5_year_plan', 'vaxjo')
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text if text.isascii() else fold(text)).strip("_")[:_MOST]
    if not plain or not plain[0].isalpha():
        plain = f"n{plain}"
    return plain


def choice_name(value: str) -> str:
    """Return `value` as the name of a choice: letters, digits and underscores.

    It depends on nothing but the value. A form is in use for weeks while the roster grows; a name that depended on
    the other choices could come to mean another organisation meanwhile.

    >>> choice_name("F07"), choice_name("red & white")
    ('F07', 'red_white_fb356c')
    """
    if re.fullmatch(r"[A-Za-z0-9_]{1,60}", value, re.ASCII) and value not in {ANOTHER, DONT_KNOW, NOBODY}:
        return value
    return f"{plain_name(value)[:50]}_{hashlib.sha256(value.encode()).hexdigest()[:6]}"


class Names:
    """Gives out names, each only once, whatever the case; the same order of requests gives the same names."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}

    def give(self, wanted: str) -> str:
        """Return the plain form of `wanted`, with a number behind it where that is taken."""
        base = plain_name(wanted)
        own, n = base, 1
        while own.casefold() in self._taken:
            n += 1
            own = f"{base}_{n}"
        self._taken.add(own.casefold())
        return own
