"""Soft beside hard: what a cluster says of itself beside its statistics, for one cluster and a programme of several."""
