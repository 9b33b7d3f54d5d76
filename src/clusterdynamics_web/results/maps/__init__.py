"""The network map and the change map: one picture for each audience, drawn in the browser and as SVG from one scene."""
