"""Measures: pure functions on networks, and the analyses made of them."""
