"""Measures: pure functions on networks, and the analyses made of them.

Every measure is a function of its own: ``cd.measures.density(study.network("cooperation"))``. They are loaded
when first used, so that importing one file of this folder does not load all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: Module → the measures that ``clusterdynamics.measures`` offers from it.
_HOMES: dict[str, tuple[str, ...]] = {
    "whole": (
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
    ),
    "actors": (
        "betweenness",
        "closeness",
        "clustering",
        "constraint",
        "coreness",
        "degree",
        "eigenvector",
        "harmonic",
        "in_degree",
        "in_degree_share",
        "in_strength",
        "out_degree",
        "out_strength",
        "pagerank",
    ),
    "groups": ("block_density", "ei_by_group", "ei_expected", "ei_index", "ei_permutation"),
    "cores": ("core_periphery",),
    "communities": ("leiden",),
    "brokers": ("brokerage",),
    "key_players": ("distance_fragmentation", "distance_reach", "fragmentation", "key_set", "set_reach"),
    "dyads": ("confirm", "confirmation", "mismatch"),
    "change": ("kept_ties", "lost_ties", "new_ties", "tie_changes"),
    "identity": ("same_reports", "succession"),
    "transitions": ("dirichlet_bounds", "transition_counts"),
    "uncertainty": ("leave_out", "random_graphs", "vertex_bootstrap"),
    "reliability": ("kappa", "smallest_detectable_change", "two_way_intraclass"),
    "scaling": ("guttman_errors", "item_functioning", "loevinger", "logistic", "relative_ranks"),
    "planning": ("plan",),
    "burden": ("estimate_burden",),
    "permutation": ("cug_test", "mrqap", "qap_correlation"),
}
_PLACE = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_PLACE)


def __getattr__(name: str) -> Any:
    if name in _PLACE:
        return getattr(import_module(f"{__name__}.{_PLACE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
