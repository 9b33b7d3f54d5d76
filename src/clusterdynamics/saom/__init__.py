"""Stochastic actor-oriented models."""
