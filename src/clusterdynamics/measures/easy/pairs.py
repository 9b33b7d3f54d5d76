"""Pairs second: the reasons for suggesting that two organisations work together, added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clusterdynamics.measures.easy.areas import HIGHEST, AreaAnswers

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["REASONS", "Reasons", "open_reasons", "reasons", "shared_neighbours", "values", "weights_of"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
type AnyFloats = NDArray[np.floating]

#: Reasons that can be computed, by their identifier in the model's ``weights``.
REASONS = (
    "both_would_join",
    "offer_meets_wish",
    "low_sensitivity",
    "proximity",
    "common_trusted_partners",
    "wish",
)
#: A network with more of its possible links than this is multiplied as a full matrix.
_FULL = 0.1


@dataclass(frozen=True, eq=False)
class Reasons:
    """What speaks for each pair; all symmetric, 0 on the diagonal.

    Attributes
    ----------
    nodes
        Identifiers of the n organisations.
    both
        (n, n) number of areas that both would join.
    offers
        (n, n) number of areas in which one could offer what the other would join.
    matched
        (n, n) True where there is at least one such area.
    ease
        (n, n) how little there is to lose in the easiest of these areas: 1 for sensitivity 1, 0 for 5.
    near
        (n, n) nearness from 0 to 1; NaN where it is not known.
    trusted
        (n, n) number of partners that both trust; None where trust was not asked, or may not be used.
    wishes
        (n, n) how many of the two wish to do more with the other or to start (0, 1, 2); None likewise.
    """

    nodes: tuple[str, ...]
    both: AnyFloats
    offers: AnyFloats
    matched: BoolArray
    ease: AnyFloats
    near: FloatArray
    trusted: AnyFloats | None = None
    wishes: AnyFloats | None = None

    def feature(self, reason: str) -> AnyFloats | None:
        """Return (n, n) how far the reason applies, before its weight; None where it is not known.

        Numbers m of areas and of partners count m / (m + 1), so that each further one counts less; wishes count
        as many as there are; nearness that is not known counts nothing.

        Raises
        ------
        KeyError
            There is no such reason.
        """
        if reason == "both_would_join":
            return _less_and_less(self.both)
        if reason == "offer_meets_wish":
            return _less_and_less(self.offers)
        if reason == "low_sensitivity":
            return self.ease
        if reason == "proximity":
            return np.nan_to_num(self.near)
        if reason == "common_trusted_partners":
            return None if self.trusted is None else _less_and_less(self.trusted)
        if reason == "wish":
            return self.wishes
        raise KeyError(reason)


def reasons(
    answers: AreaAnswers,
    near: FloatArray,
    trusted: BoolArray | None = None,
    wishes: BoolArray | None = None,
) -> Reasons:
    """Return what speaks for each pair.

    Parameters
    ----------
    answers
        Who would join and could offer what.
    near
        (n, n) from ``places.nearness``, in the order of ``answers.nodes``.
    trusted
        (n, n) True where i trusts j; None leaves common trusted partners out.
    wishes
        (n, n) True where i wishes to do more with j, or to start; None leaves wishes out.
    """
    # Counts of areas are small whole numbers, so single precision is exact and twice as fast.
    join, offer = answers.would_join.astype(np.float32), answers.could_offer.astype(np.float32)
    each = join * offer
    met = offer @ join.T
    both, offers = join @ join.T, met + met.T - each @ each.T
    for found in (both, offers):
        np.fill_diagonal(found, 0.0)
    matched = (both > 0) | (offers > 0)
    return Reasons(
        answers.nodes,
        both,
        offers,
        matched,
        _ease(answers, join, offer, matched),
        near,
        None if trusted is None else shared_neighbours(trusted),
        None if wishes is None else _count(wishes),
    )


def _ease(answers: AreaAnswers, join: AnyFloats, offer: AnyFloats, matched: BoolArray) -> AnyFloats:
    level = np.array([a.sensitivity if a.sensitivity is not None else HIGHEST for a in answers.areas])
    ease = np.zeros(matched.shape, dtype=np.float32)
    # From the most sensitive to the easiest, so that the easiest area of a pair is what remains.
    for s in sorted({int(s) for s in level}, reverse=True):
        j, o = join[:, level == s], offer[:, level == s]
        met = o @ j.T
        ease[(j @ j.T + met + met.T > 0) & matched] = (HIGHEST - s) / (HIGHEST - 1)
    return ease


def _count(wishes: BoolArray) -> AnyFloats:
    total = wishes.astype(np.float32)
    total = total + total.T
    np.fill_diagonal(total, 0.0)
    return total


def _less_and_less(m: AnyFloats) -> AnyFloats:
    return m / (m + 1.0)


def shared_neighbours(ties: BoolArray, weights: FloatArray | None = None) -> AnyFloats:
    r"""Return Σ_k x_ik w_k x_jk for all pairs: the number (or weight) of those that both name; 0 on the diagonal.

    Parameters
    ----------
    ties
        (n, n) True where i names k.
    weights
        (n,) weight of each k; 1 where not given.
    """
    n = ties.shape[0]
    weight = np.ones(n) if weights is None else weights
    result: AnyFloats
    if ties.sum() > _FULL * n * n:
        full = ties.astype(np.float64)
        result = (full * weight) @ full.T
    else:
        thin = sparse.csr_array(ties.astype(np.float64))
        result = (thin @ sparse.diags_array(weight).tocsr() @ thin.T).toarray()
    np.fill_diagonal(result, 0.0)
    return result


def weights_of(model: ReferenceModel, audience: Literal["participant", "study"] = "study") -> dict[str, float]:
    """Return reason → weight for an audience; the study team uses all, participants only theirs.

    A weight of the model for a reason that this software cannot compute is left out.
    """
    return {
        w.id: w.weight
        for w in model.weights
        if w.id in REASONS and (audience == "study" or w.audience == "participant")
    }


def open_reasons(found: Reasons) -> Reasons:
    """Return the reasons without what others said about partners: what a suggestion to a participant may rest on."""
    return Reasons(found.nodes, found.both, found.offers, found.matched, found.ease, found.near)


def values(found: Reasons, weights: Mapping[str, float]) -> FloatArray:
    r"""Return how much speaks for each pair: the sum of its reasons, each times its weight.

    .. math:: v_{ij} = \sum_r w_r f_r(i, j)

    Additive, so that each value can be explained by its parts (``Reasons.feature``). The reasons and their weights
    are a reconstruction and belong to the model.

    Parameters
    ----------
    found
        The reasons.
    weights
        Reason → weight, from ``weights_of``.

    Returns
    -------
    (n, n) symmetric; 0 on the diagonal.
    """
    total = np.zeros((len(found.nodes), len(found.nodes)))
    for reason in REASONS:
        feature = found.feature(reason) if weights.get(reason) else None
        if feature is not None:
            total += weights[reason] * feature
    np.fill_diagonal(total, 0.0)
    return total
