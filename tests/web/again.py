"""What takes a second to make is laid down again for the next test, row by row, where the ground is the same.

Only on SQLite, whose counters of identifiers stand in a table that a test's end takes back: where they stand as they
stood, the same work gives the same identifiers, and its rows can be written as they were. Tests that commit (those with
a live server) never take the counters back, so there is nothing to lay down for them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

__all__ = ["laid_again"]

Rows = dict[str, set[tuple[Any, ...]]]


@dataclass(frozen=True)
class _Laid:
    given: Any
    rows: Rows
    files: dict[Path, bytes]


_KEPT: dict[Hashable, _Laid] = {}


def _rows() -> Rows:
    names = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    with connection.cursor() as cursor:
        found: Rows = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            found[name] = set(cursor.fetchall())
        return found


def _counters() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
        return tuple(cursor.fetchall())


def laid_again[T](what: Hashable, folder: Path, make: Callable[[], T]) -> T:
    """Make something in the database and in files of a folder, or lay it down as it was made before.

    Parameters
    ----------
    what
        Names what is made, and everything it depends on besides the counters of the database.
    folder
        Where it writes files; empty before.
    make
        Adds rows or changes them, and deletes none that was there. What it gives back is copied for each test.
    """
    if connection.vendor != "sqlite" or not connection.in_atomic_block:
        return make()
    ground = (what, _counters())
    if ground not in _KEPT:
        before = _rows()
        given = make()
        rows = {name: rows - before[name] for name, rows in _rows().items() if rows != before[name]}
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        _KEPT[ground] = _Laid(copy.deepcopy(given), rows, files)
        return given
    laid = _KEPT[ground]
    with connection.cursor() as cursor:
        for name, rows in laid.rows.items():
            marks = ", ".join("%s" for _ in next(iter(rows)))
            cursor.executemany(f'INSERT OR REPLACE INTO "{name}" VALUES ({marks})', list(rows))  # noqa: S608
    for path, content in laid.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return copy.deepcopy(laid.given)
