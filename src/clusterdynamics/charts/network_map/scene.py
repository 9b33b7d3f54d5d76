"""What is on a map before it is drawn: organisations, ties, words; both kinds of map are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterdynamics.charts.theme import Kind

__all__ = ["Dot", "Item", "Line", "Look", "Scene"]


@dataclass(frozen=True)
class Look:
    """What organisations are called and of which kind they are; the same for all maps of a study.

    Attributes
    ----------
    labels
        Organisation → short name.
    kinds
        Organisation → kind, as ``theme.kind_of`` gives it; "other" where it is not listed.
    kind_labels
        What the study calls the kinds.
    """

    labels: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dot:
    """An organisation on the map."""

    node: str
    x: float
    y: float
    radius: float
    kind: Kind
    label: str
    #: "solid", or what it stands apart by: "dotted" (did not answer), "hollow" (only in one wave).
    outline: str = "solid"
    #: Drawn in the row of those that are not yet linked.
    apart: bool = False


@dataclass(frozen=True)
class Line:
    """A tie on the map, from `source` to `target`."""

    source: str
    target: str
    width: float
    colour: str
    opacity: float = 1.0
    dash: str | None = None
    arrow: bool = False
    #: How far the line is bent to its left, as a share of its length.
    bend: float = 0.0


@dataclass(frozen=True)
class Item:
    """An entry of the legend: a dot, or a line, and its words."""

    words: str
    dot: Dot | None = None
    line: Line | None = None


@dataclass(frozen=True)
class Scene:
    """Everything on a map.

    Attributes
    ----------
    title, subtitle
        Relation and wave; n, coverage, dates.
    dots, lines
        Organisations and ties; lines are drawn in their order.
    importance
        Organisations, those first that keep their name when there is no room for all names.
    legend
        Entries in groups; each group starts a new line.
    notes
        What size, place and colour mean.
    apart_words
        What stands above the row of the unlinked.
    top, height
        Where that row begins; height of the map.
    alt
        The picture in words.
    named
        Whether names stand on the map.
    """

    title: str
    subtitle: str
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    importance: tuple[str, ...]
    legend: tuple[tuple[Item, ...], ...]
    notes: tuple[str, ...]
    apart_words: str
    top: float
    height: float
    alt: str
    named: bool = True
