"""Why something was found: where the words stand, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clusterdynamics_web.library.search.words import folded, words_of

__all__ = ["Piece", "passage", "pieces"]

_WORD = re.compile(r"[^\W_]+")
#: Letters before and after what was found.
AROUND = 90


@dataclass(frozen=True)
class Piece:
    """A part of a text; `found` where it is what was looked for."""

    text: str
    found: bool


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(part.startswith(w) for part in words_of(word) for w in words)


def pieces(text: str, words: Sequence[str]) -> list[Piece]:
    """Cut a text into what was found and what was not."""
    parts: list[Piece] = []
    end = 0
    for match in _WORD.finditer(text):
        if _begins(match.group(), words):
            if match.start() > end:
                parts.append(Piece(text[end : match.start()], found=False))
            parts.append(Piece(match.group(), found=True))
            end = match.end()
    if end < len(text):
        parts.append(Piece(text[end:], found=False))
    return parts


def passage(text: str, words: Sequence[str]) -> list[Piece]:
    """Return the first place in a long text where one of the words stands, with what is around it; empty where none.

    Folding a whole book for each result would take long. The folded text is searched, and the place in the original is
    about as far in: there is looked first.
    """
    short = f" {folded(text)}"
    starts = [at for at in (short.find(f" {word}") for word in words) if at >= 0]
    if not starts:
        return []
    for window in _windows(text, min(starts) / len(short)):
        for match in _WORD.finditer(text, window.start, window.stop):
            if _begins(match.group(), words):
                before = text.rfind(" ", 0, max(match.start() - AROUND, 0)) + 1
                after = text.find(" ", match.end() + AROUND)
                cut = " ".join(text[before : after if after > 0 else len(text)].split())
                shown = pieces(cut, words)
                return [Piece("… ", found=False), *shown] if before else shown
    return []


def _windows(text: str, share: float) -> Iterator[slice]:
    middle = int(len(text) * share)
    yield slice(max(middle - 2000, 0), min(middle + 2000, len(text)))
    yield slice(0, len(text))
