"""Large and hostile files must not fill the memory: each is read in a process of its own and measured."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clusterdynamics.loops.exchange import Claim, Code, Corpus, write_corpus
from tests.conftest import FREE

pytestmark = pytest.mark.verify  # a process for each

#: What the process prints: how many claims, the faults, and the most memory it has used, in MB.
READ = """
import sys
from pathlib import Path
from clusterdynamics.exchange import ExchangeError
from clusterdynamics.loops.exchange import read_corpus
try:
    claims, told = len(read_corpus(sys.argv[1]).claims), ""
except ExchangeError as error:
    claims, told = 0, str(error.faults[0])
peak = next(int(x.split()[1]) for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
print(claims, peak // 1024, told, sep="|")
"""


def measure(path: Path) -> tuple[int, int, str]:
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=False, timeout=120, env=FREE
    )
    assert done.returncode == 0, done.stderr
    claims, peak, told = done.stdout.strip().split("|", 2)
    return int(claims), int(peak), told


def bomb(folder: Path) -> Path:
    """A project of less than 1 MB whose description has 600 MB."""
    path = folder / "bomb.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, target.open("project.qde", "w") as stream:
        for _ in range(600):
            stream.write(b"<Code>" * 166_666)
    return path


def many_files(folder: Path) -> Path:
    """A project with 90,000 empty files: a table of contents that is larger than is read."""
    path = folder / "many.qdpx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("project.qde", "<Project/>")
        for k in range(90_000):
            target.writestr(f"sources/{k:060}.txt", b"")
    return path


def bundle(folder: Path) -> Path:
    """A GraphML tie that says it stands for 999,999,999 claims."""
    path = folder / "bundle.graphml"
    path.write_text(
        '<graphml><key id="n" for="edge" attr.name="claims" attr.type="long"/>'
        '<graph edgedefault="directed"><node id="a"/><node id="b"/>'
        '<edge source="a" target="b"><data key="n">999999999</data></edge></graph></graphml>',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("make", "part"),
    [(bomb, "times larger than packed"), (many_files, "more than 50000 files"), (bundle, "no number of claims")],
)
def test_hostile_files_stay_small(make: Callable[[Path], Path], part: str, tmp_path: Path) -> None:
    _claims, peak, told = measure(make(tmp_path))
    assert part in told
    assert peak < 500


@pytest.mark.parametrize("name", ["a.qdpx", "a.xlsx", "a.csv", "a.json", "a.graphml"])
def test_a_hundred_thousand_links(name: str, tmp_path: Path) -> None:
    """Every format that holds claims reads as many, in less than 700 MB (measured: 200 to 400)."""
    codes = tuple(Code(f"f{k}", f"Factor {k}") for k in range(1000))
    claims = tuple(
        Claim(f"c{k}", f"f{k % 1000}", f"f{k * 7 % 997}", "+-"[k % 2], f"What was said, number {k}")
        for k in range(100_000)
    )
    write_corpus(Corpus(codes=codes, claims=claims), tmp_path / name)
    found, peak, told = measure(tmp_path / name)
    assert (found, told) == (100_000, "")
    assert peak < 700
