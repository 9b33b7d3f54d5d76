"""Stochastic actor-oriented models: what goes along with ties being made, kept and ended between waves.

>>> import clusterdynamics as cd
>>> waves = study.waves("advice")  # doctest: +SKIP
>>> effects = ["recip", "transTrip", cd.saom.X("distance")]
>>> fitted = cd.saom.fit(waves, effects, dyadic={"distance": km}, seed=1)  # doctest: +SKIP
>>> print(fitted.explain())  # doctest: +SKIP
"""

from __future__ import annotations

from clusterdynamics.saom.data import Group, as_group
from clusterdynamics.saom.effects import EFFECTS, Effect, X, XRecip, creation, endowment
from clusterdynamics.saom.estimate import Control
from clusterdynamics.saom.fit import Fit, ScoreTest, fit, fit_groups
from clusterdynamics.saom.goodness import Goodness, goodness_of_fit
from clusterdynamics.saom.trust import trust_and_deep

__all__ = [
    "EFFECTS",
    "Control",
    "Effect",
    "Fit",
    "Goodness",
    "Group",
    "ScoreTest",
    "X",
    "XRecip",
    "as_group",
    "creation",
    "endowment",
    "fit",
    "fit_groups",
    "goodness_of_fit",
    "trust_and_deep",
]
