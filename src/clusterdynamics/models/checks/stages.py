"""Stages: numbered without a gap, and each with a statement about its core dimension."""

from __future__ import annotations

from collections.abc import Iterator

from clusterdynamics.models.draft import Draft
from clusterdynamics.models.elements import Stage, Statement
from clusterdynamics.models.problems import ModelCode, ModelProblem

__all__ = ["check_stages"]


def check_stages(draft: Draft) -> Iterator[ModelProblem]:
    """Return problems with the numbers of the stages and with stages that nothing asks about."""
    stages = list(draft.of("stages", Stage))
    # A stage that could not be read has no number that could be checked.
    if "stages" not in draft.broken:
        numbers = sorted(stage.number for _, stage in stages)
        if numbers != list(range(1, len(numbers) + 1)):
            yield draft.problem("stages", ModelCode.STAGE_NUMBERS, numbers=", ".join(str(s.number) for _, s in stages))
    asked = {(s.stage, s.dimension) for _, s in draft.of("statements", Statement)}
    if "statements" in draft.broken:
        # One that could not be read may be the one that seems to be missing.
        return
    for place, stage in stages:
        if (stage.id, stage.dimension) not in asked:
            yield draft.problem(place, ModelCode.STAGE_CORE, dimension=stage.dimension)
