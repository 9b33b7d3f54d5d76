"""Reading what different programs write: delimiters, line ends, encodings, numbers, dates, names of files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

import clusterdynamics as cd
from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import company_key, fold, nearest
from clusterdynamics.study.problems import Problem
from clusterdynamics.study.read import cells
from tests.study.cast import TABLES, write_cast

AREAS = "id,label,sensitivity\nskills,Träning,1\nresearch,Forskning,4\n"


def areas(folder: Path, content: bytes) -> tuple[pl.DataFrame, list[Problem]]:
    """Write the table of areas, read the study, return the areas and the problems."""
    write_cast(folder)
    (folder / "areas.csv").write_bytes(content)
    study, problems = cd.check_study(folder)
    assert study is not None, [str(p) for p in problems]
    return study["areas"], list(problems)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
def test_every_common_form_of_csv_is_read(tmp_path: Path, delimiter: str, end: str, encoding: str) -> None:
    text = AREAS.replace(",", delimiter).replace("\n", end)
    content = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    table, problems = areas(tmp_path, content)
    assert table.rows() == [("skills", "Träning", 1), ("research", "Forskning", 4)]
    assert problems == []


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    table, problems = areas(tmp_path, AREAS.encode("cp1252"))
    assert table["label"].to_list() == ["Träning", "Forskning"]
    assert [p.code for p in problems] == [Code.ENCODING_GUESSED]


def test_letters_split_between_two_chunks_are_read(tmp_path: Path) -> None:
    """The encoding is found out in pieces of 1 MiB; a letter may lie across the border."""
    text = "id,label,sensitivity\n" + "skills," + "x" * 90_000 + ",1\nresearch,Forskning,4\n"
    row = "a{},{},1\n"
    while len(text.encode()) < (1 << 20) + 200_000:
        text += row.format(len(text), "å" * 40_000)
    table, problems = areas(tmp_path, text.encode())
    assert problems == []
    assert set("".join(table["label"].to_list()[2:])) == {"å"}


def test_the_line_that_spreadsheets_put_first_is_understood(tmp_path: Path) -> None:
    table, problems = areas(
        tmp_path, b"sep=;\nid;label;sensitivity\nskills;Training;1\nresearch;Research;7\n"[:-2] + b"4\n"
    )
    assert table["sensitivity"].to_list() == [1, 4]
    assert problems == []


def test_row_numbers_count_the_first_line(tmp_path: Path) -> None:
    write_cast(tmp_path)
    (tmp_path / "areas.csv").write_bytes(b"sep=;\nid;label;sensitivity\n\nskills;Training;9\nresearch;R;4\n")
    _study, problems = cd.check_study(tmp_path)
    assert [(p.code, p.row) for p in problems] == [(Code.TOO_HIGH, 4)]


def test_quotes_line_breaks_and_blank_rows(tmp_path: Path) -> None:
    content = b'id,label,sensitivity\nskills,"Training, ""good""\nand more",1\n\n,,\nresearch,R,4,,\n'
    table, problems = areas(tmp_path, content)
    assert table["label"].to_list() == ['Training, "good"\nand more', "R"]
    assert problems == []


def test_decimal_commas_where_semicolons_separate(tmp_path: Path) -> None:
    write_cast(tmp_path)
    lines = [line.replace(",", ";") for line in TABLES["ties"]]
    lines[1] = "2024;depth;a;b;2,5;;skills;save|people;r1"
    lines[3] = "2024;depth;b;a;1,5;;;;r2"
    (tmp_path / "ties.csv").write_text("\n".join(lines), encoding="utf-8")
    study, problems = cd.check_study(tmp_path)
    assert study is not None
    assert study["ties"]["value"].to_list()[:3] == [2.5, None, 1.5]
    # Once for the column, with the first as the example.
    assert [(p.code, p.row, p.values["value"]) for p in problems] == [(Code.DECIMAL_COMMA, 2, "2,5")]


def test_texts_keep_their_spaces_and_identifiers_do_not(tmp_path: Path) -> None:
    table, _problems = areas(tmp_path, b"id,label,sensitivity\n skills , Training ,1\nresearch,R, 4 \n")
    assert table.rows() == [("skills", " Training ", 1), ("research", "R", 4)]


def test_names_of_files_in_capitals_and_litter(tmp_path: Path) -> None:
    write_cast(tmp_path)
    (tmp_path / "areas.csv").rename(tmp_path / "Areas.CSV")
    (tmp_path / "study.toml").rename(tmp_path / "Study.toml")
    for name in (".DS_Store", "~$ties.xlsx", "notes.txt", "datapackage.json"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "older").mkdir()
    study, problems = cd.check_study(tmp_path)
    assert study is not None
    assert [(p.code, p.file) for p in problems] == [(Code.NAME_READ_AS, "Areas.CSV")]
    assert study["areas"].height == 2


def test_further_columns_of_actors_are_kept_as_text(tmp_path: Path) -> None:
    study = cd.read_study(write_cast(tmp_path))
    assert study.attribute("employees", ("a", "b", "c")) == ["250", "12", None]
    assert study["actors"].columns[-1] == "employees"


def test_types_of_columns_do_not_depend_on_the_rows(tmp_path: Path) -> None:
    study = cd.read_study(write_cast(tmp_path))
    for name, frame in study.tables.items():
        from clusterdynamics.study.tables import TABLES as KNOWN

        assert {c: frame.schema[c] for c in KNOWN[name].schema} == KNOWN[name].schema


def test_a_study_without_waves_or_respondents(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('title = "T"\nboundary = "B"\n', encoding="utf-8")
    (tmp_path / "actors.csv").write_text("id,label\na,A\n", encoding="utf-8")
    study, problems = cd.check_study(tmp_path)
    assert study is not None
    assert study.wave_ids == ("1",)
    assert {(str(p.severity), p.code) for p in problems} == {("note", Code.NO_WAVES), ("note", Code.NO_RESPONDENTS)}


def test_ties_without_respondents_are_a_warning(tmp_path: Path) -> None:
    settings = 'title = "T"\nboundary = "B"\n[[relations]]\nid = "r"\nlabel = "R"\n'
    (tmp_path / "study.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "actors.csv").write_text("id,label\na,A\nb,B\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("wave,relation,from,to\n1,r,a,b\n", encoding="utf-8")
    _study, problems = cd.check_study(tmp_path)
    assert ("warning", Code.NO_RESPONDENTS) in {(str(p.severity), p.code) for p in problems}


def test_nothing_there(tmp_path: Path) -> None:
    _study, problems = cd.check_study(tmp_path / "nowhere")
    assert [p.code for p in problems] == [Code.PACKAGE_MISSING]
    assert str(tmp_path / "nowhere") in problems[0].message


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    for name in ("ties.csv", "study"):
        (tmp_path / name).write_text("x", encoding="utf-8")
        assert [p.code for p in cd.check_study(tmp_path / name)[1]] == [Code.PACKAGE_KIND]


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_cast(tmp_path / "study")
    original = Path.open

    def refuse(self: Path, *arguments: object, **more: object) -> object:
        if self.name in {"ties.csv", "study.toml"}:
            raise PermissionError(13, "Permission denied")
        return original(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    problems = [p for p in cd.check_study(folder)[1] if p.code is Code.FILE_UNREADABLE]
    assert {p.file for p in problems} <= {"ties.csv", "study.toml"}
    assert "ties.csv" in {p.file for p in problems}
    monkeypatch.setattr(Path, "iterdir", lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert [p.code for p in cd.check_study(folder)[1]] == [Code.FILE_UNREADABLE]


def test_limits_on_rows_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from clusterdynamics.study.read import delimited
    from clusterdynamics.study.read.limits import LIMITS

    monkeypatch.setattr(delimited, "LIMITS", replace(LIMITS, rows=3, file_bytes=100))
    monkeypatch.setattr(delimited, "_BATCH", 1)
    write_cast(tmp_path)
    (tmp_path / "areas.csv").write_text("id,label\n" + "".join(f"a{i},A\n" for i in range(9)), encoding="utf-8")
    codes = {(p.code, p.file) for p in cd.check_study(tmp_path)[1]}
    assert (Code.TOO_MANY_ROWS, "areas.csv") in codes
    assert (Code.FILE_TOO_LARGE, "ties.csv") in codes


def test_times_of_many_forms() -> None:
    given = [
        "2026-03-05T10:00:00",
        "2026-03-05 10:00",
        "2026-03-05T10:00:00.5",
        "2026-03-05T10:00:00Z",
        "2026-03-05T10:00:00+02:00",
        "2026-03-05T10:00+02:00",
        "2026-03-05",
        "5.3.2026",
    ]
    ten, eight = dt.datetime(2026, 3, 5, 10), dt.datetime(2026, 3, 5, 8)
    half = ten.replace(microsecond=500_000)
    day = dt.datetime(2026, 3, 5)
    assert cells.datetimes(pl.Series(given), serial=False).to_list() == [ten, ten, half, ten, eight, eight, day, None]


def test_day_numbers_of_spreadsheets() -> None:
    # 46086 is 5 March 2026 and 61 is 1 March 1900 in spreadsheet programs that count from 1900.
    text = pl.Series(["46086", "46086.5", "2026-03-05", "2026-03-05T00:00:00", "x"])
    day = dt.date(2026, 3, 5)
    assert cells.dates(text, serial=True).to_list() == [day, day, day, day, None]
    assert cells.dates(text, serial=False).to_list() == [None, None, day, day, None]
    noon = dt.datetime(2026, 3, 5, 12)
    assert cells.datetimes(text, serial=True).to_list()[1] == noon


def test_yes_and_no_in_the_languages_of_spreadsheets() -> None:
    yes = pl.Series(["TRUE", "yes", "1", "x", "X", "Ja", "SANT", "VRAI"])
    no = pl.Series(["false", "No", "0", "nej", "FAUX"])
    assert cells.booleans(yes).to_list() == [True] * 8
    assert cells.booleans(no).to_list() == [False] * 5
    assert cells.booleans(pl.Series(["2", "maybe"])).to_list() == [None, None]


def test_numbers() -> None:
    text = pl.Series(["1", "-2.5", ".5", "5.", "1e3", "1,5", "1 000", "12%", "0x10", "1_000", "nan", None])
    assert cells.numbers(text, decimal_comma=False).to_list()[:10] == [
        1,
        -2.5,
        0.5,
        5,
        1000,
        None,
        None,
        None,
        None,
        None,
    ]
    assert cells.numbers(text, decimal_comma=True)[5] == 1.5
    assert cells.integers(pl.Series(["3", "-3", "3.0", "3,00", "3.5", "9" * 30])).to_list() == [3, -3, 3, 3, None, None]


def test_lists() -> None:
    values, repeated = cells.lists(pl.Series(["a|b", " a | |b|", "a|a", "|", None]))
    assert values.to_list() == [["a", "b"], ["a", "b"], ["a"], None, None]
    assert repeated.to_list() == [False, False, True, False, False]


def test_choices() -> None:
    allowed = ("no_tie", "+", "-")
    values, other = cells.choices(pl.Series(["no_tie", "No tie", "NO-TIE", "+", "−", "none"]), allowed)
    assert values.to_list() == ["no_tie", "no_tie", "no_tie", "+", "-", None]
    assert other.to_list() == [False, True, True, False, True, False]


def test_names_are_compared_as_people_do() -> None:
    assert fold("  Ærøskøbing  Łódź ") == "aeroskobing lodz"
    assert company_key("Sandvik AB") == company_key("SANDVIK") == "sandvik"
    assert company_key("Müller & Söhne GmbH") == company_key("Muller Sohne")
    assert company_key("Novo Nordisk A/S") == "novo nordisk"
    assert company_key("AB") == "ab"  # nothing but a legal form stays
    assert nearest("submited", ["submitted", "invited"]) == "submitted"
    assert nearest("zzz", ["submitted"]) is None
