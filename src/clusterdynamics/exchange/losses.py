"""What a format cannot hold: told before anybody relies on the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.graph import Edge, GraphData, Relation
from clusterdynamics.exchange.protocol import Format, Holds, WriteOptions
from clusterdynamics.i18n import N_, _

__all__ = ["chosen", "combine_parallel", "losses", "only_codes", "refuse_parallel", "single_relation"]

_SENTENCES = {
    Holds.ATTRIBUTES: N_("Attributes of the nodes are not in the file."),
    Holds.CHANGING: N_("Values that change over time are written as text."),
    Holds.EDGE_ATTRIBUTES: N_("Attributes of the ties are not in the file."),
    Holds.LABELS: N_("Labels are not in the file, only identifiers."),
    Holds.NAMES: N_("Names of the nodes are not in the file, only their order."),
    Holds.MISSING: N_("Missing ties are not in the file and will look like no ties."),
    Holds.STRUCTURAL: N_("That some values are fixed by circumstances is not in the file."),
    Holds.STRUCTURAL_VALUES: N_("That some values are fixed by circumstances is not in the file."),
    Holds.TEXT: N_("Attributes of the nodes that are text are not in the file."),
    Holds.TIME: N_("Dates are not in the file."),
    Holds.TWO_MODE: N_("Which nodes belong to the second set is not in the file."),
    Holds.UNDIRECTED: N_("Ties without direction are written in both directions."),
    Holds.UNTIED: N_("Nodes without ties are not in the file."),
    Holds.RELATION_NAME: N_("The name of the relation is not in the file."),
}


def _uses(graph: GraphData) -> frozenset[Holds]:
    """Return which of the things that not all formats hold a network has."""
    edges = [edge for _relation, edge in graph.edges()]
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    found = {
        Holds.ATTRIBUTES: bool(graph.node_columns),
        Holds.CHANGING: any(
            isinstance(value, tuple)
            for attributes in (*(n.attributes for n in graph.nodes), *(e.attributes for e in edges))
            for value in attributes.values()
        ),
        Holds.EDGE_ATTRIBUTES: bool(graph.edge_columns),
        Holds.LABELS: any(node.label not in (None, node.id) for node in graph.nodes),
        Holds.NAMES: bool(graph.nodes),
        Holds.MISSING: any(edge.value is None for edge in edges),
        Holds.STRUCTURAL: any(edge.structural for edge in edges),
        Holds.STRUCTURAL_VALUES: any(e.structural for e in edges) and not only_codes(edges),
        Holds.TEXT: any(isinstance(v, str | bool | tuple) for node in graph.nodes for v in node.attributes.values()),
        Holds.TIME: any(edge.spells for edge in edges) or any(node.spells for node in graph.nodes),
        Holds.TWO_MODE: graph.two_mode,
        Holds.UNDIRECTED: any(not relation.directed for relation in graph.relations),
        Holds.UNTIED: len(tied) < len(graph.nodes),
        Holds.RELATION_NAME: bool(graph.relations),
    }
    return frozenset(what for what, used in found.items() if used)


def only_codes(edges: Iterable[Edge]) -> bool:
    """Whether values are 0, 1 or missing only, so that 10 and 11 in a matrix can be nothing but codes."""
    return all(e.value in {None, 0.0, 1.0} for e in edges)


def losses(graph: GraphData, form: Format, suffix: str = "") -> tuple[str, ...]:
    """Return what of the network does not survive in the format, in sentences.

    Parameters
    ----------
    graph
        What is to be written.
    form
        The format.
    suffix
        Ending of the file, for formats that have several.
    """
    missing = _uses(graph) - form.holds - form.holds_in.get(suffix, frozenset())
    if Holds.ATTRIBUTES in missing:  # says it already
        missing -= {Holds.TEXT}
    return tuple(dict.fromkeys(_(sentence) for what, sentence in _SENTENCES.items() if what in missing))


def chosen(graph: GraphData, options: WriteOptions) -> GraphData:
    """Return the network with the relation that is to be written only, where one is named.

    Raises
    ------
    ExchangeError
        There is no such relation.
    """
    if options.relation is None:
        return graph
    try:
        return replace(graph, relations=(graph.relation(options.relation),))
    except KeyError:
        known = ", ".join(r.name for r in graph.relations)
        raise Faults(graph.title or _("network")).error(
            _("There is no relation '{name}'.").format(name=options.relation),
            _("The relations are: {known}.").format(known=known),
        ) from None


def single_relation(graph: GraphData, what: str) -> Relation:
    """Return the only relation; formats that hold one network refuse several.

    Raises
    ------
    ExchangeError
        There is none, or more than one.
    """
    if len(graph.relations) == 1:
        return graph.relations[0]
    if not graph.relations:
        return Relation("")
    names = ", ".join(r.name for r in graph.relations)
    raise ExchangeError(
        [
            Fault(
                what,
                _("The network has several relations ({names}), and the format holds one.").format(names=names),
                _("Choose one of them, or write graphml, gexf, pajek or dl."),
            )
        ]
    )


def refuse_parallel(relations: Sequence[Relation], what: str) -> None:
    """Refuse parallel ties, for formats that are matrices.

    Raises
    ------
    ExchangeError
        Naming the first pairs with more than one tie.
    """
    faults = [
        Fault(
            what,
            _("'{source}' and '{target}' have more than one tie in '{relation}', and the format holds one.").format(
                source=source, target=target, relation=relation.name
            ),
            _("Combine them first, or write graphml, gexf or pajek."),
        )
        for relation in relations
        for source, target in relation.parallel
    ]
    if faults:
        raise ExchangeError(faults[:20], max(0, len(faults) - 20))


def combine_parallel(graph: GraphData, how: str = "sum") -> GraphData:
    """Return the network with one tie per pair and relation.

    Parameters
    ----------
    how
        ``sum`` or ``max`` of the values. Missing ones do not count where another one is known; attributes
        and dates are those of the first tie.
    """
    relations = []
    for relation in graph.relations:
        first: dict[tuple[str, str], Edge] = {}
        for edge in relation.edges:
            pair = relation.pair(edge)
            if pair not in first:
                first[pair] = edge
                continue
            values = [v for v in (first[pair].value, edge.value) if v is not None]
            value = (sum(values) if how == "sum" else max(values)) if values else None
            first[pair] = replace(first[pair], value=value)
        relations.append(replace(relation, edges=tuple(first.values())))
    return replace(graph, relations=tuple(relations))
