"""GraphML: typed attributes, parallel ties, and what is missing stays missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.edge_list import plain
from clusterdynamics.exchange.graph import Edge, GraphData, Node, Scalar, Spell, Value
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.xmltree import XmlWriter, line_of, local, parse_xml
from clusterdynamics.i18n import N_, _

__all__ = ["GRAPHML", "type_name", "typed_value", "xml_text"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_INTEGERS = frozenset({"int", "integer", "long", "short", "byte", "biginteger"})
_DECIMALS = frozenset({"float", "double", "bigdecimal"})


@dataclass(frozen=True)
class _Key:
    """A declared attribute."""

    id: str
    domain: str
    name: str
    type: str
    default: str | None


def typed_value(text: str, kind: str) -> Scalar:
    """Return the text of an attribute as its declared type; empty numbers and NaN are missing.

    Raises
    ------
    ValueError
        It is not of this type.
    """
    if kind in _INTEGERS:
        return int(text) if text.strip() else None
    if kind in _DECIMALS:
        number = float(text) if text.strip() else None
        if number is not None and number in {float("inf"), float("-inf")}:
            raise ValueError(text)
        return None if number is None or number != number else number
    if kind == "boolean":
        low = text.strip().lower()
        if low not in {"true", "false", "1", "0", ""}:
            raise ValueError(text)
        return None if not low else low in {"true", "1"}
    return text


def type_name(value: Scalar) -> str:
    """Return the name that XML formats have for the type of a value."""
    kinds = ((bool, "boolean"), (int, "long"), (float, "double"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "string")


def xml_text(value: Scalar) -> str:
    """Return a value as the text of an XML file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


