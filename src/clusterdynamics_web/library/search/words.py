"""Words as search compares them: the same on both sides and on both databases.

`clusterdynamics.study.names.fold` takes case, accents and the letters that do not decompose (å ä ö ø æ ß ł) away. What
is no letter or digit parts words. So both databases get plain words with blanks between them, and neither applies rules
of its own.
"""

from __future__ import annotations

import re

from clusterdynamics.study.names import fold

__all__ = ["MOST_WORDS", "folded", "words_of"]

_WORD = re.compile(r"[^\W_]+")
#: Of a query; more is no search any more.
MOST_WORDS = 12
#: Longer ones are no words; PostgreSQL would leave them out.
_LONGEST = 100


def words_of(text: str) -> list[str]:
    """Return the folded words of a text.

    >>> words_of("Små-och medelstora företag i Łódź")
    ['sma', 'och', 'medelstora', 'foretag', 'i', 'lodz']
    """
    return [word[:_LONGEST] for word in _WORD.findall(fold(text))]


def folded(text: str) -> str:
    """Return a text as it is kept for search."""
    return " ".join(words_of(text))
