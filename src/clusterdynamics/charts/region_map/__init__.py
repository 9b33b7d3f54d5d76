"""Maps of regions: shades for figures (choropleth), and lines for ties between regions.

``plane`` brings outlines from the globe to the window of a map, ``sheet`` sets legend, names and the lines below it;
``shades`` and ``flows`` are the two kinds of map.
"""

from __future__ import annotations

from clusterdynamics.charts.region_map.flows import flow_map
from clusterdynamics.charts.region_map.plane import Area
from clusterdynamics.charts.region_map.shades import choropleth

__all__ = ["Area", "choropleth", "flow_map"]
