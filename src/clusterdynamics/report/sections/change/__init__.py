"""The section "What changed?": what changed, whether that is more than chance, what went along with it, its limits.

One function for each question, in ``QUESTIONS``; each takes the context and gives blocks, none where there is nothing
to say. Who adds a test or a model of change adds its blocks to the function of the question that it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.report.model import Block, Section
from clusterdynamics.report.sections.change.along import went_along
from clusterdynamics.report.sections.change.chance import more_than_chance
from clusterdynamics.report.sections.change.choices import chosen
from clusterdynamics.report.sections.change.limits import not_shown
from clusterdynamics.report.sections.change.what import what_changed
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.words import questions

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.change import Change

__all__ = ["QUESTIONS", "change_section"]

#: The questions in their order.
QUESTIONS: tuple[Callable[[Context], tuple[Block, ...]], ...] = (
    what_changed,
    more_than_chance,
    went_along,
    chosen,
    not_shown,
)


def change_section(context: Context) -> Section | None:
    """Return what changed between waves; None where there is one wave only."""
    result: Change | None = context.result("change")
    if result is None or not result.composition:
        return None
    # The finding is what happened to the links; who stayed and left is said after it.
    composition = set(replace(result, estimates=()).sentences())
    found = [s for s in context.focus(result).sentences() if s not in composition]
    finding = next(iter(found), _("There is nothing to tell yet."))
    blocks = tuple(block for question in QUESTIONS for block in question(context))
    return Section("change", questions()["change"], capital(finding), blocks)
