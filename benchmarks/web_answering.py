"""Fifty people who answer at the same time on a real server with SQLite: how long a save and a page take.

Everything runs on this machine, those who answer included, over the loopback. Each thinks two seconds between two
taps, which is quicker than people are.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _answering import answer_for_a_while, percentile, served

PEOPLE, SECONDS, THINK = 50, 40.0, 2.0
#: What is promised on two cores that do nothing else: kind → seconds for 95 of 100.
PROMISED = {"autosave": 0.2, "page": 0.3}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), PEOPLE) as server:
        timing = answer_for_a_while(server, PEOPLE, SECONDS, THINK)
    table = Table(title=f"{PEOPLE} people answer for {SECONDS:.0f} s, {THINK:.0f} s between taps, SQLite")
    for heading in ("what", "requests", "median, ms", "95 of 100, ms", "99 of 100, ms", "promised, ms"):
        table.add_column(heading, justify="right")
    for kind, promised in PROMISED.items():
        seconds = timing.seconds[kind]
        cells = [f"{1000 * percentile(seconds, share):.0f}" for share in (0.5, 0.95, 0.99)]
        table.add_row(kind, str(len(seconds)), *cells, f"{1000 * promised:.0f}")
    Console(width=100).print(table)
    assert not timing.wrong, timing.wrong[:3]
    for kind, promised in PROMISED.items():
        found = percentile(timing.seconds[kind], 0.95)
        assert found <= promised, f"{kind}: 95 of 100 within {found:.2f} s, promised {promised} s"


if __name__ == "__main__":
    main()
