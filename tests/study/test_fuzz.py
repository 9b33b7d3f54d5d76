"""Whatever stands in a file, reading answers with problems, never with an accident."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clusterdynamics as cd
from clusterdynamics.study.problems import StudyError
from tests.study.cast import SETTINGS, TABLES, write_cast

pytestmark = pytest.mark.verify  # each example reads a whole study

#: Pieces that mean something to some reader of tables or settings.
PIECES = [
    *"\"',;\t\r\n|=+-@#.[]{}\\ \0\ufeff\u2028\x0b\x85",
    *("id", "label", "a", "r1", "2024", "depth", "1", "nan", "inf", "1e999", "-0", "true", "9" * 30, "2024-02-30"),
    *("é", "日本", "\U0001f600", "=1+1", "[[", "]]", "title", '"""', "sep=;\n", "1,5", "99999-01-01", "0000-00-00"),
]
soup = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def answers(folder: Path) -> None:
    """Read; there is a study, or else at least one error, and every problem can be told."""
    study, problems = cd.check_study(folder)
    for problem in problems:
        assert str(problem)
        assert problem.to_dict()
    if study is None:
        with pytest.raises(StudyError):
            cd.read_study(folder)


@given(soup, st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]))
@settings(max_examples=24)
def test_soup_for_a_table(text: str, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = write_cast(Path(place))
        (folder / "areas.csv").write_bytes(text.encode(encoding, errors="replace"))
        answers(folder)


@given(st.sampled_from(sorted(TABLES)), st.data())
@settings(max_examples=36)
def test_soup_in_one_cell(table: str, data: st.DataObject) -> None:
    lines = [line.split(",") for line in TABLES[table]]
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row]) - 1))
    lines[row][column] = data.draw(soup)
    with tempfile.TemporaryDirectory() as place:
        folder = write_cast(Path(place))
        text = "\n".join(",".join(line) for line in lines)
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
        answers(folder)


@given(st.binary(max_size=60))
@settings(max_examples=15)
def test_any_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = write_cast(Path(place))
        for name in ("areas.csv", "study.toml"):
            (folder / name).write_bytes(content)
        answers(folder)


@given(st.data())
@settings(max_examples=24)
def test_soup_in_the_settings(data: st.DataObject) -> None:
    lines = SETTINGS.split("\n")
    row = data.draw(st.integers(0, len(lines) - 1))
    key, equals, _value = lines[row].partition("=")
    lines[row] = data.draw(st.one_of(soup, soup.map(lambda text: key + equals + text)))
    with tempfile.TemporaryDirectory() as place:
        folder = write_cast(Path(place))
        (folder / "study.toml").write_text("\n".join(lines), encoding="utf-8", newline="")
        answers(folder)


@given(st.sampled_from([".zip", ".xlsx"]), st.data())
@settings(max_examples=30)
def test_damaged_files(ending: str, data: st.DataObject) -> None:
    """Some bytes of a good file are changed, or its end is missing."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"study{ending}"
        cd.write_study(cd.read_study(write_cast(Path(place) / "cast")), path)
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        if data.draw(st.booleans()):
            del content[data.draw(st.integers(0, len(content))) :]
        path.write_bytes(bytes(content))
        answers(path)
