"""Redraws of respondents: uncertainty of weighted means over respondents or pairs of respondents.

A redraw draws as many answering organisations as there are, with replacement, and gives each the number of
times it was drawn as its weight w; a pair weighs w_i · w_j. Organisations that did not answer are not drawn
and keep the weight 1. Only means may be redrawn this way; distances, components and centralisation are not
means over pairs, and drawing a vertex twice breaks them (method, section 4).

References
----------
Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1-26.
Rao, J. N. K., & Wu, C. F. J. (1988). Resampling inference with complex survey data. JASA 83, 231-241.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute

__all__ = ["bounds", "pair_ratio", "redraw_block_ratio", "redraw_pair_ratio", "redraw_row_means", "redraw_weights"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def redraw_weights(rng: np.random.Generator, size: int, drawn: BoolArray) -> FloatArray:
    """Return the weights of `size` redraws.

    Parameters
    ----------
    rng
        Source of chance.
    size
        Number of redraws.
    drawn
        (n,) True for the organisations that are drawn (those that answered).

    Returns
    -------
    (size, n) weights; each row sums to n.
    """
    weights = np.ones((size, drawn.size))
    m = int(drawn.sum())
    if m:
        weights[:, drawn] = rng.multinomial(m, np.full(m, 1.0 / m), size=size)
    return weights


def pair_ratio(numerator: FloatArray, denominator: FloatArray) -> float:
    """Return Σ numerator / Σ denominator over all pairs; NaN where the denominator is 0."""
    below = float(denominator.sum())
    return float(numerator.sum()) / below if below else float("nan")


def _pair_ratios(
    rng: np.random.Generator, size: int, numerators: FloatArray, denominators: FloatArray, drawn: BoolArray
) -> FloatArray:
    w = redraw_weights(rng, size, drawn)
    ratios = np.full((size, len(numerators)), np.nan)
    for k, (numerator, denominator) in enumerate(zip(numerators, denominators, strict=True)):
        above = np.einsum("bi,bi->b", w @ numerator, w)
        below = np.einsum("bi,bi->b", w @ denominator, w)
        np.divide(above, below, out=ratios[:, k], where=below > 0)
    return ratios


def redraw_pair_ratio(
    numerator: FloatArray,
    denominator: FloatArray,
    drawn: BoolArray,
    replicates: int,
    rng: np.random.Generator,
    label: str = "",
) -> FloatArray:
    """Return Σ w_i w_j numerator_ij / Σ w_i w_j denominator_ij of every redraw.

    Parameters
    ----------
    numerator, denominator
        (n, n), with a zero diagonal; or (k, n, n), k ratios over the same redraws.
    drawn
        (n,) True for the organisations that answered.
    replicates
        Number of redraws.
    rng
        Source of chance; the chunks' seeds are spawned from it.
    label
        What the work is called where progress is shown.

    Returns
    -------
    (replicates,) or (replicates, k) ratios; NaN where a redraw has no pair.
    """
    several = np.ndim(numerator) == 3
    above, below = (a if several else a[None] for a in (numerator, denominator))
    parts = compute.replicate(_pair_ratios, replicates, above, below, drawn, seed=rng, label=label)
    draws: FloatArray = np.concatenate(parts) if parts else np.empty((0, len(above)))
    return draws if several else draws[:, 0]


def _block_ratios(
    rng: np.random.Generator,
    size: int,
    numerator: FloatArray,
    denominator: FloatArray,
    member: FloatArray,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    drawn: BoolArray,
) -> FloatArray:
    w = redraw_weights(rng, size, drawn)
    groups = member.shape[1]
    sums = np.empty((2, size, groups, groups))
    for g in range(groups):
        mine = w * member[:, g]
        for k, table in enumerate((numerator, denominator)):
            sums[k, :, g] = ((mine @ table) * w) @ member
    above, below = sums[:, :, rows, columns]
    ratios: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return ratios


def redraw_block_ratio(
    numerator: FloatArray,
    denominator: FloatArray,
    member: FloatArray,
    cells: Sequence[tuple[int, int]],
    drawn: BoolArray,
    replicates: int,
    rng: np.random.Generator,
    label: str = "",
) -> FloatArray:
    """Return the ratio of :func:`redraw_pair_ratio` for cells of a table of groups, over the same redraws.

    The same as with the pairs of each cell picked out of both tables, but with a product of matrices for each group
    instead of one for each cell.

    Parameters
    ----------
    numerator, denominator
        (n, n), with a zero diagonal; symmetric where a pair of groups stands for both directions.
    member
        (n, groups) 1 where an organisation is in a group, 0 elsewhere.
    cells
        (k,) groups of the row and of the column.

    Returns
    -------
    (replicates, k) ratios; NaN where a redraw has no pair.
    """
    rows, columns = (np.array([cell[side] for cell in cells], dtype=np.int64) for side in (0, 1))
    parts = compute.replicate(
        _block_ratios, replicates, numerator, denominator, member, rows, columns, drawn, seed=rng, label=label
    )
    return np.concatenate(parts) if parts else np.empty((0, len(cells)))


def _row_means(
    rng: np.random.Generator, size: int, values: FloatArray, observed: FloatArray, drawn: BoolArray
) -> FloatArray:
    w = redraw_weights(rng, size, drawn)
    below = w @ observed
    means: FloatArray = np.divide(w @ values, below, out=np.full(below.shape, np.nan), where=below > 0)
    return means


def redraw_row_means(
    values: FloatArray,
    observed: FloatArray,
    drawn: BoolArray,
    replicates: int,
    rng: np.random.Generator,
    label: str = "",
) -> FloatArray:
    """Return, for every column j and redraw, Σ_i w_i values_ij / Σ_i w_i observed_ij.

    Returns
    -------
    (replicates, columns) weighted means over the respondents (rows).
    """
    parts = compute.replicate(_row_means, replicates, values, observed, drawn, seed=rng, label=label)
    return np.concatenate(parts) if parts else np.empty((0, values.shape[1]))


def bounds(draws: FloatArray, level: float = 0.95) -> tuple[float | None, float | None]:
    """Return the middle `level` of the draws, undefined ones left out; (None, None) where none is defined."""
    good = draws[np.isfinite(draws)]
    if not good.size:
        return None, None
    tail = (1 - level) / 2
    low, high = np.quantile(good, [tail, 1 - tail])
    return float(low), float(high)
