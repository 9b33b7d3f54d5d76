"""What the waves of a study say about the variables of the cluster model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from clusterdynamics.measures.analyses import StageReadingParams, stage_reading
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Observation", "observations", "years_between"]

#: Years between two waves whose dates are not known.
_YEARS = 2.0
_DAYS = 365.25


@dataclass(frozen=True)
class Observation:
    """The value of a variable at a wave.

    Attributes
    ----------
    variable
        Key of the variable.
    wave
        The wave.
    time
        Years from the latest wave; 0 or below.
    value
        Mean share of the organisations that agree with its statements.
    deviation
        Standard deviation from the number of organisations that answered alone.
    n
        Organisations that answered.
    items
        The statements.
    """

    variable: str
    wave: str
    time: float
    value: float
    deviation: float
    n: int
    items: tuple[str, ...]


def years_between(study: Study) -> tuple[float, ...]:
    """Return the years of each wave from the latest one, the oldest first: 0 for the latest.

    Two waves whose dates are not known, or are not in order, are taken to be two years apart.
    """
    opens = dict(study["waves"].select("id", "opens").iter_rows())
    steps = []
    for first, second in pairwise(study.wave_ids):
        days = (opens[second] - opens[first]).days if opens.get(first) and opens.get(second) else 0
        steps.append(days / _DAYS if days > 0 else _YEARS)
    return tuple(-sum(steps[k:]) for k in range(len(study.wave_ids)))


def observations(study: Study, variables: Collection[str]) -> tuple[Observation, ...]:
    """Return what the statements say about variables of the model, wave by wave.

    A factor of the reference model is observed by the statements that it names as evidence, each statement once: for
    the first factor that names it. Waves in which too few answered give none.

    Parameters
    ----------
    study
        The study.
    variables
        Keys of the variables that can be compared.
    """
    if not study.wave_ids:
        return ()
    model = model_of(study)
    statements = {s.id for s in model.statements}
    taken: set[str] = set()
    items: dict[str, tuple[str, ...]] = {}
    for factor in model.factors:
        mine = tuple(e for e in factor.evidence if e in statements and e not in taken)
        taken.update(mine)
        if mine and factor.id in variables:
            items[factor.id] = mine
    # The shares themselves; nothing is redrawn, so that the generator is never asked.
    found = stage_reading(study, StageReadingParams(replicates=0), np.random.default_rng(0))
    shares = {(e.wave, e.subject): e for e in found.estimates if e.name == "statement.share" and e.value is not None}
    made = []
    for wave, time in zip(study.wave_ids, years_between(study), strict=True):
        for variable, names in items.items():
            figures = [shares[wave, i] for i in names if (wave, i) in shares]
            if not figures:
                continue
            value = sum(e.value or 0.0 for e in figures) / len(figures)
            n = min(e.n for e in figures)
            # Agreement of one more and one less keeps the deviation above 0 where all say the same (Agresti & Coull).
            spread = (value * n + 2) / (n + 4)
            deviation = sqrt(spread * (1 - spread) / (n + 4))
            made.append(Observation(variable, wave, time, value, deviation, n, tuple(e.subject for e in figures)))
    return tuple(made)
