"""Databases of other programs: opened to read only, with limits, and believed in nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.text import MOST_BYTES
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.build import MOST_ITEMS

__all__ = ["MAGIC", "Database", "open_database", "table_names"]

MAGIC = b"SQLite format 3\x00"
#: Characters in one text.
_MOST_TEXT = 50_000_000
#: Steps of the database's machine for one question; a million rows take a fraction of them.
_MOST_STEPS = 200_000_000
_EVERY = 1_000_000

type Value = str | int | float | None


class Database:
    """A database that may be asked for whole tables."""

    def __init__(self, connection: sqlite3.Connection, faults: Faults) -> None:
        self._connection = connection
        self.faults = faults
        self.tables = table_names(connection)
        self._steps = 0
        connection.set_progress_handler(self._tick, _EVERY)

    def _tick(self) -> bool:
        self._steps += _EVERY
        return self._steps > _MOST_STEPS

    def need(self, program: str, tables: Sequence[str]) -> None:
        """Raise what is missing for a database of this program."""
        missing = [t for t in tables if t not in self.tables]
        if missing:
            raise self.faults.error(
                _("The database has no table {names}, so it is none of {program}.").format(
                    names=", ".join(missing), program=program
                ),
                _("Choose the right file."),
            )

    def rows(self, table: str, columns: Sequence[str], order: str) -> Iterator[dict[str, Value]]:
        """Return the rows of a table; columns that it does not have are None.

        Parameters
        ----------
        order
            Column to sort by.
        """
        if table not in self.tables:
            return
        there = {row[1] for row in self._connection.execute(f"PRAGMA table_info({_name(table)})")}
        if order not in there:
            raise self.faults.error(
                _("The table '{table}' has no column '{column}'.").format(table=table, column=order),
                _("Open the project in the newest version of the program, save it, and try again."),
            )
        known = [c for c in columns if c in there]
        # Names are from this package, quoted; nothing of the file gets into the question.
        columns_sql = ", ".join(map(_name, known))
        question = " ".join(("SELECT", columns_sql, "FROM", _name(table), "ORDER BY", _name(order), "LIMIT ?"))
        nothing: dict[str, Value] = dict.fromkeys(columns)
        for i, values in enumerate(self._connection.execute(question, (MOST_ITEMS + 1,))):
            if i == MOST_ITEMS:
                raise self.faults.error(
                    _("The file holds more than {n} items of one kind.").format(n=MOST_ITEMS), _("Send a part of it.")
                )
            yield nothing | {c: _plain(v) for c, v in zip(known, values, strict=True)}


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(value: object) -> Value:
    """Return a value of the database; bytes are text in disguise, or nothing."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value if isinstance(value, str | int | float) else None


def table_names(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the real tables: a view could hide a question that never ends."""
    return frozenset(
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        )
    )


@contextmanager
def open_database(path: Path, faults: Faults) -> Iterator[Database]:
    """Open a database so that it can change nothing and take no more than it may.

    Raises
    ------
    ExchangeError
        It is no database, damaged, or takes too long.
    """
    try:
        with path.open("rb") as stream:
            magic, size = stream.read(16), stream.seek(0, 2)
    except OSError as problem:
        raise faults.error(
            _("The file cannot be opened ({detail}).").format(detail=problem.strerror or problem),
            _("Choose a file that you may read."),
        ) from None
    if size > MOST_BYTES:
        raise faults.error(
            _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2), _("Send a smaller file.")
        )
    if magic != MAGIC:
        raise faults.error(_("The file is no SQLite database."), _("Choose the right file."))
    # immutable: no lock and no journal beside the file; what another program is just writing is not seen.
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_TEXT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    try:
        for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            connection.execute(f"PRAGMA {setting}")
        yield Database(connection, faults)
    except sqlite3.Error as problem:
        raise faults.error(
            _("The database is damaged, or asks for too much ({detail}).").format(detail=problem),
            _("Open it in the program it comes from, and save it again."),
        ) from None
    finally:
        connection.close()
