"""Funding calls: deadlines, who is interested, evidence packs."""
