"""Trust in two layers: slow to build, quick to lose, and damage that is remembered."""

from __future__ import annotations

from clusterdynamics.scenarios.trust.layers import TrustParams, trust_layers

__all__ = ["TrustParams", "trust_layers"]
