"""Causal maps as networks: Kumu (JSON, Excel) and GraphML, through the formats of `clusterdynamics.exchange`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from clusterdynamics.exchange.graph import Edge, GraphData, Node, Relation
from clusterdynamics.exchange.graphml import GRAPHML as NETWORK_GRAPHML
from clusterdynamics.exchange.graphml import write_graphml
from clusterdynamics.exchange.kumu import KUMU as NETWORK_KUMU
from clusterdynamics.exchange.kumu import write_kumu
from clusterdynamics.exchange.protocol import Format, ReadOptions, WriteOptions
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.build import MOST_ITEMS, CorpusBuilder
from clusterdynamics.loops.exchange.cells import read_sign
from clusterdynamics.loops.exchange.corpus import Claim, Code, Corpus, Source
from clusterdynamics.loops.exchange.losses import Aspect, code_names, remaining
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming
from clusterdynamics.loops.exchange.refi_note import claim_from_note, claim_to_note

__all__ = ["GRAPHML", "KUMU", "map_from_graph", "map_to_bundles", "map_to_graph"]

_UNKNOWN = "unknown"
_CLAIM = ("claim", "quote", "teller", "coder", "date", "delay", "certainty", "counter_evidence", "time")
_KUMU_HOLDS = frozenset(
    {Aspect.CLAIMS, Aspect.TREE, Aspect.DETAILS, Aspect.UNUSED, Aspect.IDS, Aspect.EVIDENCE, Aspect.DATES, Aspect.TITLE}
)
_GRAPHML_HOLDS = frozenset({Aspect.CLAIMS, Aspect.TREE, Aspect.DETAILS, Aspect.UNUSED, Aspect.IDS, Aspect.TITLE})


def _nodes(corpus: Corpus) -> tuple[dict[str, str], tuple[Node, ...]]:
    """Return code → name of its node, and the nodes; programs tell elements apart by their names."""
    names = code_names(corpus)
    nodes = tuple(
        Node(
            names[c.id],
            None,
            {
                "code": c.id,
                "name": c.label,
                "parent": c.parent,
                "description": c.definition,
                "color": c.color,
                "codable": c.codable,
            },
        )
        for c in corpus.codes
    )
    return names, nodes


def map_to_graph(corpus: Corpus) -> GraphData:
    """Return the causal map as a directed multigraph: one tie for each claim, one relation for each sign."""
    names, nodes = _nodes(corpus)
    ties: dict[str, list[Edge]] = {}
    for claim in corpus.claims:
        entry = {k: v for k, v in claim_to_note(claim).items() if k not in {"polarity", "document", "start", "end"}}
        attributes = {"claim": entry.pop("id"), "teller": corpus.teller(claim), **entry}
        attributes.pop("source", None)
        edge = Edge(names[claim.cause], names[claim.effect], 1.0, attributes)
        ties.setdefault(claim.polarity or _UNKNOWN, []).append(edge)
    relations = tuple(Relation(sign, tuple(edges)) for sign, edges in ties.items())
    return GraphData(nodes, relations, corpus.title)


def map_to_bundles(corpus: Corpus) -> GraphData:
    """Return the causal map with one tie for each pair and sign; its weight is the number of claims.

    The attribute ``tellers`` counts the sources behind a tie, those that are known.
    """
    names, nodes = _nodes(corpus)
    counts = Counter((c.polarity or _UNKNOWN, c.cause, c.effect) for c in corpus.claims)
    tellers: dict[tuple[str, str, str], set[str]] = {}
    for claim in corpus.claims:
        teller = corpus.teller(claim)
        if teller is not None:
            tellers.setdefault((claim.polarity or _UNKNOWN, claim.cause, claim.effect), set()).add(teller)
    ties: dict[str, list[Edge]] = {}
    for (sign, cause, effect), n in counts.items():
        told = len(tellers.get((sign, cause, effect), ()))
        ties.setdefault(sign, []).append(Edge(names[cause], names[effect], float(n), {"claims": n, "tellers": told}))
    return GraphData(nodes, tuple(Relation(sign, tuple(edges)) for sign, edges in ties.items()), corpus.title)


def _value(values: Mapping[str, Any], *names: str) -> str:
    low = {k.lower(): v for k, v in values.items()}
    return next((str(low[n]) for n in names if low.get(n) not in (None, "")), "")


class _Reader:
    """Turns a network into a causal map."""

    def __init__(self, graph: GraphData, name: str) -> None:
        self.graph = graph
        self.builder = CorpusBuilder(name, graph.title)
        self.codes: dict[str, str] = {}
        self.sources: dict[str, None] = {}
        for note in graph.notes:
            self.builder.note(note)

    def read(self) -> Corpus:
        for node in self.graph.nodes:
            values = node.attributes
            label = _value(values, "name") or node.name
            own = _value(values, "code") or node.id
            self.codes[node.id] = own
            self.builder.code(
                Code(
                    own,
                    label,
                    _value(values, "parent") or None,
                    _value(values, "description", "definition"),
                    _value(values, "color"),
                    _value(values, "codable").lower() not in {"false", "0", "0.0"},
                )
            )
        for relation in self.graph.relations:
            sign = read_sign(relation.name)
            for edge in relation.edges:
                self._edge(edge, sign, directed=relation.directed)
        self.builder.sources = [Source(s) for s in self.sources]
        return self.builder.corpus()

    def _edge(self, edge: Edge, sign: str | None, *, directed: bool) -> None:
        builder, values = self.builder, edge.attributes
        own = _value(values, "polarity", "sign")
        if sign is None:
            sign = read_sign(own) if own else None
        if sign is None:
            sign = "-" if edge.value is not None and edge.value < 0 else ""
            if not sign:
                builder.note(_("Connections that do not say + or - are claims without sign."))
        if not edge.value:
            builder.note(_("Ties of value 0, or missing, are no claims."))
            return
        if not directed:
            builder.note(_("Connections without direction are claims in both directions."))
        cause, effect = self.codes[edge.source], self.codes[edge.target]
        count = self._count(values.get("claims"))
        for _i in range(count):
            number = f"c{len(builder.claims) + 1}"
            claim = self._claim(cause, effect, number, {"polarity": sign, **self._entry(values)})
            builder.claim(claim)
            if not directed:
                builder.claim(Claim(f"{claim.id}-back", effect, cause, claim.polarity))

    def _count(self, value: object) -> int:
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_ITEMS:
            self.builder.faults.add(
                _("'{cell}' is no number of claims.").format(cell=value), _("Write a whole number from 1 up."),
                column="claims",
            )  # fmt: skip
            return 1
        if value > MOST_ITEMS - len(self.builder.claims):
            raise self.builder.faults.error(
                _("The file holds more than {n} items of one kind.").format(n=MOST_ITEMS), _("Send a part of it.")
            )
        return value

    def _entry(self, values: Mapping[str, Any]) -> dict[str, str]:
        entry = {name: _value(values, name) for name in _CLAIM if _value(values, name)}
        if "claim" in entry:
            entry["id"] = entry.pop("claim")
        if "teller" in entry:
            entry["source"] = entry.pop("teller")
            self.sources[entry["source"]] = None
        return entry

    def _claim(self, cause: str, effect: str, number: str, entry: Mapping[str, Any]) -> Claim:
        try:
            return claim_from_note(cause, effect, number, entry)
        except ValueError:
            self.builder.faults.add(
                _("'{text}' is no date with time.").format(text=entry.get("date")),
                _("Write it as 2026-03-05T14:00:00."),
                column="date",
            )
            return Claim(number, cause, effect)


def map_from_graph(graph: GraphData, name: str) -> Corpus:
    """Return a network as a causal map: nodes are factors, ties are claims.

    The sign of a tie is the name of its relation (the type of a connection), an attribute ``polarity`` or ``sign``,
    or the sign of a negative weight.
    """
    return _Reader(graph, name).read()


def _format(
    base: Format,
    writer: Callable[[GraphData, WriteOptions], bytes],
    name: str,
    title: str,
    holds: frozenset[Aspect],
    make: Callable[[Corpus], GraphData],
    remark: str,
    lacks: Mapping[str, frozenset[Aspect]] = MappingProxyType({}),
) -> CorpusFormat:
    def read(incoming: Incoming) -> Corpus:
        return map_from_graph(base.read(incoming.data, incoming.name, ReadOptions()), incoming.name)

    def write(corpus: Corpus, suffix: str) -> bytes:
        return writer(make(remaining(corpus, holds - lacks.get(suffix, frozenset()))), WriteOptions(suffix=suffix))

    def sniff(incoming: Incoming) -> bool:
        if incoming.suffix not in base.suffixes and not incoming.head.lstrip().startswith((b"{", b"<")):
            return False
        return incoming.path.is_file() and base.sniff(incoming.data, incoming.name)

    return CorpusFormat(name, title, base.suffixes, sniff, read, write, holds, remark, lacks)


KUMU = _format(
    NETWORK_KUMU,
    write_kumu,
    "kumu",
    N_("Kumu (Excel, JSON)"),
    _KUMU_HOLDS,
    map_to_graph,
    N_("The type of a connection is the sign of the claim: +, -, fails or unknown."),
    {".xlsx": frozenset({Aspect.TITLE})},
)
GRAPHML = _format(
    NETWORK_GRAPHML,
    write_graphml,
    "graphml",
    N_("GraphML"),
    _GRAPHML_HOLDS,
    map_to_bundles,
    N_("A tie stands for all claims of one sign between two factors; its weight is their number."),
)
