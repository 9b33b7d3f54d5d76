"""Ties on disk: written whole or not at all, added up exactly, taken up again; invented continents."""

from __future__ import annotations

import shutil
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics import compute
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.regions.scale import StoreWriter, TieStore, generate_ties, open_store, region_flows
from clusterdynamics.regions.scale.store import UNIT

pytest.importorskip("ibis")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> TieStore:
    folder = tmp_path_factory.mktemp("ties") / "continent"
    return generate_ties(folder, 20_000, organisations=500, regions=12, years=3, relations=2, seed=4)


def _by_hand(store: TieStore) -> Counter[tuple[int, str, str, str]]:
    """Count ties one by one, with dictionaries."""
    region = dict(pl.read_parquet(store.organisations).iter_rows())
    found: Counter[tuple[int, str, str, str]] = Counter()
    weights: Counter[tuple[int, str, str, str]] = Counter()
    for year in store.years:
        for file in store.files(year):
            for source, target, relation, weight in pl.read_parquet(file).iter_rows():
                ends = (region[source], region[target])
                a, b = ends if store.directed else sorted(ends)
                key = (year, store.relations[relation], store.regions[a], store.regions[b])
                found[key] += 1
                weights[key] += weight
    return Counter({k: (n, weights[k] / UNIT) for k, n in found.items()})  # type: ignore[misc]


def test_the_aggregation_equals_counting_one_by_one(store: TieStore) -> None:
    flows = region_flows(store)
    got = {tuple(row[:4]): tuple(row[4:]) for row in flows.iter_rows()}
    assert got == dict(_by_hand(store))
    assert flows["ties"].sum() == 20_000
    assert flows.equals(flows.sort("year", "relation", "origin", "destination"))


