"""The neutral form between all formats: nodes with attributes, relations with ties, and nothing of any format."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

__all__ = ["EDGE_WORDS", "NODE_WORDS", "Edge", "GraphData", "Node", "Relation", "Scalar", "Spell", "Timed"]

#: Names that the formats use for what is no attribute; attributes cannot be called so.
EDGE_WORDS = frozenset(
    {"id", "source", "target", "weight", "relation", "structural", "spells", "value_missing", "key", "directed"}
)
NODE_WORDS = frozenset({"id", "label", "bipartite", "spells"})

type Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Spell:
    """A time during which something is there, as the file writes it; None is open."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Timed:
    """A value that holds during a time."""

    value: Scalar
    start: str | None = None
    end: str | None = None


type Value = Scalar | tuple[Timed, ...]
_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class Node:
    """An organisation, person or event.

    Attributes
    ----------
    id
        Unique text.
    label
        Name; None where it has none but its id.
    attributes
        Name → value. None is "missing".
    second
        True for a node of the second set of a two-mode network (the clubs, not the people).
    spells
        When it is there; empty means always.
    """

    id: str
    label: str | None = None
    attributes: Mapping[str, Value] = _NOTHING
    second: bool = False
    spells: tuple[Spell, ...] = ()

    @property
    def name(self) -> str:
        """The label, or the id where there is none."""
        return self.id if self.label is None else self.label


@dataclass(frozen=True)
class Edge:
    """A tie, or the knowledge that it is not known whether there is one.

    Attributes
    ----------
    value
        Value of the tie; 0 is an explicit "no tie", None is "missing". A pair without an edge has no tie.
    structural
        The value is fixed by circumstances and not chosen (codes 10 and 11 of RSiena).
    """

    source: str
    target: str
    value: float | None = 1.0
    attributes: Mapping[str, Value] = _NOTHING
    spells: tuple[Spell, ...] = ()
    structural: bool = False


@dataclass(frozen=True)
class Relation:
    """All ties of one kind; two edges between the same pair are parallel ties."""

    name: str
    edges: tuple[Edge, ...] = ()
    directed: bool = True

    def pair(self, edge: Edge) -> tuple[str, str]:
        """Return the pair of an edge; its order means nothing where the relation is undirected."""
        if self.directed or edge.source <= edge.target:
            return edge.source, edge.target
        return edge.target, edge.source

    @cached_property
    def parallel(self) -> tuple[tuple[str, str], ...]:
        """Pairs that have more than one tie."""
        seen: set[tuple[str, str]] = set()
        twice: dict[tuple[str, str], None] = {}
        for edge in self.edges:
            pair = self.pair(edge)
            if pair in seen:
                twice[pair] = None
            seen.add(pair)
        return tuple(twice)

    @property
    def ties(self) -> int:
        """Number of ties: edges with a value other than 0 that is not missing."""
        return sum(1 for edge in self.edges if edge.value)


