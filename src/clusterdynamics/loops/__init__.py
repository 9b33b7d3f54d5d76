"""Stories → causal claims → a map → feedback loops: which there are, how strong they are, where they are broken."""

from __future__ import annotations

from clusterdynamics.loops.analysis import loops, study_map
from clusterdynamics.loops.causal_map import Arrow, CausalMap, causal_map
from clusterdynamics.loops.matching import Matching, Suggestion, match_factors
from clusterdynamics.loops.result import Loops, LoopsParams
from clusterdynamics.loops.states import LinkStatus, LoopState
from clusterdynamics.loops.threads import Robustness, Threads, robustness, threads

__all__ = [
    "Arrow",
    "CausalMap",
    "LinkStatus",
    "LoopState",
    "Loops",
    "LoopsParams",
    "Matching",
    "Robustness",
    "Suggestion",
    "Threads",
    "causal_map",
    "loops",
    "match_factors",
    "robustness",
    "study_map",
    "threads",
]
