"""The cluster organisation by organisation: who trusts whom, and what is left if somebody leaves."""

from __future__ import annotations

from clusterdynamics.scenarios.actors.losses import Loss, LossComparison, compare_losses, likely_losses
from clusterdynamics.scenarios.actors.matrices import RANGES, ActorModel, actor_model
from clusterdynamics.scenarios.actors.run import run_actors

__all__ = [
    "RANGES",
    "ActorModel",
    "Loss",
    "LossComparison",
    "actor_model",
    "compare_losses",
    "likely_losses",
    "run_actors",
]
