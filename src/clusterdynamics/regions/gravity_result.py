"""What a gravity model has found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Gravity"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gravity:
    """A fitted gravity model.

    Attributes
    ----------
    names
        The k predictors.
    coefficients, errors, covariance
        (k,), (k,), (k, k) estimates, standard errors, and their covariance, clustered as asked.
    p
        (k,) two-sided p-values.
    pairs
        Origin, destination, observed, expected of every pair that was fitted; and of pairs of regions that have no tie
        at all, for which 0 is expected.
    deviance, explained
        2 (log likelihood of the data by themselves − of the model), and the share of the deviance of a model with the
        effects of origins and destinations alone that the predictors take away.
    directed, cluster
        As asked.
    clusters
        Number of clusters; that of the smaller side for ``both``.
    left_out
        Regions that have no tie as origin or destination, and say nothing on what lies between.
    """

    names: tuple[str, ...]
    coefficients: FloatArray
    errors: FloatArray
    covariance: FloatArray
    p: FloatArray
    pairs: pl.DataFrame
    deviance: float
    explained: float
    directed: bool
    cluster: str
    clusters: int
    left_out: tuple[str, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each predictor: estimate, standard error, 95 % bounds, p, and the factor on ties."""
        low, high = self.coefficients - 1.959964 * self.errors, self.coefficients + 1.959964 * self.errors
        return pl.DataFrame(
            {
                "predictor": list(self.names),
                "coefficient": self.coefficients,
                "error": self.errors,
                "low": low,
                "high": high,
                "p": self.p,
                "factor": np.exp(self.coefficients),
            }
        )

    def apart(self, most: int = 10) -> pl.DataFrame:
        """Return the pairs that have most ties above or below what is expected, by Pearson's residual."""
        rest = (pl.col("observed") - pl.col("expected")) / pl.col("expected").sqrt()
        known = self.pairs.filter(pl.col("expected") > 0).with_columns(
            (pl.col("observed") / pl.col("expected")).alias("ratio"), rest.alias("residual")
        )
        return known.sort(pl.col("residual").abs(), "origin", "destination", descending=[True, False, False]).head(most)
