"""Who is trusted, and who is trusted in return: shares of ratings and of pairs in which both have rated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.redraws import pair_ratio
from clusterdynamics.measures.trust.ratings import TrustRatings

__all__ = ["PairRatio", "mutual_trust", "pair_mismatch", "trust_returned", "trust_share"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class PairRatio(NamedTuple):
    """A share or mean over pairs, ready for redraws of respondents.

    Attributes
    ----------
    above, below
        (n, n) Numerator and denominator of every ordered pair; the figure is Σ above / Σ below.
    n
        What it is out of: ratings, pairs, or trust ties.
    """

    above: FloatArray
    below: FloatArray
    n: int

    @property
    def value(self) -> float:
        """The share or mean; NaN where there is none to judge."""
        return pair_ratio(self.above, self.below)


def trust_share(ratings: TrustRatings) -> PairRatio:
    """Return the share of the ratings that are trust ties (the rating reaches the model's threshold)."""
    return PairRatio(ratings.trusted.astype(np.float64), ratings.rated.astype(np.float64), int(ratings.rated.sum()))


def mutual_trust(ratings: TrustRatings, cooperate: BoolArray) -> PairRatio:
    """Return the share of cooperating pairs in which both sides trust each other (evidence n3.2).

    Only pairs that cooperate and in which both have rated each other are judged; a rating that is missing is
    never put in its place.

    Parameters
    ----------
    ratings
        The ratings.
    cooperate
        (n, n) True where the pair cooperates by the report of either side, in the order of ``ratings.nodes``.

    Returns
    -------
    PairRatio
        With n the number of pairs judged.
    """
    judged = ratings.both & (cooperate | cooperate.T)
    mutual = ratings.trusted & ratings.trusted.T & judged
    return PairRatio(mutual.astype(np.float64), judged.astype(np.float64), int(judged.sum()) // 2)


def trust_returned(ratings: TrustRatings) -> PairRatio:
    """Return the share of trusted partners that trust in return (evidence n3.3).

    Out of the trust ties i → j for which j has rated i too; n is their number.
    """
    judged = ratings.trusted & ratings.both
    returned = judged & ratings.trusted.T
    return PairRatio(returned.astype(np.float64), judged.astype(np.float64), int(judged.sum()))


def pair_mismatch(ratings: TrustRatings) -> FloatArray:
    """Return how far the two ratings of a pair differ, in points of the scale.

    Returns
    -------
    (n, n) |t_ij − t_ji|, symmetric; NaN where not both have rated.
    """
    gap: FloatArray = np.abs(ratings.values - ratings.values.T)
    return gap
