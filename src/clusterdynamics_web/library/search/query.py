"""Asking the database: which published versions have all these words, and how well.

One interface over both databases. Each word finds all words that begin with it: "kluster" finds "klusterutveckling".
Both databases find the same; how they rank is their own, but a word in the title counts most on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

__all__ = ["Row", "matching"]

_FACETS = "e.version_id, e.country, e.region, e.sector, e.kind, e.stage, e.purpose, e.language, e.year"


class Row(NamedTuple):
    """A version that matches, with its facets."""

    version: int
    country: str
    region: str
    sector: str
    kind: str
    stage: str
    purpose: str
    language: str
    year: int


def matching(words: Sequence[str], *, everything: bool) -> list[Row]:
    """Return what has all `words`, the best first; without words all, the newest first.

    Parameters
    ----------
    words
        Folded words (`search.words.words_of`): letters and digits only.
    everything
        Also what is for the network only.
    """
    where = "" if everything else " AND e.public"
    with connection.cursor() as cursor:
        if not words:
            cursor.execute(
                f"SELECT {_FACETS} FROM library_entry e WHERE 1 = 1{where} ORDER BY e.published_at DESC, e.version_id"  # noqa: S608
            )
        elif connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT {_FACETS} FROM library_fts f JOIN library_entry e ON e.version_id = f.rowid "  # noqa: S608
                f"WHERE f.library_fts MATCH %s{where} "
                "ORDER BY bm25(library_fts, 20.0, 4.0, 10.0, 1.0), e.version_id DESC",
                [" AND ".join(f'"{word}"*' for word in words)],
            )
        else:
            asked = " & ".join(f"{word}:*" for word in words)
            either = " | ".join(f"{word}:*" for word in words)
            cursor.execute(
                f"SELECT {_FACETS} FROM library_matches(to_tsquery('simple', %s)) t "  # noqa: S608
                f"JOIN library_entry e ON e.version_id = t.entry_id WHERE 1 = 1{where} "
                "ORDER BY ts_rank('{0, 0.2, 0.5, 1}', t.head, to_tsquery('simple', %s)) DESC, e.version_id DESC",
                [asked, either],
            )
        return list(map(Row._make, cursor.fetchall()))
