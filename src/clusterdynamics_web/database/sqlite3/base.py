"""SQLite, whose writers of one process wait in a queue.

SQLite itself lets writers try again and again, with longer and longer pauses: under load those who came last are
served first, and those who came first give up after their time. Here the threads of a process come one after the other;
only the few processes of an installation still meet at the file.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as DjangoWrapper
from django.db.utils import OperationalError

from clusterdynamics_web.database.turns import Turns

__all__ = ["DatabaseWrapper"]

_TURNS: defaultdict[str, Turns] = defaultdict(Turns)


class DatabaseWrapper(DjangoWrapper):
    """Django's, with a turn around each transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turns = _TURNS[str(self.settings_dict["NAME"])]
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        if not turns.take(seconds):
            raise OperationalError("database is locked")
        self._held = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs do not know it
        except BaseException:
            self._give()
            raise

    def _give(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.give()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        # A commit that failed leaves the transaction open: its rollback gives the turn away.
        self._give()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give()
