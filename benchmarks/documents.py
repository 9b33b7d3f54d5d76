"""How long documents take: the cluster report of 500 organisations and 5,000 links in each format; 200 private sheets.

Each document is made from an assessment that is there already, pictures and disclosure control included, in a process
that has made a small one before: a server has loaded its fonts. The sheets are those of the example cluster, each of
its people several times, on all cores.
"""

from __future__ import annotations

import os
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from analyse import large_study
from rich.console import Console
from rich.table import Table

import clusterdynamics as cd
from clusterdynamics import compute
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.personal import Reports, sheets

SHEETS = 200
#: What is promised on two cores that do nothing else, in seconds.
PROMISED = {"report as pdf": 15.0, f"{SHEETS} sheets": 180.0}


def main() -> None:
    found: dict[str, float] = {}

    def clock(name: str, start: float) -> None:
        found[name] = time.perf_counter() - start

    example = cd.assess(skogsbygden.build(), seed=1, replicates=20)
    large = cd.assess(large_study(), seed=1, replicates=50)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for ending in ("html", "pdf", "docx", "pptx", "xlsx"):
            cd.write_report(example, place / f"small.{ending}")
            start = time.perf_counter()
            cd.write_report(large, place / f"large.{ending}")
            clock(f"report as {ending}", start)
    reports = Reports(example)
    everybody = [reports.of(code) for code in reports.everybody]
    with compute.using(workers=0):
        start = time.perf_counter()
        made = sheets(list(islice(cycle(everybody), SHEETS)))
        clock(f"{SHEETS} sheets", start)
    assert len(made) == SHEETS
    table = Table(title=f"Documents, {len(os.sched_getaffinity(0))} cores")
    for head in ("what", "s", "promised"):
        table.add_column(head, justify="left" if head == "what" else "right")
    for name, seconds in found.items():
        table.add_row(name, f"{seconds:.1f}", f"{PROMISED[name]:.0f}" if name in PROMISED else "")
    Console().print(table)


if __name__ == "__main__":
    main()
