"""Gravity: how many ties two regions have, by what each sends and takes, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.regions.gravity_result import Gravity

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Cluster", "Gravity", "gravity"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: What counts as one independent piece of information.
Cluster = Literal["none", "pair", "origin", "both"]
#: Steps of the fit, and how small the last one must be.
_STEPS, _ENOUGH = 200, 1e-12
#: A coefficient this large says that a predictor tells pairs with ties from those without.
_RUNAWAY = 50.0


def gravity(
    frame: pl.DataFrame,
    predictors: Sequence[str],
    *,
    flow: str = "ties",
    origin: str = "origin",
    destination: str = "destination",
    directed: bool = True,
    cluster: Cluster = "pair",
) -> Gravity:
    r"""Fit a gravity model by Poisson pseudo-maximum likelihood with effects of origins and destinations.

    .. math:: E[T_{ij}] = \exp(\alpha_i + \gamma_j + \beta' x_{ij})

    Everything about a region alone (its size, say) is in the effects; the predictors are about pairs. Ties need not be
    counts, nor their variance equal their mean: the standard errors are clustered, so that only the mean must be right.
    Undirected ties have one effect for each region, :math:`\alpha_i + \alpha_j`.

    Parameters
    ----------
    frame
        One row for each pair of regions, pairs without ties too; undirected pairs once.
    predictors
        Columns about pairs: the logarithm of distance, a common border, a common language, …
    flow, origin, destination
        Columns with ties and regions.
    directed
        False where a pair is the same from both sides.
    cluster
        ``pair``: both directions of a pair together; ``origin``: all pairs of an origin; ``both``: of an origin, and of
        a destination (Cameron, Gelbach & Miller 2011); ``none``: each row by itself.

    Raises
    ------
    InputError
        A column is missing, a value is missing or negative, a pair stands there twice, a predictor follows from the
        effects or from others, or tells pairs with ties from those without.

    References
    ----------
    Santos Silva, J. M. C., & Tenreyro, S. (2006). The log of gravity. Review of Economics and Statistics 88(4),
    641-658.
    Scherngell, T., & Barber, M. J. (2009). Spatial interaction modelling of cross-region R&D collaborations. Papers in
    Regional Science 88(3), 531-546.
    Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2011). Robust inference with multiway clustering. Journal of
    Business & Economic Statistics 29(2), 238-249.
    """
    clean = _checked(frame, predictors, flow, origin, destination, directed=directed)
    kept, left_out = _with_ties(clean, directed=directed)
    if kept.height <= len(predictors):
        raise InputError(_("Too few pairs of regions have ties: {n}.").format(n=kept.height))
    from scipy.special import ndtr

    y = kept["observed"].to_numpy().astype(np.float64)
    X = kept.select(predictors).to_numpy().astype(np.float64)
    design, effects = _design(kept, X, directed=directed)
    theta, mu, information = _fit(design, y, X.shape[1], predictors)
    base = _fit(design[:, X.shape[1] :].tocsr(), y, 0, ())[1] if X.shape[1] else mu
    inverse = np.linalg.inv(information)
    k = X.shape[1]
    covariance, clusters = _covariance(design, inverse, y - mu, kept, k, cluster, parameters=k + effects)
    errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * ndtr(-np.abs(theta[:k] / errors))
    without = _deviance(y, base)
    deviance = _deviance(y, mu)
    pairs = clean.select("origin", "destination", "observed").join(
        kept.select("origin", "destination").with_columns(pl.Series("expected", mu)),
        on=["origin", "destination"],
        how="left",
    )
    return Gravity(
        tuple(predictors),
        theta[:k],
        errors,
        covariance,
        np.asarray(p, dtype=np.float64),
        pairs.with_columns(pl.col("expected").fill_null(0.0)).sort("origin", "destination"),
        deviance,
        1 - deviance / without if without > 0 else 0.0,
        directed,
        cluster,
        clusters,
        left_out,
    )


def _checked(
    frame: pl.DataFrame, predictors: Sequence[str], flow: str, origin: str, destination: str, *, directed: bool
) -> pl.DataFrame:
    missing = [c for c in (flow, origin, destination, *predictors) if c not in frame.columns]
    if missing:
        raise InputError(
            _("The table of pairs has no column {names}. It has: {known}.").format(
                names=", ".join(missing), known=", ".join(frame.columns)
            )
        )
    clean = frame.select(
        pl.col(origin).cast(pl.String).alias("origin"),
        pl.col(destination).cast(pl.String).alias("destination"),
        pl.col(flow).cast(pl.Float64).alias("observed"),
        *(pl.col(p).cast(pl.Float64) for p in predictors),
    )
    values = clean.select("observed", *predictors)
    bad = [c for c in values.columns if not values[c].is_finite().fill_null(value=False).all()]
    if bad:
        raise InputError(
            _("Values are missing in {names}; leave these pairs out, or fill them.").format(names=", ".join(bad))
        )
    if clean["observed"].min() is not None and float(clean["observed"].min()) < 0:  # type: ignore[arg-type]
        raise InputError(_("Ties cannot be fewer than none."))
    ends = clean.select("origin", "destination")
    if not directed:
        ends = pl.DataFrame(
            {
                "origin": clean.select(pl.min_horizontal("origin", "destination")).to_series(),
                "destination": clean.select(pl.max_horizontal("origin", "destination")).to_series(),
            }
        )
    twice = ends.filter(ends.is_duplicated())
    if twice.height:
        a, b = twice.row(0)
        raise InputError(_("The pair {a} and {b} stands there more than once.").format(a=a, b=b))
    return clean.sort("origin", "destination")


def _with_ties(clean: pl.DataFrame, *, directed: bool) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Leave out, again and again, regions without any tie: their effect would be minus infinity."""
    kept = clean
    gone: set[str] = set()
    while True:
        sums: dict[str, dict[str, float]] = {}
        for side in ("origin", "destination"):
            sums[side] = dict(kept.group_by(side).agg(pl.col("observed").sum()).iter_rows())
        if directed:
            empty = {side: {r for r, v in sums[side].items() if v <= 0} for side in sums}
        else:
            both = {
                r: sums["origin"].get(r, 0.0) + sums["destination"].get(r, 0.0)
                for r in {*sums["origin"], *sums["destination"]}
            }
            none = {r for r, v in both.items() if v <= 0}
            empty = {"origin": none, "destination": none}
        if not empty["origin"] and not empty["destination"]:
            return kept, tuple(sorted(gone))
        gone |= empty["origin"] | empty["destination"]
        kept = kept.filter(
            ~pl.col("origin").is_in(sorted(empty["origin"]))
            & ~pl.col("destination").is_in(sorted(empty["destination"]))
        )


