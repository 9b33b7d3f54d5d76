"""Two-mode matrices of SocNetV (``.2sm``): rows are one set, columns the other, no names."""

from __future__ import annotations

from dataclasses import replace

from clusterdynamics.exchange.graph import GraphData
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.rsiena import plain_matrix, text_matrix
from clusterdynamics.i18n import N_

__all__ = ["TWO_MODE"]


def read_two_mode(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a matrix of two sets."""
    return plain_matrix(data, name, replace(options, two_mode=True, structural=options.structural or False))


def write_two_mode(graph: GraphData, options: WriteOptions) -> bytes:
    """Write the only relation of a two-mode network."""
    return text_matrix(graph, options, "two-mode", codes=False)


def sniff_two_mode(data: bytes, name: str) -> bool:
    """Return whether the ending says so."""
    return name.lower().endswith(".2sm")


TWO_MODE = Format(
    "two-mode",
    N_("Two-mode matrix (SocNetV)"),
    (".2sm",),
    sniff_two_mode,
    read_two_mode,
    write_two_mode,
    frozenset({Holds.MISSING, Holds.TWO_MODE, Holds.UNTIED, Holds.UNDIRECTED}),
)
