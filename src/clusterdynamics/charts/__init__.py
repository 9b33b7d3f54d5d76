"""How each kind of figure is drawn: plain frames in, Altair charts out.

One function for each kind of figure. All take keyword ``title`` (the finding) and ``subtitle`` (what is
measured); columns in brackets may be left out.

====================  ========================================================================
``interval_dots``     figures with bounds on one axis: ``label, value, [low, high, group, note]``
``coverage_bars``     answered of asked, with gate lines: ``label, asked, answered, [group]``
``change_bars``       kept, new, lost ties: ``label, kept, new, lost, not_comparable``
``depth_profile``     pairs by depth: ``label, share, [low, high, wished, note]``
``depth_flow``        pairs from depth to depth between waves: ``before, after, pairs``
``distribution``      histogram: ``label, count, [low, high]`` (``count_values`` makes it of raw values)
``group_matrix``      density within and between groups: ``row, column, value, [low, high, note]``
``region_matrix``     the same for many regions: ``row, column, value, [low, high, note]``
``choropleth``        regions on a map, darker for more: ``region, value, [note]``
``flow_map``          ties between regions on a map: ``origin, destination, ties``
``scatter``           organisations at two measures: ``label, x, y, [kind, bounds]``
``fan``               bands of runs over time: ``time, low, quarter, middle, three_quarters, high``
``shares_area``       shares of a whole over time: ``time, label, share``
``tornado``           swings between two ends: ``label, at_low, at_high``
====================  ========================================================================

``svg.to_svg(chart, alt=…)`` draws a chart without a browser or a network. ``network_map`` holds the network
map, which is SVG of our own. ``theme`` holds colours, shapes and type; ``numbers`` how numbers are written.
"""

from __future__ import annotations

from clusterdynamics.charts.change import change_bars
from clusterdynamics.charts.coverage import coverage_bars
from clusterdynamics.charts.depth_flow import depth_flow
from clusterdynamics.charts.depth_profile import depth_profile
from clusterdynamics.charts.distribution import count_values, distribution
from clusterdynamics.charts.fan import fan
from clusterdynamics.charts.groups import group_matrix
from clusterdynamics.charts.intervals import interval_dots
from clusterdynamics.charts.region_map import choropleth, flow_map
from clusterdynamics.charts.region_matrix import region_matrix
from clusterdynamics.charts.scatter import scatter
from clusterdynamics.charts.shares_area import shares_area
from clusterdynamics.charts.svg import to_data_uri, to_svg
from clusterdynamics.charts.tornado import tornado

__all__ = [
    "change_bars",
    "choropleth",
    "count_values",
    "coverage_bars",
    "depth_flow",
    "depth_profile",
    "distribution",
    "fan",
    "flow_map",
    "group_matrix",
    "interval_dots",
    "region_matrix",
    "scatter",
    "shares_area",
    "to_data_uri",
    "to_svg",
    "tornado",
]
