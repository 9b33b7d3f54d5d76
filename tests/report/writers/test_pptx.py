"""The slides: what each says, native charts equal to the report's figures, notes, alternative texts, the same bytes."""

import io
import sys
from dataclasses import replace

import polars as pl
import pytest

from clusterdynamics import charts
from clusterdynamics.charts.bars import bars_of
from clusterdynamics.errors import InputError
from clusterdynamics.report.cells import basis_line
from clusterdynamics.report.material import Document, Material
from clusterdynamics.report.model import Column, FigureBlock, NetworkBlock, NotCleared, Section, StoryBlock, Table
from clusterdynamics.report.office.deck import _HIGH, _WIDE, emu, fitted
from clusterdynamics.report.writers import pptx

from .conftest import demo_document
from .office_reader import C as CHART
from .office_reader import no_formula, parts, says_no_time

presentation = pytest.importorskip("pptx")


@pytest.fixture(scope="module")
def document(small: Material) -> Document:
    return pptx.write(small)


def slides(data: bytes) -> list:
    return list(presentation.Presentation(io.BytesIO(data)).slides)


def alts(slide) -> list[str]:
    found = [e.get("descr") for e in slide._element.iter() if e.tag.endswith("}cNvPr")]
    return [a for a in found if a is not None]


def by_title(data: bytes, text: str):
    (found,) = [s for s in slides(data) if s.shapes.title.text_frame.text == text]
    return found


def test_each_slide_says_its_answer_and_stays_on_the_slide(small: Material, document: Document) -> None:
    made = slides(document.data)
    titles = [s.shapes.title.text_frame.text for s in made]
    assert titles[0] == small.report.title
    assert all(titles)
    for section in small.report.sections:
        assert any(title == section.answer for title in titles)
    for slide in made:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= _WIDE
            assert shape.top + shape.height <= _HIGH


def test_charts_are_native_and_hold_the_figures_of_the_report(small: Material, document: Document) -> None:
    figures = [b for s in small.report.sections for b in s.blocks if isinstance(b, FigureBlock)]
    frames = [s for slide in slides(document.data) for s in slide.shapes if s.has_chart]
    assert len(frames) == len(figures) == 3
    for frame, block in zip(frames, figures, strict=True):
        bars = bars_of(block.chart)
        assert bars is not None
        drawn = frame.chart.plots[0]
        assert len(drawn.categories) == len(bars.labels)
        for label, category in zip(bars.labels, drawn.categories, strict=True):
            assert " ".join(str(category).split()).startswith(label)
        assert [tuple(s.values) for s in drawn.series] == [s.values for s in bars.series]
        assert [s.name for s in drawn.series] == [s.name or bars.axis for s in bars.series]


def test_bounds_are_error_bars(small: Material, document: Document) -> None:
    (stage,) = [s for s in small.report.sections if s.id == "stage"]
    (shape,) = [s for s in by_title(document.data, stage.answer).shapes if s.has_chart]
    (series,) = bars_of(next(b for b in stage.blocks if isinstance(b, FigureBlock)).chart).series
    bars = shape.chart.plots[0].series[0]._element.find(f"{CHART}errBars")
    for way, ends, sign in (("plus", series.high, 1), ("minus", series.low, -1)):
        points = {int(p.get("idx")): float(p.find(f"{CHART}v").text) for p in bars.iter(f"{CHART}pt") if _in(p, way)}
        expected = {k: sign * (e - v) for k, (v, e) in enumerate(zip(series.values, ends, strict=True))}
        assert points == pytest.approx(expected)


def _in(point, way: str) -> bool:
    return any(parent.tag == f"{CHART}{way}" for parent in point.iterancestors())


def test_every_picture_chart_and_table_has_its_words(small: Material, document: Document) -> None:
    told = [a for slide in slides(document.data) for a in alts(slide)]
    for block in small.report.blocks():
        if isinstance(block, FigureBlock):
            assert block.alt in told
    (network,) = [s for s in small.report.sections if s.id == "map"]
    assert network.blocks[0].alt in told
    assert told[0] == small.look.organisation  # the logo
    for slide in slides(document.data):
        drawn = [s for s in slide.shapes if s.has_chart or s.has_table or s.shape_type == 13]
        assert len(alts(slide)) == len(drawn)


def test_notes_hold_answer_basis_method_and_source(small: Material, document: Document) -> None:
    for section in small.report.sections:
        notes = by_title(document.data, section.answer).notes_slide.notes_text_frame.text
        block = next(b for b in section.blocks if isinstance(b, FigureBlock | NetworkBlock))
        assert section.answer in notes
        assert basis_line(block) in notes
        assert block.method in notes
        assert block.source[:16] in notes
    assert all(s.has_notes_slide and s.notes_slide.notes_text_frame.text for s in slides(document.data))


