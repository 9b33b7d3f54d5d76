"""The index itself, made by the migration: FTS5 on SQLite, text search on PostgreSQL, over the same folded words.

Both are in two halves: a large one that finds and knows only which version has a word (no places, no counts), and a
small one over title, keywords and summary that ranks. To rank by whole files, the places of a word would be read for
every version found.

On SQLite triggers keep both in step with their table. SQLite drops triggers with their table, so a later migration that
remakes `library_entrytext` must call `make` again.
"""

from __future__ import annotations

from typing import Any

__all__ = ["drop", "drop_matches", "make", "make_matches"]

_HALVES = {"library_fts": ("title", "summary", "keywords", "body"), "library_head": ("title", "summary", "keywords")}
#: Folded words have blanks between them. To "ascii" everything beyond ASCII is a letter, so it parts them where we do.
#: Beginnings of one to three letters are kept ready: else "de*" puts together all the words that begin so.
_COMMON = "content='library_entrytext', content_rowid='entry_id', tokenize='ascii', prefix='1 2 3'"


def _added(half: str) -> str:
    names = ", ".join(_HALVES[half])
    new = ", ".join(f"new.{name}" for name in _HALVES[half])
    return f"INSERT INTO {half}(rowid, {names}) VALUES (new.entry_id, {new});"  # noqa: S608


def _removed(half: str) -> str:
    names = ", ".join(_HALVES[half])
    old = ", ".join(f"old.{name}" for name in _HALVES[half])
    return f"INSERT INTO {half}({half}, rowid, {names}) VALUES ('delete', old.entry_id, {old});"  # noqa: S608


_ADD, _REMOVE = (" ".join(map(words, _HALVES)) for words in (_added, _removed))
_SQLITE = (
    f"CREATE VIRTUAL TABLE library_fts USING fts5({', '.join(_HALVES['library_fts'])}, {_COMMON}, "
    "detail=none, columnsize=0)",
    f"CREATE VIRTUAL TABLE library_head USING fts5({', '.join(_HALVES['library_head'])}, {_COMMON})",
    f"CREATE TRIGGER library_fts_added AFTER INSERT ON library_entrytext BEGIN {_ADD} END",
    f"CREATE TRIGGER library_fts_removed AFTER DELETE ON library_entrytext BEGIN {_REMOVE} END",
    f"CREATE TRIGGER library_fts_changed AFTER UPDATE ON library_entrytext BEGIN {_REMOVE} {_ADD} END",
)
_SQLITE_AWAY = (
    "DROP TRIGGER IF EXISTS library_fts_added",
    "DROP TRIGGER IF EXISTS library_fts_removed",
    "DROP TRIGGER IF EXISTS library_fts_changed",
    "DROP TABLE IF EXISTS library_fts",
    "DROP TABLE IF EXISTS library_head",
)
#: The half that ranks, and below it `document`, the half that finds.
_HEAD = (
    "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', keywords), 'B') || "
    "setweight(to_tsvector('simple', summary), 'C')"
)
_POSTGRESQL = (
    f"ALTER TABLE library_entrytext ADD COLUMN head tsvector GENERATED ALWAYS AS ({_HEAD}) STORED",
    "ALTER TABLE library_entrytext ADD COLUMN document tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', "
    "title || ' ' || keywords || ' ' || summary || ' ' || body))) STORED",
    "CREATE INDEX library_words ON library_entrytext USING gin (document)",
)
_POSTGRESQL_AWAY = (
    "DROP INDEX IF EXISTS library_words",
    "ALTER TABLE library_entrytext DROP COLUMN IF EXISTS document",
    "ALTER TABLE library_entrytext DROP COLUMN IF EXISTS head",
)
#: PostgreSQL reckons a scan of the table cheap, as it does not count that each document must be fetched and unpacked:
#: 600 ms for a frequent word among 10,000 items, against 20 ms through the index. So the index is what is left to it.
_MATCHES = (
    "CREATE FUNCTION library_matches(asked tsquery) RETURNS TABLE (entry_id bigint, head tsvector) "
    "LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off SET enable_indexscan = off "
    "AS $$ SELECT t.entry_id, t.head FROM library_entrytext t WHERE t.document @@ asked $$",
)
_MATCHES_AWAY = ("DROP FUNCTION IF EXISTS library_matches(tsquery)",)


def make(apps: Any, schema_editor: Any) -> None:
    """Make the index."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    """Take the index away."""
    for statement in _SQLITE_AWAY if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL_AWAY:
        schema_editor.execute(statement)


def make_matches(apps: Any, schema_editor: Any) -> None:
    """Make PostgreSQL's function that asks the index, and nothing else."""
    for statement in () if schema_editor.connection.vendor == "sqlite" else _MATCHES:
        schema_editor.execute(statement)


def drop_matches(apps: Any, schema_editor: Any) -> None:
    """Take the function away."""
    for statement in () if schema_editor.connection.vendor == "sqlite" else _MATCHES_AWAY:
        schema_editor.execute(statement)
