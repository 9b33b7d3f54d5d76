"""The commands of regions, as a person would type them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from clusterdynamics.study.package import write_study

from ..build import make_study

Run = Callable[..., Any]


def _write(folder: Path) -> Path:
    actors = [{"id": a, "nuts": "SE311" if a < "f" else "NO081"} for a in "abcdefghij"]
    ties = [("2024", "depth", a, b, 2) for a, b in ("ab", "bc", "cd", "fg", "gh", "af", "bg", "ij")]
    write_study(make_study(actors, ties), folder)
    return folder


def test_regions_in_words_and_files(cd: Run, tmp_path: Path) -> None:
    study = _write(tmp_path / "s")
    found = cd("regions", "analyse", study, "--out", tmp_path / "out", "--replicates", "20", "--workers", "1")
    assert found.code == 0, found.err
    assert "4 of 10 organisations have a partner in another region" in found.out
    data = json.loads((tmp_path / "out" / "regions.json").read_text())
    assert data["results"]["2024"]["contact"]["nuts0:NO→SE"]["block_density"]["value"] == 2 / 25
    assert "Do organisations of different regions work together?" in (tmp_path / "out" / "regions.html").read_text()


def test_a_level_or_network_that_is_not_there(cd: Run, tmp_path: Path) -> None:
    study = _write(tmp_path / "s")
    found = cd("regions", "analyse", study, "--level", "nuts9", "--replicates", "0")
    assert found.code == 1
    assert "no level or column 'nuts9'" in found.err
    found = cd("regions", "analyse", study, "--networks", "friendship", "--replicates", "0")
    assert "no network called friendship" in found.err


def test_a_continent_from_the_command_line(cd: Run, tmp_path: Path) -> None:
    ties = tmp_path / "ties"
    found = cd(
        "regions", "generate", ties, "--ties", "5000", "--organisations", "200", "--regions", "8", "--years", "2"
    )
    assert found.code == 0, found.err
    assert "5000 ties" in found.out
    out = tmp_path / "flows.csv"
    found = cd("regions", "aggregate", ties, "--out", out, "--resume", tmp_path / "done")
    assert found.code == 0, found.err
    flows = pl.read_csv(out)
    assert flows["ties"].sum() == 5000
    assert cd("regions", "aggregate", ties, "--out", tmp_path / "flows.xls").code == 1
    places = pl.DataFrame(
        {
            "region": sorted({*flows["origin"].to_list(), *flows["destination"].to_list()}),
            "lat": [50.0 + k for k in range(8)],
            "lon": [10.0 + k * k for k in range(8)],
            "country": ["SE", "SE", "SE", "NO", "NO", "FI", "FI", "FI"],
        }
    )
    places.write_csv(tmp_path / "places.csv")
    found = cd("regions", "gravity", out, "--places", tmp_path / "places.csv", "--out", tmp_path / "g")
    assert found.code == 0, found.err
    assert "twice the distance" in found.out
    assert {p.name for p in (tmp_path / "g").iterdir()} == {"gravity.csv", "expected.csv", "gravity.svg"}
    assert cd("regions", "gravity", out, "--places", tmp_path / "places.csv", "--cluster-by", "town").code == 1
    assert "cannot be read" in cd("regions", "gravity", tmp_path / "no.csv", "--places", tmp_path / "places.csv").err


def test_projects_from_the_command_line(cd: Run, tmp_path: Path) -> None:
    table = tmp_path / "organization.csv"
    table.write_text(
        '"projectID";"organisationID";"country";"nutsCode"\n'
        '"1";"10";"SE";"SE311"\n"1";"11";"FR";"FRK26"\n"1";"12";"EL";"EL522"\n'
    )
    found = cd("regions", "projects", table, "--out", tmp_path / "f.parquet", "--rule", "fractional")
    assert found.code == 0, found.err
    assert "3 ties in projects, among 3 different pairs" in found.out
    assert "a project counts 1, shared equally" in found.out
    flows = pl.read_parquet(tmp_path / "f.parquet")
    assert flows.select("origin", "destination").rows() == [("EL52", "FRK2"), ("EL52", "SE31"), ("FRK2", "SE31")]
    assert cd("regions", "projects", table, "--out", tmp_path / "f.csv", "--rule", "half").code == 1
