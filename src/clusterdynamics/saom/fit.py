"""Fit a model to waves; what was found as a table, a picture and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.checks import refuse_collinear, refuse_unchanged, warnings_of
from clusterdynamics.saom.data import Group, WaveData, as_group
from clusterdynamics.saom.effects import Effect
from clusterdynamics.saom.estimate import Control, Estimated, estimate
from clusterdynamics.saom.problem import Problem

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Fit", "ScoreTest", "fit", "fit_groups"]

Floats = NDArray[np.float64]

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class ScoreTest:
    """Whether a parameter that was held fixed differs from its value, by its score (Schweinberger 2012).

    Attributes
    ----------
    z
        Positive where the data want a higher value; about standard normal where the value is right.
    p
        Two-sided.
    """

    name: str
    value: float
    z: float
    p: float


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model.

    Attributes
    ----------
    problem
        Data and effects.
    estimated
        Where estimation ended, with the simulations of phase 3.
    standard_errors
        (p,) NaN for parameters that were held fixed.
    covariance
        (p, p) of the estimates.
    rates
        (periods, 2) rate of change and its standard error, where estimation was conditional on the distance.
    warnings
        What makes the model say little, in words.
    seed
        Where all chance comes from.
    """

    problem: Problem
    estimated: Estimated
    standard_errors: Floats
    covariance: Floats
    rates: Floats
    warnings: tuple[str, ...]
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, with the dependent variable where there are several."""
        many = len(self.problem.variables) > 1
        return tuple(f"{p.on}: {p.name}" if many else p.name for p in self.problem.parameters)

    @property
    def estimates(self) -> Floats:
        """(p,) parameters."""
        return self.estimated.theta

    @property
    def converged(self) -> bool:
        """Whether every convergence ratio is below .1 and the overall one is what chance gives."""
        return self.estimated.converged

    @property
    def overall(self) -> float:
        """Overall maximum convergence ratio."""
        return self.estimated.overall

    def to_frame(self) -> pl.DataFrame:
        """Return one row a parameter: estimate, standard error, bounds, convergence ratio, odds ratio."""
        low, high = self._bounds()
        effect = np.array([p.effect is not None for p in self.problem.parameters])
        odds = np.where(effect, np.exp(np.clip(self.estimates, -300, 300)), np.nan)
        return pl.DataFrame(
            {
                "variable": [p.on for p in self.problem.parameters],
                "name": [p.name for p in self.problem.parameters],
                "estimate": self.estimates,
                "standard_error": self.standard_errors,
                "low": low,
                "high": high,
                "odds_ratio": odds,
                "target": self.problem.target(),
                "convergence_ratio": self.estimated.ratios,
                "fixed": ~self.estimated.free,
            }
        ).with_columns(pl.col(pl.Float64).fill_nan(None))

    def _bounds(self) -> tuple[Floats, Floats]:
        return self.estimates - _Z95 * self.standard_errors, self.estimates + _Z95 * self.standard_errors

    def chart(self) -> alt.TopLevelMixin:
        """Return the effects as dots with 95 % bounds; rates are left to the table."""
        from clusterdynamics.charts import interval_dots

        keep = [i for i, p in enumerate(self.problem.parameters) if p.effect is not None and self.estimated.free[i]]
        low, high = self._bounds()
        frame = pl.DataFrame(
            {
                "label": [self.names[i] for i in keep],
                "value": self.estimates[keep],
                "low": low[keep],
                "high": high[keep],
            },
            schema={"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64},
        )
        return interval_dots(frame, x_title=_("log odds, with 95 % bounds"), reference=0.0)

    def sentences(self) -> tuple[str, ...]:
        """Return what went along with ties being made and kept, in plain words, and what the model cannot say."""
        from clusterdynamics.saom.words import sentences

        return sentences(self)

    def explain(self) -> str:
        """Return the sentences as one text."""
        return " ".join(self.sentences())

    def wald_test(self, names: Sequence[str]) -> tuple[float, int, float]:
        """Test whether several parameters are zero together.

        Parameters
        ----------
        names
            From ``Fit.names``; parameters that were estimated.

        Returns
        -------
        chi squared, degrees of freedom, p

        Raises
        ------
        InputError
            A name is unknown, or its parameter was held fixed.
        """
        from scipy.stats import chi2

        unknown = [n for n in names if n not in self.names or not self.estimated.free[self.names.index(n)]]
        if unknown or not names:
            free = [n for n, f in zip(self.names, self.estimated.free, strict=True) if f]
            raise InputError(
                _("No estimated parameter is called {names}. There are: {known}.").format(
                    names=", ".join(unknown) or "–", known=", ".join(free)
                )
            )
        where = [self.names.index(n) for n in names]
        values = self.estimates[where]
        squared = float(values @ np.linalg.pinv(self.covariance[np.ix_(where, where)]) @ values)
        return squared, len(where), float(chi2.sf(squared, len(where)))

    def score_tests(self) -> tuple[ScoreTest, ...]:
        """Test each parameter that was held fixed against its value."""
        from scipy.stats import norm

        got = self.estimated.simulated
        free = np.flatnonzero(self.estimated.free)
        covariance = np.cov(got.statistics.T)
        deviation = self.problem.target() - got.statistics.mean(axis=0)
        tests = []
        for i in np.flatnonzero(~self.estimated.free):
            # The part of its statistic that the estimated parameters could not have taken up.
            part = np.linalg.solve(got.derivative[np.ix_(free, free)].T, got.derivative[i, free])
            weights = np.zeros(self.problem.size)
            weights[free], weights[i] = -part, 1.0
            spread = float(np.sqrt(weights @ covariance @ weights))
            z = float(weights @ deviation) / spread if spread > 0 else float("nan")
            tests.append(ScoreTest(self.names[i], float(self.estimates[i]), z, float(2 * norm.sf(abs(z)))))
        return tuple(tests)


def fit(
    waves: WaveData | Mapping[str, WaveData],
    effects: Sequence[Effect | str] = ("recip", "transTrip"),
    *,
    seed: int,
    directed: bool | Mapping[str, bool] | None = None,
    behaviours: Mapping[str, ArrayLike] | None = None,
    covariates: Mapping[str, ArrayLike] | None = None,
    dyadic: Mapping[str, ArrayLike | Sequence[ArrayLike]] | None = None,
    structural: Mapping[str, Sequence[ArrayLike]] | None = None,
    composition: ArrayLike | None = None,
    absent: Literal["composition", "zeros", "missing"] = "composition",
    conditional: bool = False,
    undirected: Literal["initiative", "forcing"] = "initiative",
    choose_absent: bool = True,
    control: Control | None = None,
) -> Fit:
    """Fit a stochastic actor-oriented model to the waves of one group.

    Between two waves organisations reconsider their ties one at a time; the model says what goes along with the
    choices they make. Estimation is by the method of moments (see ``clusterdynamics.saom.estimate``). Where it runs
    and how it is stopped is said by ``compute.using``.

    Parameters
    ----------
    waves
        Two or more waves of one network: square arrays of 0, 1 and NaN (missing; 10 and 11: fixed at 0 and 1), or the
        networks of a study, ``study.waves("cooperation")``. Or name → waves, for up to two networks together.
    effects
        Short names (``"recip"``, ``"simX:size"``) or ``Effect``; ``EFFECTS`` lists them. ``density`` and, for a
        behaviour, ``linear`` are always in.
    seed
        Where all chance comes from; the result does not depend on the number of workers.
    directed, behaviours, covariates, dyadic, structural, composition, absent
        See ``as_group``.
    conditional
        Hold the number of changes to the observed one in each period, instead of estimating rates with the rest.
    undirected
        How a tie comes about in an undirected network: one side takes the *initiative* and the other must agree, or
        one side is enough (*forcing*).
    choose_absent
        Whether others can choose an organisation while it is away. They can in RSiena, so that results compare; what
        comes of it: see ``as_group``.
    control
        How long to simulate.

    Raises
    ------
    InputError
        Data and effects do not fit (everything at once), nothing changed, or effects cannot be told apart.
    Cancelled
        The person asked to stop.

    References
    ----------
    Snijders, T. A. B. (2001). Sociological Methodology 31, 361-395. Snijders, T. A. B., van de Bunt, G. G. & Steglich,
    C. E. G. (2010). Social Networks 32(1), 44-60.
    """
    group = as_group(
        waves,
        directed=directed,
        behaviours=behaviours,
        covariates=covariates,
        dyadic=dyadic,
        structural=structural,
        composition=composition,
        absent=absent,
    )
    return fit_groups(
        [group],
        effects,
        seed=seed,
        conditional=conditional,
        undirected=undirected,
        choose_absent=choose_absent,
        control=control,
    )


def fit_groups(
    groups: Sequence[Group],
    effects: Sequence[Effect | str] = ("recip", "transTrip"),
    *,
    seed: int,
    conditional: bool = False,
    undirected: Literal["initiative", "forcing"] = "initiative",
    choose_absent: bool = True,
    control: Control | None = None,
) -> Fit:
    """Fit one model to several groups (clusters): the same effects, rates of their own; see :func:`fit`."""
    if not groups:
        raise InputError(_("There is no group to model."))
    problem = make_problem(groups, effects, conditional=conditional, undirected=undirected, choose_absent=choose_absent)
    refuse_unchanged(problem)
    found = estimate(problem, seed=seed, control=control or Control())
    refuse_collinear(problem, found)
    covariance = _covariance(found)
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    errors[~found.free] = np.nan
    rates = np.empty((0, 2))
    if conditional:
        durations = found.simulated.durations
        rates = np.column_stack([durations.mean(axis=1), durations.std(axis=1, ddof=1)])
    return Fit(problem, found, errors, covariance, rates, warnings_of(problem, found), seed)


def _covariance(found: Estimated) -> Floats:
    """Return D⁻¹ Σ D⁻ᵀ for the estimated parameters, zero elsewhere."""
    free = np.flatnonzero(found.free)
    inverse = np.linalg.pinv(found.simulated.derivative[np.ix_(free, free)])
    spread = np.atleast_2d(np.cov(found.simulated.statistics[:, free].T))
    covariance = np.zeros((found.free.size, found.free.size))
    covariance[np.ix_(free, free)] = inverse @ spread @ inverse.T
    return covariance
