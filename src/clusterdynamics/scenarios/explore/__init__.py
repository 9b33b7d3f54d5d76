"""Exploration: what policies and shocks do over the whole range of what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterdynamics.scenarios.explore.plan import BASELINE, Outcome, Plan, Scenario, read_plan, shipped_plan
from clusterdynamics.scenarios.explore.prim import Box, Limit, prim

if TYPE_CHECKING:
    from clusterdynamics.scenarios.explore.comparison import Comparison, Dependence, Ranks, compare
    from clusterdynamics.scenarios.explore.sensitivity import Index, Swing, sobol_indices, swings

__all__ = [
    "BASELINE",
    "Box",
    "Comparison",
    "Dependence",
    "Index",
    "Limit",
    "Outcome",
    "Plan",
    "Ranks",
    "Scenario",
    "Swing",
    "compare",
    "prim",
    "read_plan",
    "shipped_plan",
    "sobol_indices",
    "swings",
]

_HOMES = {
    **dict.fromkeys(("Comparison", "Dependence", "Ranks", "compare"), "comparison"),
    **dict.fromkeys(("Index", "Swing", "sobol_indices", "swings"), "sensitivity"),
}


def __getattr__(name: str) -> Any:
    """Import what needs the kernels when it is first used."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
