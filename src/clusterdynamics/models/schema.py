"""The reference model as one frozen object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import Field

from clusterdynamics.models.elements import (
    Area,
    Block,
    Circuit,
    Dimension,
    Economy,
    Element,
    EvidenceRule,
    Factor,
    Identifier,
    Link,
    Loop,
    Option,
    Partial,
    Purpose,
    Question,
    RelationKind,
    ScaleKind,
    Source,
    Stage,
    Statement,
    Text,
    Vignette,
    Weight,
)
from clusterdynamics.models.rules import SampleSizes, StoryRule, Thresholds
from clusterdynamics.study.settings import Gates

__all__ = [
    "Area",
    "Block",
    "Circuit",
    "Dimension",
    "Economy",
    "EvidenceRule",
    "Factor",
    "Header",
    "Link",
    "Loop",
    "Option",
    "Purpose",
    "Question",
    "ReferenceModel",
    "RelationKind",
    "SampleSizes",
    "ScaleKind",
    "Source",
    "Stage",
    "Statement",
    "StoryRule",
    "Thresholds",
    "Vignette",
    "Weight",
]


def _find[E: Element](elements: Iterable[E], name: str) -> E:
    for element in elements:
        if element.id == name:
            return element
    raise KeyError(name)


class Header(Partial):
    """What stands on top of a model.

    Attributes
    ----------
    language
        Language of the texts: in a file the one it is written in, in a loaded model the one asked for.
    languages
        Languages in which the model says it can be had.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "description")

    id: Identifier
    title: Text
    description: str = ""
    version: str = "1"
    language: str = "en"
    languages: tuple[str, ...] = ("en",)


class ReferenceModel(Header):
    """Stages, statements, loops, evidence, areas, thresholds: everything the method reads from data.

    Attributes
    ----------
    untranslated
        Keys of texts that are shown in the language of the file for want of a translation.
    """

    untranslated: tuple[str, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    economies: tuple[Economy, ...] = ()
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]
    factors: tuple[Factor, ...] = ()
    links: tuple[Link, ...] = ()
    loops: tuple[Loop, ...] = ()
    areas: tuple[Area, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    evidence: tuple[EvidenceRule, ...] = ()
    weights: tuple[Weight, ...] = ()
    scales: Annotated[tuple[ScaleKind, ...], Field(min_length=1)]
    relations: tuple[RelationKind, ...] = ()
    questions: tuple[Question, ...] = ()
    vignettes: tuple[Vignette, ...] = ()
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    story_evidence: StoryRule
    thresholds: Thresholds
    sample_sizes: SampleSizes
    gates: Gates = Gates()

    def stage(self, which: str | int) -> Stage:
        """Return the stage with this identifier or number; KeyError where there is none."""
        if isinstance(which, str):
            return _find(self.stages, which)
        for stage in self.stages:
            if stage.number == which:
                return stage
        raise KeyError(which)

    def factor(self, name: str) -> Factor:
        """Return the factor with this identifier; KeyError where there is none."""
        return _find(self.factors, name)

    def loop(self, name: str) -> Loop:
        """Return the loop with this identifier; KeyError where there is none."""
        return _find(self.loops, name)

    def block(self, name: str) -> Block:
        """Return the block with this identifier; KeyError where there is none."""
        return _find(self.blocks, name)

    def question(self, name: str) -> Question:
        """Return the question with this identifier; KeyError where there is none."""
        return _find(self.questions, name)

    def statements_of(self, stage: str | int, *, core: bool | None = None) -> tuple[Statement, ...]:
        """Return the statements of a stage, in the order of the model.

        Parameters
        ----------
        stage
            Identifier or number of the stage.
        core
            True for the statements of its core dimension only, False for the others only, None for all.
        """
        wanted = self.stage(stage)
        found = (s for s in self.statements if s.stage == wanted.id)
        return tuple(s for s in found if core is None or (s.dimension == wanted.dimension) == core)

    def sign(self, cause: str, effect: str) -> int:
        """Return +1 or -1, the sign of the link; KeyError where the model has no such link."""
        for link in self.links:
            if (link.cause, link.effect) == (cause, effect):
                return 1 if link.sign == "+" else -1
        raise KeyError((cause, effect))
