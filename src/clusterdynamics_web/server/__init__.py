"""Running an installation: start, worker, backup, restore."""
