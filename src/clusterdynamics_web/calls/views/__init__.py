"""Pages of calls: the list for everybody, the desk of those who look after them, the second look, packs."""
