"""Scenarios: a stock-and-flow model of the cluster, its runs, and what they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterdynamics.scenarios.actors import actor_model, compare_losses
    from clusterdynamics.scenarios.cluster import cluster_model
    from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
    from clusterdynamics.scenarios.exchange import read_sim_model, write_sim_model
    from clusterdynamics.scenarios.explore import read_plan
    from clusterdynamics.scenarios.ltm import loops_that_matter
    from clusterdynamics.scenarios.maps import map_model

__all__ = [
    "actor_model",
    "cluster_model",
    "compare_losses",
    "loops_that_matter",
    "map_model",
    "read_plan",
    "read_sim_model",
    "simulate",
    "simulate_ensemble",
    "write_sim_model",
]

_HOMES = {
    "actor_model": "actors",
    "cluster_model": "cluster",
    "compare_losses": "actors",
    "loops_that_matter": "ltm",
    "map_model": "maps",
    "read_plan": "explore",
    "read_sim_model": "exchange",
    "simulate": "engine.run",
    "simulate_ensemble": "engine.run",
    "write_sim_model": "exchange",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: the kernels are not needed to list the commands."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
