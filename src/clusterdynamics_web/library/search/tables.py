"""The index itself, made by the migration: FTS5 on SQLite, text search on PostgreSQL, over the same folded words.

On SQLite triggers keep it in step with its table. SQLite drops triggers with their table, so a later migration that
remakes `library_entrytext` must call `make` again.
"""

from __future__ import annotations

from typing import Any

__all__ = ["drop", "drop_matches", "make", "make_matches"]

_COLUMNS = "title, summary, keywords, body"
_OLD = "old.title, old.summary, old.keywords, old.body"
_NEW = "new.title, new.summary, new.keywords, new.body"
_REMOVE = f"INSERT INTO library_fts(library_fts, rowid, {_COLUMNS}) VALUES ('delete', old.entry_id, {_OLD});"  # noqa: S608
_ADD = f"INSERT INTO library_fts(rowid, {_COLUMNS}) VALUES (new.entry_id, {_NEW});"  # noqa: S608

_SQLITE = (
    f"CREATE VIRTUAL TABLE library_fts USING fts5({_COLUMNS}, content='library_entrytext', content_rowid='entry_id', "
    "tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER library_fts_added AFTER INSERT ON library_entrytext BEGIN {_ADD} END",
    f"CREATE TRIGGER library_fts_removed AFTER DELETE ON library_entrytext BEGIN {_REMOVE} END",
    f"CREATE TRIGGER library_fts_changed AFTER UPDATE ON library_entrytext BEGIN {_REMOVE} {_ADD} END",
)
_SQLITE_AWAY = (
    "DROP TRIGGER IF EXISTS library_fts_added",
    "DROP TRIGGER IF EXISTS library_fts_removed",
    "DROP TRIGGER IF EXISTS library_fts_changed",
    "DROP TABLE IF EXISTS library_fts",
)
#: `head` is small and ranks; `document` is large and only finds.
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
