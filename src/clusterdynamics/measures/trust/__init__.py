"""Trust: ratings of partners, who trusts whom in return, where ratings come from, how reliable they are."""

from __future__ import annotations

from clusterdynamics.measures.trust.likelihood import Components
from clusterdynamics.measures.trust.pairs import (
    PairRatio,
    mutual_trust,
    pair_mismatch,
    trust_returned,
    trust_share,
)
from clusterdynamics.measures.trust.ratings import TrustRatings, trust_items, trust_ratings
from clusterdynamics.measures.trust.reliability import Reliability, alpha, omega, one_factor, reliability
from clusterdynamics.measures.trust.social_relations import (
    Effects,
    SocialRelations,
    SocialRelationsError,
    social_relations,
)

__all__ = [
    "Components",
    "Effects",
    "PairRatio",
    "Reliability",
    "SocialRelations",
    "SocialRelationsError",
    "TrustRatings",
    "alpha",
    "mutual_trust",
    "omega",
    "one_factor",
    "pair_mismatch",
    "reliability",
    "social_relations",
    "trust_items",
    "trust_ratings",
    "trust_returned",
    "trust_share",
]
