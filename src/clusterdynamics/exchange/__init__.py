"""Networks in the formats of other programs: read, written, and brought into a study."""

from __future__ import annotations

from clusterdynamics.exchange.assemble import ImportReport, import_study
from clusterdynamics.exchange.convert import convert
from clusterdynamics.exchange.errors import ExchangeError, Fault
from clusterdynamics.exchange.graph import Edge, GraphData, Node, Relation, Spell, Timed
from clusterdynamics.exchange.losses import combine_parallel, losses
from clusterdynamics.exchange.protocol import Format, ReadOptions, WriteOptions
from clusterdynamics.exchange.registry import formats, get_format, read_graph, sniff_format, write_graph
from clusterdynamics.exchange.study_graph import export_network, graph_from_study

__all__ = [
    "Edge",
    "ExchangeError",
    "Fault",
    "Format",
    "GraphData",
    "ImportReport",
    "Node",
    "ReadOptions",
    "Relation",
    "Spell",
    "Timed",
    "WriteOptions",
    "combine_parallel",
    "convert",
    "export_network",
    "formats",
    "get_format",
    "graph_from_study",
    "import_study",
    "losses",
    "read_graph",
    "sniff_format",
    "write_graph",
]
