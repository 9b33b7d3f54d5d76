"""Do firms of an industry sit closer together than darts thrown at a map? Ellison and Glaeser's indices."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Agglomeration", "coagglomeration", "ellison_glaeser"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Agglomeration:
    """How an industry is spread over regions.

    Attributes
    ----------
    gamma
        Ellison and Glaeser's index: 0 is spread like darts, above 0 clustered, below 0 spread out.
    raw
        G, the sum of squared differences of shares.
    z
        How far G is from what darts give, in standard deviations.
    firms
        Number of firms.
    herfindahl
        Of the firms' sizes.
    """

    gamma: float
    raw: float
    z: float
    firms: int
    herfindahl: float


def ellison_glaeser(
    employees: ArrayLike, regions: Sequence[Hashable], region_totals: dict[Hashable, float]
) -> Agglomeration:
    r"""Return whether the firms of an industry sit together more than their sizes alone make them.

    .. math::
        G = \sum_r (s_r - x_r)^2, \qquad
        \gamma = \frac{G - (1 - \sum_r x_r^2) H}{(1 - \sum_r x_r^2)(1 - H)}

    with the shares s of the industry's employees, the shares x of all employees, and the Herfindahl index H of the
    firms. The variance of G under random location is that of Ellison and Glaeser (1997, p. 907).

    Parameters
    ----------
    employees
        (firms,) employees of each firm of the industry.
    regions
        (firms,) region of each.
    region_totals
        Region → all its employees; regions without a firm of the industry belong in it, too.

    Raises
    ------
    ValueError
        A firm's region has no total.

    References
    ----------
    Ellison, G., & Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing industries: a dartboard
    approach. Journal of Political Economy 105(5), 889-927.
    """
    sizes = np.asarray(employees, dtype=np.float64)
    names = list(region_totals)
    unknown = sorted({str(r) for r in regions if r not in region_totals})
    if unknown:
        raise ValueError(f"no total for the regions {', '.join(unknown)}")
    place = {r: i for i, r in enumerate(names)}
    x = np.array([region_totals[r] for r in names], dtype=np.float64)
    x = x / x.sum()
    z = sizes / sizes.sum()
    s = np.zeros(len(names))
    np.add.at(s, [place[r] for r in regions], z)
    raw = float(((s - x) ** 2).sum())
    h = float((z**2).sum())
    spread = 1 - float((x**2).sum())
    gamma = (raw - spread * h) / (spread * (1 - h)) if spread > 0 and h < 1 else nan
    x2, x3 = float((x**2).sum()), float((x**3).sum())
    z4 = float((z**4).sum())
    variance = 2 * (h**2 * (x2 - 2 * x3 + x2**2) - z4 * (x2 - 4 * x3 + 3 * x2**2))
    apart = (raw - spread * h) / sqrt(variance) if variance > 0 else nan
    return Agglomeration(gamma, raw, apart, sizes.size, h)


def coagglomeration(
    employees: ArrayLike,
    industries: Sequence[Hashable],
    regions: Sequence[Hashable],
    region_totals: dict[Hashable, float],
) -> float:
    r"""Return whether firms of several industries sit together more than the industries do by themselves.

    .. math::
        \gamma^c = \frac{G/(1 - \sum_r x_r^2) - H - \sum_j \hat\gamma_j w_j^2 (1 - H_j)}{1 - \sum_j w_j^2}, \qquad
        H = \sum_j w_j^2 H_j

    with the shares w of the industries in the group's employees, and G computed on the group as a whole.

    Parameters
    ----------
    employees, industries, regions
        (firms,) employees, industry and region of each firm of the group.
    region_totals
        Region → all its employees.

    References
    ----------
    Ellison & Glaeser (1997), formula 5.
    """
    sizes = np.asarray(employees, dtype=np.float64)
    labels = list(dict.fromkeys(industries))
    one = {j: [k for k, i in enumerate(industries) if i == j] for j in labels}
    parts = {j: ellison_glaeser(sizes[at], [regions[k] for k in at], region_totals) for j, at in one.items()}
    whole = ellison_glaeser(sizes, regions, region_totals)
    x = np.array(list(region_totals.values()), dtype=np.float64)
    spread = 1 - float(((x / x.sum()) ** 2).sum())
    w = {j: float(sizes[at].sum() / sizes.sum()) for j, at in one.items()}
    within = sum(w[j] ** 2 * parts[j].herfindahl for j in labels)
    own = sum(parts[j].gamma * w[j] ** 2 * (1 - parts[j].herfindahl) for j in labels)
    left = 1 - sum(v**2 for v in w.values())
    return (whole.raw / spread - within - own) / left if left > 0 and spread > 0 else nan
