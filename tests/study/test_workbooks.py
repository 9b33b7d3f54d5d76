"""Workbooks: what spreadsheet programs write, and workbooks made to do harm."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import clusterdynamics as cd
from clusterdynamics.study.codes import Code
from clusterdynamics.study.problems import Problem
from clusterdynamics.study.read import workbook
from clusterdynamics.study.read.limits import LIMITS
from tests.study.cast import TABLES, write_cast

STUDY: list[tuple[object, object]] = [("key", "value"), ("title", "Small"), ("boundary", "All"), ("", "")]
ACTORS: list[tuple[object, ...]] = [("id", "label"), ("a", "Alfa"), ("b", "Beta")]


def make(path: Path, sheets: dict[str, list[Any]]) -> Path:
    """Write a workbook; a cell may be a function that writes itself."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if callable(value):
                    value(sheet, i, j)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(i, j, value, day)
                else:
                    sheet.write(i, j, value)
    book.close()
    return path


def problems_of(path: Path) -> list[Problem]:
    return [p for p in cd.check_study(path)[1] if p.code not in {Code.NO_WAVES, Code.NO_RESPONDENTS}]


def patch(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Replace bytes in one file of the workbook."""
    with zipfile.ZipFile(path) as book:
        files = {i.filename: book.read(i) for i in book.infolist()}
    assert old in files[member]
    files[member] = files[member].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(name, content)


def test_cells_of_all_kinds(tmp_path: Path) -> None:
    path = make(
        tmp_path / "study.xlsx",
        {
            "study": [*STUDY, ("scales.5.low", 0), ("scales.5.high", 5.5)],
            "Actors": [
                ("id", "label", "is_anchor", "lat", "lon", "joined", ""),
                (1, "Alfa", True, 60.5, 15, 2026, ""),
                ("b", 2020, "x", "59,5", "14.5", "", ""),
            ],
            "waves": [("id", "opens", "closes"), (2024, dt.date(2024, 3, 1), 45412), (2026, "2026-03-01", None)],
        },
    )
    study, problems = cd.check_study(path)
    assert study is not None, [str(p) for p in problems]
    rows = study["actors"].select("id", "label", "is_anchor", "lat", "lon", "joined").rows()
    assert rows == [("1", "Alfa", True, 60.5, 15.0, "2026"), ("b", "2020", True, 59.5, 14.5, None)]
    # 45412 is 30 April 2024.
    assert study["waves"]["opens"].to_list() == [dt.date(2024, 3, 1), dt.date(2026, 3, 1)]
    assert study["waves"]["closes"].to_list() == [dt.date(2024, 4, 30), None]
    assert study.settings.scales[0].high == 5.5
    assert {p.code for p in problems} == {Code.NAME_READ_AS, Code.DECIMAL_COMMA, Code.NO_RESPONDENTS}


def test_rows_count_as_the_spreadsheet_counts(tmp_path: Path) -> None:
    rows: list[Any] = [(), ("id", "label"), (), ("a", "Alfa"), ("a", "Again")]
    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": rows}))
    assert [(p.code, p.file, p.row) for p in found] == [(Code.KEY_TWICE, "actors", 5)]
    assert found[0].values["first"] == 4


def test_a_table_that_does_not_begin_in_the_first_column(tmp_path: Path) -> None:
    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": [("", *row) for row in ACTORS]}))
    assert found == []


def test_formulas(tmp_path: Path) -> None:
    def calculated(sheet: Any, i: int, j: int) -> None:
        sheet.write_formula(i, j, '="Al"&"fa"', None, "Alfa")

    def never(sheet: Any, i: int, j: int) -> None:
        sheet.write_formula(i, j, '="Be"&"ta"', None, "?")

    def broken(sheet: Any, i: int, j: int) -> None:
        sheet.write_formula(i, j, "=1/0", None, "#DIV/0!")

    rows = [("id", "label", "short_label"), ("a", calculated, ""), ("b", never, ""), ("c", "Gamma", broken)]
    path = make(tmp_path / "s.xlsx", {"study": STUDY, "actors": rows})
    # As other programs leave a formula that nothing has calculated.
    patch(path, "xl/worksheets/sheet2.xml", b't="str"><f>"Be"&amp;"ta"</f><v>?</v>', b'><f>"Be"&amp;"ta"</f><v></v>')
    found = problems_of(path)
    places = {(p.code, p.row, p.column) for p in found}
    assert (Code.FORMULA_NO_VALUE, 3, "label") in places
    assert (Code.CELL_ERROR, 4, "short_label") in places
    assert next(p for p in found if p.code is Code.CELL_ERROR).values["text"] == "#DIV/0!"
    assert not [p for p in found if p.row == 2]


def test_text_that_looks_like_a_formula(tmp_path: Path) -> None:
    def text(sheet: Any, i: int, j: int) -> None:
        sheet.write_string(i, j, "=1+1")

    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": [*ACTORS, ("c", text)]}))
    assert [(p.code, p.row) for p in found] == [(Code.FORMULA_TEXT, 4)]


def test_sheets(tmp_path: Path) -> None:
    path = make(
        tmp_path / "s.xlsx",
        {"Study": STUDY, "actors": ACTORS, "tie": [("x",)], "about": [("hello",)], "themes": [], "codings": []},
    )
    found = [(p.code, p.file) for p in problems_of(path)]
    assert found == [(Code.SHEET_UNKNOWN, "tie")]


def test_no_sheet_with_settings(tmp_path: Path) -> None:
    found = problems_of(make(tmp_path / "s.xlsx", {"actors": ACTORS}))
    assert [(p.code, p.file) for p in found] == [(Code.SHEET_MISSING, "s.xlsx")]


def test_an_empty_sheet_is_no_table(tmp_path: Path) -> None:
    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": []}))
    assert [p.code for p in found] == [Code.TABLE_MISSING]
    folder = write_cast(tmp_path / "study")
    (folder / "areas.csv").unlink()
    make(folder / "areas.xlsx", {"areas": []})
    assert (Code.FILE_EMPTY, "areas.xlsx") in [(p.code, p.file) for p in problems_of(folder)]


def test_a_row_beyond_the_header(tmp_path: Path) -> None:
    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": [*ACTORS, ("c", "C", "", "note")]}))
    assert [(p.code, p.row) for p in found] == [(Code.ROW_TOO_LONG, 4)]


@pytest.mark.parametrize(
    ("key", "value", "code", "column"),
    [
        ("titel", "x", Code.SETTING_UNKNOWN, "titel"),
        ("region.name.x", "x", Code.SETTING_UNKNOWN, "region.name.x"),
        ("relations.depth", "x", Code.SETTING_KEY, "key"),
        ("scales", "x", Code.SETTING_KEY, "key"),
        ("region", "x", Code.SETTING_KEY, "key"),
        ('a."b', "x", Code.SETTING_KEY, "key"),
        ('"title"."x"', "x", Code.SETTING_KEY, "key"),
        ("disclosure.opens", "x", Code.SETTING_KEY, "key"),
        ("disclosure.k_inside", 2, Code.SETTING_TOO_LOW, "disclosure.k_inside"),
        ("title", "twice", Code.SETTING_TWICE, "key"),
        ("relations.depth.scale", "dept", Code.SCALE_UNKNOWN, "relations.depth.scale"),
    ],
)
def test_wrong_settings_are_placed(tmp_path: Path, key: str, value: object, code: Code, column: str) -> None:
    found = problems_of(make(tmp_path / "s.xlsx", {"study": [*STUDY, (key, value)], "actors": ACTORS}))
    assert (code, "study", 5, column) in [(p.code, p.file, p.row, p.column) for p in found], [str(p) for p in found]


def test_settings_as_people_write_them(tmp_path: Path) -> None:
    pairs: list[Any] = [
        *STUDY,
        ("# a comment", "x"),
        ("languages", "en | sv"),
        ("types.firm", "Company"),
        ("relations.depth.label", "Depth"),
        ("relations.depth.directed", False),
        ("relations.depth.scale", ""),
        ("relations.depth.levels.contact", 1),
        ("items.s1.1.text", "We know each other."),
        ('items."s1.2".text', "We meet."),
        ("gates.density", "0.7"),
        ("disclosure.opens.map", "board|cluster_manager"),
    ]
    study = cd.read_study(make(tmp_path / "s.xlsx", {"study": pairs, "actors": ACTORS}))
    settings = study.settings
    assert settings.languages == ("en", "sv")
    assert settings.types == {"firm": "Company"}
    assert (settings.relations[0].directed, settings.relations[0].levels) == (False, {"contact": 1.0})
    assert [i.id for i in settings.items] == ["s1.1", "s1.2"]
    assert settings.gates.density == 0.7
    assert settings.disclosure.opens == {"map": ("board", "cluster_manager")}


def test_workbooks_in_a_folder(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    (folder / "areas.csv").unlink()
    (folder / "purposes.csv").unlink()
    make(folder / "areas.xlsx", {"Sheet1": [("id", "label"), ("skills", "Training"), ("research", "R")], "other": []})
    make(folder / "tables.xlsx", {"purposes": [("id", "label"), ("save", "S"), ("people", "P")], "about": [("x",)]})
    study, problems = cd.check_study(folder)
    assert [str(p) for p in problems] == []
    assert study is not None
    assert study["areas"]["id"].to_list() == ["skills", "research"]
    assert study["purposes"]["id"].to_list() == ["save", "people"]
    # The sheet of the table's name is taken rather than the first.
    make(folder / "areas.xlsx", {"notes": [("x",)], "Areas": [("id", "label"), ("skills", "T"), ("research", "R")]})
    assert cd.check_study(folder)[1] == ()


def test_a_table_twice(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    make(folder / "areas.xlsx", {"areas": [("id", "label"), ("skills", "Training"), ("research", "R")]})
    make(folder / "tables.xlsx", {"themes": [("id", "label"), ("t1", "T"), ("t2", "T")], "areas": [("id",)]})
    found = [(p.code, p.file) for p in problems_of(folder)]
    assert [place for place in found if place[0] is Code.TABLE_TWICE] == [
        (Code.TABLE_TWICE, "areas.xlsx"),
        (Code.TABLE_TWICE, "tables.xlsx: areas"),
        (Code.TABLE_TWICE, "themes.csv"),  # files are read in the order of their names
    ]


def test_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    for content, code in (
        (b"", Code.XLSX_INVALID),
        (b"id,label\n", Code.XLSX_INVALID),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Code.XLSX_ENCRYPTED),
        (b"PK\x03\x04" + b"\0" * 50, Code.ZIP_DAMAGED),
    ):
        path.write_bytes(content)
        assert [p.code for p in problems_of(path)] == [code]
        folder = write_cast(tmp_path / "study")
        (folder / "areas.csv").unlink(missing_ok=True)
        (folder / "areas.xlsx").write_bytes(content)
        (folder / "tables.xlsx").write_bytes(content)
        assert {(code, "areas.xlsx"), (code, "tables.xlsx")} <= {(p.code, p.file) for p in problems_of(folder)}


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("hello.txt", "x")
    assert [p.code for p in problems_of(path)] == [Code.XLSX_INVALID]


def test_truncated(tmp_path: Path) -> None:
    path = make(tmp_path / "s.xlsx", {"study": STUDY, "actors": ACTORS})
    path.write_bytes(path.read_bytes()[:2_000])
    assert [p.code for p in problems_of(path)] == [Code.ZIP_DAMAGED]


def test_damaged_content(tmp_path: Path) -> None:
    path = make(tmp_path / "s.xlsx", {"study": STUDY, "actors": ACTORS})
    patch(path, "xl/worksheets/sheet2.xml", b"</sheetData>", b"</oops>")
    assert [p.code for p in problems_of(path)] == [Code.XLSX_INVALID]
    path = make(tmp_path / "s.xlsx", {"study": STUDY, "actors": ACTORS})
    patch(path, "xl/sharedStrings.xml", b"</sst>", b"")
    assert {p.code for p in problems_of(path)} <= {Code.XLSX_INVALID, Code.SETTING_KEY}
    assert cd.check_study(path)[0] is None


def test_entities_are_refused(tmp_path: Path) -> None:
    """The "billion laughs": ten entities of ten entities of ten …"""
    path = make(tmp_path / "s.xlsx", {"study": STUDY, "actors": ACTORS})
    laugh = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    patch(path, "xl/worksheets/sheet2.xml", b"<worksheet", laugh + b"<worksheet")
    assert [p.code for p in problems_of(path)] == [Code.XLSX_INVALID]


def test_one_cell_far_away(tmp_path: Path) -> None:
    """A rectangle around all cells of this sheet would have 17 thousand million of them."""

    def far(sheet: Any, i: int, j: int) -> None:
        sheet.write_string(1_048_575, 16_383, "x")
        sheet.write_string(i, j, "id")

    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": [(far, "label")]}))
    assert [(p.code, p.file) for p in found] == [(Code.TOO_MANY_COLUMNS, "actors")]


def test_too_many_cells(tmp_path: Path) -> None:
    def far(sheet: Any, i: int, j: int) -> None:
        sheet.write_string(1_048_575, 20, "x")
        sheet.write_string(i, j, "id")

    found = problems_of(make(tmp_path / "s.xlsx", {"study": STUDY, "actors": [(far, "label")]}))
    assert [(p.code, p.file) for p in found] == [(Code.XLSX_TOO_LARGE, "actors")]
    # The same on the sheet with the settings: as if it were empty.
    found = problems_of(make(tmp_path / "s.xlsx", {"study": [(far, "value")], "actors": ACTORS}))
    assert [p.code for p in found] == [Code.SETTING_MISSING]


def test_cells_without_content_do_not_count(tmp_path: Path) -> None:
    """Somebody coloured an entire row: 16,384 cells with a format and nothing in them."""
    path = tmp_path / "s.xlsx"
    book = xlsxwriter.Workbook(path)
    red = book.add_format({"bg_color": "red"})
    sheet = book.add_worksheet("study")
    sheet.write_row(0, 0, ["title", "T"])
    sheet.write_row(1, 0, ["boundary", "B"])
    sheet = book.add_worksheet("actors")
    for i, row in enumerate(ACTORS):
        sheet.write_row(i, 0, row)
    for j in range(2, 16_384):
        sheet.write_blank(0, j, None, red)
    book.close()
    assert problems_of(path) == []


def test_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LIMITS", replace(LIMITS, workbook_bytes=1_000))
    assert [p.code for p in problems_of(make(tmp_path / "s.xlsx", {"study": STUDY}))] == [Code.ZIP_TOO_LARGE]


def test_every_table_of_the_cast_as_a_workbook(tmp_path: Path) -> None:
    """The same study as CSV and typed into a spreadsheet program is the same."""
    import csv

    folder = write_cast(tmp_path / "study")
    sheets: dict[str, list[Any]] = {}
    for name, lines in TABLES.items():
        sheets[name] = list(csv.reader(lines))
    for name, rows in sheets.items():
        (folder / f"{name}.csv").unlink()
        book = xlsxwriter.Workbook(folder / f"{name}.xlsx", {"strings_to_numbers": True})
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if not value:
                    continue
                sheet.write(i, j, value)
        book.close()
    study, problems = cd.check_study(folder)
    assert [str(p) for p in problems] == []
    assert study is not None
    expected = cd.read_study(write_cast(tmp_path / "csv"))
    assert all(study[name].equals(expected[name]) for name in study.tables)
