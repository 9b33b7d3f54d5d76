"""A gravity model in words and as a picture: what went along with more ties, and with fewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, span, whole
from clusterdynamics.i18n import N_, _

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.regions.gravity import Gravity

__all__ = ["gravity_chart", "gravity_sentences", "predictor_words"]

_WORDS = {
    "log_distance": N_("twice the distance"),
    "country_border": N_("a border between countries"),
    "neighbours": N_("a common border"),
    "common_language": N_("a common language"),
}


def predictor_words(name: str) -> str:
    """Return what a predictor is called, as the thing that goes along with ties."""
    return _(_WORDS[name]) if name in _WORDS else name.replace("_", " ")


def _factor(name: str, value: float) -> float:
    """Return by what ties are multiplied: for a logarithm where it doubles, else where the predictor rises by 1."""
    return float(np.exp(value * (np.log(2) if name.startswith("log_") else 1)))


def gravity_sentences(fit: Gravity, most: int = 3) -> tuple[str, ...]:
    """Return what went along with more ties and with fewer, and which pairs stand apart; never a cause."""
    said = list(_predictors(fit))
    for row in fit.apart(most).iter_rows(named=True):
        text = (
            _("{a} and {b} have {observed} ties, where the model expects {expected}.")
            if not fit.directed
            else _("From {a} to {b} there are {observed} ties, where the model expects {expected}.")
        )
        said.append(
            text.format(
                a=row["origin"], b=row["destination"], observed=whole(row["observed"]), expected=whole(row["expected"])
            )
        )
    if fit.left_out:
        said.append(
            _("Regions without any tie say nothing about what lies between: {names}.").format(
                names=", ".join(fit.left_out[:10])
            )
        )
    said.append(_("What goes along with ties need not be what brings them about."))
    return tuple(said)


def _predictors(fit: Gravity) -> Iterator[str]:
    for row in fit.to_frame().iter_rows(named=True):
        what = predictor_words(row["predictor"])
        factor, low, high = (_factor(row["predictor"], row[c]) for c in ("coefficient", "low", "high"))
        if row["low"] <= 0 <= row["high"]:
            yield _("Whether {what} goes along with more or fewer ties cannot be said (factor {bounds}).").format(
                what=what, bounds=span(low, high, digits=2)
            )
        elif factor < 1:
            bounds = span(1 - high, 1 - low, as_percent=True)
            yield _("Other things equal, {what} went along with {share} fewer ties ({bounds}).").format(
                what=what, share=percent(1 - factor), bounds=bounds
            )
        else:
            yield _("Other things equal, {what} went along with {factor} times as many ties ({bounds}).").format(
                what=what, factor=number(factor, 2), bounds=span(low, high, digits=2)
            )


def gravity_chart(fit: Gravity) -> alt.TopLevelMixin:
    """Return the factors on ties with their bounds; 1 is no difference."""
    from clusterdynamics.charts import interval_dots

    rows = [
        {
            "label": predictor_words(r["predictor"]),
            **{
                to: _factor(r["predictor"], r[source])
                for to, source in (("value", "coefficient"), ("low", "low"), ("high", "high"))
            },
        }
        for r in fit.to_frame().iter_rows(named=True)
    ]
    frame = pl.DataFrame(rows, schema={"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64})
    return interval_dots(frame, x_title=_("factor on ties, with 95 % bounds"), reference=1.0)
