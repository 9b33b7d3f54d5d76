"""Figures that differ from others by a few organisations: two waves, two reports of a pair.

What is counted among those that stayed, or among pairs of which both sides answered, can be taken from what
is counted among all. Where few organisations make the difference, it would be known what links these have.
So the counts are rounded until the difference could be anything from nothing to k − 1, or they are hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clusterdynamics.disclosure.classes import VisibilityClass, k_for, minimum_for
from clusterdynamics.disclosure.verdict import Outcome
from clusterdynamics.measures.identity import followed

if TYPE_CHECKING:
    from clusterdynamics.disclosure.lookup import Lookup
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.study.network import Network

__all__ = ["STEPS", "Difference", "compared_waves", "confirmed_pairs", "step_for"]

#: Numbers to which counts are rounded, tried in this order.
STEPS = (5, 10, 20)


@dataclass(frozen=True)
class Difference:
    """What is left when one figure is taken from another: the ties of `organisations` organisations."""

    ties: float
    organisations: int


def step_for(differences: Iterable[Difference], k: int, minimum: int) -> int | None:
    """Return the step to round to: 1 where exact counts give nothing away, None where no step is enough.

    A difference d is hidden by rounding two counts to a step s where d − s ≤ 0 and d + s ≥ k − 1.
    """
    few = [d for d in differences if 0 < d.organisations < minimum]
    if not few:
        return 1
    # Zero may be a true difference, too; it must not be told from k − 1.
    return next((s for s in STEPS if all(d.ties <= s and d.ties + s >= k - 1 for d in few)), None)


def confirmed_pairs(
    look: Lookup, e: Estimate, visibility: VisibilityClass, symmetrise: str
) -> tuple[Outcome, int | None]:
    """Decide about counts of pairs of which both sides answered, and the step they are rounded to."""
    k, minimum = k_for(look.settings.disclosure, visibility), minimum_for(look.settings.disclosure, visibility)
    reports = look.network(e.network or "", e.wave)
    if int(reports.answered.sum()) < minimum:
        return Outcome.FEW, None
    both = reports.observed & reports.observed.T
    judged = float(((reports.ties | reports.ties.T) & both).sum()) / 2
    silent = int((~reports.answered).sum())
    step = step_for([Difference(_ties(reports, symmetrise) - judged, silent)], k, minimum)
    return _outcome(step), step


def compared_waves(
    look: Lookup, e: Estimate, visibility: VisibilityClass, symmetrise: str
) -> tuple[Outcome, int | None]:
    """Decide about a figure of change (wave ``first→second``), and the step it is rounded to."""
    k, minimum = k_for(look.settings.disclosure, visibility), minimum_for(look.settings.disclosure, visibility)
    first, second = (e.wave or "").split("→")
    between = look.between(first, second)
    stay, renamed = list(between.stayers), between.renamed
    answered = {renamed.get(a, a) for a in look.answered(first)}, look.answered(second)
    before, after = {renamed.get(a, a) for a in look.study.present(first)}, set(look.study.present(second))
    both = answered[0] & answered[1] & set(stay)
    if len(both) < minimum:
        return Outcome.FEW, None
    moved = (len(between.joined), len(between.left))
    if e.subject == "all" and any(0 < n < minimum for n in moved):
        # All, less those that stayed, is what those few have that came or went.
        return Outcome.PROTECTED, None
    if e.name == "jaccard":
        # A ratio with two decimals: neither count can be worked out of it.
        return Outcome.SHOWN, 1
    a, b = (followed(look.network(e.network or "", w), renamed if w == first else {}) for w in (first, second))
    if e.name in ("density.first", "density.second"):
        whole, left = (a, len(before - set(stay))) if e.name.endswith("first") else (b, len(after - set(stay)))
        rest = _ties(whole, symmetrise) - _ties(whole.subset(stay), symmetrise)
        exact = step_for([Difference(rest, left)], k, minimum) == 1
        return (Outcome.SHOWN, 1) if exact else (Outcome.PROTECTED, None)
    compared = _compared_ties(a.subset(stay), b.subset(stay), symmetrise)
    step = step_for(
        [
            Difference(_ties(a, symmetrise) - compared[0], len((answered[0] - both) | (before - set(stay)))),
            Difference(_ties(b, symmetrise) - compared[1], len((answered[1] - both) | (after - set(stay)))),
        ],
        k,
        minimum,
    )
    if step != 1 and e.name in ("hamming", "not_comparable"):
        # The sum of two rounded counts, said exactly, would undo the rounding.
        return Outcome.PROTECTED, None
    if e.name.startswith(("change.", "depth_change.", "transition.")):
        # Measures of one person of each organisation that answered both times, beside the same measures of all: the
        # difference must not be what few others said, nor second persons of few organisations.
        second_voices = max(_several_voices(look, w) for w in (first, second))
        exact = step == 1 and not 0 < second_voices < minimum
        return (Outcome.SHOWN, 1) if exact else (Outcome.PROTECTED, None)
    return _outcome(step), step


def _several_voices(look: Lookup, wave: str) -> int:
    """Return the number of organisations of which several people answered and count."""
    if look.settings.informants == "lead":
        return 0
    rows = look.study["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
    return rows.group_by("actor").len().filter(pl.col("len") > 1).height


def _outcome(step: int | None) -> Outcome:
    if step is None:
        return Outcome.PROTECTED
    return Outcome.SHOWN if step == 1 else Outcome.ROUNDED


def _matrices(network: Network, rule: str) -> tuple[np.ndarray, np.ndarray]:
    simple = network.dichotomise(5e-324, network.name) if network.valued else network
    if not simple.directed:
        simple = simple.symmetrise("both" if rule == "both" else "either")
    return simple.ties, simple.observed


def _ties(network: Network, rule: str) -> float:
    ties, _observed = _matrices(network, rule)
    return float(ties.sum()) / (1 if network.directed else 2)


def _compared_ties(a: Network, b: Network, rule: str) -> tuple[float, float]:
    """Return the ties of both waves among pairs that were observed in both."""
    half = 1 if a.directed else 2
    (first, seen), (second, seen_too) = _matrices(a, rule), _matrices(b, rule)
    known = seen & seen_too
    return float((first & known).sum()) / half, float((second & known).sum()) / half
