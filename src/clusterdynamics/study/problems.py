"""Problems found in a study package: what, where, and what to do about it.

Every message to a person is a member of one enumeration with two templates, one for what is wrong and one for
the remedy; a code is stable and can be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import _
from clusterdynamics.study.codes import Code, Severity
from clusterdynamics.study.messages import TEMPLATES

__all__ = ["TEMPLATES", "Code", "Problem", "Severity", "StudyError"]

_TRANSLATED = frozenset({"description", "expected"})


@dataclass(frozen=True)
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
        return self._filled(TEMPLATES[self.code][0])

    @property
    def remedy(self) -> str:
        """What to do, in the active language, with the nearest thing that exists where there is one."""
        advice = self._filled(TEMPLATES[self.code][1])
        if self.values.get("nearest") is None:
            return advice
        return _("Did you mean '{nearest}'?").format(nearest=self.values["nearest"]) + " " + advice

    def _filled(self, template: str) -> str:
        # What a column is for, or what was expected, is itself a text to be translated.
        words = {name: _(text) if name in _TRANSLATED else text for name, text in self.values.items()}
        return _(template).format(**words)

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Order of a report: by file, row and column; what is about the whole file comes first."""
        return (self.file, self.row or 0, self.column or "", str(self.code))

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
