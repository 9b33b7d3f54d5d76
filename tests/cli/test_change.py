"""The command ``change``: words, table, files, and what is said of a study with one wave."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.study.package import write_study

from ..build import make_study

Run = Callable[..., Any]
FAST = ("--replicates", "20", "--workers", "1")


def test_change_in_words_and_as_a_table(cd: Run, small_study: Path) -> None:
    found = cd("change", small_study, *FAST)
    assert found.code == 0, found.err
    for question in ("What changed?", "Do pairs work together more deeply?", "more than chance or misreporting?"):
        assert question in found.out
    table = [line for line in found.out.splitlines() if line.startswith("Advice, 2024 → 2026: those that stayed")]
    assert len(table) == 1
    assert "cannot be compared" in found.out
    assert "Coverage" not in found.out  # nothing but change


def test_change_writes_its_files(cd: Run, small_study: Path, tmp_path: Path) -> None:
    found = cd("change", small_study, "--out", tmp_path / "out", "--seed", "3", *FAST)
    assert found.code == 0, found.err
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"change.json", "change.csv", "change.html"}
    data = json.loads((tmp_path / "out" / "change.json").read_text())
    assert data["seed"] == 3
    kept = data["results"]["2024→2026"]["advice"]["stayers"]["kept"]["value"]
    assert f" {kept:.0f} " in next(line for line in found.out.splitlines() if line.startswith("Advice, 2024"))
    page = (tmp_path / "out" / "change.html").read_text()
    assert "What this does not show" in page
    assert "Who is linked with whom?" not in page  # one section only
    assert "study team only" in page
    again = cd("change", small_study, "--out", tmp_path / "again", "--seed", "3", "--quiet", *FAST)
    assert again.out == ""
    for name in ("change.json", "change.csv", "change.html"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_chosen_networks_and_json(cd: Run, small_study: Path) -> None:
    found = cd("change", small_study, "--networks", "cooperation, deep", "--json", *FAST)
    data = json.loads(found.out)
    assert set(data["results"]["2024→2026"]) == {"cooperation", "deep", "depth"}
    unknown = cd("change", small_study, "--networks", "friendship")
    assert unknown.code == 1
    assert "There is no network called friendship. There are: depth, contact" in unknown.err


def test_one_wave_says_so_and_what_to_do(cd: Run, tmp_path: Path) -> None:
    write_study(make_study(["a", "b"], [("2024", "depth", "a", "b", 3)]), tmp_path / "once")
    found = cd("change", tmp_path / "once")
    assert found.code == 1
    assert "This study has one wave, 2024" in found.err
    assert "waves.csv" in found.err
    assert "predecessor" in found.err


@pytest.mark.parametrize("out", [True, False])
def test_kecskemet_from_the_command_line(cd: Run, shared_data: Path, tmp_path: Path, out: bool) -> None:
    # data/README.md: 39 new, 88 lost, 110 kept among the 24 that stayed.
    folder = shared_data / "kecskemet"
    waves = ["--wave", f"2012={folder / 'KNetwork1.csv'}", "--wave", f"2015={folder / 'KNetwork2.csv'}"]
    absent = ["--absent", "2012=P31,P32", "--absent", "2015=P7,P13"]
    cd("import", *waves, *absent, "--relation", "advice", "--title", "Printing", "--out", tmp_path / "k")
    found = cd("change", tmp_path / "k", *(["--out", tmp_path / "o"] if out else []), *FAST)
    assert found.code == 0, found.err
    assert "110 links were kept, 39 are new and 88 were lost" in " ".join(found.out.split()).replace(" · ", " ")
    row = next(line for line in found.out.splitlines() if "those that stayed" in line and "→" in line)
    assert row.split()[-4:] == ["110", "39", "88", "0"]
