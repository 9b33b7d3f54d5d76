"""Problems found in a study package: what, where, and what to do about it.

Every message to a person is a member of one enumeration with two templates, one for what is wrong and one for
the remedy; a code is stable and can be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import N_, _

__all__ = ["TEMPLATES", "Code", "Problem", "Severity", "StudyError"]


class Severity(StrEnum):
    """How bad it is: errors stop the reading, warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """All problems that reading and checking can report."""

    PACKAGE_MISSING = "package-missing"


#: Code → (what is wrong, what to do), both translatable templates filled from ``Problem.values``.
TEMPLATES: Mapping[Code, tuple[str, str]] = MappingProxyType(
    {
        Code.PACKAGE_MISSING: (
            N_("There is no study at {path}."),
            N_("Give the path of a study folder, a .zip of one, or an .xlsx workbook."),
        ),
    }
)


@dataclass(frozen=True, order=True)
class Problem:
    """One problem, placed.

    Parameters
    ----------
    file
        Name of the file in the package (or of the sheet), or of the package itself.
    row
        Row as a spreadsheet counts it (the header is row 1); None where the whole file is meant.
    column
        Header of the column; None where the whole row or file is meant.
    code
        What kind of problem.
    values
        What the templates are filled with.
    """

    file: str
    row: int | None
    column: str | None
    code: Code
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    severity: Severity = Severity.ERROR

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return _(TEMPLATES[self.code][0]).format(**self.values)

    @property
    def remedy(self) -> str:
        """What to do, in the active language."""
        return _(TEMPLATES[self.code][1]).format(**self.values)

    @property
    def place(self) -> str:
        """File, row and column in words."""
        parts = [self.file]
        if self.row is not None:
            parts.append(_("row {row}").format(row=self.row))
        if self.column is not None:
            parts.append(_("column '{column}'").format(column=self.column))
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """Return the problem as plain data, for ``--json`` and the interface between programs."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "code": str(self.code),
            "severity": str(self.severity),
            "message": self.message,
            "remedy": self.remedy,
        }


class StudyError(ClusterDynamicsError):
    """A study that cannot be used; `problems` lists everything that is wrong, not the first thing only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
