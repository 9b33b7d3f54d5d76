"""How numbers are written in the active language: decimal sign, percent, ranges, thousands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from clusterdynamics.i18n import language

__all__ = ["number", "percent", "span", "vega_locale", "whole"]

_NBSP = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"

#: Language → decimal sign, sign between thousands, what stands before the percent sign.
_SIGNS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "en": (".", ",", ""),
        "sv": (",", _NBSP, _NBSP),
        "nb": (",", _NBSP, _NBSP),
        "fi": (",", _NBSP, _NBSP),
        "fr": (",", "\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"),
        "da": (",", ".", _NBSP),
    }
)


def _signs() -> tuple[str, str, str]:
    return _SIGNS.get(language(), _SIGNS["en"])


def _digits(value: float) -> int:
    """Decimals that keep about three figures that mean something."""
    size = abs(value)
    return 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3


def number(value: float, digits: int | None = None) -> str:
    """Return `value` with the decimal sign of the active language.

    Parameters
    ----------
    value
        A finite number.
    digits
        Decimals; without it about three meaningful figures, and none for a whole number.

    Examples
    --------
    >>> number(0.34312), number(1234.5, 1), number(-3.0)
    ('0.343', '1,234.5', '−3')
    """
    if digits is None:
        digits = 0 if float(value).is_integer() else _digits(value)
    point, thousands, _before = _signs()
    text = f"{abs(value):,.{digits}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    negative = value < 0 and any(c not in f"0{point}" for c in text)
    return _MINUS + text if negative else text


def whole(value: float) -> str:
    """Return `value` rounded to a whole number."""
    return number(round(value), 0)


def percent(value: float, digits: int = 0) -> str:
    """Return the share `value` (0-1) as a percentage.

    Examples
    --------
    >>> percent(0.343)
    '34%'
    """
    return f"{number(100 * value, digits)}{_signs()[2]}%"


def span(low: float, high: float, *, as_percent: bool = False, digits: int | None = None) -> str:
    """Return a range.

    Examples
    --------
    >>> span(0.281, 0.412, as_percent=True), span(1.0, 2.5)
    ('28 to 41%', '1 to 2.50')
    """
    from clusterdynamics.i18n import _

    if as_percent:
        return _("{low} to {high}").format(low=number(100 * low, digits or 0), high=percent(high, digits or 0))
    return _("{low} to {high}").format(low=number(low, digits), high=number(high, digits))


def vega_locale() -> dict[str, Any]:
    """Return the number part of a Vega locale, for the labels of axes."""
    point, thousands, before = _signs()
    return {
        "decimal": point,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
        "percent": f"{before}%",
        "minus": _MINUS,
    }
