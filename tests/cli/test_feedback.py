"""The command ``feedback``: one sheet for each person, called by a code alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clusterdynamics.study.package import write_study
from tests.report.personal.studies import ring, study

type Run = Callable[..., object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of 14 organisations that all answered."""
    write_study(study({"a": 14}, ring([f"a{i + 1}" for i in range(14)], 3)), tmp_path / "study")
    return tmp_path


def test_a_sheet_for_each_who_is_named(cd: Run, folder: Path) -> None:
    out = folder / "out"
    words = ("--respondent", "r-a2", "--contact", "Lena", "--replicates", "20", "--workers", "1")
    found = cd("feedback", folder / "study", "--out", out, *words)
    assert (found.code, found.err) == (0, "")
    assert "1 sheet written" in found.out
    assert [f.name for f in out.iterdir()] == ["r-a2.pdf"]
    unknown = cd("feedback", folder / "study", "--out", folder / "no", "--respondent", "r-zz", "--replicates", "20")
    assert unknown.code == 1
    assert "r-zz" in unknown.err
    assert not (folder / "no").exists()
