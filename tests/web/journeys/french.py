"""Whether every word of a page is French: made of our French texts, with names, numbers and days in their places."""

from __future__ import annotations

import gettext
import html
import re
from functools import cache
from pathlib import Path

import clusterdynamics_web
from clusterdynamics.models import load_model
from clusterdynamics.models.texts import texts_of
from tests.web.test_texts import Words

__all__ = ["HOLE", "is_said", "lines_of"]


@cache
def _said_in(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return everything that we can say in a language: whole texts, and patterns of those with places to fill."""
    texts: set[str] = set(texts_of(load_model("reference", language)).values())
    folder = Path(str(clusterdynamics_web.__file__)).parent / "locale"
    catalog = gettext.translation("django", folder, [language])._catalog  # type: ignore[attr-defined]
    texts |= {text for text in catalog.values() if isinstance(text, str) and text}
    flat = {" ".join(text.split()) for text in texts}
    holes = {text for text in flat if re.search(r"%\(\w+\)s|\{\w*\}", text)}
    patterns = [re.sub(r"%\\\(\w+\\\)s|%\(\w+\)s|\\\{\w*\\\}", "(.+)", re.escape(text)) for text in holes]
    return frozenset(flat - holes), tuple(re.compile(p) for p in sorted(patterns, key=len, reverse=True))


def lines_of(page: str) -> list[str]:
    """Return what a person sees or hears of a page, as far as it has words."""
    words = Words()
    words.feed(page)
    lines = (" ".join(html.unescape(line).split()) for line in "".join(words.parts).splitlines())
    return [line for line in lines if re.search(r"[^\W\d_]{2,}", line)]


#: The day on which the study closes, as it stands on a page.
DAY = re.compile(r"\b\d{1,2} (?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\w* \d{4}\b")
#: What stands between two texts on one line.
BETWEEN = (" – ", " · ", "; ", ", ", " ?: ")
#: Stands for a name or a day: it is nobody's language.
HOLE = "◇"


def is_said(line: str, names: set[str]) -> bool:
    """Say whether a line is made of our French texts, with names, numbers and days in their places."""
    for name in sorted((n for n in names if len(n) > 3), key=len, reverse=True):
        line = line.replace(name, HOLE)
    return _is_ours(DAY.sub(HOLE, line), 0)


def _is_ours(line: str, depth: int) -> bool:
    whole, patterns = _said_in("fr")
    bare = re.sub(r"^(\d+\. )?[\s,;:.–]*|[\s,;:–]*$", "", line)
    small = bare[:1].lower() + bare[1:]  # labels are written small, and begin large in forms
    if not re.search(r"[^\W\d_]{2,}", bare) or {bare, small, f"{bare} :", f"{bare}.", bare.rstrip(".")} & whole:
        return True
    if depth == 4:
        return False
    for pattern in patterns:
        found = pattern.fullmatch(line) or pattern.fullmatch(bare)
        if found and all(_is_ours(part, depth + 1) for part in found.groups()):
            return True
    # Two texts of several sentences each may stand in one paragraph.
    ends = [m.end() for m in re.finditer(r"[.?] ", bare)]
    if any(_is_ours(bare[:end].strip(), depth + 1) and _is_ours(bare[end:], depth + 1) for end in ends):
        return True
    several = ([part for part in re.split(sign, bare) if part.strip()] for sign in BETWEEN)
    return any(len(parts) > 1 and all(_is_ours(part, depth + 1) for part in parts) for parts in several)