def _design(kept: pl.DataFrame, X: FloatArray, *, directed: bool) -> tuple[csr_array, int]:
    """Return the design (predictors, then effects) as a sparse matrix, and the number of effects."""
    from scipy.sparse import coo_array, hstack

    n = kept.height
    rows = np.arange(n)
    if directed:
        sides = [
            kept[s].cast(pl.Categorical).to_physical().to_numpy().astype(np.int64) for s in ("origin", "destination")
        ]
        sides = [np.unique(s, return_inverse=True)[1] for s in sides]
        origins, destinations = (int(s.max()) + 1 for s in sides)
        first = coo_array((np.ones(n), (rows, sides[0])), shape=(n, origins))
        # One destination is left out: with all of them the effects would not be determined.
        here = sides[1] > 0
        second = coo_array((np.ones(int(here.sum())), (rows[here], sides[1][here] - 1)), shape=(n, destinations - 1))
        parts: list[Any] = [X, first, second] if X.shape[1] else [first, second]
        return hstack([coo_array(x) for x in parts]).tocsr(), origins + destinations - 1
    names = sorted({*kept["origin"].to_list(), *kept["destination"].to_list()})
    place = {r: i for i, r in enumerate(names)}
    ends = [np.array([place[r] for r in kept[s].to_list()]) for s in ("origin", "destination")]
    both = coo_array((np.ones(2 * n), (np.concatenate([rows, rows]), np.concatenate(ends))), shape=(n, len(names)))
    parts = [X, both] if X.shape[1] else [both]
    return hstack([coo_array(x) for x in parts]).tocsr(), len(names)


