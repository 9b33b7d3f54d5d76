"""Networks in the formats of other programs: read, written, and brought into a study."""

from __future__ import annotations

from clusterdynamics.exchange.errors import ExchangeError, Fault
from clusterdynamics.exchange.graph import Edge, GraphData, Node, Relation, Spell, Timed
from clusterdynamics.exchange.losses import combine_parallel, losses
from clusterdynamics.exchange.protocol import Format, ReadOptions, WriteOptions
from clusterdynamics.exchange.registry import formats, get_format, read_graph, sniff_format, write_graph

__all__ = [
    "Edge",
    "ExchangeError",
    "Fault",
    "Format",
    "GraphData",
    "Node",
    "ReadOptions",
    "Relation",
    "Spell",
    "Timed",
    "WriteOptions",
    "combine_parallel",
    "formats",
    "get_format",
    "losses",
    "read_graph",
    "sniff_format",
    "write_graph",
]