class _Reader:
    """Reads one GraphML file."""

    def __init__(self, name: str) -> None:
        self.builder = Builder(name)
        self.keys: dict[str, _Key] = {}

    def read(self, root: Element) -> GraphData:
        faults = self.builder.faults
        if local(root) != "graphml":
            raise faults.error(
                _("The file is XML, but no GraphML (it begins with <{tag}>).").format(tag=local(root)),
                _("Choose the right format."),
                line=line_of(root),
            )
        for child in root:
            if local(child) == "key":
                self._key(child)
        graphs = [child for child in root if local(child) == "graph"]
        if len(graphs) != 1:
            raise faults.error(
                _("The file holds {n} networks.").format(n=len(graphs)), _("Put one network into a file.")
            )
        graph = graphs[0]
        directed = graph.get("edgedefault", "directed") != "undirected"
        self._graph_data(graph)
        for element in graph:
            self._node(element)
        weighted = any(k.domain in {"edge", "all"} and k.name == "weight" for k in self.keys.values())
        for element in graph:
            if local(element) == "edge":
                self._edge(element, directed=directed, weighted=weighted)
            elif local(element) == "hyperedge":
                faults.add(
                    _("Ties among more than two nodes (hyperedges) cannot be read."),
                    _("Write them as ties between two."),
                    line=line_of(element),
                )
        return self.builder.graph()

    def _key(self, element: Element) -> None:
        key_id = element.get("id") or ""
        default = next((c.text or "" for c in element if local(c) == "default"), None)
        name = element.get("attr.name") or key_id
        # Keys without a name of programs such as yEd hold drawings.
        kind = "drawing" if element.get("yfiles.type") else (element.get("attr.type") or "string").lower()
        self.keys[key_id] = _Key(key_id, element.get("for") or "all", name, kind, default)

    def _graph_data(self, graph: Element) -> None:
        for name, value in self._data(graph, "graph").items():
            if name == "title" and isinstance(value, str):
                self.builder.title = value
            elif name == "relations" and isinstance(value, str):
                for item in _listed(value):
                    self.builder.relation(str(item[0]), directed=bool(item[1]))

    def _node(self, element: Element) -> None:
        if local(element) != "node":
            return
        if any(local(child) == "graph" for child in element):
            self.builder.faults.add(
                _("A network inside a node cannot be read."), _("Flatten it first."), line=line_of(element)
            )
        data = self._data(element, "node")
        label = data.pop("label", None)
        second = data.pop("bipartite", None) in {1, "1"}
        spells = spells_of(data.pop("spells", None))
        node = Node(
            element.get("id") or "",
            None if label is None else str(plain(label)),
            data,
            second,
            spells,
        )
        self.builder.node(node, line_of(element))

    def _edge(self, element: Element, *, directed: bool, weighted: bool) -> None:
        data = self._data(element, "edge")
        own = element.get("directed")
        if own is not None:
            directed = own.lower() in {"true", "1"}
        spells = spells_of(data.pop("spells", None))
        structural = data.pop("structural", None) is True
        relation = data.pop("relation", None)
        value: float | None = 1.0
        state = data.pop("value_missing", None)
        weight = data.pop("weight", None)
        if state is True:
            value = None
        elif isinstance(weight, int | float):
            value = float(weight)
        elif weight is not None:
            self.builder.faults.add(
                _("'{cell}' is not a number.").format(cell=weight),
                _("Declare the weight as a number."),
                line=line_of(element),
            )
        elif weighted:
            self.builder.note(_("Ties without a weight count as 1."))
        self.builder.edge(
            str(relation or DEFAULT_RELATION),
            element.get("source") or "",
            element.get("target") or "",
            value,
            directed=directed,
            attributes=data,
            spells=spells,
            structural=structural,
            line=line_of(element),
        )

    def _data(self, element: Element, domain: str) -> dict[str, Value]:
        """Return the attributes of an element, with the defaults of the keys."""
        found: dict[str, Value] = {}
        for key in self.keys.values():
            if key.domain in {domain, "all"} and key.type != "drawing":
                value = None if key.default is None else self._typed(key, key.default, element)
                found[key.name] = value if found.get(key.name) is None else found[key.name]
        for child in element:
            if local(child) != "data":
                continue
            own = self.keys.get(child.get("key") or "")
            if own is None:
                self.builder.faults.add(
                    _("The attribute '{key}' is not declared.").format(key=child.get("key")),
                    _("Add a <key> for it."),
                    line=line_of(child),
                )
            elif own.type == "drawing":
                label = next((e.text for e in child.iter() if local(e) == "NodeLabel" and e.text), None)
                if label and found.get("label") is None:
                    found["label"] = label.strip()
            else:
                found[own.name] = self._typed(own, child.text or "", child)
        return found

    def _typed(self, key: _Key, text: str, element: Element) -> Scalar:
        try:
            return typed_value(text, key.type)
        except ValueError:
            self.builder.faults.add(
                _("'{text}' is no {type}.").format(text=text, type=key.type),
                _("Correct the value, or the type in the <key>."),
                line=line_of(element),
                column=key.name,
            )
            return None


def _listed(text: str) -> list[Any]:
    """Return a list written as JSON; nothing where it is none (an attribute of another program)."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(items, list):
        return []
    return [item for item in items if isinstance(item, list) and len(item) == 2]


def spells_of(value: object) -> tuple[Spell, ...]:
    """Return spells out of ``[["2012", null]]``."""
    items = _listed(value) if isinstance(value, str) else value if isinstance(value, list) else []
    pairs = [i for i in items if isinstance(i, list) and len(i) == 2]
    return tuple(Spell(*(None if end is None else str(end) for end in pair)) for pair in pairs)


def spells_json(spells: tuple[Spell, ...]) -> str | None:
    """Return spells as JSON text, None where there are none."""
    return json.dumps([[s.start, s.end] for s in spells], ensure_ascii=False) if spells else None


def read_graphml(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a GraphML file."""
    return _Reader(name).read(parse_xml(data, name))


