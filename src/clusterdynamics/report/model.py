"""What a report is, before it is written in any format: sections, each one question, made of blocks.

Every block carries its words for people who do not see it, what it was computed on, coverage, method, source
and the verdict of disclosure control. A block without a verdict cannot be shown: ``Report.checked`` raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from clusterdynamics.errors import ClusterDynamicsError

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "Basis",
    "Block",
    "Cell",
    "Column",
    "FigureBlock",
    "MapBlock",
    "NetworkBlock",
    "NotCleared",
    "Report",
    "Section",
    "Share",
    "StoryBlock",
    "Table",
    "TableBlock",
    "TextBlock",
]


class Share(float):
    """A number that is shown as a percentage, in a column that holds other numbers too."""

    __slots__ = ()


type Cell = str | float | None


class NotCleared(ClusterDynamicsError):
    """A block has no verdict of disclosure control, so it must not be shown to anybody."""


@dataclass(frozen=True)
class Basis:
    """What a block was computed on.

    Attributes
    ----------
    when
        Wave, in words; empty where there is one only.
    n, unit
        How many of what: organisations, pairs, stories (already in the report's language).
    coverage
        Share that answered, of those asked; None where nobody was asked.
    """

    n: int
    unit: str
    coverage: float | None = None
    when: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, and how its cells are set (numbers to the right, with one decimal sign)."""

    title: str
    kind: Literal["text", "number", "percent"] = "text"
    #: Decimals; about three meaningful figures where it is not given.
    digits: int | None = None


@dataclass(frozen=True)
class Table:
    """A table: what it shows, its columns, its rows.

    Raises
    ------
    ValueError
        A row has another number of cells than there are columns, or a number stands in words.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{self.caption}: a row has {len(row)} cells, but there are {len(self.columns)} columns"
                )
            for column, cell in zip(self.columns, row, strict=True):
                if cell is not None and (column.kind == "text") != isinstance(cell, str):
                    raise ValueError(f"{self.caption}, {column.title}: {cell!r} is no {column.kind}")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of a section.

    Attributes
    ----------
    alt
        The block in words, for people who do not see it.
    basis
        What it was computed on; one entry a wave, say.
    method
        How it was computed, in words.
    source
        Fingerprint of the snapshot.
    verdict
        What disclosure control decided, for example ``study``; empty until it has.
    """

    kind: ClassVar[str] = ""

    alt: str
    basis: tuple[Basis, ...]
    method: str
    source: str
    verdict: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"a {self.kind} block needs words for people who do not see it")
        if not self.source:
            raise ValueError(f"a {self.kind} block needs its source")

    @property
    def n(self) -> int:
        """The largest number of units it was computed on; 0 where it was computed on none."""
        return max((b.n for b in self.basis), default=0)

    @property
    def coverage(self) -> float | None:
        """The lowest coverage behind it; None where nobody was asked."""
        return min((b.coverage for b in self.basis if b.coverage is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class TextBlock(Block):
    """Sentences; several are set as a list. Long lists are folded in."""

    kind: ClassVar[str] = "text"

    sentences: tuple[str, ...]
    heading: str = ""
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class TableBlock(Block):
    """A table that stands on its own."""

    kind: ClassVar[str] = "table"

    table: Table
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class FigureBlock(Block):
    """A chart and the equal table."""

    kind: ClassVar[str] = "figure"

    title: str
    chart: alt.TopLevelMixin
    table: Table


@dataclass(frozen=True, kw_only=True)
class NetworkBlock(Block):
    """A network map (SVG with title, legend and coverage inside it) and the equal table."""

    kind: ClassVar[str] = "network"

    title: str
    svg: str
    table: Table


@dataclass(frozen=True, kw_only=True)
class MapBlock(Block):
    """A map of regions, with title, legend, coverage and the notice of its outlines inside it, and the equal table."""

    kind: ClassVar[str] = "map"

    title: str
    chart: alt.TopLevelMixin
    table: Table


@dataclass(frozen=True, kw_only=True)
class StoryBlock(Block):
    """A story, in the words of the one who told it."""

    kind: ClassVar[str] = "story"

    title: str
    text: str
    teller: str = ""


@dataclass(frozen=True)
class Section:
    """One question and its answer.

    Attributes
    ----------
    id
        For links.
    title
        The question.
    answer
        The finding in one sentence.
    blocks
        What stands behind it.
    """

    id: str
    title: str
    answer: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes
    ----------
    title, subtitle
        Study; cluster, region and waves.
    audience, stamp
        Who it is for, and the words for that on every page.
    language
        Code of its language.
    snapshot
        Fingerprint of the study it is about.
    sections
        Questions, in the order in which they are told.
    facts
        Name → value, for the cover: cluster, region, waves, coverage.
    limits
        Name → text, for the end: boundary, informants, gates, seed, software.
    notice
        What must be read first (that the study is invented, say).
    created
        When it was made, in words; empty where the same input must give the same bytes.
    """

    title: str
    subtitle: str
    audience: str
    stamp: str
    language: str
    snapshot: str
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    created: str = ""

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks in their order."""
        for section in self.sections:
            yield from section.blocks

    def checked(self) -> Self:
        """Return the report itself, when every block has a verdict.

        Raises
        ------
        NotCleared
            A block has none. Every writer calls this before it writes anything.
        """
        for section in self.sections:
            for block in section.blocks:
                if not block.verdict:
                    raise NotCleared(f"The {block.kind} block in {section.title!r} was not cleared for anybody.")
        return self
