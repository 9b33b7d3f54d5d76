"""Where ratings come from: the rater's generosity, the partner's reputation, the pair itself, and chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.measures.trust.cross_products import CrossProducts, collect, pair_weights
from clusterdynamics.measures.trust.likelihood import Components, Criterion, Solution, relative

__all__ = ["Components", "Effects", "SocialRelations", "SocialRelationsError", "social_relations"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Answers that vary less than this share of their variance within pairs leave no error to measure.
_NO_ERROR = 1e-8
#: Pairs whose standard errors are computed at a time.
_ROWS = 4096


class SocialRelationsError(ClusterDynamicsError):
    """Why ratings cannot be decomposed (`kind`): ``no_ratings``, ``one_item``, ``no_spread``, ``no_error``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, eq=False)
class Effects:
    """Best linear unbiased predictions of effects, and the standard errors of (prediction − effect)."""

    value: FloatArray
    error: FloatArray


@dataclass(frozen=True, eq=False)
class SocialRelations:
    """A fitted social relations model.

    Attributes
    ----------
    components
        Variances and covariances.
    items
        (K,) Mean of each item (generalised least squares).
    generosity, reputation
        Effects of the n organisations; NaN for one that has not rated, or is not rated.
    rater, partner
        (M,) Who rates whom, for every ordered pair with an answer.
    pair
        Effects of these pairs.
    criterion
        −2 × restricted log-likelihood.
    asked
        Items K.
    mutual
        Pairs that have rated each other; without any, dyadic reciprocity is not estimated (0).
    """

    components: Components
    items: FloatArray
    generosity: Effects
    reputation: Effects
    rater: IntArray
    partner: IntArray
    pair: Effects
    criterion: float
    mutual: int
    _fit: Criterion

    @property
    def asked(self) -> int:
        """Number K of items."""
        return int(self.items.size)

    def draw(self, rng: np.random.Generator, size: int) -> dict[str, FloatArray]:
        """Return draws of shares and correlations from the approximate distribution of the estimates.

        The relative standard deviations are drawn from a normal distribution around their estimates, with the
        inverse of the observed restricted information as covariance (Snijders & Kenny 1999 use the same errors on
        the variances themselves; a standard deviation may go through zero, so that a variance stays positive).

        Returns
        -------
        dict
            ``generosity``, ``reputation``, ``pair``, ``chance`` (shares of the variance of a rating),
            ``generalised``, ``dyadic`` (correlations, NaN where undefined) → (size,) draws.
        """
        steps = rng.standard_normal((size, self._fit.free.size)) @ self._fit.spread.T
        found = [relative(self._fit.full(self._fit.theta + step)) for step in steps]
        names = ("generosity", "reputation", "pair", "chance")
        parts = [c.shares(self.asked) for c in found]
        draws = {name: np.array([p[name] for p in parts]) for name in names}
        draws["generalised"] = np.array([c.generalised_reciprocity for c in found])
        draws["dyadic"] = np.array([c.dyadic_reciprocity for c in found])
        return draws


def social_relations(values: FloatArray, *, role_covariance: bool = True) -> SocialRelations:
    r"""Fit the social relations model to ratings on several items, by restricted maximum likelihood.

    .. math:: y_{ijk} = \mu_k + a_i + b_j + g_{ij} + e_{ijk}

    with :math:`(a_i, b_i)` (generosity, reputation) of variances :math:`\sigma_a^2, \sigma_b^2` and covariance
    :math:`\sigma_{ab}`; :math:`(g_{ij}, g_{ji})` (pair effects) of variance :math:`\sigma_g^2` and covariance
    :math:`\sigma_{gg}`; and independent errors of variance :math:`\sigma_e^2`. The items are indicators of one
    thing: what they share within a pair is the pair, the rest is error. Any set of pairs may be missing; the
    ratings that are there are used as they are. Variances are never negative.

    The error variance is profiled out. Given it, all answers enter through sums over ordered pairs
    (``cross_products``), so that a step costs the factorisation of a matrix of 2n + K rows, however many ratings
    there are. Minimised by L-BFGS with exact gradients and a last Newton step.

    Parameters
    ----------
    values
        (n, n, K) answer of i about j on item k, K ≥ 2; NaN where there is none.
    role_covariance
        Whether generosity and reputation may go together; without it their covariance is 0.

    Raises
    ------
    SocialRelationsError
        There are no ratings or fewer than two items, all ratings are alike, or every pair was rated alike on
        all items, so that pair and error cannot be told apart.

    References
    ----------
    Kenny, D. A., & La Voie, L. (1984). The social relations model. Advances in Experimental Social Psychology 18,
    141-182.
    Kenny, D. A., Kashy, D. A., & Cook, W. L. (2006). Dyadic Data Analysis. Guilford, chapter 8.
    Snijders, T. A. B., & Kenny, D. A. (1999). The social relations model for family data: a multilevel approach.
    Personal Relationships 6(4), 471-486.
    Bates, D., Mächler, M., Bolker, B., & Walker, S. (2015). Fitting linear mixed-effects models using lme4. Journal
    of Statistical Software 67(1) (profiled criterion).
    """
    sums = collect(values)
    _check(sums, values)
    fit = Criterion(sums, role_covariance)
    fit.run()
    return _result(fit)


