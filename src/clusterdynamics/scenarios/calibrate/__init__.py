"""Calibration: which constants of a model fit the waves at hand, and which the waves say nothing about."""

from __future__ import annotations

from clusterdynamics.scenarios.calibrate.observed import Observation, observations, years_between
from clusterdynamics.scenarios.calibrate.posterior import Posterior, calibrate, predictions, smoothed

__all__ = [
    "Observation",
    "Posterior",
    "calibrate",
    "observations",
    "predictions",
    "smoothed",
    "years_between",
]
