"""The command for several studies, as a person would type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from clusterdynamics.study.package import write_study

from ..build import random_study

Run = Callable[..., Any]


def test_two_clusters_side_by_side(cd: Run, tmp_path: Path) -> None:
    for name, size in (("north", 12), ("south", 14)):
        study = random_study(size, seed=size)
        settings = study.settings.model_copy(update={"cluster": name.title()})
        write_study(type(study)(settings, study.tables), tmp_path / name)
    words = ("compare", tmp_path / "south", tmp_path / "north")
    found = cd(*words, "--out", tmp_path / "out", "--replicates", "20", "--workers", "1")
    assert found.code == 0, found.err
    assert "Organisations that answered: North" in found.out
    assert "no order of merit" in found.out
    page = (tmp_path / "out" / "compare.html").read_text()
    assert page.index("North") < page.index("South")
    assert "How do the clusters differ?" in page
    found = cd(*words, "--audience", "network", "--replicates", "0")
    assert found.code == 1
    assert "from five clusters on; here are 2" in found.err
    assert cd("compare", tmp_path / "north", "--replicates", "0").code == 1
