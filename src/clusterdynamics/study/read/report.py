"""Collecting problems without letting a broken million-row table fill the memory or the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl

from clusterdynamics.study.codes import SEVERITIES, Code, Severity
from clusterdynamics.study.problems import Problem

__all__ = ["MOST", "ROW", "Problems"]

#: Column that carries the row numbers of a table while it is checked.
ROW = "__row__"
#: Problems of one kind in one file that are listed; the rest is counted.
MOST = 1_000
#: Characters of a cell that a message quotes.
_QUOTED = 80


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _QUOTED:
        return value[: _QUOTED - 1] + "…"
    return value


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self._counts: Counter[tuple[Code, str]] = Counter()

    def add(
        self,
        code: Code,
        file: str,
        row: int | None = None,
        column: str | None = None,
        *,
        severity: Severity | None = None,
        **values: Any,
    ) -> None:
        """Add one problem; `severity` is the code's own unless given."""
        self._counts[code, file] += 1
        if self._counts[code, file] <= MOST:
            filled = {name: _short(value) for name, value in values.items()}
            self._listed.append(Problem(file, row, column, code, filled, severity or SEVERITIES[code]))

    def add_rows(
        self,
        code: Code,
        file: str,
        column: str | None,
        bad: pl.DataFrame,
        also: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
        **constants: Any,
    ) -> None:
        """Add one problem for each row of `bad`.

        Parameters
        ----------
        bad
            Frame with the column ``ROW``; its other columns fill the templates by their names.
        also
            Called with a row's values, returns further ones; only for rows that are listed.
        constants
            Values that are the same for all rows.
        """
        room = max(MOST - self._counts[code, file], 0)
        for values in bad.sort(ROW).head(room).iter_rows(named=True):
            row = values.pop(ROW)
            more = also(values) if also is not None else {}
            self.add(code, file, row, column, **constants, **values, **more)
        self._counts[code, file] += max(bad.height - room, 0)

    def count(self, code: Code, file: str) -> int:
        """Return how many problems of this kind the file has, listed or not."""
        return self._counts[code, file]

    def listed(self) -> tuple[Problem, ...]:
        """Return the problems sorted by file, row and column, with how many were left out."""
        rest = [
            Problem(file, None, None, Code.MORE, {"count": n - MOST, "kind": str(code)}, SEVERITIES[code])
            for (code, file), n in self._counts.items()
            if n > MOST
        ]
        return tuple(sorted([*self._listed, *rest], key=lambda p: p.sort_key))