@dataclass(frozen=True)
class GraphData:
    """A network as files hold it.

    Every node has every attribute (None where it is missing), and so has every edge of all relations: what
    is missing is then the same whether a file leaves it out or says so.

    Attributes
    ----------
    title
        Name of the network.
    roster
        True where the file lists all nodes, so that a node without ties can be seen; False for a bare list
        of ties.
    notes
        What the reader assumed, in sentences. Not part of what is compared.
    """

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...] = ()
    title: str = ""
    roster: bool = field(default=True, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        ids = [node.id for node in self.nodes]
        known = set(ids)
        if len(known) != len(ids):
            raise ValueError("node ids must be unique")
        if len({r.name for r in self.relations}) != len(self.relations):
            raise ValueError("names of relations must be unique")
        for relation in self.relations:
            for edge in relation.edges:
                if edge.source not in known or edge.target not in known:
                    raise ValueError(f"tie between unknown nodes: {edge.source!r}, {edge.target!r}")
                if edge.value is not None and not math.isfinite(edge.value):
                    raise ValueError(f"value of a tie must be a finite number or None, not {edge.value}")
        columns = _columns(self.nodes, NODE_WORDS)
        nodes = tuple(_filled(node, columns) for node in self.nodes)
        edge_columns = _columns((e for r in self.relations for e in r.edges), EDGE_WORDS)
        relations = tuple(replace(r, edges=tuple(_filled(e, edge_columns) for e in r.edges)) for r in self.relations)
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "relations", relations)

    # -- what it is -----------------------------------------------------------------------------------

    @property
    def two_mode(self) -> bool:
        """True where ties run between two sets of nodes."""
        return any(node.second for node in self.nodes)

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of all nodes, in their order."""
        return tuple(node.id for node in self.nodes)

    @property
    def node_columns(self) -> tuple[str, ...]:
        """Names of the nodes' attributes."""
        return tuple(self.nodes[0].attributes) if self.nodes else ()

    @property
    def edge_columns(self) -> tuple[str, ...]:
        """Names of the ties' attributes."""
        return next((tuple(e.attributes) for _r, e in self.edges()), ())

    def edges(self) -> Iterator[tuple[Relation, Edge]]:
        """Return all edges with their relation."""
        return ((relation, edge) for relation in self.relations for edge in relation.edges)

    def relation(self, name: str | None = None) -> Relation:
        """Return the relation called `name`; the only one where no name is given.

        Raises
        ------
        KeyError
            There is none of this name, or there are several and no name is given.
        """
        if name is None and len(self.relations) == 1:
            return self.relations[0]
        for relation in self.relations:
            if relation.name == name:
                return relation
        raise KeyError(f"no relation {name!r}; there are: {', '.join(r.name for r in self.relations) or 'none'}")

    def ties(self, name: str | None = None) -> int:
        """Return the number of ties of a relation (not 0, not missing)."""
        return self.relation(name).ties

    @property
    def rows(self) -> tuple[str, ...]:
        """Nodes that are rows of a matrix: all, or the first set of a two-mode network."""
        return tuple(node.id for node in self.nodes if not node.second)

    @property
    def columns(self) -> tuple[str, ...]:
        """Nodes that are columns of a matrix: all, or the second set of a two-mode network."""
        return tuple(node.id for node in self.nodes if node.second) if self.two_mode else self.rows

    def matrix(self, name: str | None = None) -> NDArray[np.float64]:
        """Return a relation as a matrix; NaN is missing, 0 is no tie. Parallel ties must be combined before.

        Returns
        -------
        (rows, columns) floats; both triangles are filled where the relation is undirected.
        """
        relation = self.relation(name)
        row = {a: i for i, a in enumerate(self.rows)}
        column = {a: j for j, a in enumerate(self.columns)}
        values = np.zeros((len(row), len(column)))
        for edge in relation.edges:
            value = np.nan if edge.value is None else edge.value
            ends = (edge.source, edge.target)
            if ends[0] not in row or ends[1] not in column:
                ends = (edge.target, edge.source)
            values[row[ends[0]], column[ends[1]]] = value
            if not relation.directed and not self.two_mode:
                values[row[ends[1]], column[ends[0]]] = value
        return values


def _columns(things: Iterable[Node | Edge], words: frozenset[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for thing in things:
        for name, value in thing.attributes.items():
            names[name] = None
            _check(name, value)
    taken = sorted(words & set(names))
    if taken:
        raise ValueError(f"attributes cannot be called {', '.join(taken)}")
    return tuple(names)


def _check(name: str, value: Value) -> None:
    for one in value if isinstance(value, tuple) else (value,):
        plain = one.value if isinstance(one, Timed) else one
        if isinstance(plain, float) and not math.isfinite(plain):
            raise ValueError(f"attribute {name!r} must be a finite number or None, not {plain}")


def _filled[T: (Node, Edge)](thing: T, columns: Sequence[str]) -> T:
    """Return the node or edge with all columns, in their common order."""
    if tuple(thing.attributes) == tuple(columns):
        return thing
    return replace(thing, attributes={name: thing.attributes.get(name) for name in columns})
