"""Short names for maps, made out of long ones, each different from the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clusterdynamics.exchange.roster.cells import clean_text
from clusterdynamics.study.names import company_key, fold

__all__ = ["LONGEST", "suggest_short_labels"]

#: Letters that fit beside a point on a map.
LONGEST = 18
_SMALL_WORDS = frozenset(
    {"och", "og", "ja", "et", "and", "de", "du", "des", "la", "le", "les", "of", "the", "for", "i", "&"}
)


def suggest_short_labels(labels: Sequence[str], *, taken: Iterable[str] = (), longest: int = LONGEST) -> list[str]:
    """Return a short name for each name.

    The legal form goes first, then words from the end. Where that is taken, the initials of the words that went are
    put behind it, then the initials of all words are tried, then numbers. Names that are short and free stay as they
    are. The same names always give the same short ones.

    Parameters
    ----------
    labels
        Names of organisations.
    taken
        Short names that are in use.
    longest
        Most characters, at least 6.

    Returns
    -------
    As many short names, all different from each other and from those taken, whatever the case.

    Examples
    --------
    >>> suggest_short_labels(["Sandvik AB", "Sandvik Coromant Sverige AB", "Universitetet i Karlstads skogsinstitut"])
    ['Sandvik', 'Sandvik Coromant', 'Universitetet']
    """
    if longest < 6:
        raise ValueError("a short name needs room for 6 characters")
    used = {_same(name) for name in taken}
    found: list[str] = []
    for label in labels:
        own = next(name for name in _candidates(clean_text(label), longest) if _same(name) not in used)
        used.add(_same(own))
        found.append(own)
    return found


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _candidates(label: str, longest: int) -> Iterator[str]:
    words = _without_legal_form(label)
    whole = " ".join(words)
    base = whole
    kept = len(words)
    while len(base) > longest and kept > 1:
        kept -= 1
        base = " ".join(words[:kept])
    while kept > 1 and fold(words[kept - 1]) in _SMALL_WORDS:
        kept -= 1
        base = " ".join(words[:kept])
    if len(base) > longest:
        base = base[: longest - 1] + "…"
    base = base or label[:longest] or "?"
    yield base
    rest = "".join(w[0].upper() for w in words[kept:] if fold(w) not in _SMALL_WORDS)
    if rest and len(base) + 1 + len(rest) <= longest:
        yield f"{base} {rest}"
    initials = "".join(w[0].upper() for w in words if fold(w) not in _SMALL_WORDS)
    if 2 < len(initials) <= longest:
        yield initials
    if label and len(label) <= longest:
        yield label
    n = 1
    while True:
        n += 1
        number = f" {n}"
        yield base[: longest - len(number)].rstrip() + number


def _without_legal_form(label: str) -> list[str]:
    """Return the words of a name without those that are its legal form, in their own spelling."""
    bare = re.sub(r"\((publ|ab|oy|as)\)", " ", label, flags=re.IGNORECASE)
    kept = set(company_key(label).split())
    words = [w for w in bare.split() if w == "&" or set(company_key(w).split()) & kept]
    return words or label.split()
