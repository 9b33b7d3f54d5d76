"""Hostile files must not fill the memory: each is read in a process of its own that may use 500 MB at most."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FREE
from tests.study.cast import SETTINGS, write_cast

pytestmark = pytest.mark.verify  # a process for each

#: What the process prints: the codes, and the most memory it has used, in MB.
READ = """
import sys
from pathlib import Path
import clusterdynamics as cd
study, problems = cd.check_study(sys.argv[1])
# VmHWM and not ru_maxrss, which begins at the size of the process that started this one.
peak = next(int(x.split()[1]) for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
print(study is None, ",".join(sorted({str(p.code) for p in problems if p.severity == "error"})), peak // 1024)
"""
MOST = 500


def columns(folder: Path) -> Path:
    """A million columns in the header, and a million cells in a row."""
    names = ",".join(f"column{i}" for i in range(1_000_000))
    (folder / "areas.csv").write_text(f"id,label,{names}\n" + "," * 1_000_001 + "\n", encoding="utf-8")
    return folder


def cells(folder: Path) -> Path:
    """A good header, and then one line of 200 MB."""
    with (folder / "areas.csv").open("w", encoding="utf-8") as stream:
        stream.write("id,label\n")
        for _ in range(200):
            stream.write("x," * 500_000)
    return folder


def record(folder: Path) -> Path:
    """One record over four million lines: every cell holds a line end, and the row never ends."""
    with (folder / "areas.csv").open("w", encoding="utf-8") as stream:
        stream.write("id,label\n")
        for _ in range(40):
            stream.write('"\n",' * 100_000)
    return folder


def large(folder: Path) -> Path:
    """More bytes than a table may have; the file has a hole, so that it needs no disk."""
    with (folder / "areas.csv").open("wb") as stream:
        stream.truncate(2_000_000_000)
    return folder


def broken_ties(folder: Path) -> Path:
    """400,000 links of which each is wrong in four ways."""
    with (folder / "ties.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"2042,dept,zz{i},zz{i},x,,,,r99\n" for i in range(400_000))
    return folder


def bomb(folder: Path) -> Path:
    """A zip file of less than 1 MB that holds 600 MB."""
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("study.toml", SETTINGS)
        with target.open("actors.csv", "w", force_zip64=True) as stream:
            block = b"a,b\n" * 250_000
            for _ in range(600):
                stream.write(block)
    return path


def sheet_bomb(folder: Path) -> Path:
    """A workbook whose only sheet is 500 MB of XML."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            block = b"<row><c><v>1</v></c></row>" * 40_000
            for _ in range(500):
                stream.write(block)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (columns, "too-many-columns"),
        (cells, "line-too-long"),
        (record, "line-too-long"),
        (large, "file-too-large"),
        (broken_ties, "unknown-actor"),
        (bomb, "zip-too-large"),
        (sheet_bomb, "zip-too-large"),
    ],
)
def test_memory_stays_small(make: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    path = make(write_cast(tmp_path / "study"))
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=False, timeout=120, env=FREE
    )
    assert done.returncode == 0, done.stderr
    refused, codes, peak = done.stdout.split()
    assert refused == "True"
    assert code in codes.split(",")
    assert int(peak) < MOST
