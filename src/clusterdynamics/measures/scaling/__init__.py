"""Does the model fit clusters elsewhere? Order of the stages, Mokken scaling, item functioning, vignettes."""

from __future__ import annotations

from clusterdynamics.measures.scaling.guttman import Guttman, guttman_errors
from clusterdynamics.measures.scaling.item_functioning import ItemFunctioning, item_functioning
from clusterdynamics.measures.scaling.logistic import Logistic, logistic
from clusterdynamics.measures.scaling.mokken import Mokken, centred_within, loevinger
from clusterdynamics.measures.scaling.vignettes import relative_ranks, uniform_ranks

__all__ = [
    "Guttman",
    "ItemFunctioning",
    "Logistic",
    "Mokken",
    "centred_within",
    "guttman_errors",
    "item_functioning",
    "loevinger",
    "logistic",
    "relative_ranks",
    "uniform_ranks",
]