def _fit(design: csr_array, y: FloatArray, k: int, names: Sequence[str]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return coefficients, means and information matrix, by iteratively reweighted least squares."""
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    theta = np.zeros(design.shape[1])
    last = np.inf
    for _step in range(_STEPS):
        weighted = design.multiply(mu[:, None]).tocsr()
        information = (design.T @ weighted).toarray()
        if _step == 0:
            _determined(information, k, names)
        working = eta + (y - mu) / mu
        theta = _solved(information, np.asarray(weighted.T @ working).ravel())
        eta = np.clip(np.asarray(design @ theta).ravel(), -_RUNAWAY * 4, _RUNAWAY * 4)
        mu = np.exp(eta)
        deviance = _deviance(y, mu)
        if abs(deviance - last) <= _ENOUGH * (abs(deviance) + 1e-3):
            break
        last = deviance
    information = (design.T @ design.multiply(mu[:, None]).tocsr()).toarray()
    _not_separated(design, information, k, names)
    return theta, mu, information


def _not_separated(design: csr_array, information: FloatArray, k: int, names: Sequence[str]) -> None:
    """Raise where a coefficient has run away because its predictor tells pairs with ties from those without.

    The likelihood is flat there: by the model itself the effect of one standard deviation is not known to within
    e^±100, which no data with an estimate come near.
    """
    if not k:
        return
    variances = np.diag(np.linalg.pinv(information, hermitian=True, rcond=1e-300))[:k]
    unknown = np.sqrt(np.abs(variances)) * _spread(design, k)
    if not np.isfinite(unknown).all() or unknown.max() > _RUNAWAY:
        worst = int(np.argmax(np.where(np.isfinite(unknown), unknown, np.inf)))
        raise InputError(
            _("{name} tells the pairs with ties from those without: it has no estimate. Leave it out.").format(
                name=names[worst]
            )
        )


def _spread(design: csr_array, k: int) -> FloatArray:
    columns = design[:, :k].toarray()
    spread: FloatArray = columns.std(axis=0)
    return spread


def _solved(information: FloatArray, right: FloatArray) -> FloatArray:
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    # Brought to ones on the diagonal first: flows differ by orders of magnitude.
    scale = 1 / np.sqrt(np.clip(np.diag(information), 1e-300, None))
    try:
        factor = cho_factor(information * scale[:, None] * scale[None, :], lower=True)
        solved: FloatArray = cho_solve(factor, right * scale) * scale
    except LinAlgError:
        solved = np.linalg.lstsq(information * scale[:, None] * scale[None, :], right * scale, rcond=None)[0] * scale
    return solved


def _determined(information: FloatArray, k: int, names: Sequence[str]) -> None:
    """Raise where a predictor follows from the effects and the other predictors."""
    if not k:
        return
    effects = information[k:, k:]
    across = information[:k, k:]
    left = information[:k, :k] - across @ np.linalg.pinv(effects, hermitian=True) @ across.T
    scale = np.sqrt(np.clip(np.diag(information)[:k], 1e-300, None))
    left = left / scale[:, None] / scale[None, :]
    values, vectors = np.linalg.eigh(left)
    if values[0] < 1e-10:
        which = [n for n, v in zip(names, np.abs(vectors[:, 0]), strict=True) if v > 0.1]
        raise InputError(
            _(
                "{names} cannot be told from the effects of the regions, or from one another. Leave out what is about "
                "one region alone, and what says the same twice."
            ).format(names=", ".join(which))
        )


def _deviance(y: FloatArray, mu: FloatArray) -> float:
    from scipy.special import xlogy

    return float(2 * (xlogy(y, y / mu) - (y - mu)).sum())


def _covariance(
    design: csr_array,
    inverse: FloatArray,
    rest: FloatArray,
    kept: pl.DataFrame,
    k: int,
    cluster: Cluster,
    parameters: int,
) -> tuple[FloatArray, int]:
    """Return the covariance of the predictors' coefficients, and the number of clusters.

    Small samples as statsmodels corrects for them: G / (G − 1) · (n − 1) / (n − parameters).
    """
    n = rest.size
    influence = np.asarray(design @ inverse[:, :k]) * rest[:, None]

    def one(labels: IntArray) -> tuple[FloatArray, int]:
        groups = int(labels.max()) + 1
        sums = np.zeros((groups, k))
        np.add.at(sums, labels, influence)
        correction = groups / (groups - 1) * (n - 1) / (n - parameters) if groups > 1 and n > parameters else np.nan
        return correction * sums.T @ sums, groups

    codes = _codes(kept)
    if cluster == "none":
        return one(np.arange(n, dtype=np.int64))
    if cluster == "both":
        first, a = one(codes["origin"])
        second, b = one(codes["destination"])
        return first + second - one(codes["cell"])[0], min(a, b)
    return one(codes[cluster])


def _codes(kept: pl.DataFrame) -> Mapping[str, IntArray]:
    columns = {
        "origin": kept["origin"],
        "destination": kept["destination"],
        "cell": kept.select(pl.concat_str("origin", "destination", separator="\t")).to_series(),
        "pair": kept.select(
            pl.concat_str(
                pl.min_horizontal("origin", "destination"), pl.max_horizontal("origin", "destination"), separator="\t"
            )
        ).to_series(),
    }
    return {name: c.rank("dense").to_numpy().astype(np.int64) - 1 for name, c in columns.items()}
