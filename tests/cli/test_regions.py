"""The commands of regions, as a person would type them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
