"""Forms of the set-up: one file for each step."""
