"""The network map: SVG of our own, on one layout for all waves, with everything a reader needs inside it.

``layout`` computes the places once, over all waves; ``network_map`` draws one wave; ``change_map`` draws what
was kept, new and lost between two waves.
"""

from __future__ import annotations

from clusterdynamics.charts.network_map.layout import MAP_WIDTH, Layout, layout
from clusterdynamics.charts.network_map.maps import change_map, network_map, tie_changes
from clusterdynamics.charts.network_map.scene import Look

__all__ = ["MAP_WIDTH", "Layout", "Look", "change_map", "layout", "network_map", "tie_changes"]
