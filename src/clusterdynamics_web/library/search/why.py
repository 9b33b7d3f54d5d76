"""Why something was found: where the words stand, with the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from clusterdynamics.study.names import fold
from clusterdynamics_web.library.search.words import words_of

__all__ = ["Piece", "passage", "pieces"]

_WORD = re.compile(r"[^\W_]+")
#: Letters before and after what was found.
AROUND = 90
#: Accents that stand behind their letter, as some systems write them.
_ACCENTS = "[\u0300-\u036f]*"


@dataclass(frozen=True)
class Piece:
    """A part of a text; `found` where it is what was looked for."""

    text: str
    found: bool


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(part.startswith(w) for part in words_of(word) for w in words)


def pieces(text: str, words: Sequence[str]) -> list[Piece]:
    """Cut a text into what was found and what was not."""
    if not words:
        return [Piece(text, found=False)]
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

    Folding a whole book for each result would take long, so the words are unfolded instead: into a pattern of all
    the letters that fold to theirs.
    """
    if not words:
        return []
    match = re.search("|".join(_pattern(word) for word in words), text, re.IGNORECASE)
    if match is None:
        return []
    before = text.rfind(" ", 0, max(match.start() - AROUND, 0)) + 1
    after = text.find(" ", match.end() + AROUND)
    cut = " ".join(text[before : after if after > 0 else len(text)].split())
    shown = pieces(cut, words)
    return [Piece("… ", found=False), *shown] if before else shown


def _pattern(word: str) -> str:
    """Return a pattern for the beginning of a word, whatever accents it is written with."""
    return rf"(?<![^\W_]){''.join(_letters(word))}"


def _letters(word: str) -> Iterator[str]:
    spellings = _spellings()
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        if len(pair) == 2 and pair in spellings:
            singles = "".join(f"[{re.escape(c)}{spellings[c]}]{_ACCENTS}" for c in pair)
            yield f"(?:{singles}|[{spellings[pair]}]{_ACCENTS})"
            at += 2
        else:
            yield f"[{re.escape(word[at])}{spellings[word[at]]}]{_ACCENTS}"
            at += 1


@cache
def _spellings() -> defaultdict[str, str]:
    """Return letters, and pairs of letters, with what folds to them: "a" → "àáâ…", "ae" → "æ"."""
    found: defaultdict[str, str] = defaultdict(str)
    for code in (*range(0xAA, 0x250), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07)):
        letter = chr(code)
        plain = fold(letter)
        if letter.isalnum() and 1 <= len(plain) <= 2 and plain != letter:
            found[plain] += letter
    return found
