"""Names without consent stand in no file: not in its text, alternative texts, notes, sheets or properties."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Consents, VisibilityClass, class_of, leaks
from clusterdynamics.report import FORMATS, Look, write_report, write_reports
from clusterdynamics.report.audience import NameInReport, check_names
from clusterdynamics.report.material import Material
from clusterdynamics.report.writers import writer_for

from .conftest import LOOK, demo, demo_document, demo_for
from .pdf_reader import Pdf, words

AUDIENCES = ("study", "cluster_manager", "board", "participants", "network", "public")
OFFICE = (".docx", ".pptx", ".xlsx")


def secrets_for(audience: str) -> set[str]:
    """Names of organisations that have not agreed to be named to the audience."""
    study, visibility = demo().study, class_of(audience)
    careful: set[str] = set()
    for wave in study.wave_ids:
        consents = Consents(study, wave)
        careful |= {a for a in study.present(wave) if consents.of(a).name < visibility}
    # Ärnäs is also the town in the boundary statement.
    return {study.labels[a] for a in careful} | {study.short_labels[a] for a in careful} - {"Ärnäs"}


def everything_in(data: bytes, ending: str) -> str:
    """All that can be read in a file: for a PDF, also what its pages show with letters of their own."""
    if ending != ".pdf":
        return data.decode("latin-1")
    read = Pdf(data)
    shown = "\n".join(read.text(page) for page in read.pages())
    told = [words(e["Alt"]) for e in read.structure() if "Alt" in e]
    titles = [words(o["Title"]) for o in read.objects.values() if isinstance(o, dict) and "Title" in o]
    return "\n".join([shown, *told, *titles, read.metadata, *read.info.values()])


@pytest.mark.verify
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_gets_every_format_without_names_of_others(audience: str, ending: str) -> None:
    document = demo_document(audience, ending)
    check_names(document.words, demo().study, audience)
    secrets = secrets_for(audience)
    if class_of(audience) <= VisibilityClass.C1:
        study = demo().study
        # The search finds names where they may stand; results.json has identifiers only.
        assert leaks(document.words, [*study.labels.values(), *study.short_labels.values()]) or ending == ".json"
        return
    assert secrets
    assert leaks(document.data, secrets, name=f"report-{audience}{ending}") == []
    assert leaks(everything_in(document.data, ending), secrets) == []
    # Vega places words one by one, and spaces get lost: the same without spaces.
    joined = re.sub(r"\s+", "", everything_in(document.data, ending)) if ending == ".pdf" else ""
    assert [s for s in secrets if len(s) > 8 and re.sub(r"\s+", "", s) in joined] == []


@pytest.mark.verify
@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_searched_holds_what_the_file_shows(ending: str) -> None:
    """For the study team everything may be named: each name that the file shows is in the text that is searched."""
    document = demo_document("study", ending)
    labels = {*demo().study.labels.values(), *demo().study.short_labels.values()}
    shown = {leak.secret for leak in leaks(document.data, labels)}
    shown |= {leak.secret for leak in leaks(everything_in(document.data, ending), labels)}
    assert len(shown) > 3 or ending == ".json"
    assert shown <= {leak.secret for leak in leaks(document.words, labels)}


# Where a name can slip in: the study's title, the publisher, and a sentence of a person.
@pytest.mark.parametrize(
    "ending", [".xlsx", *(pytest.param(e, marks=pytest.mark.verify) for e in FORMATS if e != ".xlsx")]
)
def test_a_name_that_slipped_through_stops_every_format(reading: Assessment, tmp_path: Path, ending: str) -> None:
    study = reading.study
    name = study.labels["o07"]
    titled = replace(
        reading, study=replace(study, settings=study.settings.model_copy(update={"title": f"The study of {name}"}))
    )
    with pytest.raises(NameInReport):
        write_report(titled, tmp_path / f"report{ending}", audience="public")
    if ending != ".json":
        with pytest.raises(NameInReport):
            write_report(reading, tmp_path / f"r{ending}", audience="public", look=Look(organisation=f"For {name}"))
    assert list(tmp_path.iterdir()) == []


def test_one_name_stops_all_files(reading: Assessment, tmp_path: Path) -> None:
    with pytest.raises(NameInReport):
        write_reports(
            reading,
            [tmp_path / "a.json", tmp_path / "a.xlsx"],
            audience="public",
            look=Look(organisation=reading.study.labels["o07"]),
        )
    assert list(tmp_path.iterdir()) == []


def test_each_picture_is_drawn_once_for_all_formats(
    reading: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clusterdynamics.report import pictures

    drawn: list[int] = []

    def count(block: object) -> str:
        drawn.append(id(block))
        return real(block)

    real = pictures._draw
    monkeypatch.setattr(pictures, "_draw", count)
    small = Material(reading, look=LOOK, section="coverage")
    for ending in (".html", *OFFICE):
        writer_for(ending).write(small)
    assert len(drawn) == len(set(drawn)) == 1


@pytest.mark.verify
@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_report_gives_the_same_bytes_each_time_it_is_made(ending: str) -> None:
    """Made again from the assessment: report, pictures and file."""
    again = Material(demo(), "network", look=LOOK)
    assert writer_for(ending).write(again).data == demo_document("network", ending).data


@pytest.mark.verify
def test_figures_are_the_same_numbers_in_every_format() -> None:
    """The stages, which every format tells: as a table, as a chart, as a cell, as text."""
    import docx
    import openpyxl
    import pptx

    material = demo_for("public")
    (stage,) = [s for s in material.report.sections if s.id == "stage"]
    table = stage.blocks[0].table
    values = [row[1] for row in table.rows if row[1] is not None]
    shown = [f"{100 * v:.0f}%" for v in values]

    made = {e: demo_document("public", e).data for e in FORMATS}
    book = openpyxl.load_workbook(io.BytesIO(made[".xlsx"]))
    sheet = next(s for s in book.worksheets if s["A1"].value == stage.title)
    cells = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert all(any(c == pytest.approx(v, rel=1e-12) for c in cells if isinstance(c, float)) for v in values)

    words_in = docx.Document(io.BytesIO(made[".docx"]))
    written = next(t for t in words_in.tables if t.rows[0].cells[1].text == table.columns[1].title)
    assert [row.cells[1].text for row in written.rows[1:] if row.cells[1].text != "–"] == shown

    deck = pptx.Presentation(io.BytesIO(made[".pptx"]))
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == stage.answer)
    (chart,) = [s.chart for s in slide.shapes if s.has_chart]
    assert list(chart.plots[0].series[0].values) == values

    for ending in (".pdf", ".html"):
        text = everything_in(made[ending], ending)
        assert all(figure in text for figure in shown)

    import json

    results = json.loads(made[".json"])["results"]
    told = [
        named["stage.value"]["value"]
        for networks in results.values()
        for subjects in networks.values()
        for named in subjects.values()
        if "stage.value" in named
    ]
    assert all(any(v == pytest.approx(t) for t in told if t is not None) for v in values)
