"""Exact feedback loops of a signed graph: listed, counted, the strongest, an independent set, and maximum flow."""

from __future__ import annotations

from clusterdynamics.loops.circuits.counting import LoopCounts, count_loops
from clusterdynamics.loops.circuits.flow import max_flow
from clusterdynamics.loops.circuits.graph import Loop, SignedGraph
from clusterdynamics.loops.circuits.independent import independent_loops
from clusterdynamics.loops.circuits.listing import iter_loops
from clusterdynamics.loops.circuits.strongest import top_loops

__all__ = [
    "Loop",
    "LoopCounts",
    "SignedGraph",
    "count_loops",
    "independent_loops",
    "iter_loops",
    "max_flow",
    "top_loops",
]
