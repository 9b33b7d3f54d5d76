"""Organisations: their names, places and lineage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import company_key, fold
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS", "find_cycles"]


def map_labels_differ(context: Context) -> None:
    """Report organisations that would stand on a map under the same name, and names that look the same."""
    frame = context["actors"].select(ROW, "label", "short_label").drop_nulls("label")
    on_map: dict[str, int] = {}
    by_name: dict[str, tuple[int, str]] = {}
    file = context.file("actors")
    for row, label, short in frame.iter_rows():
        shown = short or label
        key = " ".join(shown.casefold().split())
        same_on_map = key in on_map
        if same_on_map:
            column = "short_label" if short else "label"
            context.problems.add(Code.MAP_LABEL_TWICE, file, row, column, value=shown, first=on_map[key])
        else:
            on_map[key] = row
        name = company_key(label)
        first, other = by_name.setdefault(name, (row, label))
        if first != row and not (same_on_map and label == other):
            context.problems.add(Code.LABEL_TWICE, file, row, "label", value=label, other=other, first=first)


def aliases_are_ones_own(context: Context) -> None:
    """Warn of other names that also are the name, or another name, of a different organisation."""
    frame = context["actors"].select(ROW, "id", "label", "short_label", "aliases").drop_nulls("id")
    if frame["aliases"].null_count() == frame.height:
        return
    owner: dict[str, str] = {}
    for _row, identifier, label, short, _aliases in frame.iter_rows():
        for name in (label, short):
            if name:
                owner.setdefault(fold(name), identifier)
    for row, identifier, _label, _short, aliases in frame.iter_rows():
        for alias in aliases or ():
            other = owner.setdefault(fold(alias), identifier)
            if other != identifier:
                context.problems.add(
                    Code.ALIAS_SHARED, context.file("actors"), row, "aliases", value=alias, other=other
                )


def places_are_whole(context: Context) -> None:
    """Warn of a latitude without a longitude, and the other way round."""
    half = context["actors"].filter(pl.col("lat").is_null() != pl.col("lon").is_null())
    for column in ("lat", "lon"):
        context.report(Code.HALF_POSITION, "actors", column, half.filter(pl.col(column).is_null()).select(ROW))


def actors_join_before_they_leave(context: Context) -> None:
    """Report organisations that are part of no wave."""
    spans = context["actors"].select(ROW, pl.col("id").alias("actor")).join(context.actors, on="actor")
    joined = pl.col("joined_place").fill_null(0)
    for name in ("left", "opted_out"):
        bad = spans.filter((pl.col(f"{name}_place") <= joined) & pl.col("joined").is_not_null())
        context.report(Code.LEFT_BEFORE_JOINED, "actors", name, bad.select(ROW, "joined", pl.col(name).alias("left")))


def lineage_is_sound(context: Context) -> None:
    """Report organisations that come out of themselves, and warn of predecessors that are still there."""
    frame = context["actors"].select(ROW, "id", "predecessor").drop_nulls()
    parents = {i: list(p) for _row, i, p in frame.iter_rows()}
    rows = {i: row for row, i, _p in frame.iter_rows()}
    for path in find_cycles(parents):
        context.problems.add(
            Code.PREDECESSOR_CYCLE, context.file("actors"), rows[path[0]], "predecessor", path=" ← ".join(path)
        )
    spans = context.actors
    links = frame.explode("predecessor").join(spans, left_on="id", right_on="actor")
    links = links.join(spans, left_on="predecessor", right_on="actor", suffix="_before")
    gone = pl.min_horizontal("left_place_before", "opted_out_place_before")
    still = links.filter(gone.is_null() | (gone > pl.col("joined_place").fill_null(0)))
    context.report(
        Code.PREDECESSOR_PRESENT, "actors", "predecessor", still.select(ROW, pl.col("predecessor").alias("value"))
    )


def find_cycles(parents: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return one closed path for each group of nodes that lead back to themselves.

    Parameters
    ----------
    parents
        Node → the nodes it points at.

    >>> find_cycles({"a": ["b"], "b": ["a"], "c": ["a"]})
    [['a', 'b', 'a']]
    """
    done: set[str] = set()
    cycles: list[list[str]] = []
    for start in parents:
        if start in done:
            continue
        # Depth first without recursion: a chain may be longer than Python's stack.
        path: list[str] = [start]
        on_path = {start}
        waiting = [iter(parents[start])]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                last = path.pop()
                on_path.discard(last)
                done.add(last)
            elif step in on_path:
                cycles.append([*path[path.index(step) :], step])
            elif step not in done and step in parents:
                path.append(step)
                on_path.add(step)
                waiting.append(iter(parents[step]))
    return cycles


CHECKS = (
    map_labels_differ,
    aliases_are_ones_own,
    places_are_whole,
    actors_join_before_they_leave,
    lineage_is_sound,
)
