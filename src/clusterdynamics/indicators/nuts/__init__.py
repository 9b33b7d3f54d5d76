"""NUTS: the codes that are in force, earlier ones and what came after them."""

from __future__ import annotations

from clusterdynamics.indicators.nuts.changes import CHANGES, Change, successors
from clusterdynamics.indicators.nuts.codes import COUNTRIES, LEFT, LEVEL_2, is_known, level_of, level_two_codes

__all__ = [
    "CHANGES",
    "COUNTRIES",
    "LEFT",
    "LEVEL_2",
    "Change",
    "is_known",
    "level_of",
    "level_two_codes",
    "successors",
]
