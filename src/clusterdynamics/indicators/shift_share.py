"""Why a region grew: with the whole area, by its mix of industries, or by itself (shift-share)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["ShiftShare", "shift_share", "shift_share_indices"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ShiftShare:
    """The parts of a region's growth; each is a sum over industries, and they add up to the growth.

    Attributes
    ----------
    growth
        What the region gained.
    share
        What it would have gained with the growth of the whole area.
    mix
        What its industries made of that, growing as everywhere.
    own
        What they grew otherwise than everywhere. With Esteban's method on the mix of the whole area only.
    allocation
        Whether it has more of the industries in which it does better (Esteban's method); 0 with Dunn's.
    by_industry
        (industries, 4) the parts share, mix, own, allocation of each industry.
    """

    growth: float
    share: float
    mix: float
    own: float
    allocation: float
    by_industry: FloatArray

    @property
    def shift(self) -> float:
        """What the region gained beyond the growth of the whole area."""
        return self.growth - self.share


def shift_share(
    region_before: ArrayLike,
    region_after: ArrayLike,
    whole_before: ArrayLike,
    whole_after: ArrayLike,
    *,
    homothetic: bool = False,
) -> ShiftShare:
    r"""Take the growth of a region apart.

    .. math::
        \Delta_i = \underbrace{e_i g}_{share} + \underbrace{e_i (g_i - g)}_{mix} + \underbrace{e_i (r_i - g_i)}_{own}

    with the employment e of the region before, its growth r in each industry, and the growth g of the whole area. With
    `homothetic` (Esteban) the last part is split: on the employment the region would have with the mix of the whole
    area (own), and the rest (allocation).

    Parameters
    ----------
    region_before, region_after, whole_before, whole_after
        (industries,) employment of the region and of the whole area, before and after. An industry that was not there
        before has no growth rate: what it gained in the region counts as its own. A missing value makes its industry,
        and the sums, missing.
    homothetic
        Split as Esteban does.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers in Regional Science 6,
    97-112.
    Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis. Regional and Urban Economics 2(3),
    249-255.
    """
    r0, r1, w0, w1 = (np.asarray(x, dtype=np.float64) for x in (region_before, region_after, whole_before, whole_after))
    everywhere = float(w1.sum() / w0.sum()) - 1
    in_industry = np.divide(w1, w0, out=np.ones_like(w1), where=w0 > 0) - 1
    in_industry[np.isnan(w0) | np.isnan(w1)] = np.nan
    share = r0 * everywhere
    mix = r0 * (in_industry - everywhere)
    own = r1 - r0 - share - mix
    allocation = np.zeros_like(own)
    if homothetic:
        expected = r0.sum() * w0 / w0.sum()
        rate = np.divide(own, r0, out=np.zeros_like(own), where=r0 > 0)
        rate[np.isnan(own)] = np.nan
        fair = np.where(r0 > 0, expected * rate, own)
        own, allocation = fair, own - fair
    parts = np.column_stack([share, mix, own, allocation])
    sums = [float(s) for s in parts.sum(axis=0)]
    return ShiftShare(float((r1 - r0).sum()), sums[0], sums[1], sums[2], sums[3], parts)


def shift_share_indices(
    region_before: ArrayLike, region_after: ArrayLike, whole_before: ArrayLike, whole_after: ArrayLike
) -> tuple[float, float, float]:
    """Return Gerfin's indices: of the mix, of the region itself, and of both (their product).

    Above 1 the region did better than the whole area for that reason.

    References
    ----------
    Gerfin, H. (1964). Gesamtwirtschaftliches Wachstum und regionale Entwicklung. Kyklos 17(4), 565-593.
    """
    r0, r1, w0, w1 = (np.asarray(x, dtype=np.float64) for x in (region_before, region_after, whole_before, whole_after))
    expected = float((r0 * np.divide(w1, w0, out=np.ones_like(w1), where=w0 > 0)).sum()) / float(r0.sum())
    everywhere = float(w1.sum() / w0.sum())
    grew = float(r1.sum() / r0.sum())
    return expected / everywhere, grew / expected, grew / everywhere
