"""The commands of hard figures, as a person would type them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from clusterdynamics.study.package import read_study, write_study

from ..build import make_study

Run = Callable[..., Any]


def test_figures_into_a_study(cd: Run, tmp_path: Path) -> None:
    write_study(make_study(["a"], []), tmp_path / "s")
    table = tmp_path / "jobs.csv"
    table.write_text("geo;2023;2024\nSE31;1.234,5;1.300,0 p\nSE;400.000,5;: c\n")
    words = ("indicators", "import", table, "--study", tmp_path / "s", "--code", "employment.16")
    found = cd(*words)
    assert found.code == 1
    assert "--unit" in found.err
    found = cd(*words, "--unit", "persons", "--source", "SCB", "--vintage", "2026-05-01")
    assert found.code == 0, found.err
    assert "4 figures are new." in found.out
    assert "have a decimal comma" in found.out
    assert "1 figure is kept secret." in found.out
    rows = read_study(tmp_path / "s")["indicators"].select("region", "period", "value", "flag", "vintage").rows()
    assert rows == [
        ("SE", "2023", 400000.5, None, "2026-05-01"),
        ("SE", "2024", None, "c", "2026-05-01"),
        ("SE31", "2023", 1234.5, None, "2026-05-01"),
        ("SE31", "2024", 1300.0, "p", "2026-05-01"),
    ]


def test_check_says_everything_and_writes_nothing(cd: Run, tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("region,period,value\nFR71,2024,5\nSE39,2024,x\n")
    found = cd("indicators", "check", table)
    assert found.code == 1
    assert "FRK2" in found.err
    assert "'SE39' is no NUTS code" in found.err
    assert "'x' is no" not in found.err  # x is a sign of missing
    table.write_text("region,period,value\nFR71,2012,5\nSE31,2024,x\n")
    found = cd("indicators", "check", table, "--update-codes")
    assert found.code == 0
    assert "FR71 is called FRK2 today" in found.out
    assert "Figures: 2. Regions: 2. Periods: 2012 to 2024." in found.out
    assert cd("indicators", "check", table, "--decimal", ";").code == 1
    assert cd("indicators", "check", table, "--regions", "mine").code == 1
