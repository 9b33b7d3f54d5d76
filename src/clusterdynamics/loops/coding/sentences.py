"""A text in sentences: what coders compare, and what they choose passages by where nothing can be selected."""

from __future__ import annotations

import re

__all__ = ["sentence_spans"]

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*[\"'”’)]*\s*", re.DOTALL)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the places of the sentences of a text, in order; every character but leading marks lies in one.

    A point in an abbreviation ends a sentence, too: places are for people to point at, not for grammar.

    Returns
    -------
    First code point of each sentence and the one after it, with the spaces that follow.

    Examples
    --------
    >>> text = "We met. It helped!"
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['We met. ', 'It helped!']
    """
    return [m.span() for m in _SENTENCE.finditer(text)]
