"""How wide a text is, and how it is broken into lines or cut, without a font at hand.

The table holds average advance widths of common sans fonts, in thousandths of the size, by letter. It is a
little generous, so that an estimated width is rarely too small.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["capital", "clip", "text_width", "wrap"]

_GROUPS: Mapping[str, int] = MappingProxyType(
    {
        "ijl|'.,:;!ıíìîï·": 270,
        'ftrI()[]{}/\\-‐ \N{NO-BREAK SPACE}"°*': 330,
        "scJkzvxy": 510,
        "abdeghnopquß?_0123456789#$€£+=<>~^–−→": 570,
        "ABEFKLPSTVXYZ&": 670,
        "CDGHNORUQ": 740,
        "wM%": 800,
        "mW@—…": 870,
    }
)
_WIDTHS: Mapping[str, int] = MappingProxyType({c: w for letters, w in _GROUPS.items() for c in letters})
_USUAL = 600
_WIDE = 1000
_BOLD = 1.07


def _advance(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character):
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _USUAL


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the estimated width of one line of text, in the unit of `size` (pixels)."""
    return sum(map(_advance, text)) / 1000 * size * (_BOLD if bold else 1.0)


def clip(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return `text`, cut with "…" where it is wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(text: str, width: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """Return `text` broken into lines no wider than `width`.

    Parameters
    ----------
    text
        Words; a word wider than a line is cut.
    width, size
        In pixels.
    bold
        Set in bold.
    lines
        The most lines there may be; the last one is cut with "…".
    """
    made: list[str] = []
    for word in text.split():
        joined = f"{made[-1]} {word}" if made else word
        if made and text_width(joined, size, bold=bold) <= width:
            made[-1] = joined
        else:
            made.append(word)
    if lines is not None and len(made) > lines:
        made = [*made[: lines - 1], " ".join(made[lines - 1 :])]
    return [clip(line, width, size, bold=bold) for line in made]


def capital(text: str) -> str:
    """Return the text with a capital first letter, as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
