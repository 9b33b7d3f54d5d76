"""What a regression of networks has found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.permutation.words import kinds_of_shuffles, p_text

__all__ = ["Mrqap", "Predictor"]


@dataclass(frozen=True)
class Predictor:
    """One predictor.

    Attributes
    ----------
    name
        What it is called.
    coefficient, error
        In units of the outcome (linear) or log odds (logistic) for one unit more, and its ordinary standard
        error, which takes cells for independent: read p, not the error.
    statistic
        t or z: coefficient by error.
    p_low, p_high, p_two_sided
        Share of permutations in which the statistic is as low, as high, or as far from 0.
    undefined
        Permutations without a statistic; they count as extreme.
    """

    name: str
    coefficient: float
    error: float
    statistic: float
    p_low: float
    p_high: float
    p_two_sided: float
    undefined: int


@dataclass(frozen=True, eq=False)
class Mrqap:
    """A regression of a network on others.

    Attributes
    ----------
    outcome, model, null
        What was regressed, how, and what was permuted.
    intercept, intercept_error
        The intercept, which is not tested.
    predictors
        One for each, in the order given.
    r_squared
        Of a linear model; NaN for a logistic one.
    deviance, null_deviance
        Of a logistic model and of its intercept alone; NaN for a linear one.
    distribution
        (permutations, p) t or z in every permutation; NaN where undefined.
    permutations, exact
        How many, and whether these are all there are.
    actors, cells
        Number of actors, and of cells used; pairs where undirected.
    directed, blocked
        Whether both directions of a pair count, and whether actors changed places within blocks only.
    """

    outcome: str
    model: str
    null: str
    intercept: float
    intercept_error: float
    predictors: tuple[Predictor, ...]
    r_squared: float
    deviance: float
    null_deviance: float
    distribution: NDArray[np.float64]
    permutations: int
    exact: bool
    actors: int
    cells: int
    directed: bool
    blocked: bool

    def __getitem__(self, name: str) -> Predictor:
        """Return the predictor called `name`."""
        return {p.name: p for p in self.predictors}[name]

    def to_frame(self) -> pl.DataFrame:
        """Return the coefficients as a table, the intercept first."""
        nothing = [None]
        columns = ("statistic", "p_low", "p_high", "p_two_sided", "undefined")
        return pl.DataFrame(
            {
                "name": ["intercept", *(p.name for p in self.predictors)],
                "coefficient": [self.intercept, *(p.coefficient for p in self.predictors)],
                "error": [self.intercept_error, *(p.error for p in self.predictors)],
                **{c: nothing + [getattr(p, c) for p in self.predictors] for c in columns},
            }
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, one plain sentence each, in the active language."""
        told = []
        for p in self.predictors:
            if p.p_two_sided >= 0.05:
                text = _(
                    "Whether “{name}” went along with “{outcome}” cannot be told from chance "
                    "(coefficient {b:.3g}, p {p})."
                )
            elif p.coefficient > 0:
                text = _(
                    "“{name}” went along with more of “{outcome}”, the other predictors being equal "
                    "(coefficient {b:.3g}, p {p})."
                )
            else:
                text = _(
                    "“{name}” went along with less of “{outcome}”, the other predictors being equal "
                    "(coefficient {b:.3g}, p {p})."
                )
            told.append(text.format(name=p.name, outcome=self.outcome, b=p.coefficient, p=p_text(p.p_two_sided)))
        if self.model == "linear":
            told.append(
                _("All predictors together account for {share:.0%} of the variance.").format(share=self.r_squared)
            )
        else:
            told.append(
                _("All predictors together lower the deviance from {null:.1f} to {deviance:.1f}.").format(
                    null=self.null_deviance, deviance=self.deviance
                )
            )
        told += kinds_of_shuffles(
            self.permutations, exact=self.exact, blocked=self.blocked, actors=self.actors, cells=self.cells
        )
        return tuple(told)

    def explain(self) -> str:
        """Return what was found, in plain words, in the active language."""
        return " ".join(self.sentences())
