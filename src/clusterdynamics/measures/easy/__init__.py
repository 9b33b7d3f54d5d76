"""Easy cooperation: areas first, then groups and pairs, each with its reasons; and whether that predicts anything."""
