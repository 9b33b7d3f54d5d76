"""Feedback loops: which there are, how strong they are, where they are broken."""
