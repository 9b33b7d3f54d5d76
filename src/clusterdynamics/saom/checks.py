"""What keeps a model from being fitted, and what makes a fitted one say little."""

from __future__ import annotations

import numpy as np

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.saom.estimate import Estimated
from clusterdynamics.saom.problem import Problem

__all__ = [
    "LEAST_ACTORS",
    "LEAST_CHANGES_PER_EFFECT",
    "LEAST_JACCARD",
    "refuse_collinear",
    "refuse_unchanged",
    "warnings_of",
]

#: Below these a model says little (method, section 3).
LEAST_ACTORS, LEAST_CHANGES_PER_EFFECT = 20, 10
#: Where fewer of the ties of two waves are common to both, the network may not have changed step by step.
LEAST_JACCARD = 0.2


def refuse_unchanged(problem: Problem) -> None:
    """Refuse networks and behaviours that did not change."""
    still = []
    count = len(problem.variables)
    for m, targets in enumerate(problem.targets):
        still += [
            _("{variable} did not change between wave {first} and wave {second}.").format(
                variable=problem.variables[v], first=m + 1, second=m + 2
            )
            for v in range(count)
            if targets[v] == 0
        ]
    if still:
        raise InputError("\n".join([*still, _("A model of change needs change: leave out the wave, or the variable.")]))


def refuse_collinear(problem: Problem, found: Estimated) -> None:
    """Refuse effects whose statistics move together so closely that no data could tell them apart."""
    names = [p.name for p in problem.parameters]
    statistics = found.simulated.statistics
    spread = statistics.std(axis=0)
    flat = [names[i] for i in range(problem.size) if spread[i] < 1e-12 and found.free[i]]
    if flat:
        raise InputError(
            _("{effects}: the statistic is the same in every simulation, so nothing can be estimated.").format(
                effects=", ".join(flat)
            )
        )
    together = np.atleast_2d(np.corrcoef(statistics[:, spread > 0].T))
    kept = np.flatnonzero(spread > 0)
    pairs = [
        f"{names[kept[a]]} – {names[kept[b]]}"
        for a in range(kept.size)
        for b in range(a)
        if abs(together[a, b]) > 0.99999 and found.free[kept[a]] and found.free[kept[b]]
    ]
    if pairs:
        raise InputError(
            _("These effects cannot be told apart; leave one of each pair out: {pairs}.").format(pairs="; ".join(pairs))
        )


def warnings_of(problem: Problem, found: Estimated) -> tuple[str, ...]:
    """Return what makes a model say little, in words."""
    said = []
    actors = sum(g.n for g in problem.groups)
    if actors < LEAST_ACTORS:
        said.append(
            _("There are {n} organisations; below {least} such a model says little.").format(
                n=actors, least=LEAST_ACTORS
            )
        )
    for v, variable in enumerate(problem.variables):
        sides = 2 if v < problem.networks and problem.model.decides[v] else 1
        changes = float(problem.targets[:, v].sum()) / sides
        count = sum(p.on == variable and p.effect is not None for p in problem.parameters)
        if changes < LEAST_CHANGES_PER_EFFECT * count:
            said.append(
                _(
                    "{variable} changed {n} times for {k} effects; at least {least} changes for each are needed to "
                    "trust them."
                ).format(variable=variable, n=int(changes), k=count, least=LEAST_CHANGES_PER_EFFECT)
            )
    for m, data in enumerate(problem.data):
        for v in range(problem.networks):
            counted = ~data.uncounted[v]
            both = float((data.first[v] * data.last[v])[counted].sum())
            either = float(np.maximum(data.first[v], data.last[v])[counted].sum())
            if either and both / either < LEAST_JACCARD:
                said.append(
                    _(
                        "In period {m} only {share:.2f} of the ties of {variable} are common to both waves (Jaccard); "
                        "below {least} the network may have changed too much for a model of steps."
                    ).format(m=m + 1, share=both / either, variable=problem.variables[v], least=LEAST_JACCARD)
                )
    if not found.converged:
        said.append(
            _(
                "Estimation did not converge (overall ratio {ratio:.2f}): do not use these figures. Leave effects out, "
                "or simulate more."
            ).format(ratio=found.overall)
        )
    return tuple(said)
