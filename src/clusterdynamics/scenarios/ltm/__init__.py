"""Loops That Matter: which feedback loop carries the behaviour of a model when."""

from __future__ import annotations

from clusterdynamics.scenarios.ltm.dominance import LoopDominance, LoopScore, Period, loops_that_matter

__all__ = ["LoopDominance", "LoopScore", "Period", "loops_that_matter"]
