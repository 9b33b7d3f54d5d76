"""Which loops carry a run, and in which period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.check import Checked, checked
from clusterdynamics.scenarios.engine.inputs import Change, inputs_for
from clusterdynamics.scenarios.engine.model import SimModel
from clusterdynamics.scenarios.engine.run import simulate
from clusterdynamics.scenarios.ltm.scores import link_scores, loop_scores, relative_scores
from clusterdynamics.scenarios.ltm.structure import structure_of

__all__ = ["LoopDominance", "LoopScore", "Period", "loops_that_matter"]

Floats = NDArray[np.float64]
#: Share of the behaviour that dominant loops together explain.
_HALF = 0.5


@dataclass(frozen=True, eq=False)
class LoopScore:
    """A loop and how much of the behaviour it explains.

    Attributes
    ----------
    chain
        Keys of its variables, the first one again at the end.
    share
        Share of the behaviour of its cycle partition, from −1 to 1, at each time; negative while it balances.
    partition
        Which cycle partition.
    """

    chain: tuple[str, ...]
    share: Floats
    partition: int

    @property
    def polarity(self) -> str:
        """``R`` reinforcing, ``B`` balancing, ``U`` now one and now the other, ``-`` never at work."""
        up, down = bool((self.share > 0).any()), bool((self.share < 0).any())
        return "U" if up and down else "R" if up else "B" if down else "-"


@dataclass(frozen=True)
class Period:
    """A time in which the same loops dominate: the fewest of one polarity that explain half of the behaviour.

    Attributes
    ----------
    start, stop
        Times of the model.
    loops
        Places of the loops, the strongest first.
    reinforcing
        Whether they are the reinforcing ones.
    """

    start: float
    stop: float
    loops: tuple[int, ...]
    reinforcing: bool


@dataclass(frozen=True, eq=False)
class LoopDominance:
    """The loops of a run, the strongest on average first.

    Attributes
    ----------
    times
        Times of the model, (T,).
    loops
        The loops.
    complete
        Whether these are all loops of the model.
    """

    times: Floats
    loops: tuple[LoopScore, ...]
    complete: bool

    def periods(self, partition: int = 0) -> tuple[Period, ...]:
        """Return the periods of dominance in a cycle partition; times at which nothing moves are left out."""
        places = [k for k, loop in enumerate(self.loops) if loop.partition == partition]
        if not places:
            return ()
        shares = np.array([self.loops[k].share for k in places])
        made: list[Period] = []
        for t in range(self.times.size):
            found = _dominant(shares[:, t], places)
            if found is None:
                continue
            time = float(self.times[t])
            stop = float(self.times[min(t + 1, self.times.size - 1)])
            if (
                made
                and made[-1].stop == time
                and (set(made[-1].loops), made[-1].reinforcing) == (set(found[0]), found[1])
            ):
                made[-1] = Period(made[-1].start, stop, made[-1].loops, found[1])
            else:
                made.append(Period(time, stop, *found))
        return tuple(made)


def _dominant(shares: Floats, places: Sequence[int]) -> tuple[tuple[int, ...], bool] | None:
    if not np.abs(shares).sum() > 0:
        return None
    reinforcing = bool(shares[shares > 0].sum() >= -shares[shares < 0].sum())
    size = shares if reinforcing else -shares
    order = np.argsort(-size, kind="stable")
    taken: list[int] = []
    total = 0.0
    for k in order:
        if size[k] <= 0 or total >= _HALF:
            break
        taken.append(places[int(k)])
        total += float(size[k])
    return tuple(taken), reinforcing


def loops_that_matter(
    model: SimModel | Checked,
    parameters: Mapping[str, float] | None = None,
    *,
    changes: Sequence[Change] = (),
    longest: int | None = None,
    most: int = 1000,
) -> LoopDominance:
    """Run a model and say which loop carries it when.

    Parameters
    ----------
    model
        The model.
    parameters
        Constant → value.
    changes
        What a scenario changes.
    longest, most
        Leave out longer loops; stop after so many.

    Raises
    ------
    ScenarioModelError, SimulationError
        The model has faults, or its run breaks down.
    """
    ready = model if isinstance(model, Checked) else checked(model)
    run = simulate(ready, parameters, changes=changes)
    times = run.pop("time")
    structure = structure_of(ready, longest=longest, most=most)
    inputs = inputs_for(ready, {"": tuple(changes)})
    links = link_scores(ready, structure, run, inputs)
    shares = relative_scores(structure, loop_scores(structure, links))
    order = np.argsort(-np.abs(shares).mean(axis=1), kind="stable") if len(shares) else np.zeros(0, dtype=np.int64)
    loops = tuple(LoopScore(structure.chain(int(k)), shares[k], structure.partition[int(k)]) for k in order)
    return LoopDominance(times, loops, structure.complete)
