"""Several clusters side by side: profile, understanding of the questions, change with and without, likeness."""

from __future__ import annotations

from clusterdynamics.regions.portfolio.combining import Combined, combine
from clusterdynamics.regions.portfolio.differences import DifferenceInDifferences, difference_in_differences
from clusterdynamics.regions.portfolio.likeness import Likeness, alike
from clusterdynamics.regions.portfolio.profile import FIGURES, Profile, profile
from clusterdynamics.regions.portfolio.studies import Portfolio

__all__ = [
    "FIGURES",
    "Combined",
    "DifferenceInDifferences",
    "Likeness",
    "Portfolio",
    "Profile",
    "alike",
    "combine",
    "difference_in_differences",
    "profile",
]
