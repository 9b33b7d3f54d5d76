"""Problems: every code has words, a way out, and a test that shows it."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from clusterdynamics.i18n import use_language
from clusterdynamics.study.codes import SEVERITIES, Code, Severity
from clusterdynamics.study.problems import TEMPLATES, Problem, StudyError
from clusterdynamics.study.read.report import MOST, Problems

TESTS = Path(__file__).parent


def test_every_code_has_words_and_a_remedy() -> None:
    assert set(TEMPLATES) == set(Code) == set(SEVERITIES)
    for message, remedy in TEMPLATES.values():
        assert message.endswith((".", "."))
        assert remedy.endswith(".")
        assert len(message) < 130
        assert not re.search(r"\b(ladder|anonymous|score|ranking|isolate)\b", message + remedy)


def test_every_code_occurs_in_a_test_of_reading() -> None:
    """MORE and the like too: a code that nothing can cause would be dead words."""
    shown = "\n".join(p.read_text(encoding="utf-8") for p in TESTS.glob("*.py") if p.name != Path(__file__).name)
    missing = [code.name for code in Code if not re.search(rf"Code\.{code.name}\b", shown)]
    assert missing == []


def test_codes_are_made_of_their_names() -> None:
    """A code is searched for in forums and logs: it never differs from its name."""
    assert [str(c) for c in Code] == [c.name.lower().replace("_", "-") for c in Code]


@pytest.mark.parametrize("code", list(Code))
def test_templates_can_be_filled(code: Code) -> None:
    names = {n for t in TEMPLATES[code] for _text, n, _spec, _conversion in string.Formatter().parse(t) if n}
    problem = Problem("ties.csv", 3, "value", code, dict.fromkeys(names, "X") | {"nearest": "Y"})
    assert "{" not in str(problem)
    assert problem.remedy.startswith("Did you mean 'Y'? ")
    assert str(problem).startswith("ties.csv, row 3, column 'value': ")


def test_a_problem_as_data() -> None:
    problem = Problem("areas.csv", 4, None, Code.CELL_REQUIRED, {"description": "Name of the area"})
    assert problem.to_dict() == {
        "file": "areas.csv",
        "row": 4,
        "column": None,
        "code": "cell-required",
        "severity": "error",
        "message": "The cell is empty.",
        "remedy": "Fill it: Name of the area.",
    }
    assert problem.place == "areas.csv, row 4"
    assert Problem("areas.csv", None, None, Code.FILE_EMPTY).place == "areas.csv"


def test_words_are_found_when_they_are_shown() -> None:
    """The language is that of the reader, not that of the moment in which the problem was found."""
    problem = Problem("areas.csv", 4, "label", Code.CELL_REQUIRED, {"description": "Name of the area"})
    with use_language("en"):
        english = str(problem)
    assert "The cell is empty." in english


def test_the_order_of_a_report() -> None:
    problems = Problems()
    for file, row, column in (("b", 1, "x"), ("a", 3, None), ("a", None, "y"), ("a", 3, "c"), ("a", None, None)):
        problems.add(Code.CELL_ERROR, file, row, column, text="#N/A")
    assert [(p.file, p.row, p.column) for p in problems.listed()] == [
        ("a", None, None),
        ("a", None, "y"),
        ("a", 3, None),
        ("a", 3, "c"),
        ("b", 1, "x"),
    ]


def test_long_cells_are_quoted_in_part() -> None:
    problems = Problems()
    problems.add(Code.NOT_NUMBER, "ties.csv", 2, "value", value="x" * 5_000)
    assert len(problems.listed()[0].message) < 150


def test_the_report_is_bounded() -> None:
    problems = Problems()
    for row in range(MOST + 5):
        problems.add(Code.CLAIM_SELF, "claims.csv", row, value="a")
    problems.add(Code.CLAIM_SELF, "other.csv", 1, value="a")
    listed = problems.listed()
    assert len(listed) == MOST + 2
    rest = next(p for p in listed if p.code is Code.MORE)
    assert (rest.file, rest.values["count"], rest.severity) == ("claims.csv", 5, Severity.WARNING)
    assert problems.count(Code.CLAIM_SELF, "claims.csv") == MOST + 5


def test_the_error_lists_every_problem() -> None:
    problems = [Problem("a.csv", row, None, Code.QUOTE_OPEN) for row in (1, 2)]
    error = StudyError(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "\n".join(map(str, problems))
