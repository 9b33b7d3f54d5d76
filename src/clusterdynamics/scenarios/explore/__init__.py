"""Exploration: what policies and shocks do over the whole range of what is not known."""

from __future__ import annotations

from clusterdynamics.scenarios.explore.compare import Comparison, Dependence, Ranks, compare
from clusterdynamics.scenarios.explore.plan import BASELINE, Outcome, Plan, Scenario, read_plan, shipped_plan
from clusterdynamics.scenarios.explore.prim import Box, Limit, prim
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
