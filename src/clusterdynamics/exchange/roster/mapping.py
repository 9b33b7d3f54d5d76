"""Which column of a list holds what: guessed from the headers in six languages, and from what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clusterdynamics.exchange.roster.fields import FIELDS
from clusterdynamics.exchange.roster.sheet import RosterLine
from clusterdynamics.exchange.roster.words import header_words, key

__all__ = ["guess_mapping"]

#: Headers that mean the organisation where nothing else does, and the person where another column names the company.
_JUST_NAME = frozenset({"name", "namn", "navn", "nimi", "nom"})
#: Likeness (0 to 100, rapidfuzz ``ratio``) from which a header that we do not know counts as a misspelt one.
_LIKE = 88.0
#: Share of filled cells that must look like an address.
_MOST = 0.6
_MAIL = re.compile(r"\s*\S+@\S+\.\w+\s*")
_WEB = re.compile(r"\s*((https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,10}/?)\s*", re.IGNORECASE)


def guess_mapping(columns: Sequence[str], rows: Sequence[RosterLine] = ()) -> dict[str, str]:
    """Return which field each column most likely holds.

    A header counts where it is a known word in English, Swedish, Norwegian, Finnish, French or Danish (case, accents
    and signs do not matter), where it contains one as a whole word, or where it is nearly one (rapidfuzz ``ratio``
    of at least 88 of 100). Each field is given once, to the column that fits best and then to the first. Columns of
    e-mail addresses and web sites are also known by their content.

    Parameters
    ----------
    columns
        Headers of the list.
    rows
        Some rows of it; without them only the headers count.

    Returns
    -------
    Column → field (`FIELDS`), in the order of the columns. Columns that are not understood are left out.

    Examples
    --------
    >>> guess_mapping(["Yritys", "Yhteyshenkilö", "Sähköposti", "Kieli"])
    {'Yritys': 'label', 'Yhteyshenkilö': 'contact_name', 'Sähköposti': 'contact_email', 'Kieli': 'language'}
    """
    scored: list[tuple[float, int, str]] = []
    for place, column in enumerate(columns):
        scored += [(score, -place, field) for field, score in _candidates(key(column))]
        seen = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]
        scored += [(score, -place, field) for field, score in _by_content(seen)]
    given: dict[int, str] = {}
    for _score, negative, field in sorted(scored, reverse=True):
        if -negative not in given and field not in given.values():
            given[-negative] = field
    return {column: given[place] for place, column in enumerate(columns) if place in given}


def _candidates(header: str) -> list[tuple[str, float]]:
    """Return fields that a header may mean, with how well it fits (100 is best)."""
    words = header_words()
    if not header:
        return []
    if header in _JUST_NAME:
        return [("label", 80.0), ("contact_name", 70.0)]
    if header in words:
        return [(words[header], 100.0)]
    found = [(words[part], _of_part(part, words[part])) for part in _parts(header) if part in words]
    return [(field, score) for field, score in found if score] or _misspelt(header)


def _of_part(part: str, field: str) -> float:
    """Return how well a header fits of which only a part is a known word; 0 where that says nothing.

    "Contact e-mail" is an address, so the word for the contact counts less than any other. A code of something
    ("NACE code") is no identifier of the organisation.
    """
    if field == "id" or part in _JUST_NAME:
        return 0.0
    return (50.0 if field == "contact_name" else 60.0) + len(part) / 10


def _parts(header: str) -> list[str]:
    """Return all runs of whole words in a header, without the header itself.

    >>> _parts("contact email address")
    ['contact', 'email', 'address', 'contact email', 'email address']
    """
    words = header.split()
    return [" ".join(words[i : i + n]) for n in range(1, len(words)) for i in range(len(words) - n + 1)]


def _misspelt(header: str) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process

    words = header_words()
    if len(header) < 5:
        return []
    match = process.extractOne(header, list(words), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return [] if match is None else [(words[match[0]], match[1] / 2)]


def _by_content(cells: Sequence[str]) -> list[tuple[str, float]]:
    if not cells:
        return []
    fits = {
        "contact_email": sum(bool(_MAIL.fullmatch(c)) for c in cells),
        "domain": sum(bool(_WEB.fullmatch(c)) and "@" not in c for c in cells),
    }
    return [(field, 50.0) for field, n in fits.items() if n / len(cells) >= _MOST and field in FIELDS]
