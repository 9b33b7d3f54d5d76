"""Ways to the database that Django does not have."""
