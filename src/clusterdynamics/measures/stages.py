r"""The value of each stage from the statements, and the reading of the cluster from the values.

A statement's share :math:`p_i` is the weighted share of organisations that agree, among those that answered it.
The value of stage s is half its core dimension and half the mean of its other dimensions,

.. math:: S_s = w \, \bar p_{core} + (1 - w) \, \frac{1}{D} \sum_d \bar p_d , \qquad w = .5

where :math:`\bar p_d` is the mean of the shares of the stage's statements of dimension d. The reading R is the
highest s with :math:`S_1 \ge \tau, \dots, S_s \ge \tau`; 0 is "not yet".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.redraws import redraw_weights

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = [
    "StageItems",
    "expanded_bounds",
    "item_shares",
    "items_of",
    "moved_shares",
    "reading",
    "redraw_values",
    "response_weights",
    "stage_values",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class StageItems:
    """Which statements make up the value of one stage.

    Attributes
    ----------
    core
        Positions of the statements of the core dimension.
    others
        For each other dimension of the stage, the positions of its statements.
    core_weight
        Share of the core dimension.
    """

    core: tuple[int, ...]
    others: tuple[tuple[int, ...], ...] = ()
    core_weight: float = 0.5

    def weights(self, statements: int) -> FloatArray:
        """Return (statements,) how much each statement counts in the value; they sum to 1."""
        weights = np.zeros(statements)
        share = self.core_weight if self.others else 1.0
        for which, part in ((self.core, share), *((w, (1 - share) / len(self.others)) for w in self.others)):
            weights[list(which)] = part / len(which)
        return weights


def items_of(model: ReferenceModel) -> tuple[StageItems, ...]:
    """Return what each stage of a model is made of, the first stage first; positions are those of its statements."""
    place = {s.id: k for k, s in enumerate(model.statements)}
    stages = []
    for stage in sorted(model.stages, key=lambda s: s.number):
        others: dict[str, list[int]] = {}
        for s in model.statements_of(stage.id, core=False):
            others.setdefault(s.dimension, []).append(place[s.id])
        core = tuple(place[s.id] for s in model.statements_of(stage.id, core=True))
        stages.append(StageItems(core, tuple(tuple(v) for v in others.values()), model.thresholds.core_weight))
    return tuple(stages)


def item_shares(agrees: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted share of organisations that agree with each statement.

    Parameters
    ----------
    agrees
        (organisations, statements), 1 agrees, 0 does not, between for several respondents, NaN not answered.
    weights
        (organisations,) or (replicates, organisations).

    Returns
    -------
    (statements,) or (replicates, statements); NaN where nobody answered.
    """
    seen = np.isfinite(agrees).astype(np.float64)
    above = weights @ np.nan_to_num(agrees)
    below = weights @ seen
    shares: FloatArray = np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below > 0)
    return shares


def _mean(shares: FloatArray, which: tuple[int, ...]) -> FloatArray:
    """Mean over the statements that have a share; NaN where none has."""
    chosen = shares[..., list(which)]
    seen = np.isfinite(chosen)
    count = seen.sum(axis=-1)
    total = np.where(seen, chosen, 0.0).sum(axis=-1)
    mean: FloatArray = np.divide(total, count, out=np.full(np.shape(count), np.nan), where=count > 0)
    return mean


def stage_values(shares: FloatArray, stages: Sequence[StageItems]) -> FloatArray:
    """Return the value S_s of each stage.

    Parameters
    ----------
    shares
        (…, statements) shares.
    stages
        What each stage is made of.

    Returns
    -------
    (…, stages) values; NaN where no statement of the core dimension was answered. A stage whose other
    dimensions were not answered is its core dimension alone.
    """
    values = []
    for stage in stages:
        core = _mean(shares, stage.core)
        if not stage.others:
            values.append(core)
            continue
        parts = np.stack([_mean(shares, which) for which in stage.others], axis=-1)
        rest = _mean(parts, tuple(range(len(stage.others))))
        mixed = stage.core_weight * core + (1 - stage.core_weight) * rest
        values.append(np.where(np.isfinite(rest), mixed, core))
    return np.stack(values, axis=-1) if values else np.empty((*shares.shape[:-1], 0))


