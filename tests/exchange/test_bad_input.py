"""Files with something wrong: every fault is told, with its line and with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.exchange import (
    Edge,
    ExchangeError,
    GraphData,
    Node,
    ReadOptions,
    Relation,
    Spell,
    WriteOptions,
    get_format,
    read_graph,
    write_graph,
)
from clusterdynamics.exchange import sheets as sheets_module
from clusterdynamics.exchange import text as text_module
from clusterdynamics.exchange import xmltree as xml_module
from clusterdynamics.exchange.sheets import write_sheets
from tests.exchange.bad_files import CASES


@pytest.mark.parametrize(("name", "content", "expected"), CASES)
def test_faults_are_told(name: str, content: str | bytes, expected: list[tuple[object, object, str]]) -> None:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(ExchangeError) as caught:
        read_graph(data, name=name)
    faults = caught.value.faults
    assert len(faults) == len(expected), str(caught.value)
    for fault, (line, column, message) in zip(faults, expected, strict=True):
        assert fault.file == name
        assert message in fault.message
        if message:
            assert (fault.line, fault.column) == (line, column)
            assert fault.remedy
        assert str(fault) in str(caught.value)


def test_an_exchange_error_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"a\.csv: The file is empty"):
        read_graph(b"", name="a.csv")


def test_a_file_of_another_kind_does_not_flood_the_screen() -> None:
    data = ("a,b\n" + "source,target,value\n" + "a,b,x\n" * 500).encode().split(b"\n", 1)[1]
    with pytest.raises(ExchangeError) as caught:
        read_graph(data, name="a.csv")
    assert len(caught.value.faults) == 100
    assert caught.value.more == 400
    assert str(caught.value).endswith("… and 400 more.")


def test_fault_as_data_and_words() -> None:
    with pytest.raises(ExchangeError) as caught:
        read_graph(b"source,target,value\na,b,much\n", name="a.csv")
    fault = caught.value.faults[0]
    assert fault.place == "a.csv, line 2, column 3"
    assert fault.to_dict() == {
        "file": "a.csv",
        "line": 2,
        "column": 3,
        "message": "'much' is not a number.",
        "remedy": "Write a number, or NA where it is missing.",
    }


# -- workbooks ------------------------------------------------------------------------------------------


def test_a_broken_workbook() -> None:
    whole = write_sheets({"ties": [["source", "target"], ["a", "b"]]})
    for data in (whole[: len(whole) // 2], b"PK\x03\x04 nothing behind it"):
        with pytest.raises(ExchangeError, match="no workbook, or it is cut off"):
            read_graph(data, name="a.xlsx")


def test_a_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ExchangeError, match="workbook cannot be read"):
        read_graph(out.getvalue(), name="a.xlsx")


def test_an_empty_workbook() -> None:
    with pytest.raises(ExchangeError, match="workbook is empty"):
        read_graph(write_sheets({"a": []}), name="a.xlsx")


def test_a_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_module, "MOST_UNPACKED", 1000)
    with pytest.raises(ExchangeError, match="Unpacked, the workbook is larger"):
        read_graph(write_sheets({"a": [["source", "target"], ["a", "b"]]}), name="a.xlsx")


def test_one_cell_in_the_last_corner_does_not_take_all_memory() -> None:
    whole = zipfile.ZipFile(io.BytesIO(write_sheets({"a": [["x"]]})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info in whole.infolist():
            data = whole.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                assert b'r="A1"' in data
                data = data.replace(b'<c r="A1"', b'<c r="XFD1048576"')
            archive.writestr(info, data)
    with pytest.raises(ExchangeError, match="reaches over more than 20000000 cells"):
        read_graph(out.getvalue(), name="a.xlsx")


def test_a_sheet_that_is_not_there() -> None:
    book = write_sheets({"a": [["source", "target"], ["a", "b"]]})
    for form in ("edge-list", "matrix"):
        with pytest.raises(ExchangeError, match="There is no sheet 'zz'"):
            read_graph(book, form, name="a.xlsx", options=ReadOptions(sheet="zz"))


def test_sheets_with_different_nodes() -> None:
    book = write_sheets(
        {"r1": [["", "a", "b"], ["a", 0, 1], ["b", 1, 0]], "r2": [["", "a", "c"], ["a", 0, 1], ["c", 1, 0]]}
    )
    with pytest.raises(ExchangeError, match="'r2' has other nodes"):
        read_graph(book, "matrix", name="a.xlsx")


def test_a_workbook_without_the_sheets_of_kumu() -> None:
    with pytest.raises(ExchangeError, match="neither a sheet 'Elements' nor"):
        read_graph(write_sheets({"a": [["x"]]}), "kumu", name="a.xlsx")


def test_rows_of_workbooks_are_told() -> None:
    kumu = write_sheets(
        {
            "Elements": [["Label"], ["A"], ["A"]],
            "Connections": [["From", "To", "Direction", "Strength"], ["A", None, None, None], ["A", "A", "up", None],
                            ["A", "A", None, "x"]],
        }
    )  # fmt: skip
    with pytest.raises(ExchangeError) as caught:
        read_graph(kumu, name="a.xlsx")
    assert [(f.line, f.column) for f in caught.value.faults] == [
        (3, None),
        (2, None),
        (3, "Direction"),
        (4, "Strength"),
    ]
    nodes = write_sheets({"ties": [["source", "target"], ["a", "c"]], "nodes": [["id"], ["a"], ["a"]]})
    with pytest.raises(ExchangeError) as caught:
        read_graph(nodes, name="a.xlsx")
    assert [f.line for f in caught.value.faults] == [3, 2]
    unnamed = write_sheets({"ties": [["source", "target"], ["a", "c"]], "nodes": [["what"], ["a"]]})
    with pytest.raises(ExchangeError, match="line 1: The sheet 'nodes' has no column 'id'"):
        read_graph(unnamed, name="a.xlsx")


# -- limits and options ---------------------------------------------------------------------------------


def test_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from clusterdynamics.exchange import registry

    for module in (text_module, xml_module, registry):
        monkeypatch.setattr(module, "MOST_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 10)
    for call in (
        lambda: read_graph(tmp_path / "a.csv"),
        lambda: read_graph(b"a,b\n" * 10, "edge-list", name="a.csv"),
        lambda: read_graph(b"<graphml></graphml>", name="a.graphml"),
    ):
        with pytest.raises(ExchangeError, match="larger than 0 MB"):
            call()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"There is no file .*nothing\.csv"):
        read_graph(tmp_path / "nothing.csv")
    with pytest.raises(ExchangeError, match="cannot be opened"):
        read_graph(tmp_path)


def test_formats_and_encodings_that_are_not_there() -> None:
    with pytest.raises(ExchangeError, match="no format 'sociogram'"):
        read_graph(b"x", "sociogram")
    with pytest.raises(ExchangeError, match="no encoding 'klingon'"):
        read_graph(b"a,b", "edge-list", options=ReadOptions(encoding="klingon"))
    with pytest.raises(ExchangeError, match=r"not ascii \(byte 1\)"):
        read_graph(b"\xe5,b", "edge-list", options=ReadOptions(encoding="ascii"))
    with pytest.raises(ExchangeError, match="not utf-16"):
        read_graph(b"\xff\xfea", "edge-list", name="a.csv")


def test_rows_that_disagree_are_not_undirected() -> None:
    with pytest.raises(ExchangeError, match=r"'b' and 'a' do not say the same about each other \(0.0 and 1.0\)"):
        read_graph(b";a;b\na;0;1\nb;0;0\n", name="a.csv", options=ReadOptions(directed=False))


def test_not_square_when_told_that_it_is_one_set() -> None:
    with pytest.raises(ExchangeError, match="1 rows and 3 columns"):
        read_graph(b"0 1 1\n", "rsiena", name="a.txt")
    with pytest.raises(ExchangeError, match="3 names of columns for 2 columns"):
        read_graph(b";a;b;c\nx;0;1\ny;1;0\n", "matrix", name="a.csv")


def test_a_list_of_ties_needs_two_columns() -> None:
    with pytest.raises(ExchangeError, match="needs two columns"):
        read_graph(b"a\nb\n", "edge-list", name="a.csv")


# -- writing --------------------------------------------------------------------------------------------

AB = (Node("a"), Node("b"))
TIES = Relation("r", (Edge("a", "b"),))


def test_what_a_format_cannot_write_is_refused() -> None:
    several = GraphData(AB, (TIES, Relation("s")))
    for name in ("rsiena", "two-mode", "matrix"):
        with pytest.raises(ExchangeError, match=r"several relations \(r, s\)"):
            get_format(name).write(several, WriteOptions())
    with pytest.raises(ExchangeError, match="no relation 'q'"):
        get_format("rsiena").write(several, WriteOptions(relation="q"))
    assert get_format("rsiena").write(several, WriteOptions(relation="r")) == b"0 1\n0 0\n"
    two = GraphData((Node("a"), Node("b", second=True)), (TIES,))
    with pytest.raises(ExchangeError, match="two sets of nodes"):
        get_format("rsiena").write(two, WriteOptions())
    with pytest.raises(ExchangeError, match="control character"):
        get_format("graphml").write(GraphData((Node("a\x07"),)), WriteOptions())
    for label in ("a\nb", "\"'"):
        with pytest.raises(ExchangeError, match="cannot be written"):
            get_format("dl").write(GraphData((Node(label), Node("b"))), WriteOptions())
    dated = GraphData(AB, (Relation("r", (Edge("a", "b", spells=(Spell("2012-01-01"),)),)),))
    with pytest.raises(ExchangeError, match="'2012-01-01' of 'a' is no whole number"):
        get_format("pajek").write(dated, WriteOptions())
    with pytest.raises(ExchangeError, match="does not fit into a sheet"):
        write_sheets({"a": [["x" * 40_000]]})


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    target = tmp_path / "a.dl"
    target.write_text("before")
    with pytest.raises(ExchangeError):
        write_graph(GraphData((Node("a\nb"), Node("b"))), target)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_graph(GraphData(AB), tmp_path / "no" / "folder" / "a.dl")
    (tmp_path / "b.dl").mkdir()
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_graph(GraphData(AB), tmp_path / "b.dl")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.dl", "b.dl"]
    with pytest.raises(ExchangeError, match=r"ending '\.xyz' belongs to no format"):
        write_graph(GraphData(AB), tmp_path / "a.xyz")


def test_the_model_refuses_nonsense() -> None:
    for make in (
        lambda: GraphData((Node("a"), Node("a"))),
        lambda: GraphData(AB, (TIES, TIES)),
        lambda: GraphData(AB, (Relation("r", (Edge("a", "z"),)),)),
        lambda: GraphData(AB, (Relation("r", (Edge("a", "b", float("nan")),)),)),
        lambda: GraphData((Node("a", attributes={"x": float("inf")}),)),
        lambda: GraphData((Node("a", attributes={"label": "x"}),)),
    ):
        with pytest.raises(ValueError):
            make()
    with pytest.raises(KeyError, match="no relation 'q'; there are: r"):
        GraphData(AB, (TIES,)).relation("q")
