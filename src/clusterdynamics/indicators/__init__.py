"""Hard figures: statistics from elsewhere, and what is measured with them."""

from __future__ import annotations

from clusterdynamics.indicators.agglomeration import Agglomeration, coagglomeration, ellison_glaeser
from clusterdynamics.indicators.complexity import Complexity, complexity
from clusterdynamics.indicators.concentration import (
    coefficient_of_variation,
    equivalent_number,
    gini,
    gini_specialisation,
    herfindahl,
    hoover,
    krugman,
    theil,
    williamson,
)
from clusterdynamics.indicators.location import Stars, cluster_index, location_quotients, size_focus_stars
from clusterdynamics.indicators.quadrant import Plane, Quadrant, quadrant
from clusterdynamics.indicators.relatedness import proximity, relatedness_density, specialised
from clusterdynamics.indicators.shift_share import ShiftShare, shift_share, shift_share_indices

__all__ = [
    "Agglomeration",
    "Complexity",
    "Plane",
    "Quadrant",
    "ShiftShare",
    "Stars",
    "cluster_index",
    "coagglomeration",
    "coefficient_of_variation",
    "complexity",
    "ellison_glaeser",
    "equivalent_number",
    "gini",
    "gini_specialisation",
    "herfindahl",
    "hoover",
    "krugman",
    "location_quotients",
    "proximity",
    "quadrant",
    "relatedness_density",
    "shift_share",
    "shift_share_indices",
    "size_focus_stars",
    "specialised",
    "theil",
    "williamson",
]
