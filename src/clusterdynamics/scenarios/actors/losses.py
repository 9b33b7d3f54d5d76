"""What is left if champions or large companies leave, beside the same runs with everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clusterdynamics.scenarios.actors.matrices import RANGES, ActorModel
from clusterdynamics.scenarios.actors.run import OUTCOMES, run_actors
from clusterdynamics.scenarios.engine.samples import PIECE, LatinHypercube

__all__ = ["Loss", "LossComparison", "compare_losses", "likely_losses"]

#: Smallest difference that counts as one.
_LEAST = 0.01


@dataclass(frozen=True)
class Loss:
    """Organisations that leave together.

    Attributes
    ----------
    id
        ``champion:<organisation>``, ``champions``, ``anchor:<organisation>`` or ``anchors``.
    leaves
        Who leaves.
    """

    id: str
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class LossComparison:
    """What is left to those who stay, with anybody who is there, with a loss and without it, over paired runs.

    Attributes
    ----------
    loss, outcome
        Which.
    runs
        Pairs of runs.
    without
        Median without the loss, among the same organisations.
    middle, low, high
        Median difference, and the bounds that hold 90 % of the pairs.
    worse, better
        Share of the pairs that end lower, and higher, by more than a hundredth.
    """

    loss: str
    outcome: str
    runs: int
    without: float
    middle: float
    low: float
    high: float
    worse: float
    better: float


def likely_losses(model: ActorModel, several: int = 3) -> tuple[Loss, ...]:
    """Return the losses to explore: the most named champion, `several` of them, each large company, all of these."""
    made: list[Loss] = []
    if model.champions:
        made.append(Loss(f"champion:{model.champions[0]}", model.champions[:1]))
    if len(model.champions) > 1:
        made.append(Loss("champions", model.champions[:several]))
    made += [Loss(f"anchor:{a}", (a,)) for a in model.anchors]
    if len(model.anchors) > 1:
        made.append(Loss("anchors", model.anchors))
    return tuple(made)


def compare_losses(
    model: ActorModel, losses: Sequence[Loss] | None = None, *, runs: int = 1000, years: float = 3.0, seed: int = 0
) -> tuple[LossComparison, ...]:
    """Compare what is left with each loss and without it, among the organisations that stay in both.

    Parameters
    ----------
    model
        Where the runs start.
    losses
        Who leaves; those of `likely_losses` where None.
    runs
        Runs of each loss; all losses get the same constants.
    years
        How far ahead.
    seed
        Where chance comes from.

    Raises
    ------
    InputError
        An organisation is unknown, or nobody would be left.
    """
    sample = LatinHypercube(RANGES, runs, seed=seed)
    constants = np.concatenate([sample.piece(k) for k in range(-(-runs // PIECE))], axis=1)
    found: list[LossComparison] = []
    for loss in likely_losses(model) if losses is None else losses:
        left = [a for a in model.nodes if a not in loss.leaves]
        after = run_actors(model, constants, leaves=loss.leaves, about=left, years=years)
        before = run_actors(model, constants, about=left, years=years)
        for outcome in OUTCOMES:
            pairs = np.isfinite(after[outcome]) & np.isfinite(before[outcome])
            difference = (after[outcome] - before[outcome])[pairs]
            if not difference.size:
                continue
            low, middle, high = (float(q) for q in np.quantile(difference, [0.05, 0.5, 0.95]))
            found.append(
                LossComparison(
                    loss.id,
                    outcome,
                    int(difference.size),
                    float(np.median(before[outcome][pairs])),
                    middle,
                    low,
                    high,
                    float((difference < -_LEAST).mean()),
                    float((difference > _LEAST).mean()),
                )
            )
    return tuple(found)
