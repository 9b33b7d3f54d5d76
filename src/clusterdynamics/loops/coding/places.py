"""Where a quote stands in a text: word for word, nearly so, in parts, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Found", "How", "find_place"]


class How(StrEnum):
    """How a quote was found."""

    #: Word for word, where it was said to be.
    EXACT = "exact"
    #: Word for word, elsewhere.
    MOVED = "moved"
    #: But for spaces, quotation marks, dashes, and small and capital letters.
    SPELLING = "spelling"
    #: The quote has an insertion in brackets or leaves words out; its parts stand there in their order.
    PARTS = "parts"
    #: The most similar passage, similar enough.
    SIMILAR = "similar"


@dataclass(frozen=True)
class Found:
    """A place: code points from `start` to before `end`, how it was found, and how similar the words are (0-100)."""

    start: int
    end: int
    how: How
    similarity: float = 100.0


#: Marks that are typed in several ways → one of them.
_SAME = str.maketrans(dict.fromkeys("‘’‚`´", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("–—−‐‑", "-"))
_INSERTED = re.compile(r"\[[^\]]*\]|\([.…]+\)")
_LEFT_OUT = re.compile(r"\.{2,}|…+")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+")
#: Shorter parts of a quote stand in any text by chance.
_SHORTEST = 12
#: What a part must be like, where it does not stand there word for word.
_PART = 90.0
#: Longer quotes and texts are not compared letter by letter: quote length times text length.
_MOST = 4_000_000_000


def find_place(text: str, quote: str, near: int | None = None, least: float = 85.0) -> Found | None:
    """Return where `quote` stands in `text`; None where nothing is similar enough.

    Parameters
    ----------
    text, quote
        The story and the words. Places are counted in Unicode code points, as Python does.
    near
        Where it was said to begin: of several equal places the nearest is taken; the first without it.
    least
        Least similarity of the words (0-100: normalised indel similarity, ``rapidfuzz.fuzz.ratio``).
    """
    wanted = quote.strip()
    if not wanted:
        return None
    for words in dict.fromkeys((quote, wanted)):
        start = _nearest(text, words, near)
        if start is not None:
            exact = near in (None, start) and words == quote
            return Found(start, start + len(words), How.EXACT if exact else How.MOVED)
    plain, places = _plain(text)
    sought = _plain(wanted)[0].strip()
    at = _nearest(plain, sought, None if near is None else _index(places, near)) if sought else None
    if at is not None:
        return Found(places[at], places[at + len(sought) - 1] + 1, How.SPELLING)
    if _INSERTED.search(wanted) or _LEFT_OUT.search(wanted):
        parts = _in_parts(plain, places, list(_parts(wanted)))
        if parts is not None:
            return parts
    similar = _similar(plain, places, sought, least)
    # Whole sentences may have been left out without a mark.
    return similar or _in_parts(plain, places, [s for p in _parts(wanted) for s in _SENTENCES.split(p)])


def _nearest(text: str, quote: str, near: int | None) -> int | None:
    best: int | None = None
    at = text.find(quote)
    while at >= 0:
        if near is None:
            return at
        if best is not None and abs(at - near) >= abs(best - near):
            return best
        best, at = at, text.find(quote, at + 1)
    return best


def _index(places: list[int], near: int) -> int:
    from bisect import bisect_left

    return bisect_left(places, near)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text in one spelling, and for each of its characters where it stands in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.translate(_SAME)):
        if character.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
            continue
        for letter in character.casefold():
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _parts(quote: str) -> Iterator[str]:
    for piece in _INSERTED.split(quote):
        for part in _LEFT_OUT.split(piece):
            plain = _plain(part)[0].strip(" .,;:!?-")
            if plain:
                yield plain


def _in_parts(plain: str, places: list[int], parts: list[str]) -> Found | None:
    """Return the passage from the first part of the quote to the last, where all stand there in their order."""
    long = [p for p in parts if len(p) >= _SHORTEST]
    if not long:
        return None
    first, last, at, worst = -1, -1, 0, 100.0
    for part in long:
        start = plain.find(part, at)
        end, alike = start + len(part), 100.0
        if start < 0:
            found = _window(plain[at:], part)
            if found is None or found[2] < _PART:
                return None
            start, end, alike = at + found[0], at + found[1], found[2]
        first = start if first < 0 else first
        last, at, worst = end, end, min(worst, alike)
    return Found(places[first], places[last - 1] + 1, How.PARTS, worst)


def _window(plain: str, sought: str) -> tuple[int, int, float] | None:
    """Return (start, end, similarity) of the stretch of `plain` that is most like `sought`, cut at whole words."""
    from rapidfuzz import fuzz

    if not plain or len(plain) * len(sought) > _MOST:
        return None
    if len(sought) >= len(plain):
        return 0, len(plain), fuzz.ratio(sought, plain)
    found = fuzz.partial_ratio_alignment(sought, plain)
    if found is None:
        return None
    start, end = found.dest_start, found.dest_end
    while start > 0 and plain[start - 1].isalnum() and plain[start].isalnum():
        start -= 1
    while end < len(plain) and plain[end - 1].isalnum() and plain[end].isalnum():
        end += 1
    while start < end and plain[start] == " ":
        start += 1
    while end > start and plain[end - 1] == " ":
        end -= 1
    return start, end, fuzz.ratio(sought, plain[start:end])


def _similar(plain: str, places: list[int], sought: str, least: float) -> Found | None:
    found = _window(plain, sought) if sought else None
    if found is None or found[2] < least or found[0] >= found[1]:
        return None
    return Found(places[found[0]], places[found[1] - 1] + 1, How.SIMILAR, float(found[2]))
