"""Text that a spreadsheet program would take for a formula: refused where people name things, before it is kept.

A package is opened in spreadsheets. What is named here (organisations, people, areas) stands in its tables as it is, so
that it must not run there. Long answers are kept as they were written; the reader of packages warns of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from clusterdynamics.exchange.roster import RosterPlan, RosterProblem, RosterRow
from clusterdynamics.study.read.cells import LOOKS_LIKE_FORMULA

__all__ = ["looks_like_formula", "without_formulas"]

_FORMULA = re.compile(LOOKS_LIKE_FORMULA)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet program would run the text."""
    return bool(_FORMULA.search(text.strip()))


def without_formulas(plan: RosterPlan) -> RosterPlan:
    """Return the plan with rows that hold a formula marked as not usable, and the problems told."""
    columns = {field: column for column, field in plan.mapping.items()}
    rows, problems = [], list(plan.problems)
    for row in plan.rows:
        found = _formulas(row, columns)
        problems += [
            RosterProblem(
                "error",
                row.line,
                column,
                _("'{text}' looks like a formula.").format(text=text[:40]),
                _("Write the text itself."),
            )
            for column, text in found
        ]
        rows.append(replace(row, usable=False) if found else row)
    return replace(plan, rows=tuple(rows), problems=tuple(problems))


def _formulas(row: RosterRow, columns: Mapping[str, str]) -> list[tuple[str | None, str]]:
    texts = [(columns.get(field), value) for field, value in row.values.items() if isinstance(value, str)]
    texts += [(columns.get("aliases"), alias) for alias in row.aliases]
    texts += [(column, value) for column, value in row.attributes.items()]
    # A telephone number may begin with a plus; it holds digits only and is none by the rule.
    return [(column, text) for column, text in texts if looks_like_formula(text)]
