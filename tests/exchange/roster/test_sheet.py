"""Reading a list of organisations: encodings, separators, titles above the header, bounds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.roster import read_roster
from clusterdynamics.exchange.roster import sheet as sheet_module
from clusterdynamics.exchange.sheets import write_sheets

HEAD = "Företag{d}E-post{d}Ort"
ROW = "Örn & Søn AB{d}anna@orn.example{d}Växjö"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_encoding(delimiter: str, encoding: str, end: str) -> None:
    text = (HEAD + end + ROW + end).format(d=delimiter)
    sheet = read_roster(text.encode(encoding), "medlemmar.csv")
    assert sheet.columns == ("Företag", "E-post", "Ort")
    assert [(r.line, r.cells) for r in sheet.rows] == [(2, ("Örn & Søn AB", "anna@orn.example", "Växjö"))]
    assert sheet.notes
    assert not sheet.sheets


def test_one_column_is_not_split_at_spaces(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Name\nNorth Wood Ltd\n\nBois du Nord\n", encoding="utf-8")
    sheet = read_roster(path)
    assert sheet.columns == ("Name",)
    assert sheet.column("Name") == ("North Wood Ltd", "Bois du Nord")
    assert [r.line for r in sheet.rows] == [2, 4]
    assert sheet.preview(1) == sheet.rows[:1]
    with pytest.raises(KeyError):
        sheet.column("Other")


def test_what_a_spreadsheet_program_adds_is_understood() -> None:
    sheet = read_roster(b"sep=;\nName;Type\nA;firm\n", "a.csv")
    assert sheet.columns == ("Name", "Type")
    assert sheet.rows[0].line == 3


def test_a_title_above_the_header_is_passed_over() -> None:
    sheet = read_roster(b"Members 2026,,\n,,\nCompany,E-mail,Notes\nA,,x\n", "a.csv")
    assert sheet.columns == ("Company", "E-mail", "Notes")
    assert sheet.header_line == 3
    assert any("line 3" in note for note in sheet.notes)


def test_headers_that_are_missing_or_twice_get_names_of_their_own() -> None:
    sheet = read_roster(b"Company,Notes,Notes,,\nA,1,2,3,\n", "a.csv")
    assert sheet.columns == ("Company", "Notes", "Notes (2)", "Column 4")  # the last column holds nothing
    assert sheet.rows[0].cells == ("A", "1", "2", "3")
    assert any("Two columns" in note for note in sheet.notes)


def test_no_known_header_is_said() -> None:
    sheet = read_roster(b"xyz,qrs\nA,1\n", "a.csv")
    assert any("No header is known" in note for note in sheet.notes)


def test_of_a_workbook_the_sheet_with_headers_is_read() -> None:
    data = write_sheets({"About": [["A list made by hand"]], "Members": [["Yritys", "Henkilöstö"], ["Hermia Oy", 12]]})
    sheet = read_roster(data, "jasenet.xlsx")
    assert (sheet.sheet, sheet.sheets) == ("Members", ("About", "Members"))
    assert sheet.rows[0].cells == ("Hermia Oy", "12")
    with pytest.raises(ExchangeError, match="There is no row below"):
        read_roster(data, "jasenet.xlsx", sheet="About")
    with pytest.raises(ExchangeError, match="The sheets are: About, Members"):
        read_roster(data, "jasenet.xlsx", sheet="Nothing")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"Name,Type\n", "no row below"),
        (b"Name\n" + b"A\n" * (sheet_module.MOST_ROWS + 1), "at most 5000"),
        (b",".join([b"Name"] * 201) + b"\n" + b",".join([b"A"] * 201), "at most 200"),
        (b"Name,x\nA," + b"y" * 2001 + b"\nB," + b"z" * 2002, "line 3, column 2"),
        (b"Name,x\n\x00\x01\x02\x03,b", "not a text file"),
        (b"PK\x03\x04 no zip at all", "no workbook"),
    ],
)
def test_what_cannot_be_a_roster_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_roster(data, "a.csv")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "MOST_BYTES", 10)
    with pytest.raises(ExchangeError, match="larger than"):
        read_roster(b"Name\nABCDEFGHI\n", "a.csv")


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (101 * 1024 * 1024))
    with pytest.raises(ExchangeError, match="Unpacked"):
        read_roster(packed.getvalue(), "a.xlsx")


def test_a_sheet_that_reaches_far_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml", b'<worksheet><sheetData><c r="XFD1048576"/></sheetData></worksheet>'
        )
    with pytest.raises(ExchangeError, match="reaches over more than"):
        read_roster(packed.getvalue(), "a.xlsx")
