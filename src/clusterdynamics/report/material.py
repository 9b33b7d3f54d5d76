"""What every writer gets, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clusterdynamics.report.look import Look
from clusterdynamics.report.pictures import Pictures

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.disclosure.before import Before
    from clusterdynamics.report.model import Report

__all__ = ["Document", "Material"]


@dataclass(frozen=True)
class Document:
    """A file that is ready to be saved.

    Attributes
    ----------
    data
        Its bytes.
    words
        Everything that can be read in it, as plain text: its pages, alternative texts, properties, and what its
        pictures were drawn from. It is searched for names before the file is saved.
    """

    data: bytes
    words: str


@dataclass(frozen=True, eq=False)
class Material:
    """A report for one audience in one language; report and pictures are made once, for all formats.

    Attributes
    ----------
    assessment
        What was found, all of it.
    audience
        Who it is for.
    language
        Code of the language; the writers run in it.
    look
        How the region's documents look.
    section
        Name of the one section that it is about; all of them where empty.
    given
        What the audience may see, where it was decided already; its language does not matter.
    before
        What was told of earlier snapshots of the study.
    """

    assessment: Assessment
    audience: str = "study"
    language: str = "en"
    look: Look = field(default_factory=Look)
    section: str = ""
    given: Assessment | None = None
    before: Before | None = None
    pictures: Pictures = field(default_factory=Pictures, init=False)

    @cached_property
    def shown(self) -> Assessment:
        """The assessment with only what the audience may see."""
        from clusterdynamics.report.audience import for_audience

        if self.given is not None:
            return self.given
        return for_audience(self.assessment, self.audience, before=self.before)

    @cached_property
    def report(self) -> Report:
        """The report; every block of it has a verdict.

        Raises
        ------
        NotCleared
            A block has none.
        """
        from altair.utils.schemapi import debug_mode

        from clusterdynamics.report.build import report_of

        # Charts are made by our own code and validated in its tests; here it would cost as much as the drawing.
        with debug_mode(False):
            made = report_of(self.shown, audience=self.audience, language=self.language, section=self.section)
        return made.checked()
