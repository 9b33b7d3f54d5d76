"""What can be wrong with a file from elsewhere: every fault with file, line, column and remedy, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, ngettext

__all__ = ["ExchangeError", "Fault", "Faults"]

#: So many faults are listed; further ones are counted. A file of another format has one on every line.
MOST_LISTED = 100


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file.

    Parameters
    ----------
    file
        Name of the file.
    message, remedy
        What is wrong, and what to do about it, in the active language.
    line
        Line of the file (or row of the sheet), the first is 1; None where the whole file is meant.
    column
        Number of the column, or the name of the field; None where the whole line is meant.
    """

    file: str
    message: str
    remedy: str = ""
    line: int | None = None
    column: int | str | None = None

    @property
    def place(self) -> str:
        """File, line and column in words."""
        parts = [self.file]
        if self.line is not None:
            parts.append(_("line {line}").format(line=self.line))
        if self.column is not None:
            parts.append(_("column {column}").format(column=self.column))
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Return the fault as plain data."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "remedy": self.remedy,
        }


class ExchangeError(InputError):
    """A file that cannot be read or written; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault], more: int = 0) -> None:
        self.faults = tuple(faults)
        self.more = more
        lines = [str(fault) for fault in self.faults]
        if more:
            lines.append(ngettext("… and {n} more.", "… and {n} more.", more).format(n=more))
        super().__init__("\n".join(lines))


class Faults:
    """Collects the faults of one file, so that all of them are told together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.more = 0

    def add(self, message: str, remedy: str = "", *, line: int | None = None, column: int | str | None = None) -> None:
        """Note a fault."""
        if len(self.found) < MOST_LISTED:
            self.found.append(Fault(self.file, message, remedy, line, column))
        else:
            self.more += 1

    def error(
        self, message: str, remedy: str = "", *, line: int | None = None, column: int | str | None = None
    ) -> ExchangeError:
        """Note a fault that ends the reading, and return the error to raise."""
        self.found.append(Fault(self.file, message, remedy, line, column))
        return ExchangeError(self.found, self.more)

    def check(self) -> None:
        """Raise an `ExchangeError` if anything was found."""
        if self.found:
            raise ExchangeError(self.found, self.more)
