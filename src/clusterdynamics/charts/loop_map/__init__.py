"""The loop picture: loops as circles of arrows, a gap where one is broken. SVG of our own; the layout is plain data."""

from __future__ import annotations

from clusterdynamics.charts.loop_map.draw import loop_map
from clusterdynamics.charts.loop_map.layout import LoopLayout, loop_layout
from clusterdynamics.charts.loop_map.scene import LoopLink, LoopPicture, LoopRing

__all__ = ["LoopLayout", "LoopLink", "LoopPicture", "LoopRing", "loop_layout", "loop_map"]
