"""Evidence beside the stage reading: shares computed from the network, and what the stories say about loops."""

from __future__ import annotations

from clusterdynamics.measures.evidence.found import Found, Look
from clusterdynamics.measures.evidence.registry import EVIDENCE, EvidenceMeasure, evidence
from clusterdynamics.measures.evidence.told import LoopTold, loop_told

__all__ = ["EVIDENCE", "EvidenceMeasure", "Found", "Look", "LoopTold", "evidence", "loop_told"]
