"""Ties to region × region × relation × year: one expression, by DuckDB here or by Spark on many machines."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics import compute
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.regions.scale.store import Part, TieStore

__all__ = ["flows_expression", "region_flows"]

#: Version of the expression; work that an earlier one has left behind is not taken up.
_VERSION = 1
_MEMORY = re.compile(r"\d+(\.\d+)? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)")
_COLUMNS = ("relation", "origin", "destination", "ties", "weight")


def flows_expression(ties: Any, organisations: Any, *, directed: bool) -> Any:
    """Return the aggregation of ties to regions as an ibis expression.

    Only integers are added up, with explicit types, so that every engine gives the same table to the last digit.
    Organisations without a region (−1) make flows of the region −1.

    Parameters
    ----------
    ties
        ibis table: source, target, relation, weight.
    organisations
        ibis table: organisation, region.
    directed
        False puts the lower region first: a tie is the same from both sides.

    Returns
    -------
    ibis table: relation, origin, destination (int64 numbers), ties, weight (int64).
    """
    import ibis  # type: ignore[import-untyped]

    here = organisations.select(here=organisations.organisation, origin=organisations.region)
    there = organisations.select(there=organisations.organisation, destination=organisations.region)
    joined = ties.join(here, ties.source == here.here)
    joined = joined.join(there, joined.target == there.there)
    origin, destination = joined.origin.cast("int64"), joined.destination.cast("int64")
    placed = joined.select(
        relation=joined.relation.cast("int64"),
        origin=origin if directed else ibis.least(origin, destination),
        destination=destination if directed else ibis.greatest(origin, destination),
        weight=joined.weight.cast("int64"),
    )
    return placed.group_by(["relation", "origin", "destination"]).agg(
        ties=placed.count().cast("int64"), weight=placed.weight.sum().cast("int64")
    )


def region_flows(
    store: TieStore,
    *,
    connection: Any = None,
    memory: str = "2GB",
    resume: Path | str | None = None,
) -> pl.DataFrame:
    """Return the ties between regions, by relation and year.

    File after file, so that memory stays bounded, progress can be shown, and work that was stopped is taken up where it
    was. It is faster, too: of a single file DuckDB knows the range of the organisations, and joins by place in an
    array. Progress, cancelling and the number of threads are said by ``compute.using``.

    Parameters
    ----------
    store
        Ties on disk.
    connection
        An ibis connection (of Spark, say); DuckDB in this process where None.
    memory
        Most memory that DuckDB takes for itself; what does not fit goes to disk.
    resume
        Folder for what is done; files of ties that are there and have not changed are not computed again.

    Returns
    -------
    Columns year, relation, origin, destination (names; null where the region is not known), ties (number), weight (the
    sum of weights, as a number), sorted.

    Raises
    ------
    InputError
        ibis or DuckDB is not installed.
    Cancelled
        The person asked to stop; what is done stays in `resume`.
    """
    place = compute.current()
    engine = connection if connection is not None else _duckdb(memory, place.jobs)
    with _known_warning():
        organisations = engine.read_parquet(str(store.organisations), table_name="organisations")
    frames = []
    for done, part in enumerate(store.parts):
        if place.cancelled():
            raise Cancelled
        kept = Path(resume) / f"{store.key(part)}-{_VERSION}.parquet" if resume is not None else None
        if kept is not None and kept.is_file():
            frame = pl.read_parquet(kept)
        else:
            frame = _part(engine, store, organisations, part)
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                unfinished = kept.with_suffix(".part")
                frame.write_parquet(unfinished)
                unfinished.replace(kept)
        frames.append(frame.with_columns(pl.lit(part.year, dtype=pl.Int64).alias("year")))
        place.progress(_("Ties between regions"), done + 1, len(store.parts))
    whole = pl.concat(frames) if frames else _nothing()
    keys = ("year", "relation", "origin", "destination")
    return _named(whole.group_by(keys).agg(pl.col("ties").sum(), pl.col("weight").sum()), store)


def _part(engine: Any, store: TieStore, organisations: Any, part: Part) -> pl.DataFrame:
    with _known_warning():
        ties = engine.read_parquet(str(store.folder / part.file), table_name="ties")
        frame = pl.DataFrame(flows_expression(ties, organisations, directed=store.directed).to_polars())
    return frame.select(pl.col(c).cast(pl.Int64) for c in _COLUMNS).sort("relation", "origin", "destination")


@contextmanager
def _known_warning() -> Iterator[None]:
    """Keep warnings from people who can do nothing about them.

    ibis calls DuckDB by a name that has a newer one; PySpark hands its tables over through pandas, whose newest version
    it does not know well yet (only integers go that way, and a test compares every cell).
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"fetch_.*\(\) is deprecated", DeprecationWarning)
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        # What PySpark asks of pandas.
        warnings.filterwarnings("ignore", "The (copy keyword|'future.infer_string' option) is deprecated", Warning)
        yield


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema={**dict.fromkeys(_COLUMNS, pl.Int64), "year": pl.Int64})


def _duckdb(memory: str, threads: int) -> Any:
    if not _MEMORY.fullmatch(memory.strip()):
        raise InputError(_("'{given}' is no amount of memory; write 2GB, or 500MB.").format(given=memory))
    try:
        import ibis

        engine = ibis.duckdb.connect()
    except ImportError:
        raise InputError(_("Large networks need ibis and DuckDB: pip install 'clusterdynamics[regions]'.")) from None
    cores = max(1, min(threads if threads > 1 else len(os.sched_getaffinity(0)), 64))
    engine.raw_sql(f"SET threads = {cores}")
    engine.raw_sql(f"SET memory_limit = '{memory.strip()}'")
    # The order of rows is of no use here, and keeping it costs memory.
    engine.raw_sql("SET preserve_insertion_order = false")
    return engine


def _named(frame: pl.DataFrame, store: TieStore) -> pl.DataFrame:
    regions = pl.DataFrame(
        {"number": range(len(store.regions)), "name": list(store.regions)},
        schema={"number": pl.Int64, "name": pl.String},
    )
    relations = pl.DataFrame(
        {"relation": range(len(store.relations)), "relation_name": list(store.relations)},
        schema={"relation": pl.Int64, "relation_name": pl.String},
    )
    for side in ("origin", "destination"):
        frame = frame.join(
            regions.rename({"number": side, "name": f"{side}_name"}), on=side, how="left", maintain_order="left"
        )
    frame = frame.join(relations, on="relation", how="left", maintain_order="left")
    frame = frame.sort("year", "relation", "origin", "destination")
    return frame.select(
        "year",
        pl.col("relation_name").alias("relation"),
        pl.col("origin_name").alias("origin"),
        pl.col("destination_name").alias("destination"),
        "ties",
        # numpy divides exactly; polars multiplies with the reciprocal, which can miss the last digit.
        pl.Series("weight", frame["weight"].to_numpy() / store.unit),
    )
