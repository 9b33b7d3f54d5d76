"""Text files in any encoding, with any line ends and separators."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError, ReadOptions, read_graph
from clusterdynamics.exchange.sheets import Sheet, read_sheets
from clusterdynamics.exchange.text import decode, infer_column, parse_number, sniff_delimiter

MATRIX = ";Å bruk;Ö såg\nÅ bruk;0;1\nÖ såg;1,5;0\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_encoding_line_end_and_separator(encoding: str, newline: str, delimiter: str) -> None:
    data = MATRIX.replace("\n", newline).replace(";", delimiter).encode(encoding)
    graph = read_graph(data, name="a.csv")
    assert graph.ids == ("Å bruk", "Ö såg")
    assert graph.matrix().tolist() == [[0, 1], [1.5, 0]]
    note = graph.notes[0]
    assert {"\n": "end with line feed", "\r\n": "return and line feed", "\r": "return only"}[newline] in note


def test_a_comma_separates_and_is_no_decimal_sign() -> None:
    graph = read_graph(MATRIX.replace("1,5", "1.5").replace(";", ",").encode(), name="a.csv")
    assert graph.matrix().tolist() == [[0, 1], [1.5, 0]]


def test_carriage_returns_only_with_quoted_line_break() -> None:
    # Line 1 to 3: a name over two lines counts as two; the fault stands in line 4.
    data = b'source,target,value\r"a\rb",c,1\rc,d,x\r'
    with pytest.raises(ExchangeError, match="line 4, column 3"):
        read_graph(data, name="a.csv")


def test_windows_1252_and_what_is_in_neither() -> None:
    assert decode(b"\x80 5", "a").text == "€ 5"  # 0x80 is the euro sign in Windows-1252
    found = decode(b"\x81\xe5", "a")  # 0x81 is nothing there
    assert (found.text, found.encoding) == ("\x81å", "latin-1")


@settings(max_examples=50)
@given(
    st.lists(st.lists(st.text("ab1 ,;\t\"'\nå", max_size=5), min_size=3, max_size=3), min_size=2, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_rows_come_back_with_the_lines_they_start_in(rows: list[list[str]], delimiter: str) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    starts = []
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    sheet = read_sheets(out.getvalue().encode(), "a.csv", ReadOptions(delimiter=delimiter))[0] if any(
        c.strip() for r in rows for c in r
    ) else None  # fmt: skip
    if sheet is not None:
        expected = [(s, tuple(r)) for s, r in zip(starts, rows, strict=True) if any(c.strip() for c in r)]
        assert list(sheet.rows) == expected


def test_separators() -> None:
    assert sniff_delimiter(["a;b", "1,5;2,5"]) == ";"
    assert sniff_delimiter(["a b c", "1 2 3"]) == " "
    assert sniff_delimiter(['"a,b"\t2', '"c"\t3']) == "\t"
    assert sniff_delimiter([]) == " "


def test_numbers() -> None:
    assert parse_number(" 1.50 ") == 1.5
    assert parse_number("1,5", comma=True) == 1.5
    assert parse_number(".5e-1") == 0.05
    assert [parse_number(t) for t in ("", "NA", "n/a", ".", "NaN", "null")] == [None] * 6
    for text in ("1,5", "inf", "0x1", "1_000", "٣", "--1"):
        with pytest.raises(ValueError):
            parse_number(text)


def test_types_of_columns() -> None:
    assert infer_column(["1", "", "NA", "-3"]) == [1, None, None, -3]
    assert infer_column(["1", "2.5"]) == [1.0, 2.5]
    assert infer_column(["1,5", "2"], comma=True) == [1.5, 2.0]
    assert infer_column(["007", "1"]) == ["007", "1"]  # an identifier, not seven
    assert infer_column(["a", "", "NA", "1"]) == ["a", None, None, "1"]
    assert infer_column(["", ""]) == [None, None]
    assert infer_column(["1e999", "2"]) == ["1e999", "2"]  # beyond all numbers
    assert infer_column(["9" * 30]) == [1e30]  # too long to be a count


def test_types_of_cells_in_a_workbook() -> None:
    sheet = Sheet("a", (), typed=True)
    assert sheet.column([1.0, 2.0, "", "NA"]) == [1, 2, None, None]
    assert sheet.column([1.0, 2.5]) == [1.0, 2.5]
    assert sheet.column(["1", "NA", True]) == ["1", "NA", True]


def test_dates_and_yes_in_a_workbook() -> None:
    import datetime as dt
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("ties")
    moment = dt.datetime(2015, 6, 1, 12, 30)
    for i, row in enumerate([["source", "target", "start", "seen", "sure"], ["a", "b"]]):
        sheet.write_row(i, 0, row)
    sheet.write_datetime(1, 2, dt.datetime(2015, 6, 1))
    sheet.write_datetime(1, 3, moment, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write_boolean(1, 4, True)
    book.close()
    edge = read_graph(out.getvalue(), name="a.xlsx").relation().edges[0]
    assert edge.spells[0].start == "2015-06-01"
    assert edge.attributes == {"seen": "2015-06-01T12:30:00", "sure": True}
