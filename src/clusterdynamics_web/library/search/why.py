"""Why something was found: where the words stand, with the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from clusterdynamics.study.names import fold
from clusterdynamics_web.library.search.words import words_of

__all__ = ["Piece", "passage", "pieces"]

#: Letters before and after what was found.
AROUND = 90
#: Accents that stand behind their letter, as some systems write them.
_ACCENTS = "[\u0300-\u036f]*"
_WORD = re.compile(rf"(?:[^\W_]{_ACCENTS})+")


@dataclass(frozen=True)
class Piece:
    """A part of a text; `found` where it is what was looked for."""

    text: str
    found: bool


@lru_cache(maxsize=8192)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(words_of(word))


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(part.startswith(w) for part in _parts(word) for w in words)


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
    match: re.Match[str] | None = None
    for word in words:  # one by one: a pattern that begins with a choice of letters is looked for several times faster
        match = _pattern(word).search(text, 0, match.start() if match else len(text)) or match
    if match is None:
        return []
    before = text.rfind(" ", 0, max(match.start() - AROUND, 0)) + 1
    after = text.find(" ", match.end() + AROUND)
    cut = " ".join(text[before : after if after > 0 else len(text)].split())
    shown = pieces(cut, words)
    return [Piece("… ", found=False), *shown] if before else shown


@lru_cache(maxsize=512)
def _pattern(word: str) -> re.Pattern[str]:
    """Return a pattern for the beginning of a word, whatever accents it is written with.

    Its first letter stands first, and only behind it the look at what is before it.
    """
    begin = "(?<![^\\W_].)"
    pair = _spellings().get(word[:2], "") if len(word) > 1 else ""
    if not pair:
        return re.compile(f"[{_single(word, 0)}]{begin}{_ACCENTS}{''.join(_letters(word, 1))}")
    second = f"(?:(?<=[{pair}])|(?<![{pair}]){_ACCENTS}[{_single(word, 1)}]){_ACCENTS}"
    return re.compile(f"[{_single(word, 0)}{pair}]{begin}{second}{''.join(_letters(word, 2))}")


def _single(word: str, at: int) -> str:
    """Return all that folds to the letter at a place; at the end of the word, to what begins with it as well."""
    letter, spellings = word[at], _spellings()
    found = f"{re.escape(letter)}{re.escape(letter.upper())}{spellings.get(letter, '')}"
    if at < len(word) - 1:
        return found
    return found + "".join(signs for pair, signs in spellings.items() if len(pair) == 2 and pair[0] == letter)


def _letters(word: str, at: int) -> Iterator[str]:
    while at < len(word):
        pair = _spellings().get(word[at : at + 2], "") if at + 2 <= len(word) else ""
        if pair:
            yield f"(?:[{_single(word, at)}]{_ACCENTS}[{_single(word, at + 1)}]{_ACCENTS}|[{pair}]{_ACCENTS})"
            at += 2
        else:
            yield f"[{_single(word, at)}]{_ACCENTS}"
            at += 1


@cache
def _spellings() -> Mapping[str, str]:
    """Return letters, and pairs of letters, with what folds to them: "a" → "àáâ…", "ae" → "æ"."""
    found: defaultdict[str, str] = defaultdict(str)
    # Latin, Greek and Cyrillic, the signs for kelvin and ångström, and letters that are printed as one.
    for code in (
        *range(0xAA, 0x250),
        *range(0x370, 0x530),
        *range(0x1E00, 0x2000),
        0x212A,
        0x212B,
        *range(0xFB00, 0xFB07),
    ):
        letter = chr(code)
        plain = fold(letter)
        if letter.isalnum() and 1 <= len(plain) <= 2 and plain != letter:
            found[plain] += letter
    return dict(found)
