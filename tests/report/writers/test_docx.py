"""The text document: headings, tables equal to the report's, captions, alternative texts, language, the same bytes."""

import io
import sys
from dataclasses import replace

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics.report.cells import cell_text, is_long
from clusterdynamics.report.material import Document, Material
from clusterdynamics.report.model import FigureBlock, NetworkBlock, NotCleared, Section, StoryBlock, Table, TableBlock
from clusterdynamics.report.writers import docx

from .office_reader import WP, W, parts, says_no_time, xml

word = pytest.importorskip("docx")


@pytest.fixture(scope="module")
def document(small: Material) -> Document:
    return docx.write(small)


@pytest.fixture(scope="module")
def read(document: Document):
    return word.Document(io.BytesIO(document.data))


def tables_of(material: Material) -> list[Table]:
    """The tables of a report in their order."""
    return [b.table for b in material.report.blocks() if isinstance(b, FigureBlock | NetworkBlock | TableBlock)]


def test_headings_are_real_and_in_order(small: Material, read) -> None:
    heads = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert heads[0] == ("Title", small.report.title)
    first = [text for style, text in heads if style == "Heading 1"]
    assert first == ["Summary", *(s.title for s in small.report.sections), "Method and limits"]
    answers = [p.text for p in read.paragraphs if p.style.name == "Answer"]
    assert answers == [s.answer for s in small.report.sections]
    assert read.styles["Heading 1"].paragraph_format.page_break_before


def test_tables_are_equal_to_those_of_the_report(small: Material, read) -> None:
    expected = [t for t in tables_of(small) if not is_long(t)]
    assert len(read.tables) == len(expected) + 1  # and the limits
    for made, table in zip(read.tables, expected, strict=False):
        rows = [[c.text for c in row.cells] for row in made.rows]
        assert rows[0] == [c.title for c in table.columns]
        assert rows[1:] == [[cell_text(c, k) for c, k in zip(r, table.columns, strict=True)] for r in table.rows]
    left_out = [t for t in tables_of(small) if is_long(t)]
    assert left_out
    text = "\n".join(p.text for p in read.paragraphs)
    assert all(f"{t.caption}: {len(t.rows)} rows, in the spreadsheet" in text for t in left_out)


def test_the_head_of_every_table_is_marked_and_repeated(read) -> None:
    for table in read.tables:
        marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)


def test_captions_are_numbered_by_fields(small: Material, read) -> None:
    captions = [p for p in read.paragraphs if p.style.name == "Caption"]
    kinds = [f.get(f"{W}instr").split()[1] for p in captions for f in p._p.iter(f"{W}fldSimple")]
    drawn = [b for b in small.report.blocks() if isinstance(b, FigureBlock | NetworkBlock)]
    assert kinds.count("Figure") == len(drawn)
    assert kinds.count("Table") == len(read.tables)
    texts = ["".join(t.text or "" for t in p._p.iter(f"{W}t")) for p in captions]
    assert f"Figure 1. {drawn[0].title}" in texts
    assert f"Table {len(read.tables)}. Method and limits" in texts


def test_every_picture_has_its_alternative_text(small: Material, document: Document) -> None:
    pictures = list(xml(document.data, "word/document.xml").iter(f"{WP}docPr"))
    drawn = [b for b in small.report.blocks() if isinstance(b, FigureBlock | NetworkBlock)]
    assert [p.get("descr") for p in pictures] == [small.look.organisation, *(b.alt for b in drawn)]
    assert len({p.get("id") for p in pictures}) == len(pictures)


def test_links_of_the_summary_lead_to_headings(small: Material, document: Document) -> None:
    page = xml(document.data, "word/document.xml")
    marks = {m.get(f"{W}name") for m in page.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in page.iter(f"{W}hyperlink")]
    assert links == [s.id for s in small.report.sections]
    assert set(links) <= marks


def test_language_properties_and_times(small: Material, document: Document, read) -> None:
    language = xml(document.data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}val") == "en-GB"
    assert read.core_properties.author == small.look.organisation
    assert read.core_properties.title == f"{small.report.title} ({small.report.stamp})"
    assert "python-docx" not in document.words
    assert says_no_time(document.data)
    assert not [name for name in parts(document.data) if "thumbnail" in name]


def test_another_language(bare) -> None:
    with use_language("sv"):
        data = docx.write(Material(bare, language="sv")).data
    language = xml(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}val") == "sv-SE"


def test_the_same_report_gives_the_same_bytes(small: Material, document: Document) -> None:
    assert docx.write(small).data == document.data


def test_stories_are_quoted(small: Material) -> None:
    story = StoryBlock(
        title="A quarry",
        text="First.\n\nThen <i>this</i>.",
        teller="a driver",
        alt="told",
        basis=(),
        method="told",
        source="abc",
        verdict="study",
    )
    told = Material(small.assessment)
    told.__dict__["report"] = replace(small.report, sections=(Section("stories", "Told?", "Yes.", (story,)),))
    made = word.Document(io.BytesIO(docx.write(told).data))
    assert [p.text for p in made.paragraphs if p.style.name == "Quote"] == ["First.", "Then <i>this</i>."]
    assert "a driver" in [p.text for p in made.paragraphs]


def test_nothing_is_written_that_was_not_cleared(small: Material) -> None:
    block = replace(small.report.sections[0].blocks[0], verdict="")
    broken = Material(small.assessment)
    broken.__dict__["report"] = replace(small.report, sections=(replace(small.report.sections[0], blocks=(block,)),))
    with pytest.raises(NotCleared):
        docx.write(broken)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputError, match=r"pip install 'clusterdynamics\[office\]'"):
        docx.check()
