"""Setting a study up: pages over what the other apps keep, so that it may know them all and none knows it."""
