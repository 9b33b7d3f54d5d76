"""From a country to a continent: ties on disk, aggregated to regions; projects counted without listing all pairs."""

from __future__ import annotations

from clusterdynamics.regions.scale.affinity import probabilistic_affinity, salton, square
from clusterdynamics.regions.scale.aggregate import flows_expression, region_flows
from clusterdynamics.regions.scale.cordis import read_cordis
from clusterdynamics.regions.scale.generate import generate_participations, generate_ties
from clusterdynamics.regions.scale.projects import RULES, distinct_pairs, project_flows
from clusterdynamics.regions.scale.store import StoreWriter, TieStore, open_store

__all__ = [
    "RULES",
    "StoreWriter",
    "TieStore",
    "distinct_pairs",
    "flows_expression",
    "generate_participations",
    "generate_ties",
    "open_store",
    "probabilistic_affinity",
    "project_flows",
    "read_cordis",
    "region_flows",
    "salton",
    "square",
]
