"""Kinds of bad input: each breaks the good study in one place and must be reported there.

The expected places were counted by hand in ``cast.TABLES`` (the header is row 1). The cases are in ``bad_*.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import clusterdynamics as cd
from clusterdynamics.study.codes import SEVERITIES, Code, Severity
from clusterdynamics.study.problems import StudyError
from tests.study.bad_cells import CELLS, KEYS
from tests.study.bad_content import LINKS, ORGANISATIONS, RESPONDENTS, STORIES
from tests.study.bad_files import FILES, SETTINGS_CASES
from tests.study.breaking import Bad, line, more, raw, toml
from tests.study.cast import write_cast

CASES = (*FILES, *CELLS, *KEYS, *ORGANISATIONS, *LINKS, *RESPONDENTS, *STORIES, *SETTINGS_CASES)


def test_the_good_study_is_good(tmp_path: Path) -> None:
    study, problems = cd.check_study(write_cast(tmp_path))
    assert [str(p) for p in problems] == []
    assert study is not None
    assert study["actors"].height == 6


def test_there_are_many_kinds() -> None:
    """At least 60 kinds of bad input, as codes and not only as cases."""
    assert len({case.code for case in CASES}) >= 60
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_bad_input_is_reported_where_it_is(case: Bad, tmp_path: Path) -> None:
    folder = write_cast(tmp_path / "study")
    case.change(folder)
    before = {p: p.read_bytes() for p in folder.iterdir()}
    study, problems = cd.check_study(folder)
    mine = [p for p in problems if p.code is case.code]
    places = [(p.file, p.row, p.column) for p in mine]
    assert (case.file, case.row, case.column) in places, [str(p) for p in problems]
    problem = mine[places.index((case.file, case.row, case.column))]
    assert problem.severity is SEVERITIES[case.code]
    assert problem.message
    assert problem.remedy
    assert case.says in str(problem)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    assert (study is None) == bool(errors)
    # Reading writes nothing.
    assert {p: p.read_bytes() for p in folder.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["study"]


def test_reading_raises_every_error_and_no_warning(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    more("ties", "2024,depth,a,a,9,,,,r1", "2024,depth,zz,b,x,,,,r1")(folder)
    line("claims", 2, "k1,s1,trust,trust,+,3,16,met at a fair")(folder)
    errors = tuple(p for p in cd.check_study(folder)[1] if p.severity is Severity.ERROR)
    with pytest.raises(StudyError) as caught:
        cd.read_study(folder)
    assert caught.value.problems == errors
    assert len(errors) > 3
    assert str(caught.value).count("\n") == len(errors) - 1
    assert Code.CLAIM_SELF not in {p.code for p in errors}  # a warning


def test_several_at_once_are_all_reported(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    toml('informants = "any"', 'informants = "some"')(folder)
    more("actors", "a,Another,,,,,,,,,,,")(folder)
    more("ties", "2024,depth,a,a,9,,,,r1", "2024,depth,zz,b,x,,,,r1")(folder)
    line("codings", 2, "s1,t9,16,3,me")(folder)
    raw("areas.csv", b"")(folder)
    codes = {(p.code, p.row) for p in cd.check_study(folder)[1]}
    assert codes >= {
        (Code.SETTING_CHOICE, None),
        (Code.KEY_TWICE, 8),
        (Code.SELF_TIE, 10),
        (Code.NOT_NUMBER, 11),
        (Code.UNKNOWN_ACTOR, 11),
        (Code.UNKNOWN_THEME, 2),
        (Code.SPAN_REVERSED, 2),
        (Code.FILE_EMPTY, None),
    }
    # What refers to a table that could not be read is not judged.
    assert Code.UNKNOWN_AREA not in {code for code, _row in codes}


def test_a_broken_large_table_stays_readable(tmp_path: Path) -> None:
    """1,000 problems of a kind are listed for a file, the others are counted."""
    folder = write_cast(tmp_path)
    more("ties", *(f"2024,depth,a,zz{i},1,,,,r1" for i in range(2_500)))(folder)
    _study, problems = cd.check_study(folder)
    mine = [p for p in problems if p.code is Code.UNKNOWN_ACTOR]
    assert len(mine) == 1_000
    assert mine[0].row == 10
    rest = [p for p in problems if p.code is Code.MORE]
    assert [(p.file, p.row, p.values["count"]) for p in rest] == [("ties.csv", None, 1_500)]
    assert "1500 more" in rest[0].message
