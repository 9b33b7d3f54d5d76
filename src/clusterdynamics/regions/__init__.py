"""Within and between regions: matrices of ties, bridges, gravity, several clusters, and networks of a continent."""

from __future__ import annotations

from clusterdynamics.regions.blocks import RegionBlocks, region_blocks
from clusterdynamics.regions.bridging import Bridges, EgoRegions, bridges, ego_regions, region_graph

__all__ = [
    "Bridges",
    "EgoRegions",
    "RegionBlocks",
    "bridges",
    "ego_regions",
    "region_blocks",
    "region_graph",
]
