"""Checks of the elements of a model against each other."""

from __future__ import annotations

from collections.abc import Iterator

from clusterdynamics.models.checks.loops import check_loops
from clusterdynamics.models.checks.names import check_names
from clusterdynamics.models.checks.numbers import check_numbers
from clusterdynamics.models.checks.stages import check_stages
from clusterdynamics.models.draft import Draft
from clusterdynamics.models.problems import ModelProblem

__all__ = ["check_content"]


def check_content(draft: Draft) -> Iterator[ModelProblem]:
    """Return every problem that shows only when the elements are seen together."""
    yield from check_names(draft)
    yield from check_stages(draft)
    yield from check_loops(draft)
    yield from check_numbers(draft)
