"""Broken and hostile files: every problem told, with its place and what to do, and nothing else happens."""

# ruff: noqa: E501 - a file in one line, and what is said about it, are easier to compare
from __future__ import annotations

import contextlib
import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError, Fault
from clusterdynamics.loops.exchange import Corpus, archive, read_corpus, write_corpus
from clusterdynamics.loops.exchange.refi_note import NOTE_NAME

from .corpora import SMALL

A, B, C, D, E = (f"{k}0000000-0000-0000-0000-000000000000" for k in "abcde")
CODES = f'<CodeBook><Codes><Code guid="{A}" name="Trust" isCodable="true"/></Codes></CodeBook>'
TEXT = f'<TextSource guid="{B}" name="One" plainTextPath="internal://one.txt">\n{{inside}}</TextSource>'


def project(inside: str) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<Project name="x" xmlns="urn:QDA-XML:project:1.0">'
    return f"{head}\n{inside}\n</Project>"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def read(folder: Path, name: str, content: bytes) -> Corpus:
    path = folder / name
    path.write_bytes(content)
    return read_corpus(path)


def faults(folder: Path, name: str, content: bytes) -> tuple[Fault, ...]:
    with pytest.raises(ExchangeError) as caught:
        read(folder, name, content)
    return caught.value.faults


def selection(start: object, end: object, guid: str = C, code: str = A) -> str:
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{D}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>\n'
    )


def with_text(inside: str, codes: str = CODES, more: str = "") -> bytes:
    body = f"{codes}<Sources>{TEXT.format(inside=inside)}</Sources>{more}"
    return zipped({"project.qde": project(body), "sources/one.txt": "ten chars!"})


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<Project name="&a;"/>'

