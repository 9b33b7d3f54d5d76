"""From ranges to constants that fit the waves: an ensemble smoother that keeps all the uncertainty that is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.calibrate.observed import Observation
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import SimModel
from clusterdynamics.scenarios.engine.run import simulate_ensemble
from clusterdynamics.scenarios.engine.samples import PIECE, Given, Sample

__all__ = ["Posterior", "calibrate", "predictions", "smoothed"]

Floats = NDArray[np.float64]

#: Rounds in which the observations are taken in.
_ROUNDS = 4
#: Deviations from what was observed beyond which the model does not reach it.
_FAR = 2.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """Constants that fit.

    Attributes
    ----------
    keys
        The constants.
    values
        Members of the ensemble that fit, shape (constants, members).
    prior_variance
        Of each constant over its range, shape (constants,).
    observations
        What was fitted.
    predicted
        What the members give for it, shape (observations, members).
    deviation
        Standard deviation of each observation with what the model leaves out, shape (observations,).
    """

    keys: tuple[str, ...]
    values: Floats
    prior_variance: Floats
    observations: tuple[Observation, ...]
    predicted: Floats
    deviation: Floats

    def contraction(self) -> dict[str, float]:
        """Return constant → 1 − variance now / variance before; below ``LEARNED`` nothing was learned of it."""
        shares = 1.0 - self.values.var(axis=1) / self.prior_variance
        return dict(zip(self.keys, shares.tolist(), strict=True))

    def bounds(self, level: float = 0.9) -> dict[str, tuple[float, float]]:
        """Return constant → bounds that hold `level` of the members."""
        low, high = np.quantile(self.values, [(1 - level) / 2, (1 + level) / 2], axis=1)
        return dict(zip(self.keys, zip(low.tolist(), high.tolist(), strict=True), strict=True))

    def not_reached(self) -> tuple[Observation, ...]:
        """Return what the model does not reach: further than two deviations from the mean of the members."""
        off = np.abs(self.predicted.mean(axis=1) - np.array([o.value for o in self.observations])) / self.deviation
        return tuple(o for o, far in zip(self.observations, off > _FAR, strict=True) if far)

    def draw(self, size: int, rng: np.random.Generator) -> Given:
        """Return `size` of the members, in random order; all of them before any comes again."""
        n = self.values.shape[1]
        chosen = np.concatenate([rng.permutation(n) for _k in range(-(-size // n))])[:size]
        return Given(self.keys, np.ascontiguousarray(self.values[:, chosen]))

    def mean(self) -> dict[str, float]:
        """Return constant → its mean."""
        return dict(zip(self.keys, self.values.mean(axis=1).tolist(), strict=True))


def predictions(model: SimModel, sample: Sample, observed: Sequence[Observation]) -> Floats:
    """Return what each member gives for every observation, shape (observations, members).

    The run starts at the earliest observation, where the constants for the start hold.
    """
    first = min(o.time for o in observed)
    step = model.clock.step
    places = [round((o.time - first) / step) for o in observed]
    every = gcd(*places) or 1
    run = checked(model.with_clock(start=first, stop=first + max(places) * step))
    outputs = list(dict.fromkeys(key_of(o.variable) for o in observed))
    found = simulate_ensemble(run, sample, outputs=outputs, every=every, bins=0, finals=False, paths=True)
    rows = [
        found.paths[0, :, outputs.index(key_of(o.variable)), k // every] for o, k in zip(observed, places, strict=True)
    ]
    return np.array(rows)


def smoothed(z: Floats, predicted: Floats, observed: Floats, deviation: Floats, alpha: float, noise: Floats) -> Floats:
    r"""Return an ensemble after one round: :math:`z + C_{zd}(C_{dd} + \alpha C_e)^{-1}(d + \sqrt\alpha\,e - \hat d)`.

    Parameters
    ----------
    z, predicted
        The ensemble and what it gives, shapes (constants, members) and (observations, members).
    observed, deviation
        Shape (observations,).
    alpha
        By how much the variance of the observations is widened in this round.
    noise
        Standard normal numbers, shape (observations, members).
    """
    n = z.shape[1]
    dz = z - z.mean(axis=1, keepdims=True)
    dd = predicted - predicted.mean(axis=1, keepdims=True)
    cross, own = dz @ dd.T / (n - 1), dd @ dd.T / (n - 1)
    error = np.sqrt(alpha) * deviation[:, None] * noise
    miss = observed[:, None] + error - predicted
    result: Floats = z + cross @ np.linalg.solve(own + alpha * np.diag(np.square(deviation)), miss)
    return result


def calibrate(
    model: SimModel,
    ranges: Mapping[str, tuple[float, float]],
    observed: Sequence[Observation],
    *,
    discrepancy: float = 0.15,
    members: int = PIECE,
    seed: int = 0,
) -> Posterior:
    """Fit the constants of a model to observations.

    Constants are drawn evenly from their ranges, turned into standard normal numbers, and moved in four rounds
    towards what was observed, by the regression of constants on predictions over the ensemble (exact where the model
    is linear). The errors of observations are normal, with the variance of the share that was observed plus
    `discrepancy` squared: what the model leaves out.

    Parameters
    ----------
    model
        The model.
    ranges
        Constant → lowest and highest value.
    observed
        What was observed; two waves or one are the normal case.
    discrepancy
        Standard deviation of what the model leaves out.
    members
        Size of the ensemble.
    seed
        Where chance comes from.

    Raises
    ------
    InputError
        There is nothing to fit, or a number is out of its range.

    References
    ----------
    Emerick, A. & Reynolds, A. (2013), Ensemble smoother with multiple data assimilation, Computers & Geosciences 55,
    3-15; Kennedy, M. & O'Hagan, A. (2001), Bayesian calibration of computer models, J. Royal Statistical Society B 63,
    425-464.
    """
    from scipy.special import ndtr

    if not observed:
        raise InputError(_("There is no observation to fit the model to."))
    if discrepancy <= 0:
        raise InputError(_("The discrepancy must be above 0, not {given}.").format(given=discrepancy))
    if members < 100:
        raise InputError(_("An ensemble to fit needs at least 100 members, not {n}.").format(n=members))
    y = np.array([o.value for o in observed])
    deviation = np.sqrt(np.array([o.deviation for o in observed]) ** 2 + discrepancy**2)
    keys = tuple(key_of(k) for k in ranges)
    low = np.array([a for a, _b in ranges.values()])[:, None]
    width = np.array([b - a for a, b in ranges.values()])[:, None]
    rng = np.random.default_rng(np.random.SeedSequence([seed, 3]))
    z = rng.standard_normal((len(keys), members))

    def given() -> Given:
        return Given(keys, np.ascontiguousarray(low + width * ndtr(z)))

    for _round in range(_ROUNDS):
        predicted = predictions(model, given(), observed)
        z = smoothed(z, predicted, y, deviation, float(_ROUNDS), rng.standard_normal(predicted.shape))
    last = given()
    variance = np.square(width[:, 0]) / 12.0
    return Posterior(keys, last.values, variance, tuple(observed), predictions(model, last, observed), deviation)
