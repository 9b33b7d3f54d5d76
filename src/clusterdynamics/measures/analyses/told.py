"""What the analyses of answers share: figures of a wave behind a gate, agreement with items, redraws of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.measures.answers import by_organisation, raw_answers
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.redraws import redraw_weights
from clusterdynamics.measures.stages import expanded_bounds, item_shares, response_weights

if TYPE_CHECKING:
    from clusterdynamics.models.rules import Thresholds
    from clusterdynamics.study.model import Study

__all__ = ["Agreement", "Told", "agreement", "row_ratios"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """Makes the figures of one wave that rest on answers and not on a network.

    Attributes
    ----------
    study, wave
        What is looked at.
    n
        Organisations that the figures rest on.
    coverage
        Organisations that answered, of those asked; None where nobody was asked.
    method
        Key of the method's description.
    """

    study: Study
    wave: str
    n: int
    coverage: float | None
    method: str

    @classmethod
    def of(cls, study: Study, wave: str, method: str, n: int | None = None) -> Told:
        """Return the maker of figures that all who answered stand behind."""
        covered = study.coverage(wave)
        count = len(study.answered(wave)) if n is None else n
        return cls(study, wave, count, covered if isfinite(covered) else None, f"measures/{method}")

    def give(
        self,
        name: str,
        value: float,
        *,
        gate: str | None = None,
        asked: bool = True,
        bounds: tuple[float | None, float | None] | Callable[[], tuple[float | None, float | None]] = (None, None),
        n: int | None = None,
        subject: str = "whole",
        interval: Interval = Interval.REDRAWS,
        details: Mapping[str, Any] | None = None,
    ) -> Estimate:
        """Return the figure, or the reason why there is none.

        Parameters
        ----------
        value
            The figure; NaN is "none to judge".
        gate
            Name of the gate in the study's settings; None where the figure has none.
        asked
            False where the question was not asked.
        bounds
            Numbers, or a function that computes them, called only where the figure is given.
        details
            What disclosure control needs to know besides.
        """
        more = dict(details or {})
        facts: dict[str, Any] = {
            "n": self.n if n is None else n,
            "coverage": self.coverage,
            "subject": subject,
            "wave": self.wave,
            "method": self.method,
        }
        if not asked:
            return Estimate(name, None, reason=Reason.NOT_ASKED, details=more, **facts)
        needed = 0.0 if gate is None else getattr(self.study.settings.gates, gate)
        here = self.coverage or 0.0
        if here < needed:
            shut = {"coverage": here, "gate": needed}
            return Estimate(name, None, reason=Reason.COVERAGE, details=shut | more, **facts)
        if not isfinite(value):
            return Estimate(name, None, reason=Reason.NONE_TO_JUDGE, details=more, **facts)
        low, high = bounds() if callable(bounds) else bounds
        drawn = interval if low is not None else Interval.NONE
        return Estimate(name, float(value), low, high, drawn, details=more, **facts)


def _ratios(rng: np.random.Generator, size: int, above: FloatArray, below: FloatArray) -> FloatArray:
    w = redraw_weights(rng, size, np.ones(above.shape[0], dtype=np.bool_))
    total = w @ below
    ratios: FloatArray = np.divide(w @ above, total, out=np.full(total.shape, np.nan), where=total > 0)
    return ratios


def row_ratios(
    above: FloatArray, below: FloatArray, replicates: int, rng: np.random.Generator, label: str = ""
) -> FloatArray:
    """Return Σ_i w_i above_ik / Σ_i w_i below_ik for every redraw of the organisations (rows).

    Parameters
    ----------
    above, below
        (organisations, k) of k ratios.

    Returns
    -------
    (replicates, k) ratios; NaN where a redraw has nothing to divide by.
    """
    if not above.shape[0]:
        return np.empty((0, above.shape[1]))
    parts = compute.replicate(_ratios, replicates, above, below, seed=rng, label=label)
    return np.concatenate(parts) if parts else np.empty((0, above.shape[1]))


@dataclass(frozen=True, eq=False)
class Agreement:
    """Which organisations agree with which items.

    Attributes
    ----------
    organisations
        The n organisations that answered at least one of the items.
    agrees
        (n, items) 1 agrees, 0 does not, between for several respondents, NaN not answered.
    asked
        (items,) True where somebody was asked the item.
    groups, asked_groups
        Types of those that answered, and of all that were asked, for the weights.
    coverage
        Organisations that answered an item, of those asked; None where nobody was asked.
    """

    organisations: tuple[str, ...]
    agrees: FloatArray
    asked: BoolArray
    groups: tuple[str | None, ...]
    asked_groups: tuple[str | None, ...]
    coverage: float | None

    def weights(self, counts: FloatArray | None = None) -> FloatArray:
        """Return weights that make up for non-response by type, of the organisations or of redraws of them."""
        drawn = np.ones(len(self.organisations)) if counts is None else counts
        return response_weights(self.groups, self.asked_groups, drawn)

    def shares(self, which: BoolArray | None = None) -> FloatArray:
        """Return (items,) the weighted share that agrees, among all or the organisations at `which`."""
        w = self.weights()
        return item_shares(self.agrees, w if which is None else w * which)

    def draws(self, masks: Sequence[BoolArray], replicates: int, rng: np.random.Generator, label: str) -> FloatArray:
        """Return (replicates, groups, items) the shares of redraws, in each of the groups of organisations."""
        if not self.organisations:
            return np.empty((0, len(masks), self.agrees.shape[1]))
        parts = compute.replicate(
            _share_draws,
            replicates,
            self.agrees,
            self.groups,
            self.asked_groups,
            np.array(masks, dtype=np.float64),
            seed=rng,
            label=label,
        )
        return np.concatenate(parts) if parts else np.empty((0, len(masks), self.agrees.shape[1]))

    def bounds(self, draws: FloatArray, n: int | None = None) -> tuple[float | None, float | None]:
        """Return the bounds of one figure from its redraws, widened for the smallness of the sample."""
        return expanded_bounds(draws, len(self.organisations) if n is None else n)


def _share_draws(
    rng: np.random.Generator,
    size: int,
    agrees: FloatArray,
    groups: tuple[str | None, ...],
    asked: tuple[str | None, ...],
    masks: FloatArray,
) -> FloatArray:
    counts = redraw_weights(rng, size, np.ones(agrees.shape[0], dtype=np.bool_))
    weights = response_weights(groups, asked, counts)
    return np.stack([item_shares(agrees, weights * mask) for mask in masks], axis=1)


def agreement(
    study: Study, wave: str, items: Sequence[str], thresholds: Thresholds, turned: Sequence[bool] | None = None
) -> Agreement:
    """Return which organisations agree with the items in a wave.

    Parameters
    ----------
    thresholds
        Which answers count as agreement, among which.
    turned
        Items for which disagreement is counted: their answers are turned around on the scale.
    """
    raw = raw_answers(study, wave, items)
    low, high = thresholds.agreement
    among = thresholds.agreement_among
    values = raw.values.copy()
    flipped = np.zeros(len(items), dtype=np.bool_) if turned is None else np.array(turned, dtype=np.bool_)
    values[:, flipped] = sum(among) - values[:, flipped]
    with np.errstate(invalid="ignore"):
        yes = (values >= low) & (values <= high)
        known = (values >= among[0]) & (values <= among[1])
    names, agrees = by_organisation(np.where(known, yes.astype(np.float64), np.nan), raw.actors)
    answered = np.isfinite(agrees).any(axis=1)
    kept = tuple(n for n, has in zip(names, answered, strict=True) if has)
    everybody = tuple(sorted(study.asked(wave)))
    return Agreement(
        kept,
        agrees[answered],
        raw.asked,
        tuple(study.attribute("type", kept)),
        tuple(study.attribute("type", everybody)),
        len(kept) / len(everybody) if everybody else None,
    )
