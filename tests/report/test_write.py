import json
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics.report import (
    AUDIENCES,
    check_audience,
    check_format,
    questions,
    results_json,
    write_report,
    write_results_folder,
)
from clusterdynamics.report.audience import STAMPS
from clusterdynamics.report.tables import figures_csv
from clusterdynamics.report.words import METHODS, measure


def test_the_ending_decides_the_format(reading: Assessment, tmp_path: Path) -> None:
    html = write_report(reading, tmp_path / "a" / "report.html")
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    data = write_report(reading, str(tmp_path / "report.JSON"))
    assert data.read_text(encoding="utf-8") == results_json(reading)


@pytest.mark.parametrize("name", ["report.odt", "report", "report.html.zip"])
def test_an_unknown_ending_names_what_exists(reading: Assessment, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.html or \.pdf or \.docx or \.pptx or \.xlsx or \.json"):
        write_report(reading, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


# Those three have reports of the demo cluster in test_audience.py.
ALSO_IN_TEST_AUDIENCE = (Audience.BOARD, Audience.NETWORK, Audience.PUBLIC)


@pytest.mark.parametrize(
    "audience",
    [pytest.param(a, marks=pytest.mark.verify if a in ALSO_IN_TEST_AUDIENCE else ()) for a in AUDIENCES],
)
def test_every_audience_gets_a_report(reading: Assessment, tmp_path: Path, audience: str) -> None:
    html = write_report(reading, tmp_path / "report.html", audience=audience).read_text(encoding="utf-8")
    assert STAMPS[Audience(audience)] in html


def test_checks() -> None:
    check_audience("study")
    check_format("x.html")
    with pytest.raises(InputError, match="no audience called everybody"):
        check_audience("everybody")


def test_the_results_folder(reading: Assessment, tmp_path: Path) -> None:
    folder = write_results_folder(reading, tmp_path / "out", language="sv")
    assert sorted(p.name for p in folder.iterdir()) == ["figures.csv", "report.html", "results.json"]
    json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert '<html lang="sv">' in (folder / "report.html").read_text(encoding="utf-8")
    before = (folder / "results.json").read_bytes()
    write_results_folder(reading, folder)  # again: replaced, the same
    assert (folder / "results.json").read_bytes() == before


def test_figures_csv_has_a_row_for_every_figure(reading: Assessment) -> None:
    table = pl.read_csv(StringIO(figures_csv(reading)), infer_schema_length=None)
    assert table.height == sum(len(r.estimates) for r in reading.results.values())
    assert table.columns[:5] == ["analysis", "wave", "network", "subject", "name"]


def test_no_analysis_no_rows(reading: Assessment) -> None:
    from dataclasses import replace

    assert figures_csv(replace(reading, results={})) == "analysis\n"


def test_every_analysis_has_its_question_and_its_method() -> None:
    from clusterdynamics.assessment import ANALYSES

    for name in ANALYSES:
        assert questions()[name].endswith("?")
        assert METHODS[name]


def test_every_measure_that_is_computed_has_a_name_for_people(reading: Assessment) -> None:
    computed = {e.name for r in reading.results.values() for e in r.estimates}
    assert {name for name in computed if measure(name).label == name} == set()
    assert measure("something.new").label == "something.new"
