"""Asking the database: which published versions have all these words, and how well.

One interface over both databases. Each word finds all words that begin with it: "kluster" finds "klusterutveckling".
Both databases find the same; how they rank is their own, but a word in the title counts most on both, and what has the
words in its files only comes last, the newest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

__all__ = ["COLUMNS", "Row", "matching"]

#: A version that matches, with its facets: values of `COLUMNS`. There may be thousands, so they are plain tuples.
type Row = tuple[int, str, str, str, str, str, str, str, int]

COLUMNS = ("version", "country", "region", "sector", "kind", "stage", "purpose", "language", "year")
_FACETS = "e.version_id, e.country, e.region, e.sector, e.kind, e.stage, e.purpose, e.language, e.year"


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
            newest: list[Row] = cursor.fetchall()
            return newest
        ask = _sqlite if connection.vendor == "sqlite" else _postgresql
        return ask(cursor, words, where)


def _sqlite(cursor: Any, words: Sequence[str], where: str) -> list[Row]:
    begins = [f'"{word}"*' for word in words]
    cursor.execute(
        "SELECT rowid, bm25(library_head, 20.0, 4.0, 10.0) FROM library_head WHERE library_head MATCH %s",
        [" OR ".join(begins)],
    )
    rank = dict(cursor.fetchall())
    cursor.execute(
        f"SELECT {_FACETS} FROM library_fts f JOIN library_entry e ON e.version_id = f.rowid "  # noqa: S608
        f"WHERE f.library_fts MATCH %s{where} ORDER BY f.rowid DESC",
        [" AND ".join(begins)],
    )
    rows: list[Row] = cursor.fetchall()
    rows.sort(key=lambda row: rank.get(row[0], 0.0))  # the less, the better; among equals the order stays
    return rows


def _postgresql(cursor: Any, words: Sequence[str], where: str) -> list[Row]:
    asked = " & ".join(f"{word}:*" for word in words)
    either = " | ".join(f"{word}:*" for word in words)
    cursor.execute(
        f"SELECT {_FACETS} FROM library_matches(to_tsquery('simple', %s)) t "  # noqa: S608
        f"JOIN library_entry e ON e.version_id = t.entry_id WHERE 1 = 1{where} "
        "ORDER BY ts_rank('{0, 0.2, 0.5, 1}', t.head, to_tsquery('simple', %s)) DESC, e.version_id DESC",
        [asked, either],
    )
    rows: list[Row] = cursor.fetchall()
    return rows
