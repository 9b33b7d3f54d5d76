"""QualCoder and Taguette: databases made for the test with the tables that the programs make."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.loops.exchange import Corpus, read_corpus
from clusterdynamics.loops.exchange.taguette import HtmlText

# As in QualCoder 3.8 (database version v14), the columns that matter.
QUALCODER = """
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, color text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, avid integer, important integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer);
"""
# As in Taguette 1.4; parent_id is not in older databases.
TAGUETTE = """
CREATE TABLE projects (id integer primary key, name text, description text);
CREATE TABLE documents (id integer primary key, name text, description text, filename text, project_id integer,
    contents text);
CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer, end_offset integer,
    snippet text);
CREATE TABLE tags (id integer primary key, project_id integer, path text, description text);
CREATE TABLE highlight_tags (highlight_id integer, tag_id integer);
"""


def database(path: Path, schema: str, rows: Iterable[tuple[str, tuple[object, ...]]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    for table, values in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)  # noqa: S608
    connection.commit()
    connection.close()
    return path


TEXT = "Vi 🏭 träffas. Sedan litar vi."
CODER = [
    ("source", (1, "Intervju", TEXT, None, "", "Åsa")),
    ("source", (2, "film.mp4", None, "/video/film.mp4", "", "Åsa")),
    ("code_cat", (1, "Relations", "Åsa", "", "How people meet", None)),
    ("code_cat", (2, "Meetings", "Åsa", "", "", 1)),
    ("code_name", (1, "Meeting", "memo", 2, "Åsa", "#ff0000")),
    ("code_name", (2, "Trust", "", None, "Åsa", "#00ff00")),
    ("code_text", (1, 1, 1, "träffas", 5, 12, "Åsa", "2026-03-05 14:00:00", "", None, None)),
    ("code_text", (2, 2, 1, "träffas", 5, 12, "Bo", "a while ago", "", None, None)),
    # Counted as Qt counts: the factory is two.
    ("code_text", (3, 2, 1, "litar", 21, 26, "Bo", "", "", None, None)),
    ("code_text", (4, 2, 1, "something else", 0, 2, "Bo", None, "", None, None)),
    ("cases", (1, "Sågverket", "", "Åsa", "")),
    ("cases", (2, "Banken", "", "Åsa", "")),
    ("case_text", (1, 1, 1, 0, 10)),
    ("case_text", (2, 2, 1, 10, 12)),
    ("attribute", (1, "size", "case", "small", 1)),
    ("attribute", (2, "year", "file", "2026", 1)),
]


def test_qualcoder(tmp_path: Path) -> None:
    database(tmp_path / "mine.qda" / "data.qda", QUALCODER, CODER)
    corpus = read_corpus(tmp_path / "mine.qda")
    assert corpus == read_corpus(tmp_path / "mine.qda" / "data.qda")
    (document,) = corpus.documents
    assert (document.title, document.source, document.attributes) == ("Intervju", "case-1", {"year": "2026"})
    assert corpus.sources[0].attributes == {"size": "small"}
    assert [(c.label, c.parent, c.codable) for c in corpus.codes] == [
        ("Relations", None, False),
        ("Meetings", "category-1", False),
        ("Meeting", "category-2", True),
        ("Trust", None, True),
    ]
    words = [TEXT[s.start : s.end] for s in corpus.selections]
    assert words == ["träffas", "litar", "Vi"]
    assert [(c.code, c.selection, c.coder) for c in corpus.codings] == [
        ("code-1", "passage-1", "Åsa"),
        ("code-2", "passage-1", "Bo"),
        ("code-2", "passage-3", "Bo"),
        ("code-2", "passage-4", "Bo"),
    ]
    assert corpus.codings[0].date == dt.datetime(2026, 3, 5, 14)
    told = " ".join(corpus.notes)
    for part in ("several cases", "Pictures and recordings are left out (1)", "1 passages were counted in half",
                 "1 passages do not hold the words", "1 dates cannot be read"):  # fmt: skip
        assert part in told
    assert sorted(p.name for p in (tmp_path / "mine.qda").iterdir()) == ["data.qda"]  # nothing was left beside it


HTML = "\n<h1>Möte</h1><p>Vi <b>träffas</b> 🏭 ofta.</p>\n<p>Sedan litar vi &amp; hjälps åt.</p>"
# Bytes without tags: "Möte" 0-5, "Vi " 5-8, "träffas" 8-16, " 🏭 ofta." 16-27, "\n" 27, "Sedan litar" from 28.
TAGS = [
    ("projects", (1, "Cluster", "")),
    ("documents", (1, "Intervju", "", "a.html", 1, HTML)),
    ("highlights", (1, 1, 8, 16, "<b>träffas</b>")),
    ("highlights", (2, 1, 17, 21, "🏭")),
    ("highlights", (3, 1, 0, 8, "<h1>Möte</h1><p>Vi </p>")),
    ("highlights", (4, 1, 34, 46, "litar vi &amp; h")),
    ("tags", (1, 1, "meeting", "How people meet")),
    ("tags", (2, 1, "meeting.often", "")),
    ("tags", (3, 1, "v1.0", "")),
    ("highlight_tags", (1, 2)),
    ("highlight_tags", (1, 1)),
    ("highlight_tags", (3, 3)),
]


def test_taguette(tmp_path: Path) -> None:
    corpus = read_corpus(database(tmp_path / "project.sqlite3", TAGUETTE, TAGS))
    (document,) = corpus.documents
    assert document.text == "Möte\nVi träffas 🏭 ofta.\nSedan litar vi & hjälps åt.\n"
    words = {s.id: document.text[s.start : s.end] for s in corpus.selections}
    assert words == {
        "highlight-1": "träffas",
        "highlight-2": "🏭",
        "highlight-3": "Möte\nVi ",
        "highlight-4": "litar vi & h",
    }
    assert [(c.label, c.parent) for c in corpus.codes] == [
        ("meeting", None),
        ("meeting.often", "tag-1"),
        ("v1.0", None),
    ]
    assert sorted((c.code, c.selection) for c in corpus.codings) == [
        ("tag-1", "highlight-1"),
        ("tag-2", "highlight-1"),
        ("tag-3", "highlight-3"),
    ]
    assert corpus.title == "Cluster"


def test_text_of_html_without_what_is_no_text() -> None:
    page = HtmlText("<style>p {}</style><p>a<br>b</p><script>alert(1)</script><p>c</p>")
    assert page.text == "a\nb\nc\n"
    assert (page.size, page.place(1, end=True), page.place(2)) == (3, 1, 4)


def read(path: Path, name: str) -> Corpus:
    return read_corpus(path, name)


def test_a_highlight_outside_its_text(tmp_path: Path) -> None:
    rows = [*TAGS, ("highlights", (9, 1, 5, 999, "")), ("highlights", (10, 7, 0, 1, ""))]
    with pytest.raises(ExchangeError) as caught:
        read_corpus(database(tmp_path / "a.sqlite3", TAGUETTE, rows))
    messages = [f.message for f in caught.value.faults]
    assert messages == [
        "Highlight 9, bytes 5 to 999, lies outside its text of 57 bytes.",
        "Highlight 10 has no text or no place.",
    ]


def test_several_projects_are_a_question(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="holds 2 projects: Cluster, Other"):
        read_corpus(database(tmp_path / "a.sqlite3", TAGUETTE, [*TAGS, ("projects", (2, "Other", ""))]))


def test_categories_in_a_circle_and_passages_nowhere(tmp_path: Path) -> None:
    rows = [
        *CODER,
        ("code_cat", (3, "Chicken", "", "", "", 4)),
        ("code_cat", (4, "Egg", "", "", "", 3)),
        ("code_text", (9, 1, 1, "", 5, 900, "", "", "", None, None)),
        ("code_text", (10, 77, 1, "", 5, 6, "", "", "", None, None)),
        ("code_text", (11, 1, 1, "", None, 6, "", "", "", None, None)),
    ]
    database(tmp_path / "a.qda" / "data.qda", QUALCODER, rows)
    with pytest.raises(ExchangeError) as caught:
        read_corpus(tmp_path / "a.qda")
    told = str(caught.value)
    for part in ("Chicken ← Egg ← Chicken", "5 to 900 lies outside", "names 'code-77'", "Passage 11 has no place"):
        assert part in told


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"not a database", "no SQLite database"),
        (b"SQLite format 3\x00" + b"\xff" * 500, "damaged"),
    ],
)
def test_no_database(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match=re.escape(part)):
        read_corpus(path)


def test_an_empty_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.qda").mkdir()
    with pytest.raises(ExchangeError, match="cannot be opened"):
        read_corpus(tmp_path / "a.qda")
    with pytest.raises(ExchangeError, match="There is no file"):
        read_corpus(tmp_path / "b.qda")
    with pytest.raises(ExchangeError, match="is a folder"):
        read_corpus(tmp_path / "a.qda", "csv")


def test_a_view_in_disguise_is_not_asked(tmp_path: Path) -> None:
    """A view called like a table could hide a question without an end."""
    path = database(tmp_path / "a.qda" / "data.qda", QUALCODER, CODER)
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TABLE source; CREATE VIEW source AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
        "SELECT id, 'a' AS name, 'b' AS fulltext FROM n;"
    )
    connection.close()
    with pytest.raises(ExchangeError, match="no table source"):
        read_corpus(path, "qualcoder")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = database(tmp_path / "a.sqlite3", "CREATE TABLE birds (id integer primary key);", [])
    with pytest.raises(ExchangeError, match="no table projects, documents, highlights, tags, highlight_tags"):
        read_corpus(path)
    with pytest.raises(ExchangeError, match="no column 'ctid'"):
        read_corpus(database(tmp_path / "b.qda", QUALCODER.replace("ctid integer primary key", "other integer"), CODER))
