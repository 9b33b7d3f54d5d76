"""The network map: SVG of our own, on one layout for all waves, with everything a reader needs inside it.

``layout`` computes the places once, over all waves; ``network_map`` draws one wave; ``change_map`` draws what
was kept, new and lost between two waves. A ``Scene`` is what is on a map before it is drawn: ``draw`` makes SVG of it,
a page may draw it itself.
"""

from __future__ import annotations

from clusterdynamics.charts.network_map.drawing import draw
from clusterdynamics.charts.network_map.layout import MAP_WIDTH, Layout, layout
from clusterdynamics.charts.network_map.maps import (
    change_map,
    change_scene,
    network_map,
    network_scene,
    tie_changes,
)
from clusterdynamics.charts.network_map.scene import Dot, Item, Line, Look, Scene

__all__ = [
    "MAP_WIDTH",
    "Dot",
    "Item",
    "Layout",
    "Line",
    "Look",
    "Scene",
    "change_map",
    "change_scene",
    "draw",
    "layout",
    "network_map",
    "network_scene",
    "tie_changes",
]
