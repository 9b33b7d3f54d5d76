"""Stories, causal claims and the loops that they form."""
