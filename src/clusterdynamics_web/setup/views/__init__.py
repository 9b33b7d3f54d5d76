"""Pages of the set-up: one file for each step. They check nothing and write nothing themselves."""
