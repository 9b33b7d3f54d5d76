"""Answers about large companies as a class: shares of statements, both sides, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.told import Agreement, Told, agreement, row_ratios
from clusterdynamics.measures.outside import outside_answers
from clusterdynamics.measures.stages import expanded_bounds

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.large_companies import LargeItem
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.models.rules import Thresholds
    from clusterdynamics.study.model import Study

__all__ = ["outside_figures", "readings"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def _mean(shares: FloatArray, which: BoolArray) -> FloatArray:
    """Return the mean over the statements of a side that were answered; NaN where none was."""
    chosen = shares[..., which]
    seen = np.isfinite(chosen)
    count = seen.sum(axis=-1)
    total = np.where(seen, chosen, 0.0).sum(axis=-1)
    mean: FloatArray = np.divide(total, count, out=np.full(np.shape(count), np.nan), where=count > 0)
    return mean


def _groups(
    answers: Agreement, large: AbstractSet[str], linked: AbstractSet[str] | None
) -> dict[str, tuple[str, BoolArray]]:
    """Return key → (subject, which organisations); the key is the ending of the figure's name."""
    names = answers.organisations
    everybody = np.ones(len(names), dtype=np.bool_)
    groups: dict[str, tuple[str, BoolArray]] = {"": ("whole", everybody)}
    for kind in sorted({t for t in answers.groups if t}):
        groups[f"type:{kind}"] = (f"type:{kind}", np.array([t == kind for t in answers.groups], dtype=np.bool_))
    if large:
        is_large = np.array([n in large for n in names], dtype=np.bool_)
        groups[".large"], groups[".others"] = ("whole", is_large), ("whole", ~is_large)
        if linked is not None:
            tied = np.array([n in linked for n in names], dtype=np.bool_)
            groups[".linked"] = ("whole", tied & ~is_large)
            groups[".not_linked"] = ("whole", ~tied & ~is_large)
    return groups


def readings(
    study: Study,
    wave: str,
    items: Sequence[LargeItem],
    thresholds: Thresholds,
    large: AbstractSet[str],
    linked: AbstractSet[str] | None,
    replicates: int,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Return the share that speaks for each statement's side, and the mean of each side, whole and by group.

    Organisations weigh as much as their type was asked and answered; bounds are redraws of organisations.
    """
    answers = agreement(study, wave, [i.id for i in items], thresholds, [i.turned for i in items])
    told = Told(study, wave, len(answers.organisations), answers.coverage, "measures/large_companies")
    groups = _groups(answers, large, linked)
    draws = answers.draws([mask for _subject, mask in groups.values()], replicates, rng, _("Large companies"))
    need = {
        "large_answered": sum(n in large for n in answers.organisations),
        "large_needed": study.settings.disclosure.k_inside,
    }
    found = [
        told.give(
            "large.statement",
            float(share),
            gate="statements",
            asked=bool(answers.asked[k]),
            subject=items[k].id,
            bounds=partial(answers.bounds, draws[:, 0, k]),
        )
        for k, share in enumerate(answers.shares())
    ]
    for side in ("driver", "barrier"):
        which = np.array([i.side == side for i in items], dtype=np.bool_)
        for g, (key, (subject, mask)) in enumerate(groups.items()):
            n = int(mask.sum())
            found.append(
                told.give(
                    f"large.{side}{key if key.startswith('.') else ''}",
                    float(_mean(answers.shares(mask), which)),
                    gate="statements",
                    asked=bool(answers.asked[which].any()),
                    subject=subject,
                    n=n,
                    bounds=partial(expanded_bounds, _mean(draws[:, g], which), n),
                    details=need if key.startswith(".") else None,
                )
            )
    return found


def outside_figures(
    study: Study, wave: str, large: AbstractSet[str], replicates: int, rng: np.random.Generator
) -> list[Estimate]:
    """Return the share with working links outside the region: of the large companies, and of the others."""
    outside = outside_answers(study, wave)
    told = Told.of(study, wave, "large_companies")
    is_large = np.array([n in large for n in outside.organisations], dtype=np.bool_)
    masks = np.column_stack([is_large, ~is_large]).astype(np.float64)
    above = masks * outside.has_links[:, None]
    total = masks.sum(axis=0)
    values = np.divide(above.sum(axis=0), total, out=np.full(2, np.nan), where=total > 0)
    draws = row_ratios(above, masks, replicates, rng, _("Links outside the region"))
    need = {"large_answered": int(is_large.sum()), "large_needed": study.settings.disclosure.k_inside}
    return [
        told.give(
            f"large.outside.{name}",
            float(values[k]),
            gate="statements",
            asked=outside.asked,
            n=int(total[k]),
            bounds=partial(expanded_bounds, draws[:, k], int(total[k])),
            details=need,
        )
        for k, name in enumerate(("large", "others"))
    ]