class _Keys:
    """Declares attributes: one key for each name and type, so that every value keeps its type."""

    def __init__(self) -> None:
        self.declared: dict[tuple[str, str, str], str] = {}

    def id(self, domain: str, name: str, value: Scalar = None) -> str:
        kind = type_name(value) if value is not None else self._known(domain, name)
        return self.declared.setdefault((domain, name, kind), f"d{len(self.declared)}")

    def _known(self, domain: str, name: str) -> str:
        return next((k for d, n, k in self.declared if (d, n) == (domain, name)), "string")


def node_data(graph: GraphData, node: Node) -> dict[str, Scalar]:
    """Return everything a node holds beside its id, under the names the files use."""
    data: dict[str, Scalar] = {"label": node.label}
    if graph.two_mode:
        data["bipartite"] = int(node.second)
    if node.spells:
        data["spells"] = spells_json(node.spells)
    return data | {name: plain(value) for name, value in node.attributes.items()}


def edge_data(relation: str, edge: Edge) -> dict[str, Scalar]:
    """Return everything a tie holds beside its ends, under the names the files use."""
    data: dict[str, Scalar] = {"relation": relation, "weight": edge.value}
    if edge.value is None:
        data["value_missing"] = True
    if edge.structural:
        data["structural"] = True
    if edge.spells:
        data["spells"] = spells_json(edge.spells)
    return data | {name: plain(value) for name, value in edge.attributes.items()}


def write_graphml(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a GraphML file that other programs read too."""
    graph = chosen(graph, options)
    keys = _Keys()
    relations = json.dumps([[r.name, r.directed] for r in graph.relations], ensure_ascii=False)
    about: dict[str, Scalar] = {"title": graph.title or None, "relations": relations}
    nodes = [(node.id, node_data(graph, node)) for node in graph.nodes]
    edges = [(r, e, edge_data(r.name, e)) for r, e in graph.edges()]
    for domain, rows in (("graph", [about]), ("node", [d for _i, d in nodes]), ("edge", [d for _r, _e, d in edges])):
        names = {name: None for row in rows for name in row}
        for row in rows:
            for name, value in row.items():
                if value is not None:
                    keys.id(domain, name, value)
                    names.pop(name, None)
        for name in names:  # nothing but missing values: the attribute is still there
            keys.id(domain, name)
    out = XmlWriter("graphml")
    out.start("graphml", {"xmlns": _NAMESPACE})
    for (domain, name, kind), key in keys.declared.items():
        out.element("key", {"id": key, "for": domain, "attr.name": name, "attr.type": kind})
    kinds = {r.directed for r in graph.relations}
    default = "undirected" if kinds == {False} else "directed"
    out.start("graph", {"edgedefault": default})
    _write_data(out, keys, "graph", about)
    for node_id, data in nodes:
        out.start("node", {"id": node_id})
        _write_data(out, keys, "node", data)
        out.end()
    for i, (relation, edge, data) in enumerate(edges):
        own = None if len(kinds) < 2 else "true" if relation.directed else "false"
        out.start("edge", {"id": f"e{i}", "source": edge.source, "target": edge.target, "directed": own})
        _write_data(out, keys, "edge", data)
        out.end()
    out.end()
    out.end()
    return out.bytes()


def _write_data(out: XmlWriter, keys: _Keys, domain: str, data: Mapping[str, Scalar]) -> None:
    for name, value in data.items():
        if value is not None:
            out.element("data", {"key": keys.id(domain, name, value)}, xml_text(value))


def sniff_graphml(data: bytes, name: str) -> bool:
    """Return whether it is XML whose first element is graphml."""
    return b"<graphml" in data[:4000] or (name.lower().endswith(".graphml") and data.lstrip()[:1] == b"<")


GRAPHML = Format(
    "graphml",
    N_("GraphML"),
    (".graphml", ".xml"),
    sniff_graphml,
    read_graphml,
    write_graphml,
    frozenset(Holds) - {Holds.CHANGING},
)
