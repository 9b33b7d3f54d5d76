"""Ranges in place of numbers: a position is told as a range, so that it is neither a rank nor somebody's answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _

__all__ = ["STEP", "Band", "count_band", "scale_band"]

#: Where ranges of counts begin. Three organisations are the least that may stand behind a count, so that no range
#: that may be shown holds that number alone.
_BEGIN = (0, 1, 3, 7, 11, 16, 26, 51)
#: Width of a range on a scale of answers. With three raters a mean within it leaves each of them at least three
#: times as much room, which on every scale up to eight steps is more than the fifth that disclosure control asks for.
STEP = 0.5


@dataclass(frozen=True)
class Band:
    """A range, with both ends; `high` is None where there is no upper end."""

    low: float
    high: float | None
    digits: int = 0

    @property
    def text(self) -> str:
        """The range in words, in the active language."""
        low = number(self.low, self.digits)
        if self.high is None:
            return _("{low} or more").format(low=low)
        if self.high == self.low:
            return low
        return _("{low} to {high}").format(low=low, high=number(self.high, self.digits))


def count_band(value: float) -> Band:
    """Return the range that a count is in; a number between two counts is taken as the lower one.

    >>> count_band(8).text, count_band(0).text, count_band(70).text
    ('7 to 10', '0', '51 or more')
    """
    count = floor(value)
    place = max(k for k, begin in enumerate(_BEGIN) if begin <= count)
    if place == len(_BEGIN) - 1:
        return Band(float(_BEGIN[place]), None)
    return Band(float(_BEGIN[place]), float(_BEGIN[place + 1] - 1))


def scale_band(value: float, low: float, high: float) -> Band:
    """Return the half step of a scale from `low` to `high` that a mean is in.

    >>> scale_band(2.94, 1, 4).text, scale_band(4.0, 1, 4).text
    ('2.5 to 3.0', '3.5 to 4.0')
    """
    steps = max(floor((high - low) / STEP) - 1, 0)
    # A mean of thirds may miss a whole number by a rounding error.
    place = min(max(floor((value - low) / STEP + 1e-9), 0), steps)
    begin = low + place * STEP
    return Band(begin, high if place == steps else begin + STEP, 1)
