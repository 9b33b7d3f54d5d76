"""What every format is: a name, how to know it, how to read it, how to write it, what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from clusterdynamics.exchange.graph import GraphData

__all__ = ["Format", "Holds", "ReadOptions", "WriteOptions"]


class Holds(StrEnum):
    """What a format can hold beside nodes and valued ties of one relation."""

    ATTRIBUTES = "attributes"
    CHANGING = "changing values"
    EDGE_ATTRIBUTES = "edge attributes"
    LABELS = "labels"
    MISSING = "missing"
    NAMES = "names"
    PARALLEL = "parallel"
    RELATIONS = "relations"
    STRUCTURAL = "structural"
    STRUCTURAL_VALUES = "structural beside values other than 1"
    TEXT = "text attributes"
    TIME = "time"
    TWO_MODE = "two-mode"
    UNDIRECTED = "undirected"
    UNTIED = "nodes without ties"
    RELATION_NAME = "relation name"


@dataclass(frozen=True)
class ReadOptions:
    """What the person says about a file, instead of letting the reader find out.

    Attributes
    ----------
    delimiter, encoding
        Of text files; None: found out.
    directed
        False: the ties of a table have no direction. Formats that say so themselves do not look at it.
    two_mode
        True: rows and columns of a table are different sets; None: found out.
    structural
        True: 10 and 11 in a matrix are a structural "no tie" and "tie", and 9 is missing; None: they are if
        nothing but 0, 1, 9, 10 and 11 occurs.
    blank
        What an empty cell of a matrix means; ``auto``: "zero" if the matrix holds no 0 at all, else "missing".
    header
        Whether the first row of a tie list holds names of columns; None: found out.
    network
        Which network of a project to read: its name or number (from 1).
    sheet
        Which sheet of a workbook to read; None: the first one, or the one whose name fits the format.
    """

    delimiter: str | None = None
    encoding: str | None = None
    directed: bool | None = None
    two_mode: bool | None = None
    structural: bool | None = None
    blank: Literal["auto", "zero", "missing"] = "auto"
    header: bool | None = None
    network: str | int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class WriteOptions:
    """How to write.

    Attributes
    ----------
    suffix
        Ending of the file, with the point, for formats that have several (``.csv``, ``.xlsx``).
    delimiter
        Of text tables.
    relation
        Write this relation only.
    """

    suffix: str = ""
    delimiter: str = ","
    relation: str | None = None


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes
    ----------
    name
        Short name, as on the command line.
    title
        What people call it (translatable).
    suffixes
        Endings of its files, with the point; the first is the usual one.
    sniff
        ``(data, name) → bool``: whether a file is of this format. Looks at the content first.
    read
        ``(data, name, options) → GraphData``.
    write
        ``(graph, options) → bytes``; None where writing makes no sense.
    holds
        What survives writing; the rest is reported by `losses`.
    holds_in
        Ending → what survives beside that in files of this ending (a workbook holds more than a CSV file).
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes, str, ReadOptions], GraphData]
    write: Callable[[GraphData, WriteOptions], bytes] | None = None
    holds: frozenset[Holds] = frozenset()
    holds_in: Mapping[str, frozenset[Holds]] = field(default_factory=dict)
