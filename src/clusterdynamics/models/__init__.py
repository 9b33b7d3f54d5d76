"""The reference model: stages, statements, loops, evidence and thresholds, as data that a region can replace."""

from __future__ import annotations

from clusterdynamics.models.instrument import Instrument, instrument
from clusterdynamics.models.load import check_model, load_model
from clusterdynamics.models.problems import ModelError, ModelProblem
from clusterdynamics.models.schema import ReferenceModel

__all__ = [
    "Instrument",
    "ModelError",
    "ModelProblem",
    "ReferenceModel",
    "check_model",
    "instrument",
    "load_model",
]