def test_directed_ties_keep_their_direction_and_unknown_regions_their_row(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s", ["n", "s"], ["advice"], [0, 1, -1], directed=True, note="by hand") as writer:
        writer.add(2024, [0, 1, 1, 2], [1, 0, 0, 0], 0, [UNIT, UNIT // 2, UNIT // 2, 1])
    found = region_flows(open_store(tmp_path / "s"))
    assert found.rows() == [
        (2024, "advice", None, "n", 1, 1e-6),
        (2024, "advice", "n", "s", 1, 1.0),
        (2024, "advice", "s", "n", 2, 1.0),
    ]


def test_years_that_are_done_are_taken_up_again(store: TieStore, tmp_path: Path) -> None:
    stop = iter([False, True])
    with compute.using(cancelled=lambda: next(stop)), pytest.raises(Cancelled):
        region_flows(store, resume=tmp_path)
    (kept,) = tmp_path.iterdir()  # the first year is done
    told: list[tuple[int, int]] = []
    with compute.using(progress=lambda _label, done, total: told.append((done, total))):
        whole = region_flows(store, resume=tmp_path)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert whole.equals(region_flows(store))
    # What is there is believed: another number in it comes through.
    pl.read_parquet(kept).with_columns(ties=pl.lit(7, dtype=pl.Int64)).write_parquet(kept)
    again = region_flows(store, resume=tmp_path)
    assert set(again.filter(pl.col("year") == store.years[0])["ties"]) == {7}


def test_a_changed_file_is_computed_again(tmp_path: Path) -> None:
    store = generate_ties(tmp_path / "s", 500, organisations=60, regions=5, years=1, seed=1)
    region_flows(store, resume=tmp_path / "done")
    file = store.files(store.years[0])[0]
    pl.read_parquet(file).head(10).write_parquet(file)
    assert region_flows(store, resume=tmp_path / "done")["ties"].sum() == 10


def test_the_same_seed_gives_the_same_continent(tmp_path: Path, store: TieStore) -> None:
    again = generate_ties(tmp_path / "a", 20_000, organisations=500, regions=12, years=3, relations=2, seed=4)
    other = generate_ties(tmp_path / "b", 20_000, organisations=500, regions=12, years=3, relations=2, seed=5)
    assert region_flows(again).equals(region_flows(store))
    assert not region_flows(other).equals(region_flows(store))
    assert store.rows == 20_000


def test_a_continent_has_large_regions_a_heavy_tail_and_distance(tmp_path: Path) -> None:
    store = generate_ties(tmp_path / "s", 60_000, organisations=3000, regions=40, years=1, relations=1, seed=2)
    ties = pl.read_parquet(list(store.files(store.years[0])))
    region = pl.read_parquet(store.organisations)["region"].to_numpy()
    sizes = np.sort(np.bincount(region, minlength=40))[::-1]
    assert sizes[0] > 8 * sizes[20]  # 1 / rank
    degree = np.sort(np.bincount(ties["source"].to_numpy(), minlength=3000))[::-1]
    assert degree[:30].sum() > 0.15 * degree.sum()  # one in a hundred holds much of it
    inside = (region[ties["source"].to_numpy()] == region[ties["target"].to_numpy()]).mean()
    by_size = float(((sizes / sizes.sum()) ** 2).sum())
    assert inside > 1.5 * by_size  # more within regions than their sizes make


@pytest.mark.parametrize("memory", ["much", "2", "2GB'; DROP TABLE x; --", "-1GB"])
def test_memory_is_an_amount(store: TieStore, memory: str) -> None:
    with pytest.raises(InputError, match="no amount of memory"):
        region_flows(store, memory=memory)


def test_stopped_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    with compute.using(cancelled=lambda: True), pytest.raises(Cancelled):
        generate_ties(tmp_path / "s", 100, organisations=20, regions=4)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be_used(tmp_path: Path, store: TieStore) -> None:
    with pytest.raises(InputError, match="holds no ties"):
        open_store(tmp_path)
    with pytest.raises(InputError, match="is there already"):
        generate_ties(tmp_path, 10)
    with pytest.raises(InputError, match="at least 1"):
        generate_ties(tmp_path / "s", 0)
    (tmp_path / "ties.json").write_text('{"format": 99}')
    with pytest.raises(InputError, match="another version"):
        open_store(tmp_path)
    text = (store.folder / "ties.json").read_text()
    (tmp_path / "ties.json").write_text(text)
    with pytest.raises(InputError, match="Files are missing"):
        open_store(tmp_path)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on two cores of this machine, called through ibis; skipped with the reason where it cannot run."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: pip install pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, and there is no java on the path")
    import ibis

    made = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = made.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        engine = ibis.pyspark.connect(session)
    yield engine
    session.stop()


@pytest.mark.verify
def test_spark_gives_the_same_table(store: TieStore, spark: Any) -> None:
    """The same expression on Spark: the same table, to the last digit of every cell."""
    assert region_flows(store, connection=spark).equals(region_flows(store))


@pytest.mark.verify
@pytest.mark.parametrize("directed", [True, False])
def test_spark_keeps_directions_weights_and_unknown_regions(tmp_path: Path, spark: Any, directed: bool) -> None:
    """Relations, years, both directions, uneven weights, organisations without a region; against DuckDB and by hand."""
    rng = np.random.default_rng(8)
    regions = rng.integers(-1, 3, 40)
    expected: dict[tuple[int, int, int, int], list[int]] = {}
    with StoreWriter(tmp_path / "s", ["A", "B", "C"], ["x", "y"], regions, directed=directed) as writer:
        for year in (2024, 2025):
            source, target = rng.integers(0, 40, (2, 500))
            relation, weight = rng.integers(0, 2, 500), rng.integers(1, 5_000_000, 500)
            writer.add(year, source, target, relation, weight)
            for a, b, r, w in zip(regions[source], regions[target], relation, weight, strict=True):
                ends = (int(a), int(b)) if directed else (int(min(a, b)), int(max(a, b)))
                cell = expected.setdefault((year, int(r), *ends), [0, 0])
                cell[0] += 1
                cell[1] += int(w)
    store = open_store(tmp_path / "s")
    found = region_flows(store, connection=spark)
    assert found.equals(region_flows(store))
    names = {"A": 0, "B": 1, "C": 2, None: -1}
    rows = found.iter_rows()
    assert {(y, "xy".index(r), names[o], names[d]): [n, round(w * store.unit)] for y, r, o, d, n, w in rows} == expected


@pytest.mark.verify
def test_ten_million_ties_equal_polars(tmp_path: Path) -> None:
    """Every cell, against one grouping in memory by another engine."""
    store = generate_ties(tmp_path / "s", 10_000_000, organisations=50_000, regions=300, years=2, seed=6)
    place = pl.read_parquet(store.organisations)
    flows = region_flows(store, memory="500MB")
    for year in store.years:
        ties = pl.read_parquet(list(store.files(year)))
        joined = ties.join(place, left_on="source", right_on="organisation")
        joined = joined.join(place, left_on="target", right_on="organisation", suffix="_there")
        expected = (
            joined.group_by(
                "relation",
                pl.min_horizontal("region", "region_there").alias("a"),
                pl.max_horizontal("region", "region_there").alias("b"),
            )
            .agg(pl.len().cast(pl.Int64).alias("ties"), pl.col("weight").sum())
            .sort("relation", "a", "b")
        )
        mine = flows.filter(pl.col("year") == year)
        assert mine["ties"].to_list() == expected["ties"].to_list()
        np.testing.assert_array_equal(mine["weight"].to_numpy(), expected["weight"].to_numpy() / UNIT)
