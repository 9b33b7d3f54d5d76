"""Ties of a continent to a matrix of regions, how time grows with ties, and beside pandas, polars and networkx.

Each size runs in a process of its own, so that the memory told is its own. Told are wall time, processor time (what a
machine at rest would take is at least that, divided by the cores) and the most memory.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

REGIONS, SEED = 300, 1
SIZES = [10**6, 10**7, 10**8]
#: Others are run up to so many ties: above, they take more memory than the machine has, or hours.
MOST = {"polars": 10**7, "pandas": 10**7, "networkx": 10**6}


def ours(folder: Path) -> int:
    from clusterdynamics.regions.scale import open_store, region_flows

    return int(region_flows(open_store(folder))["ties"].sum())


def _ties(folder: Path) -> pl.DataFrame:
    from clusterdynamics.regions.scale import open_store

    store = open_store(folder)
    return pl.concat(
        [pl.read_parquet(f).with_columns(year=pl.lit(y, dtype=pl.Int16)) for y in store.years for f in store.files(y)]
    )


def with_polars(folder: Path) -> int:
    from clusterdynamics.regions.scale import open_store

    place = pl.read_parquet(open_store(folder).organisations)
    frame = _ties(folder).join(place, left_on="source", right_on="organisation")
    frame = frame.join(place, left_on="target", right_on="organisation", suffix="_there")
    frame = frame.with_columns(
        a=pl.min_horizontal("region", "region_there"), b=pl.max_horizontal("region", "region_there")
    )
    found = frame.group_by("year", "relation", "a", "b").agg(pl.len().alias("ties"), pl.col("weight").sum())
    return int(found["ties"].sum())


def with_pandas(folder: Path) -> int:
    import numpy as np
    import pandas as pd

    from clusterdynamics.regions.scale import open_store

    place = pl.read_parquet(open_store(folder).organisations)["region"].to_numpy()
    ties = _ties(folder)
    frame = pd.DataFrame({c: ties[c].to_numpy() for c in ("source", "target", "relation", "year", "weight")})
    here, there = place[frame["source"]], place[frame["target"]]
    frame["a"], frame["b"] = np.minimum(here, there), np.maximum(here, there)
    found = frame.groupby(["year", "relation", "a", "b"])["weight"].agg(["size", "sum"])
    return int(found["size"].sum())


def with_networkx(folder: Path) -> int:
    import networkx as nx

    from clusterdynamics.regions.scale import open_store

    place = pl.read_parquet(open_store(folder).organisations)["region"].to_list()
    graph = nx.MultiGraph()
    graph.add_edges_from(_ties(folder).select("source", "target").iter_rows())
    counts: dict[tuple[int, int], int] = {}
    for a, b in graph.edges():
        key = (min(place[a], place[b]), max(place[a], place[b]))
        counts[key] = counts.get(key, 0) + 1
    return sum(counts.values())


WAYS: dict[str, Callable[[Path], int]] = {
    "cluster dynamics": ours,
    "polars": with_polars,
    "pandas": with_pandas,
    "networkx": with_networkx,
}


def run(way: str, folder: Path) -> dict[str, float]:
    """Run in a process of its own."""
    found = subprocess.run(
        [sys.executable, __file__, "--one", way, str(folder)], capture_output=True, text=True, check=False
    )
    if found.returncode != 0:
        return {"wall": float("nan"), "cpu": float("nan"), "memory": float("nan"), "ties": 0}
    return json.loads(found.stdout.splitlines()[-1])


def one(way: str, folder: Path) -> None:
    begin = time.perf_counter()
    ties = WAYS[way](folder)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime
    wall = time.perf_counter() - begin
    print(json.dumps({"wall": wall, "cpu": cpu, "memory": usage.ru_maxrss / 1024**2, "ties": ties}))


def horizon() -> str:
    """Horizon 2020 by country, where the shared data are."""
    from clusterdynamics.regions.scale import distinct_pairs, project_flows

    folder = Path(os.environ.get("CD_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    file = folder / "regions" / "h2020" / "h2020.csv.gz"
    if not file.is_file():
        return "Horizon 2020: the shared data are not here."
    begin, used = time.perf_counter(), time.process_time()
    table = pl.read_csv(file, infer_schema=False).select(project="rcn", organisation="pic", region="country")
    ties, pairs = int(project_flows(table)["ties"].sum()), int(distinct_pairs(table)["pairs"].sum())
    assert (ties, pairs) == (1_089_509, 796_670)
    wall, cpu = time.perf_counter() - begin, time.process_time() - used
    figures = f"{ties:,} pairs in projects, {pairs:,} different ones"
    return f"Horizon 2020 by country: {figures}: {wall:.1f} s, processor {cpu:.1f} s"


def main(most: int) -> None:
    from clusterdynamics.regions.scale import generate_ties

    console = Console(width=110)
    table = Table(
        title=f"Ties to {REGIONS} × {REGIONS} regions by relation and year, {len(os.sched_getaffinity(0))} cores"
    )
    for head in ("ties", "way", "wall s", "processor s", "memory GB"):
        table.add_column(head, justify="right")
    work = Path(tempfile.mkdtemp(prefix="regions-", dir=os.environ.get("CD_BENCH_FOLDER")))
    try:
        for size in (s for s in SIZES if s <= most):
            folder = work / f"ties-{size}"
            generate_ties(folder, size, regions=REGIONS, seed=SEED)
            for way in WAYS:
                if size > MOST.get(way, size):
                    continue
                found = run(way, folder)
                assert found["ties"] in (size, 0), found
                table.add_row(f"{size:,}", way, f"{found['wall']:.1f}", f"{found['cpu']:.1f}", f"{found['memory']:.2f}")
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    console.print(table)
    console.print(f"Load of the machine: {os.getloadavg()[0]:.1f}")
    console.print(horizon())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(float(sys.argv[1])) if len(sys.argv) > 1 else SIZES[-1])