def reading(values: FloatArray, tau: float) -> IntArray:
    """Return the reading R: how many stages from the first on reach `tau` without a gap; 0 is "not yet".

    Parameters
    ----------
    values
        (…, stages) values S_s; NaN does not reach it.

    Notes
    -----
    A value that misses `tau` by rounding error only (1e-12) reaches it, so that R does not depend on the order
    of the sum.
    """
    with np.errstate(invalid="ignore"):
        reached = values >= tau - 1e-12
    whole: IntArray = np.cumprod(reached, axis=-1).sum(axis=-1)
    return whole


def response_weights(groups: Sequence[str | None], asked: Sequence[str | None], counts: FloatArray) -> FloatArray:
    """Return weights that make up for non-response by group: asked in the group / answered in the group.

    Parameters
    ----------
    groups
        Group of each organisation that answered.
    asked
        Group of each organisation that was asked.
    counts
        (organisations,) or (replicates, organisations): how often each that answered is in the (re)draw.

    Returns
    -------
    Weights of the shape of `counts`. A group of which nobody is in the redraw is made up for by the others.
    """
    names = np.array([g or "" for g in groups], dtype=np.str_)
    weights = np.zeros(counts.shape)
    for group in sorted(set(names.tolist())):
        mine = names == group
        wanted = sum((a or "") == group for a in asked)
        here = counts[..., mine].sum(axis=-1, keepdims=True)
        weights[..., mine] = counts[..., mine] * np.divide(wanted, here, out=np.zeros(here.shape), where=here > 0)
    return weights


def redraw_values(
    rng: np.random.Generator,
    size: int,
    agrees: FloatArray,
    groups: tuple[str | None, ...],
    asked: tuple[str | None, ...],
    stages: tuple[StageItems, ...],
) -> FloatArray:
    """Return the stage values of `size` redraws of the organisations that answered, weighted for non-response.

    Returns
    -------
    (size, stages) values.
    """
    counts = redraw_weights(rng, size, np.ones(agrees.shape[0], dtype=np.bool_))
    return stage_values(item_shares(agrees, response_weights(groups, asked, counts)), stages)


def moved_shares(shares: FloatArray, coverage: float, by: float) -> FloatArray:
    r"""Return the shares if those who did not answer agreed less or more by `by` standard deviations.

    .. math:: p' = c\,p + (1 - c)\,\min(1, \max(0, p + b\sqrt{p(1-p)}))

    Parameters
    ----------
    shares
        (…, statements) shares among those who answered.
    coverage
        Share c of the asked that answered.
    by
        Standard deviations b; negative for less agreement.
    """
    silent = np.clip(shares + by * np.sqrt(shares * (1 - shares)), 0.0, 1.0)
    return coverage * shares + (1 - coverage) * silent


def expanded_bounds(draws: FloatArray, n: int, level: float = 0.95) -> tuple[float | None, float | None]:
    r"""Return percentile bounds, widened for the smallness of the sample.

    The percentile interval of a mean of n values is too short by the factor :math:`\sqrt{(n-1)/n}` and takes
    normal for t quantiles; the percentiles are moved out to
    :math:`\Phi(-\sqrt{n/(n-1)}\,t_{1-\alpha/2,\,n-1})` on both sides (Hesterberg's expanded percentile interval).

    Parameters
    ----------
    draws
        Values of the redraws; undefined ones are left out.
    n
        Organisations that were redrawn.

    References
    ----------
    Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American Statistician 69(4), 371-386.
    """
    good = draws[np.isfinite(draws)]
    if n < 2 or not good.size:
        return None, None
    from scipy.special import stdtrit

    t = float(stdtrit(n - 1, 0.5 + level / 2))
    tail = NormalDist().cdf(-sqrt(n / (n - 1)) * t)
    low, high = np.quantile(good, [tail, 1 - tail])
    return float(low), float(high)
