"""Joint studies of two regions: an agreement, two rosters, blocks instead of names."""