#: (file, content, [(line, part of the message)])
CASES: list[tuple[str, bytes, list[tuple[int | None, str]]]] = [
    # -- the zip
    ("a.qdpx", b"PK\x03\x04 cut off", [(None, "no zip, or it is cut off")]),
    ("a.qdpx", b"something else", [(None, "no zip, or it is cut off")]),
    ("a.qdpx", zipped({"readme.txt": "hello"}), [(None, "no project.qde")]),
    ("a.qdpx", zipped({"project.qde": project(""), "../../evil.txt": "x"}), [(None, "'../../evil.txt' lies outside")]),
    ("a.qdpx", zipped({"project.qde": project(""), "C:\\evil.txt": "x"}), [(None, "lies outside")]),
    ("a.qdpx", zipped({"project.qde": project(""), "PROJECT.QDE": "x"}), [(None, "'PROJECT.QDE' is in the zip twice")]),
    ("a.qdpx", zipped({"project.qde": project(""), "a.txt": b"0" * 6_000_000}), [(None, "times larger than packed")]),
    # -- the XML
    ("a.qdpx", zipped({"project.qde": BOMB}), [(2, "declares entities")]),
    ("a.qdpx", zipped({"project.qde": "<Project"}), [(1, "no well-formed XML")]),
    ("a.qdpx", zipped({"project.qde": "<html/>"}), [(1, "begins with <html>")]),
    ("a.qdc", b"<CodeBook><Codes></CodeBook>", [(1, "no well-formed XML")]),
    ("a.qdc", b"<Codes/>", [(1, "begins with <Codes>")]),
    ("a.qdc", BOMB.encode(), [(2, "declares entities")]),
    # -- passages and references
    (
        "a.qdpx",
        with_text(selection(5, 11) + selection(7, 3, D) + selection(0, 1, E, E) + selection("", "x", "f" + A[1:])),
        [(None, "no place: '' to 'x'"), (None, "5 to 11 lies outside"), (None, "7 to 3 ends before"), (None, f"'{E}'")],
    ),
    ("a.qdpx", with_text(selection(0, 1) + selection(1, 2)), [(5, f"'{C}' is listed twice. It is first listed in line 4")]),
    ("a.qdpx", with_text(selection(0, 1).replace("<CodeRef", "<Other")), [(4, "A coding names ''")]),
    ("a.qdpx", with_text('<Coding creationDateTime="yesterday"/>'), [(4, "'yesterday' is no date"), (4, "A coding")]),
    (
        "a.qdpx",
        with_text("<VariableValue><VariableRef targetGUID='v'/></VariableValue>"),
        [(4, "variable 'v', which is not in the file")],
    ),
    (
        "a.qdpx",
        zipped({"project.qde": project(f"<Sources>{TEXT.format(inside='')}</Sources>")}),
        [(3, "'internal://one.txt' is not in the file")],
    ),
    (
        "a.qdpx",
        zipped({"project.qde": project(f"<Sources>{TEXT.format(inside='').replace('one.txt', '../../etc/passwd')}</Sources>")}),
        [(3, "etc/passwd' is not in the file")],
    ),
    (
        "a.qdpx",
        with_text("", f'<CodeBook><Codes><Code guid="{A}" name="Trust">\n<Code guid="{A}" name="x"/></Code></Codes></CodeBook>'),
        [(4, "is listed twice"), (None, "stand under themselves")],
    ),
    (
        "a.qdpx",
        with_text("", "<CodeBook><Codes>" + '<Code guid="x" name="y">' * 300 + "</Code>" * 300 + "</Codes></CodeBook>"),
        [(3, "more than 200 deep")],
    ),
    (
        "a.qdpx",
        with_text("", more=f'<Notes><Note guid="{E}" name="{NOTE_NAME}"><PlainTextContent>{{"claims": [</PlainTextContent></Note></Notes>'),
        [(None, f"The note '{NOTE_NAME}' is damaged.")],
    ),
    (
        "a.qdpx",
        with_text(
            "",
            more=f'<Notes><Note guid="{E}" name="{NOTE_NAME}"><PlainTextContent>{{"ids": {{}}, "claims": {{"{D}": {{"start": "x"}}}}}}'
            f'</PlainTextContent></Note></Notes>\n<Links><Link guid="{D}" direction="OneWay" originGUID="{A}" targetGUID="{A}"/></Links>',
        ),
        [(5, "is damaged at")],
    ),
    # -- tables of claims
    (
        "a.csv",
        b"cause;effect;polarity;certainty;date;delay\nmeet;trust;up;sure;soon;weeks\n;trust;+;;;\nmeet;;+;;;\n",
        [
            (2, "'up' is no sign"),
            (2, "'soon' is no date"),
            (2, "'sure' is not known here"),
            (3, "The cell is empty"),
            (4, "The cell is empty"),
        ],
    ),
    ("a.csv", b"cause,why,effects\na,b,c\n", [(1, "does not name the column effect")]),
    ("a.csv", b"id,cause,effect,cause\nx,a,b,c\nx,a,b,c\n", [(1, "'cause' is there twice"), (3, "'x' is listed twice")]),
    ("a.csv", b"hello", [(1, "does not name the column cause, effect")]),
    ("a.csv", b"", [(None, "The file is empty")]),
    ("a.csv", bytes(range(256)), [(1, "not a text file")]),
    # -- models and networks
    ("a.xmile", b"<xmile/>", [(None, "no variables")]),
    ("a.stmx", b"<model/>", [(1, "begins with <model>")]),
    ("a.xmile", BOMB.replace("Project", "xmile").encode(), [(2, "declares entities")]),
    ("a.xmile", b'<xmile><model><variables><aux name="a"/><aux name="A"/></variables></model></xmile>', [(1, "listed twice")]),
    ("a.json", b'{"elements": [{"label": "a"}], "connections": [{"from": "a"}]}', [(None, "one end only")]),
    (
        "a.json",
        b'{"elements": [{"label": "a"}, {"label": "b", "parent": "z"}], "connections":'
        b' [{"from": "a", "to": "b", "date": "soon"}, {"from": "a", "to": "b", "claims": 0}]}',
        [(None, "'soon' is no date"), (None, "'0' is no number of claims"), (None, "names 'z'")],
    ),
    ("a.graphml", b"<graphml>", [(1, "no well-formed XML")]),
    ("a.xyz", b"what is this", [(None, "not clear which format")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "expected"), CASES, ids=range(len(CASES)))
def test_every_problem_is_told(
    name: str, content: bytes, expected: list[tuple[int | None, str]], tmp_path: Path
) -> None:
    found = faults(tmp_path, name, content)
    for line, part in expected:
        assert any(part in f.message and line in (None, f.line) for f in found), [str(f) for f in found]
    assert all(f.remedy and f.file.startswith(name) for f in found)
    assert len(found) == len(expected)


def test_workbooks_tell_sheet_row_and_column(tmp_path: Path) -> None:
    from clusterdynamics.exchange.sheets import write_sheets

    content = write_sheets(
        {
            "links": [["from", "to", "polarity", "start"], ["a", "zz", "up", None], ["a", None, "+", -1]],
            "factors": [["factor_id", "label", "parent"], ["a", "A", "b"], ["b", "B", "a"]],
            "selections": [["selection_id", "statement_id", "start", "end"], ["s", "d", 1, None]],
        }
    )
    found = [(f.file, f.line, f.column, f.message) for f in faults(tmp_path, "a.xlsx", content)]
    assert ("a.xlsx, links", 2, "to", "There is no factor 'zz'.") in found
    assert ("a.xlsx, links", 2, "polarity", "'up' is no sign of a claim.") in found
    assert ("a.xlsx, links", 3, "to", "The cell is empty.") in found
    assert ("a.xlsx, links", 3, "start", "'-1' is no whole number.") in found
    assert ("a.xlsx, selections", 2, "start", "The passage has no place.") in found
    assert any("A ← B ← A" in f[3] for f in found)


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    from clusterdynamics.exchange.sheets import write_sheets

    found = faults(tmp_path, "a.xlsx", write_sheets({"birds": [["name"], ["owl"]]}))
    assert "no sheet 'links' or 'factors'" in found[0].message


def test_overlapping_passages_are_allowed(tmp_path: Path) -> None:
    inside = selection(0, 6) + selection(3, 9, D) + selection(0, 6, E) + selection(10, 10, "f" + A[1:])
    corpus = read(tmp_path, "a.qdpx", with_text(inside))
    assert [(s.start, s.end) for s in corpus.selections] == [(0, 6), (3, 9), (0, 6), (10, 10)]


def test_a_link_to_another_file_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("project.qde", project(""))
        info = zipfile.ZipInfo("sources/one.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(info, "/etc/passwd")
    assert "is a link to another file" in faults(tmp_path, "a.qdpx", out.getvalue())[0].message


def test_damaged_texts_and_locked_ones(tmp_path: Path) -> None:
    content = bytearray(with_text(""))
    at = content.index(b"sources/one.txt") + len("sources/one.txt") + 3
    content[at] ^= 0xFF
    assert "'sources/one.txt' is damaged." in [f.message for f in faults(tmp_path, "a.qdpx", bytes(content))]
    locked = bytearray(with_text(""))
    entry = locked.rindex(b"PK\x01\x02")
    locked[entry + 8] |= 1
    assert "locked with a password" in faults(tmp_path, "b.qdpx", bytes(locked))[0].message


def test_more_files_and_bytes_than_a_project_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    assert "more than 1 files" in faults(tmp_path, "a.qdpx", with_text(""))[0].message
    monkeypatch.setattr(archive, "MOST_FILES", 10)
    monkeypatch.setattr(archive, "MOST_UNPACKED", 5)
    assert "larger than 0 MB" in faults(tmp_path, "a.qdpx", with_text(""))[0].message
    monkeypatch.setattr(archive, "_MOST_DIRECTORY", 5)
    assert archive.names_in_zip(tmp_path / "a.qdpx") == ()


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    pdf = f'<PDFSource guid="{D}" path="internal://a.pdf"><PDFSelection guid="{E}"/></PDFSource>'
    audio = (
        f'<AudioSource guid="{C}" name="Talk"><Transcript guid="{E}"><PlainTextContent>Good morning.</PlainTextContent>'
        f'<SyncPoint guid="1{A[1:]}" position="0"/><SyncPoint guid="2{A[1:]}" position="4"/>'
        f'<TranscriptSelection guid="3{A[1:]}" fromSyncPoint="1{A[1:]}" toSyncPoint="2{A[1:]}"/></Transcript></AudioSource>'
    )
    outside = (
        f'<TextSource guid="4{A[1:]}" name="Far" plainTextPath="relative:///far.txt">{selection(0, 1)}</TextSource>'
    )
    links = (
        f'<Link guid="5{A[1:]}" direction="Bidirectional" name="a (−)" originGUID="{A}" targetGUID="{A}"/>'
        f'<Link guid="6{A[1:]}" originGUID="{A}" targetGUID="{A}"/>'
        f'<Link guid="7{A[1:]}" direction="OneWay" originGUID="{A}" targetGUID="{E}"/>'
    )
    cases = (
        f'<Cases><Case guid="8{A[1:]}" name="Mill"><SourceRef targetGUID="{C}"/></Case>'
        f'<Case guid="9{A[1:]}"><SourceRef targetGUID="{C}"/><SelectionRef targetGUID="{E}"/></Case></Cases>'
    )
    inside = (
        f"{CODES}{cases}<Sources>{pdf}{audio}{outside}</Sources><Notes><Note guid='{B}'/></Notes><Links>{links}</Links>"
    )
    inside += "<Sets><Set/></Sets>"
    corpus = read(tmp_path, "a.qdpx", zipped({"project.qde": project(inside)}))
    (talk,) = corpus.documents
    assert (talk.text, talk.title, corpus.sources[0].label) == ("Good morning.", "Talk", "Mill")
    assert talk.source == corpus.sources[0].id
    assert [(s.start, s.end) for s in corpus.selections] == [(0, 4)]
    assert [c.polarity for c in corpus.claims] == ["-", "-"]
    told = " ".join(corpus.notes)
    assert (
        "Not read: Link (2), Note (1), PDFSelection (1), PDFSource (1), SelectionRef (1), Set (1), SourceRef (1)."
        in told
    )
    assert "The text of 'Far' is not in the file; it is left out with its passages (1)." in told


@pytest.mark.parametrize(
    ("content", "text", "note"),
    [
        (b"\xef\xbb\xbfA\r\nB", "A\r\nB", "Line ends of two characters"),
        ("Å\rB".encode("utf-16"), "Å\rB", "is read as utf-16"),
        (b"sm\xf6rg\xe5s", "smörgås", "is read as cp1252"),
    ],
)
def test_texts_in_other_encodings(tmp_path: Path, content: bytes, text: str, note: str) -> None:
    body = f"<Sources>{TEXT.format(inside='')}</Sources>"
    corpus = read(tmp_path, "a.qdpx", zipped({"project.qde": project(body), "Sources/one.txt": content}))
    assert corpus.documents[0].text == text
    assert note in " ".join(corpus.notes)


def test_variables_have_types(tmp_path: Path) -> None:
    kinds = {
        "Boolean": ("true", True),
        "Integer": ("7", 7),
        "Float": ("0.5", 0.5),
        "Date": ("2026-03-05", "2026-03-05"),
    }
    declared = "".join(f'<Variable guid="{k}" name="{k}" typeOfVariable="{k}"/>' for k in kinds)
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{k}"/><{k}Value>{text}</{k}Value></VariableValue>'
        for k, (text, _v) in kinds.items()
    )
    head = f"<Variables>{declared}</Variables><Cases><Case guid='{A}'>"
    end = "<VariableValue><VariableRef targetGUID='Date'/></VariableValue></Case></Cases>"
    corpus = read(tmp_path, "a.qdpx", zipped({"project.qde": project(head + values + end)}))
    assert corpus.sources[0].attributes == {k: v for k, (_t, v) in kinds.items()}
    for bad in (values.replace(">true<", ">maybe<"), values.replace(">7<", ">7.5<"), values.replace(">0.5<", ">INF<")):
        found = faults(tmp_path, "b.qdpx", zipped({"project.qde": project(head + bad + end)}))
        assert " is no " in found[0].message


def test_damaged_files_never_break_the_reading(tmp_path: Path) -> None:
    """Bytes changed, cut off and doubled, at places spread over the file: a corpus, or an error in plain words."""
    for name in ("a.qdpx", "a.xlsx", "a.csv", "a.json", "a.graphml", "a.qdc"):
        write_corpus(SMALL, tmp_path / name)
        whole = (tmp_path / name).read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :], whole[:at] + whole):
                with contextlib.suppress(ExchangeError):  # anything else fails the test
                    read(tmp_path, f"b{name[1:]}", broken)
