"""The networks of a Pajek project become one, where they are about the same vertices."""

from __future__ import annotations

from dataclasses import dataclass, field

from clusterdynamics.exchange.build import Builder
from clusterdynamics.exchange.graph import Edge, GraphData, Node
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.i18n import _

__all__ = ["PajekNetwork", "merge_networks"]


@dataclass
class PajekNetwork:
    """One network of a project while it is read; ties name vertices by number."""

    name: str
    line: int
    n: int = 0
    first: int | None = None
    nodes: dict[int, Node] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    relations: dict[tuple[str, bool], list[tuple[int, int, Edge]]] = field(default_factory=dict)
    columns: dict[str, list[float | int | None]] = field(default_factory=dict)

    def add(self, relation: str, directed: bool, edge: Edge, line: int) -> None:
        """Add a tie."""
        self.relations.setdefault((relation, directed), []).append((line, len(self.relations), edge))


def merge_networks(networks: list[PajekNetwork], builder: Builder, options: ReadOptions) -> GraphData:
    """Return the network asked for, or all networks of the project as relations among the same vertices."""
    networks = [_named(n, builder) for n in _wanted(networks, builder, options)]
    first = networks[0]
    builder.title = first.name
    for number in range(1, first.n + 1):
        node = first.nodes[number]
        own = {name: values[number - 1] for network in networks for name, values in network.columns.items()}
        attributes = {**node.attributes, **own}
        builder.node(Node(node.id, node.label, attributes, node.second, node.spells), first.lines.get(number))
    for network in networks:
        for (relation, directed), edges in network.relations.items():
            name = relation
            if len(networks) > 1 and network.name:
                name = network.name if len(network.relations) == 1 else f"{network.name}: {relation}"
            builder.relation(name, directed=directed)
            for line, _order, edge in edges:
                ends = (network.nodes[int(edge.source)].id, network.nodes[int(edge.target)].id)
                builder.edge(
                    name,
                    *ends,
                    edge.value,
                    directed=directed,
                    attributes=edge.attributes,
                    spells=edge.spells,
                    structural=edge.structural,
                    line=line,
                )
    return builder.graph()


def _named(network: PajekNetwork, builder: Builder) -> PajekNetwork:
    """Give every vertex a line, and numbers for names where the labels are not unique."""
    for number in range(1, network.n + 1):
        second = network.first is not None and number > network.first
        network.nodes.setdefault(number, Node(str(number), second=second))
    labels = [network.nodes[i].id for i in range(1, network.n + 1)]
    if len(set(labels)) < len(labels):
        builder.note(_("Some labels occur twice, so the vertices are called by their numbers."))
        for number, node in network.nodes.items():
            network.nodes[number] = Node(str(number), node.id, node.attributes, node.second, node.spells)
    return network


def _wanted(networks: list[PajekNetwork], builder: Builder, options: ReadOptions) -> list[PajekNetwork]:
    """Return the networks to read: the one asked for, or all if they are about the same vertices."""
    wanted = options.network
    known = ", ".join(f"{i}: {n.name or '–'}" for i, n in enumerate(networks, start=1))
    if wanted is not None:
        found = [n for i, n in enumerate(networks, start=1) if wanted in {n.name, i, str(i)}]
        if not found:
            raise builder.faults.error(
                _("There is no network '{name}'.").format(name=wanted),
                _("The file holds: {known}.").format(known=known),
            )
        return found[:1]
    vertices = [[n.nodes[i].id if i in n.nodes else str(i) for i in range(1, n.n + 1)] for n in networks]
    if any(v != vertices[0] for v in vertices):
        raise builder.faults.error(
            _("The file holds {n} networks of different vertices.").format(n=len(networks)),
            _("Choose one of them with the option 'network' ({known}).").format(known=known),
            line=networks[1].line,
        )
    return networks