def test_properties_language_and_times(small: Material, document: Document) -> None:
    made = presentation.Presentation(io.BytesIO(document.data))
    assert made.core_properties.author == small.look.organisation
    assert made.core_properties.title == f"{small.report.title} ({small.report.stamp})"
    assert "Steve" not in document.words  # of the template
    assert says_no_time(document.data)
    assert not [name for name in parts(document.data) if "thumbnail" in name]
    assert b'lang="en-GB"' in parts(document.data)["ppt/slides/slide2.xml"]


def test_the_same_report_gives_the_same_bytes(small: Material, document: Document) -> None:
    assert pptx.write(small).data == document.data


def test_what_people_typed_is_no_formula_and_no_markup(small: Material) -> None:
    frame = pl.DataFrame({"label": ["=1+1", "<b>x</b>"], "value": [0.5, 0.25]})
    section = next(s for s in small.report.sections if s.id == "barriers")
    block = replace(section.blocks[0], chart=charts.interval_dots(frame), alt="=HYPERLINK()", title="<i>")
    material = Material(small.assessment)
    material.__dict__["report"] = replace(small.report, sections=(replace(section, blocks=(block,)),))
    data = pptx.write(material).data
    assert no_formula(data)
    (chart,) = [s.chart for slide in slides(data) for s in slide.shapes if s.has_chart]
    assert [str(c) for c in chart.plots[0].categories] == ["=1+1\n0.500", "<b>x</b>\n0.250"]


def test_many_labels_are_cut_and_it_says_so(small: Material) -> None:
    frame = pl.DataFrame({"label": [f"reason {k}" for k in range(30)], "value": [k / 30 for k in range(30)]})
    section = next(s for s in small.report.sections if s.id == "barriers")
    rows = tuple((f"row {k}", 1.0, "too few" if k else "") for k in range(12))
    table = Table("Many", (Column("Who"), Column("Value", "number"), Column("Note")), rows)
    figure = replace(section.blocks[0], chart=charts.interval_dots(frame))
    alone = next(b for b in section.blocks if b.kind == "table")
    listed = replace(alone, table=table, folded=False)
    story = StoryBlock(
        title="Told",
        text="Once. " * 200,
        teller="a driver",
        alt="told",
        basis=(),
        method="",
        source="x",
        verdict="study",
    )
    cut = Material(small.assessment)
    cut.__dict__["report"] = replace(
        small.report,
        sections=(
            replace(section, blocks=(figure,)),
            Section("easy_cooperation", "What is easy?", "Much; " * 60, (listed,)),
            Section("stories", "What do people tell?", "One story.", (story,)),
        ),
    )
    data = pptx.write(cut).data
    texts = ["\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in slides(data)]
    assert any("the first 8 of 30; all stand in the report" in t for t in texts)
    assert any("the first 9 of 12; all stand in the report · –: too few" in t for t in texts)
    (shown,) = [s.table for s in slides(data)[3].shapes if s.has_table]
    assert [c.text for c in shown.rows[1].cells] == ["row 0", "1"]
    assert slides(data)[3].shapes.title.text_frame.text.endswith("…")
    assert "Much; " * 60 in slides(data)[3].notes_slide.notes_text_frame.text
    assert any("…”" in t and "a driver" in t for t in texts)


def test_a_study_without_ties_has_its_slides(bare) -> None:
    made = slides(pptx.write(Material(bare)).data)
    assert made[0].shapes.title.text_frame.text == "Bare"
    assert "not what caused what" in made[-1].shapes.title.text_frame.text


def test_nothing_is_written_that_was_not_cleared(small: Material) -> None:
    block = replace(small.report.sections[0].blocks[0], verdict="")
    broken = Material(small.assessment)
    broken.__dict__["report"] = replace(small.report, sections=(replace(small.report.sections[0], blocks=(block,)),))
    with pytest.raises(NotCleared):
        pptx.write(broken)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(InputError, match=r"pip install 'clusterdynamics\[office\]'"):
        pptx.check()


def test_sizes_fit() -> None:
    assert fitted("short", emu(5), emu(1), (28, 20)) == 28
    assert fitted("a long title that does not fit " * 4, emu(5), emu(1), (28, 20, 12)) == 12


@pytest.mark.verify
@pytest.mark.parametrize("audience", ["study", "board", "participants", "network", "public"])
def test_a_deck_has_12_to_20_slides_and_most_figures_can_be_edited(audience: str) -> None:
    made = slides(demo_document(audience, ".pptx").data)
    assert 12 <= len(made) <= 20
    native = [s for slide in made for s in slide.shapes if s.has_chart]
    assert len(native) >= 8
    # Titles are findings: no two are the same.
    titles = [s.shapes.title.text_frame.text for s in made]
    assert len(set(titles)) == len(titles)
    for slide in made:
        for shape in slide.shapes:
            if shape.has_table:
                assert sum(r.height for r in shape.table.rows) <= emu(5)
