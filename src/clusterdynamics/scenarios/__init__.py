"""Scenarios: a stock-and-flow model of the cluster, its runs, and what they depend on."""
