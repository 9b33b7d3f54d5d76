"""The matrices of a study that runs of pairs start from, and the ranges of their constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.depths import depth_of_pairs, depth_relation
from clusterdynamics.measures.nominations import nominations
from clusterdynamics.measures.trust.ratings import trust_ratings
from clusterdynamics.models.of_study import model_of
from clusterdynamics.scenarios.cluster import cluster_model

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["RANGES", "ActorModel", "actor_model"]

Floats = NDArray[np.float64]

#: Constants shared with the cluster model, in the order of the kernel.
_SHARED = (
    "trust_build_rate",
    "trust_loss_rate",
    "damage_rate",
    "forget_rate",
    "signal_steepness",
    "signal_expected",
    "kept_alone",
    "kept_in_work",
)
#: Constants of pairs alone: lowest and highest value, unit; all our reconstruction, but for the weight of dependence.
_OWN: Mapping[str, tuple[float, float, str]] = MappingProxyType(
    {
        "third_party": (0.1, 0.6, "1"),  # weight of what partners think of the other
        "pair_start_rate": (2.0, 8.0, "1/year"),  # cooperation begun at full trust between those who know each other
        "pair_life": (1.5, 4.0, "year"),  # how long it lasts
        "pull": (0.0, 1.0, "1"),  # how much more is begun with full pull of champions and large companies
        "dependence_weight": (0.2, 0.8, "1"),  # ξ of Pant & Yu (2025), 0.5 in their case
        "trust_not_rated": (0.3, 0.7, "1"),  # trust where none was told
        "capacity": (1.2, 2.0, "1"),  # most that an organisation carries, of what it (or the mean) carries at the start
        "introduction": (0.1, 0.4, "1"),  # how far partners in common stand for knowing each other
    }
)


def _ranges() -> dict[str, tuple[float, float]]:
    model = cluster_model()
    shared = {k: (model[k].low or 0.0, model[k].high or 0.0) for k in _SHARED}
    return shared | {k: (low, high) for k, (low, high, _unit) in _OWN.items()}


#: Constant → lowest and highest value, in the order of the kernel.
RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(_ranges())


@dataclass(frozen=True, eq=False)
class ActorModel:
    """What runs of pairs start from.

    Attributes
    ----------
    nodes
        Organisations, sorted.
    cooperation
        Depth of each pair / 5, the deeper of both reports; 0 where nobody reported, (N, N).
    trust
        Rating of j by i on a scale from 0 to 1; NaN where there is none, (N, N).
    weight
        How much each pulls others along: named as a champion (share of the most named), 1 for an anchor, (N,).
    champions, anchors
        Who was named as a champion by most, the most named first; who is a large company.
    """

    nodes: tuple[str, ...]
    cooperation: Floats
    trust: Floats
    weight: Floats
    champions: tuple[str, ...]
    anchors: tuple[str, ...]


def actor_model(study: Study, wave: str | None = None) -> ActorModel:
    """Return the matrices of a wave.

    Parameters
    ----------
    study
        The study.
    wave
        The latest one where None.

    Raises
    ------
    InputError
        Nobody was asked how deeply organisations work together, or there are fewer than three.
    """
    when = wave or study.wave_ids[-1]
    model = model_of(study)
    relation = depth_relation(study, model)
    if relation is None:
        raise InputError(_("This study did not ask how deeply organisations work together, which runs of pairs need."))
    network = study.network(relation, when)
    if network.n < 3:
        raise InputError(_("Runs of pairs need at least three organisations; there are {n}.").format(n=network.n))
    depth = np.nan_to_num(depth_of_pairs(network)) / 5.0
    np.fill_diagonal(depth, 0.0)
    ratings = trust_ratings(study, when, model)
    trust = np.full((network.n, network.n), np.nan)
    place = {a: k for k, a in enumerate(network.nodes)}
    rows = [place[a] for a in ratings.nodes if a in place]
    mine = [k for k, a in enumerate(ratings.nodes) if a in place]
    trust[np.ix_(rows, rows)] = (ratings.values[np.ix_(mine, mine)] - 1.0) / 3.0
    named = nominations(study, when).by_actor()
    most = max(named.values(), default=0)
    weight = np.array([named.get(a, 0) / most if most else 0.0 for a in network.nodes])
    large = dict(zip(network.nodes, study.attribute("is_anchor", network.nodes), strict=True))
    anchors = tuple(a for a in network.nodes if large[a] == "True")
    weight[[place[a] for a in anchors]] = 1.0
    champions = tuple(sorted((a for a in network.nodes if named.get(a, 0)), key=lambda a: (-named[a], a)))
    return ActorModel(network.nodes, depth.clip(0.0, 1.0), trust.clip(0.0, 1.0), weight, champions, anchors)
