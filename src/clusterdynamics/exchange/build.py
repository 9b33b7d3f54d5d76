"""Builds a `GraphData` while a file is read, and notes what does not fit, with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.graph import EDGE_WORDS, NODE_WORDS, Edge, GraphData, Node, Relation, Spell, Value
from clusterdynamics.i18n import _

__all__ = ["DEFAULT_RELATION", "Builder"]

#: Name of the only relation of a file that names none.
DEFAULT_RELATION = "ties"


@dataclass
class _Open:
    """A relation that is being read."""

    name: str
    directed: bool
    edges: list[Edge]


def _free(attributes: Mapping[str, Value], words: frozenset[str]) -> dict[str, Value]:
    """Return attributes; one that is called like a part of a node or tie gets a stroke behind its name."""
    return {f"{name}_" if name in words else name: value for name, value in attributes.items()}


class Builder:
    """Takes nodes and ties in the order of the file; unknown nodes, duplicates and the like become faults."""

    def __init__(self, file: str) -> None:
        self.faults = Faults(file)
        self.notes: list[str] = []
        self.title = ""
        self.roster = True
        self._nodes: dict[str, Node] = {}
        self._lines: dict[str, int | None] = {}
        self._relations: dict[tuple[str, bool], _Open] = {}

    def node(self, node: Node, line: int | None = None) -> None:
        """Add a node; a second one of the same id is a fault."""
        if not node.id:
            self.faults.add(_("A node has no name."), _("Give every node a name."), line=line)
        elif node.id in self._nodes:
            first = self._lines[node.id]
            where = "" if first is None else " " + _("It is first listed in line {line}.").format(line=first)
            self.faults.add(
                _("'{node}' is listed twice.").format(node=node.id) + where,
                _("Give every node a name of its own."),
                line=line,
            )
        else:
            self._nodes[node.id] = replace(node, attributes=_free(node.attributes, NODE_WORDS))
            self._lines[node.id] = line

    def see(self, node: str, *, second: bool = False) -> None:
        """Add a node that a tie names, unless it is there already."""
        if node not in self._nodes:
            self._nodes[node] = Node(node, second=second)
            self._lines[node] = None

    def relation(self, name: str, *, directed: bool = True) -> None:
        """Open a relation, so that it is there even without a tie."""
        key = (name, directed)
        if key not in self._relations:
            # The same name for arcs and for edges: two relations, told apart by their names.
            taken = {r.name for r in self._relations.values()}
            own = name
            while own in taken:
                own = f"{own} ({_('directed') if directed else _('undirected')})"
            self._relations[key] = _Open(own, directed, [])

    def edge(
        self,
        relation: str,
        source: str,
        target: str,
        value: float | None = 1.0,
        *,
        directed: bool = True,
        attributes: Mapping[str, Value] | None = None,
        spells: Sequence[Spell] = (),
        structural: bool = False,
        line: int | None = None,
    ) -> None:
        """Add a tie; an end that is not listed is a fault."""
        self.relation(relation, directed=directed)
        unknown = [end for end in dict.fromkeys((source, target)) if end not in self._nodes]
        for end in unknown:
            self.faults.add(
                _("The tie names '{node}', which is not among the nodes.").format(node=end),
                _("Correct the name, or add the node."),
                line=line,
            )
        if not unknown:
            free = _free(attributes or {}, EDGE_WORDS)
            edge = Edge(source, target, value, free, tuple(spells), structural)
            self._relations[(relation, directed)].edges.append(edge)

    def note(self, sentence: str) -> None:
        """Remember what was assumed; the same sentence once only."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def graph(self) -> GraphData:
        """Return what was read, or raise an `ExchangeError` with all faults."""
        self.faults.check()
        relations = tuple(Relation(r.name, tuple(r.edges), r.directed) for r in self._relations.values())
        return GraphData(tuple(self._nodes.values()), relations, self.title, self.roster, tuple(self.notes))
