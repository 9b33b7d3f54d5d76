"""Simulation models of other programs: XMILE, Vensim, sd-ai."""

from __future__ import annotations

from clusterdynamics.scenarios.exchange.files import read_sim_model, write_sim_model

__all__ = ["read_sim_model", "write_sim_model"]
