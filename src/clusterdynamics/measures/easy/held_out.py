"""Held-out introductions: a random half of the suggestions is not shown, and the next wave compares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import hypergeom

from clusterdynamics.study.tables import TABLES

__all__ = ["Introductions", "compare_introductions", "hold_out"]


def hold_out(pairs: Iterable[tuple[str, str, str | None]], wave: str, seed: int) -> pl.DataFrame:
    """Draw half of the suggestions to be held out, and return the rows for the table ``suggestions``.

    The draw depends on the pairs and the seed only, not on their order. Of an odd number the larger half is shown.
    Hold out only where the cluster has agreed to it.

    Parameters
    ----------
    pairs
        (one side, other side, area or None); each pair once.
    wave
        The wave from which the suggestions come.
    seed
        Where chance comes from; keep it with the study, so that the draw can be checked.

    Raises
    ------
    ValueError
        A pair is given twice, or is one organisation with itself.
    """
    rows = sorted((min(a, b), max(a, b), area or "") for a, b, area in pairs)
    if len({row[:2] for row in rows}) != len(rows):
        raise ValueError("each pair can be suggested once")
    if any(a == b for a, b, _area in rows):
        raise ValueError("an organisation cannot be introduced to itself")
    out = np.zeros(len(rows), dtype=np.bool_)
    out[np.random.default_rng(seed).permutation(len(rows))[: len(rows) // 2]] = True
    return pl.DataFrame(
        [
            {"wave": wave, "from": a, "to": b, "area": area or None, "shown": not held, "held_out": held}
            for (a, b, area), held in zip(rows, out.tolist(), strict=True)
        ],
        schema=TABLES["suggestions"].schema,
    )


class Introductions(NamedTuple):
    """What became of shown and of held-out suggestions.

    Attributes
    ----------
    shown, shown_begun, held_out, held_out_begun
        Suggestions that can be judged, and how many of them became cooperation.
    difference
        Share of the shown that became cooperation, minus that of the held out.
    low, high
        95 % randomisation interval of the effect of showing, as a share of the shown.
    p_value
        Two-sided randomisation test of "showing changed nothing".
    """

    shown: int
    shown_begun: int
    held_out: int
    held_out_begun: int
    difference: float
    low: float
    high: float
    p_value: float


def compare_introductions(
    shown: int, shown_begun: int, held_out: int, held_out_begun: int, level: float = 0.95
) -> Introductions | None:
    r"""Compare shown with held-out suggestions by what the random draw alone could have done.

    Let A be the number of shown suggestions that became cooperation *because* they were shown, less those that
    would have become so only if not shown. If A = a, then, had nothing been shown, ``shown_begun`` − a of the shown
    would have become cooperation, and how these and ``held_out_begun`` fall into the two halves is hypergeometric.
    The interval holds all a that the test does not reject in either tail at (1 − level) / 2, divided by the number
    shown; it needs no assumption besides the random draw, except that one introduction does not change what becomes
    of another one. The p-value is twice the smaller tail at a = 0, at most 1.

    Parameters
    ----------
    shown, shown_begun, held_out, held_out_begun
        Numbers of suggestions.
    level
        Of the interval.

    Returns
    -------
    The comparison; None where the halves are so small that not even the clearest outcome could be told from chance.

    Raises
    ------
    ValueError
        More have begun than there are.

    References
    ----------
    Rosenbaum, P. R. (2001). Effects attributable to treatment: inference in experiments and observational studies
    with a discrete pivot. Biometrika 88(1), 219-231.
    """
    if not (0 <= shown_begun <= shown and 0 <= held_out_begun <= held_out):
        raise ValueError("no more suggestions can have become cooperation than there are")
    tail = (1 - level) / 2
    if not shown or not held_out or hypergeom.pmf(shown, shown + held_out, shown, shown) > tail:
        return None
    effect = np.arange(shown_begun - shown, shown_begun + 1)
    kept = effect[_tails(shown, shown_begun - effect, held_out, held_out_begun) > tail]
    return Introductions(
        shown,
        shown_begun,
        held_out,
        held_out_begun,
        shown_begun / shown - held_out_begun / held_out,
        float(kept[0] / shown),
        float(kept[-1] / shown),
        min(1.0, 2 * float(_tails(shown, np.array([shown_begun]), held_out, held_out_begun)[0])),
    )


def _tails(shown: int, shown_begun: NDArray[np.int64], held_out: int, held_out_begun: int) -> NDArray[np.float64]:
    """Return the smaller tail of the number of successes among the shown, given how many there are in all."""
    law = (shown + held_out, shown_begun + held_out_begun, shown)
    return np.minimum(hypergeom.cdf(shown_begun, *law), hypergeom.sf(shown_begun - 1, *law))
