"""The precision planner at several sizes: seconds, and what it found, with the promise of 10 seconds checked."""

from __future__ import annotations

import time

from rich.console import Console
from rich.table import Table

from clusterdynamics.measures.planning import plan

SIZES = ((12, 0.8), (34, 0.75), (100, 0.75), (500, 0.8), (2000, 0.8))
MOST = 10.0


def main() -> None:
    plan(12, 0.9)  # load what is loaded when first used
    table = Table(title="Precision planner")
    for heading in ("organisations", "response", "seconds", "stage, ± points", "density, ± points", "right, unclear"):
        table.add_column(heading, justify="right")
    for organisations, response in SIZES:
        start = time.perf_counter()
        made = plan(organisations, response, seed=1)
        seconds = time.perf_counter() - start
        assert seconds <= MOST, f"{organisations} organisations took {seconds:.1f} s"
        numbers = (made.stage_width, made.density_width, made.right_unclear)
        cells = ["–" if x is None else f"{x * factor:.1f}" for x, factor in zip(numbers, (50, 50, 100), strict=True)]
        table.add_row(str(organisations), f"{response:.0%}", f"{seconds:.2f}", *cells)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
