"""Regression of a network on several others, tested by permutation of actors (MRQAP)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.graph import Groups
from clusterdynamics.measures.permutation import fits, shuffled_fits
from clusterdynamics.measures.permutation.cells import Matrices, Matrix, read_matrices
from clusterdynamics.measures.permutation.regression_result import Mrqap, Predictor
from clusterdynamics.measures.permutation.shuffles import Seed, Shuffles, p_values, plan_shuffles, refusal
from clusterdynamics.study.network import Network

__all__ = ["mrqap"]

FloatArray = NDArray[np.float64]
type Model = Literal["linear", "logistic"]
type Null = Literal["semi_partial", "outcome"]


def mrqap(
    y: Matrix,
    xs: Mapping[str, Matrix],
    *,
    seed: Seed,
    model: Model = "linear",
    null: Null = "semi_partial",
    permutations: int = 2000,
    directed: bool | None = None,
    blocks: Groups | None = None,
    exact: bool | None = None,
) -> Mrqap:
    r"""Regress a network on others on the same actors, and test each predictor by permuting actors (MRQAP).

    .. math:: y_{ij} = \beta_0 + \sum_k \beta_k x_{k,ij} + e_{ij}

    or the same for the log odds of :math:`y_{ij} = 1`. For each predictor, what the others do not account for (by
    least squares) is permuted, rows and columns together, and the regression is done with it in the place of the
    predictor (*double semi-partialling*). What is compared is t (linear) or z (logistic), not the coefficient:
    it keeps the size of the test where predictors hang together.

    Parameters
    ----------
    y
        Outcome: a network or an (n, n) matrix; row i holds what i reports, NaN is "not observed".
    xs
        Name → predictor, of the same kind. Cells not observed in one of all are left out; they go along with the
        actors when these are permuted.
    seed
        For the permutations; the same ones are used for every predictor.
    model
        ``linear`` or ``logistic``; the outcome of the latter is 0 or 1.
    null
        ``semi_partial`` as above; ``outcome`` permutes the outcome instead, which tests whether *any* predictor
        goes along with it, and rejects too often where predictors hang together and one of them matters.
    permutations
        How many are drawn, where not all are tried.
    directed
        False counts every pair once and needs symmetric matrices; None does so where all are symmetric.
    blocks
        (n,) a label for every actor, such as its region or type: only actors of the same label change places.
        An actor without a label (None) stays where it is.
    exact
        True tries all permutations; None does so where there are at most 40,320 (those of 8 actors).

    Raises
    ------
    InputError
        The matrices do not fit together, predictors follow from each other, the outcome does not vary, is not 0
        or 1 or is separated perfectly (logistic), or there are too few cells; problems are named together.

    References
    ----------
    Dekker, D., Krackhardt, D. & Snijders, T. A. B. (2007). Sensitivity of MRQAP tests to collinearity and
    autocorrelation conditions. Psychometrika 72(4), 563-581. ``netlm`` and ``netlogit`` of the R package sna.
    """
    outcome = y.name if isinstance(y, Network) else _("outcome")
    # Keys that no predictor can have stand for the outcome while the matrices are read.
    key = outcome if outcome not in xs else f"{outcome} (y)"
    matrices, problems = read_matrices({key: y, **xs}, directed)
    if not xs:
        problems.append(_("There is no predictor. Give at least one."))
    if model not in ("linear", "logistic"):
        problems.append(_("The model must be linear or logistic, not {model}.").format(model=model))
    if null not in ("semi_partial", "outcome"):
        problems.append(_("The null must be semi_partial or outcome, not {null}.").format(null=null))
    if matrices is None or problems:
        raise refusal(problems)
    names = tuple(xs)
    used = matrices.complete(key, *names)
    target = matrices.values[key][used]
    X = _design(matrices, names, used)
    shuffles, problems = plan_shuffles(matrices.n, permutations=permutations, blocks=blocks, exact=exact)
    problems += _unusable(X, target, key, names, model)
    if shuffles is None or problems:
        raise refusal(problems)
    fit = fits.linear(X, target) if model == "linear" else _logistic(X, target, key, names)
    distribution = _shuffled(matrices, key, names, used, shuffles, model, null, seed)
    found = [p_values(t, distribution[:, k], exact=shuffles.exact) for k, t in enumerate(fit.statistics[1:])]
    return Mrqap(
        outcome=key,
        model=model,
        null=null,
        intercept=float(fit.coefficients[0]),
        intercept_error=float(fit.errors[0]),
        predictors=tuple(
            Predictor(name, float(b), float(se), float(t), p.low, p.high, p.two_sided, p.undefined)
            for name, b, se, t, p in zip(
                names, fit.coefficients[1:], fit.errors[1:], fit.statistics[1:], found, strict=True
            )
        ),
        r_squared=fit.r_squared,
        deviance=fit.deviance,
        null_deviance=fit.null_deviance,
        distribution=distribution,
        permutations=shuffles.count,
        exact=shuffles.exact,
        actors=matrices.n,
        cells=len(target),
        directed=matrices.directed,
        blocked=blocks is not None,
    )


def _design(matrices: Matrices, names: tuple[str, ...], cells: NDArray[np.bool_]) -> FloatArray:
    """Return (N, 1 + p) a column of ones, and the predictors, over the cells."""
    return np.column_stack([np.ones(int(cells.sum())), *(matrices.values[name][cells] for name in names)])


def _unusable(X: FloatArray, y: FloatArray, outcome: str, names: tuple[str, ...], model: Model) -> list[str]:
    """Return everything that keeps the regression from being done."""
    if len(y) < X.shape[1] + 2:
        return [
            _("{cells} cells were observed in all matrices; {k} coefficients need at least {least}.").format(
                cells=len(y), k=X.shape[1], least=X.shape[1] + 2
            )
        ]
    problems = []
    if model == "logistic" and not np.isin(y, (0, 1)).all():
        problems.append(
            _("The outcome “{name}” of a logistic model must be 0 or 1. Cut it first (Network.dichotomise).").format(
                name=outcome
            )
        )
    if np.ptp(y) == 0:
        problems.append(_("The outcome “{name}” has the same value in all cells used.").format(name=outcome))
    return problems + fits.collinear(X[:, 1:], names)


def _logistic(X: FloatArray, y: FloatArray, outcome: str, names: tuple[str, ...]) -> fits.Fit:
    """Return the fit, or complain that there is none."""
    fit = fits.logistic(X, y)
    if fit is None:
        apart = fits.separated(X, y, names)
        told = ", ".join(f"“{name}”" for name in apart or names)
        raise refusal(
            [
                _(
                    "The cells of “{outcome}” with 1 can be told from those with 0 without a mistake by {predictors} "
                    "(perfect separation), so a logistic model has no finite coefficients. Leave it out, or use "
                    'model="linear".'
                ).format(predictors=told, outcome=outcome)
                if apart
                else _("The logistic model of “{outcome}” does not settle. Leave out some of {predictors}.").format(
                    predictors=told, outcome=outcome
                )
            ]
        )
    return fit


def _shuffled(
    matrices: Matrices,
    outcome: str,
    names: tuple[str, ...],
    used: NDArray[np.bool_],
    shuffles: Shuffles,
    model: Model,
    null: Null,
    seed: Seed,
) -> FloatArray:
    """Return (P, p) the statistics of every predictor in every permutation."""
    counted, directed, label = matrices.counted, matrices.directed, _("Permutations")
    X, y = _design(matrices, names, used), matrices.values[outcome][used]
    if null == "outcome":
        known = matrices.complete(*names)
        wide, whole = _design(matrices, names, known), matrices.values[outcome]
        if model == "linear":
            return shuffles.run(
                shuffled_fits.shuffled_outcome, wide, known, whole, counted, directed, seed=seed, label=label
            )
        return shuffles.run(shuffled_fits.logistic_outcome, wide, known, whole, seed=seed, label=label)
    if model == "linear":
        whole_parts = shuffled_fits.linear_parts(X, y, used, directed)
        return shuffles.run(shuffled_fits.semi_partial, whole_parts, used, counted, directed, seed=seed, label=label)
    starts = np.zeros((len(names), X.shape[1]))
    for j in range(1, X.shape[1]):
        without = fits.logistic(np.delete(X, j, axis=1), y)
        if without is not None:
            starts[j - 1, :-1] = without.coefficients
    parts = shuffled_fits.logistic_parts(X, y, used, directed, starts)
    return shuffles.run(shuffled_fits.logistic_residuals, parts, y, used, seed=seed, label=label)
