"""The actors table of an imported study: what the tables of organisations and the network files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from clusterdynamics.exchange.actors import KNOWN, ActorTable, identifier, known_value
from clusterdynamics.exchange.composition import Composition
from clusterdynamics.exchange.ties import WaveNetwork
from clusterdynamics.i18n import _
from clusterdynamics.study.tables import TABLES

__all__ = ["actors_frame", "identifier"]

#: Columns that speak of waves or identifiers of another study; a network file cannot know ours.
_FOREIGN = frozenset({"joined", "left", "opted_out", "predecessor"})


def actors_frame(
    ids: Mapping[str, str],
    settled: Composition,
    table: ActorTable,
    networks: Sequence[WaveNetwork],
    warnings: list[str],
) -> pl.DataFrame:
    """Return the actors table.

    Where several files say something, the table of organisations wins, then the latest wave.

    Parameters
    ----------
    ids
        Name in the files → identifier.
    settled
        Who was part of which wave.
    table
        The tables of organisations.
    networks
        The network files, whose nodes may have labels and attributes.
    warnings
        Takes what had to be left out.
    """
    labels, attributes = _of_networks(networks, warnings)
    schema = TABLES["actors"].schema
    columns: dict[str, list[object]] = {name: [] for name in schema}
    extra = [n for n in dict.fromkeys([*attributes, *table.columns]) if n not in schema]
    more: dict[str, list[object]] = {name: [] for name in extra}
    for name, own in ids.items():
        row = {n: v.get(name) for n, v in attributes.items()}
        row |= {n: v for n, v in table.row(name).items() if v is not None}
        row["id"] = own
        row["label"] = row.get("label") or labels.get(name, name)
        row["joined"], row["left"] = settled.span(name)
        if row["left"] is not None and row["left"] == row.get("opted_out"):
            row["left"] = None  # it opted out, which is another reason to be gone
        for column, values in (*columns.items(), *more.items()):
            values.append(row.get(column))
    frame = pl.DataFrame([pl.Series(n, v, dtype=schema[n]) for n, v in columns.items()])
    return frame.with_columns([_series(name, values) for name, values in more.items()]).sort("id")


def _of_networks(
    networks: Sequence[WaveNetwork], warnings: list[str]
) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
    """Return labels, and attribute → name → value, of the nodes of network files."""
    labels: dict[str, str] = {}
    attributes: dict[str, dict[str, object]] = {}
    for network in networks:
        for node in network.graph.nodes:
            labels.setdefault(node.id, node.name)
            for title, value in node.attributes.items():
                name = title.lower() if title.lower() in KNOWN else title
                if value is None or _is_drawing(name) or name in _FOREIGN:
                    continue
                try:
                    if isinstance(value, tuple):
                        raise ValueError(title)
                    attributes.setdefault(name, {})[node.id] = known_value(name, value, comma=False)
                except ValueError:
                    warnings.append(
                        _("{file}: the attribute '{name}' of '{node}' is left out.").format(
                            file=network.file, name=title, node=node.id
                        )
                    )
    return labels, attributes


def _is_drawing(name: str) -> bool:
    """Whether an attribute only says where and how a node is drawn."""
    return name in {"x", "y", "z", "shape"} or name.startswith(("pajek_", "viz_"))


def _series(name: str, values: list[object]) -> pl.Series:
    kinds = {type(v) for v in values if v is not None}
    if any(isinstance(v, int) and abs(v) >= 2**63 for v in values):
        return pl.Series(
            name, [None if v is None else str(v) for v in values]
        )  # no whole number of a table is so large; it is an identifier
    if kinds == {int, float}:
        return pl.Series(name, [None if v is None else float(str(v)) for v in values], dtype=pl.Float64)
    if len(kinds) > 1:
        return pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)
    return pl.Series(name, values, dtype=None if kinds else pl.String)
