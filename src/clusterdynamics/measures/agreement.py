"""Do respondents agree enough for their answers to be put together? Agreement in a group, intraclass correlation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Intraclass", "intraclass", "r_wg", "r_wg_j"]

FloatArray = NDArray[np.float64]


def r_wg(answers: FloatArray, categories: int = 5) -> float:
    r"""Return the within-group agreement on one item.

    .. math:: r_{WG} = 1 - \frac{s^2}{\sigma^2_E}, \qquad \sigma^2_E = \frac{A^2 - 1}{12}

    with the variance among respondents and that of answers spread evenly over A categories. Negative values
    (more spread than even) are 0, as its authors advise.

    Parameters
    ----------
    answers
        (respondents,) answers 1 … A; NaN not answered.
    categories
        Number A of categories.

    Returns
    -------
    float
        In [0, 1]; NaN with fewer than two answers.

    References
    ----------
    James, L. R., Demaree, R. G., & Wolf, G. (1984). Estimating within-group interrater reliability with and without
    response bias. Journal of Applied Psychology 69(1), 85-98.
    """
    good = answers[np.isfinite(answers)]
    if good.size < 2:
        return float("nan")
    return max(0.0, 1 - float(good.var(ddof=1)) / ((categories**2 - 1) / 12))


def r_wg_j(answers: FloatArray, categories: int = 5) -> float:
    r"""Return the within-group agreement over J items that ask for the same.

    .. math:: r_{WG(J)} = \frac{J (1 - \bar s^2/\sigma^2_E)}{J (1 - \bar s^2/\sigma^2_E) + \bar s^2/\sigma^2_E}

    Parameters
    ----------
    answers
        (respondents, items); NaN not answered. Items with fewer than two answers are left out.

    Returns
    -------
    float
        In [0, 1]; NaN where no item is left.

    References
    ----------
    James, Demaree & Wolf (1984), as in :func:`r_wg`.
    """
    columns = [c[np.isfinite(c)] for c in answers.T]
    variances = [float(c.var(ddof=1)) for c in columns if c.size >= 2]
    if not variances:
        return float("nan")
    ratio = float(np.mean(variances)) / ((categories**2 - 1) / 12)
    above = len(variances) * (1 - ratio)
    return max(0.0, above / (above + ratio)) if ratio < 1 else 0.0


class Intraclass(NamedTuple):
    """Intraclass correlations of a one-way layout.

    Attributes
    ----------
    single
        ICC(1): how much one respondent's answer tells about the group.
    mean
        ICC(2): how reliable the mean of a group is.
    groups, answers
        What it was computed on.
    """

    single: float
    mean: float
    groups: int
    answers: int


def intraclass(values: FloatArray, groups: Sequence[str]) -> Intraclass:
    r"""Return ICC(1) and ICC(2) of a one-way analysis of variance, groups of unequal size allowed.

    .. math:: ICC(1) = \frac{MS_B - MS_W}{MS_B + (k_0 - 1) MS_W}, \qquad ICC(2) = \frac{MS_B - MS_W}{MS_B}

    with :math:`k_0 = (N - \sum n_g^2 / N) / (G - 1)`.

    Parameters
    ----------
    values
        (answers,) answers; NaN not answered.
    groups
        Group of each answer.

    Returns
    -------
    Intraclass
        NaN with fewer than two groups, or where no group has two answers.

    References
    ----------
    Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In Klein & Kozlowski (eds.),
    Multilevel theory, research, and methods in organizations, 349-381.
    """
    good = np.isfinite(values)
    kept, names = values[good], np.asarray(groups, dtype=np.str_)[good]
    labels, index = np.unique(names, return_inverse=True)
    sizes = np.bincount(index, minlength=labels.size).astype(np.float64)
    total, count = float(sizes.sum()), labels.size
    if count < 2 or total <= count:
        return Intraclass(float("nan"), float("nan"), count, int(total))
    means = np.bincount(index, weights=kept) / sizes
    between = float((sizes * (means - kept.mean()) ** 2).sum()) / (count - 1)
    within = float(((kept - means[index]) ** 2).sum()) / (total - count)
    k = (total - float((sizes**2).sum()) / total) / (count - 1)
    below = between + (k - 1) * within
    return Intraclass(
        (between - within) / below if below else float("nan"),
        (between - within) / between if between else float("nan"),
        count,
        int(total),
    )
