"""Who began to cooperate from one wave to the next: the pairs that a back-test looks at, and the introductions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clusterdynamics.measures.easy.inputs import cooperation
from clusterdynamics.measures.easy.prediction import PairOutcomes

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["NeverShown", "introductions", "never_shown"]


@dataclass(frozen=True, eq=False)
class NeverShown:
    """Pairs that could begin to cooperate and were never shown as a suggestion.

    Attributes
    ----------
    stayers
        (n,) organisations present in both waves that answered both times, sorted.
    pairs
        The pairs among them that were observed both times, did not cooperate at first, and were never shown.
    left_out
        Pairs that are like these but were shown.
    """

    stayers: tuple[str, ...]
    pairs: PairOutcomes
    left_out: int

    @property
    def new_ties(self) -> int:
        """How many of the pairs began to cooperate."""
        return int(self.pairs.begun.sum())


def never_shown(study: Study, first: str, second: str, model: ReferenceModel) -> NeverShown | None:
    """Return the pairs on which suggestions of wave `first` can be tested in wave `second`.

    An organisation that came out of another one, or that became another one, is no stayer: its links are those of
    the others. Suggestions shown in any wave up to `first` are left out, because showing may have made them come
    true. None where cooperation was not asked in both waves.
    """
    before, after = (cooperation(study, w, model) for w in (first, second))
    if before is None or after is None:
        return None
    changed = _changed(study)
    both = study.answered(first) & study.answered(second)
    stayers = tuple(a for a in study.stayers(first, second) if a in both and a not in changed)
    one, two = before.subset(stayers), after.subset(stayers)
    fit = one.observed & two.observed & ~one.ties
    place = {a: k for k, a in enumerate(stayers)}
    shown = np.zeros_like(fit)
    earlier = study.wave_ids[: study.wave_ids.index(first) + 1]
    rows = study["suggestions"].filter(pl.col("shown").fill_null(value=False) & pl.col("wave").is_in(list(earlier)))
    for a, b in rows.select("from", "to").iter_rows():
        if a in place and b in place:
            shown[place[a], place[b]] = shown[place[b], place[a]] = True
    i, j = np.nonzero(np.triu(fit & ~shown, 1))
    return NeverShown(stayers, PairOutcomes(len(stayers), i, j, two.ties[i, j]), int(np.triu(fit & shown, 1).sum()))


def _changed(study: Study) -> frozenset[str]:
    rows = study["actors"].filter(pl.col("predecessor").list.len() > 0).select("id", "predecessor").iter_rows()
    return frozenset(name for actor, predecessors in rows for name in (actor, *predecessors))


def introductions(study: Study, first: str, second: str, model: ReferenceModel) -> tuple[int, int, int, int, int]:
    """Return what became of the suggestions of wave `first` in wave `second`.

    A pair is judged where both organisations are present in `second` and at least one of them reports about the
    other. What was neither shown nor held out was dropped before anybody saw it and is not counted.

    Returns
    -------
    Shown, and how many of these cooperate; held out, and how many of these cooperate; and those of both kinds that
    cannot be judged.
    """
    after = cooperation(study, second, model)
    place = {} if after is None else {a: k for k, a in enumerate(after.nodes)}
    count = {"shown": [0, 0], "held_out": [0, 0]}
    lost = 0
    rows = study["suggestions"].filter(pl.col("wave") == first)
    for a, b, shown, held in rows.select("from", "to", "shown", "held_out").iter_rows():
        kind = "shown" if shown else "held_out" if held else ""
        if not kind:
            continue
        if after is None or a not in place or b not in place or not after.observed[place[a], place[b]]:
            lost += 1
            continue
        count[kind][0] += 1
        count[kind][1] += int(after.ties[place[a], place[b]])
    return (*count["shown"], *count["held_out"], lost)  # type: ignore[return-value]
