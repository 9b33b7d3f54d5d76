"""A personal report as data, before it becomes a page or a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterdynamics.disclosure import Outcome

__all__ = [
    "AnswerLine",
    "AnswerPart",
    "AreaStep",
    "ClusterView",
    "OrganisationStep",
    "PersonalReport",
    "Position",
]


@dataclass(frozen=True)
class AnswerLine:
    """A question, or the name of an answer, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class AnswerPart:
    """Some of the reader's own answers under one heading."""

    id: str
    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class Position:
    """Where the reader stands in one respect, beside the middle of others, as ranges.

    Attributes
    ----------
    id, label
        What it is about.
    incoming
        Others said it about the reader's organisation; everything else the reader said.
    own
        The reader's own figure (a range where it is incoming); empty where there is none.
    kind, whole
        The middle of the organisations of the same kind, and of all: ranges, or why there is none.
    outcome
        What was decided about the reader's own figure.
    note
        Why it is not shown, or whom it stands for instead.
    """

    id: str
    label: str
    incoming: bool
    own: str
    kind: str
    whole: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True)
class AreaStep:
    """An area that the reader would join or could offer something in, and who else, of those who can be found."""

    area: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationStep:
    """An organisation to talk to, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class ClusterView:
    """The cluster as a whole, as every participant may see it.

    Attributes
    ----------
    finding
        Where it stands, in a sentence.
    sentences
        What stands beside it, question by question: (question, answer).
    picture, picture_title, picture_alt
        The picture as SVG; empty where there is none.
    table
        The same as a table: rows of (stage, how far).
    basis
        Who answered.
    """

    finding: str
    sentences: tuple[tuple[str, str], ...]
    picture: str
    picture_title: str
    picture_alt: str
    table: tuple[tuple[str, str], ...]
    basis: str

    def words(self) -> Iterator[str]:
        """Yield every text in it."""
        yield from (self.finding, self.picture_title, self.picture_alt, self.basis, self.picture)
        for row in (*self.sentences, *self.table):
            yield from row


@dataclass(frozen=True)
class PersonalReport:
    """What one respondent gets back.

    Attributes
    ----------
    respondent
        Code of the respondent; the only name that files carry.
    organisation
        Who the respondent answered for.
    answered
        The answers were sent in. Who did not answer gets the cluster and no position.
    answers
        The reader's own answers.
    positions, purposes
        Where the reader stands, and how many share the reader's purposes.
    areas, organisations
        Easy next steps.
    cluster
        The cluster as a whole.
    happens
        What the cluster will do, and when the reader is asked again.
    remarks
        What was noted after an objection; the figures themselves stay as they are.
    facts
        Coverage, date, rules, snapshot, whom to turn to: (name, text).
    notice
        What must be read first (that the study is invented, say).
    """

    respondent: str
    language: str
    title: str
    wave: str
    organisation: str
    answered: bool
    answers: tuple[AnswerPart, ...]
    positions: tuple[Position, ...]
    purposes: tuple[str, ...]
    areas: tuple[AreaStep, ...]
    organisations: tuple[OrganisationStep, ...]
    cluster: ClusterView
    happens: tuple[str, ...]
    remarks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    kind: str = ""
    notice: str = ""

    def words(self) -> Iterator[str]:
        """Yield every text that does not come from the reader: what must name nobody who has not agreed to it."""
        for p in self.positions:
            yield from (p.label, p.own, p.kind, p.whole, p.note)
        yield from (*self.purposes, *self.happens, *self.remarks)
        for area in self.areas:
            yield from (area.area, *area.names)
        for step in self.organisations:
            yield from (step.name, step.why)
        for _name, text in self.facts:
            yield text
        yield from self.cluster.words()
