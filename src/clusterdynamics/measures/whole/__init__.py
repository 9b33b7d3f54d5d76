"""Measures of a whole network: one number, or a census, each.

A measure that is undefined (nobody observed, one actor, nothing to divide by) is NaN, never an error.
"""

from clusterdynamics.measures.whole.centralisation import centralisation
from clusterdynamics.measures.whole.comparison import graph_correlation, hamming, jaccard, simple_matching
from clusterdynamics.measures.whole.counts import (
    DyadCensus,
    density,
    dyad_census,
    reciprocity,
    transitivity,
    triad_census,
)
from clusterdynamics.measures.whole.paths import components, efficiency, largest_component, mean_distance, reach

__all__ = [
    "DyadCensus",
    "centralisation",
    "components",
    "density",
    "dyad_census",
    "efficiency",
    "graph_correlation",
    "hamming",
    "jaccard",
    "largest_component",
    "mean_distance",
    "reach",
    "reciprocity",
    "simple_matching",
    "transitivity",
    "triad_census",
]
