"""Words in headers and cells, compared as people do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from clusterdynamics.exchange.roster.fields import FIELDS
from clusterdynamics.study.names import fold

__all__ = ["header_words", "key", "known_headers"]


def key(text: str) -> str:
    """Return a header or word without case, accents and signs.

    >>> key("E-post:"), key("Organisations_namn"), key("contactEmail")
    ('e post', 'organisations namn', 'contact email')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", fold(apart)))


@cache
def header_words() -> dict[str, str]:
    """Return every known header, as `key` writes it, with its field."""
    return {key(word): field.name for field in FIELDS.values() for word in (field.name, *field.headers)}


def known_headers(cells: Iterable[str]) -> int:
    """Return how many of the cells are headers that we know."""
    words = header_words()
    return sum(1 for cell in cells if cell and key(cell) in words)