def _check(sums: CrossProducts, values: FloatArray) -> None:
    """Refuse what cannot be decomposed."""
    if not sums.answers:
        raise SocialRelationsError("no_ratings")
    answered = np.flatnonzero(np.diag(sums.plain)[: sums.items])
    if answered.size < sums.items or sums.items < 2 or (sums.count < 2).all():
        raise SocialRelationsError("one_item")
    seen = values[sums.rater, sums.partner]
    centred = seen - np.nanmean(seen, axis=0)
    total = float(np.nansum(centred**2))
    if total <= _NO_ERROR * (1 + float(np.nansum(seen**2))):
        raise SocialRelationsError("no_spread")
    within = centred - np.nanmean(centred, axis=1, keepdims=True)
    if float(np.nansum(within**2)) <= _NO_ERROR * total:
        raise SocialRelationsError("no_error")


def _result(fit: Criterion) -> SocialRelations:
    """Return estimates and predictions at the minimum."""
    sums = fit.sums
    k, n = sums.items, sums.n
    whole = fit.full(fit.theta)
    found = fit.solve(whole)
    variance = found.rest / (sums.answers - k)
    parts = relative(whole)
    components = Components(
        *(
            variance * part
            for part in (
                parts.generosity,
                parts.reputation,
                parts.role_covariance,
                parts.pair,
                parts.pair_covariance,
                1.0,
            )
        )
    )
    errors = np.sqrt(variance * np.maximum(np.diag(found.covariance), 0.0))

    def effects(start: int, who: IntArray) -> Effects:
        there = np.isin(np.arange(n), who)
        at = slice(start, start + n)
        return Effects(np.where(there, found.estimates[at], np.nan), np.where(there, errors[at], np.nan))

    return SocialRelations(
        components,
        found.estimates[:k],
        effects(k, sums.rater),
        effects(k + n, sums.partner),
        sums.rater,
        sums.partner,
        _pair_effects(sums, found, parts, variance),
        fit.criterion,
        sums.mutual,
        fit,
    )


def _pair_effects(sums: CrossProducts, found: Solution, relative: Components, variance: float) -> Effects:
    """Return E[g | y] = H (residual sums of both sides) for every ordered pair, with its standard error.

    Var(g − ĝ) = σ_e² (H + H T Cov T' H): the first part with the other effects known, the second because they
    are estimated.
    """
    mutual = sums.back >= 0
    theirs = np.where(mutual, sums.count[sums.back], 0)
    weights = pair_weights(relative.pair, relative.pair_covariance, np.stack([sums.count, theirs], axis=1))
    own, other = weights.h[:, 0], np.where(mutual, weights.h[:, 1], 0.0)
    left_over = sums.rows @ np.append(-found.estimates, 1.0)
    value = own * left_over + other * left_over[sums.back]
    x = sparse.csr_array(sums.rows.multiply(own[:, None]) + sums.rows[sums.back].multiply(other[:, None]))[:, :-1]
    spread = np.empty(value.size)
    for start in range(0, value.size, _ROWS):
        part = x[start : start + _ROWS]
        spread[start : start + _ROWS] = np.asarray(part.multiply(part @ found.covariance).sum(axis=1)).ravel()
    return Effects(value, np.sqrt(variance * (own + np.maximum(spread, 0.0))))
