"""The cluster as a model to simulate: the loops of the reference model as stocks and flows."""

from __future__ import annotations

from clusterdynamics.scenarios.cluster.load import LEVERS, cluster_model, ranges_of
from clusterdynamics.scenarios.cluster.structure import FactorLink, factor_chain, factor_links, loop_names
from clusterdynamics.scenarios.cluster.words import variable_labels

__all__ = [
    "LEVERS",
    "FactorLink",
    "cluster_model",
    "factor_chain",
    "factor_links",
    "loop_names",
    "ranges_of",
    "variable_labels",
]
