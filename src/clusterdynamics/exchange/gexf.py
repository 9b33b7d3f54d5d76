"""GEXF 1.1 to 1.3: typed attributes, dates and spells, values that change; written as 1.3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.graph import (
    Edge,
    GraphData,
    Node,
    Scalar,
    Spell,
    Timed,
    Value,
)
from clusterdynamics.exchange.graphml import type_name, typed_value, xml_text
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.xmltree import XmlWriter, line_of, local, parse_xml
from clusterdynamics.i18n import N_, _

__all__ = ["GEXF"]

_NAMESPACE = "http://gexf.net/1.3"


@dataclass(frozen=True)
class _Column:
    title: str
    type: str
    default: str | None
    options: str | None


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


class _Reader:
    """Reads one GEXF file."""

    def __init__(self, name: str) -> None:
        self.builder = Builder(name)
        self.columns: dict[str, dict[str, _Column]] = {"node": {}, "edge": {}}

    def read(self, root: Element) -> GraphData:
        faults = self.builder.faults
        graph = next(_children(root, "graph"), None)
        if local(root) != "gexf" or graph is None:
            raise faults.error(
                _("The file is XML, but no GEXF with a <graph> (it begins with <{tag}>).").format(tag=local(root)),
                _("Choose the right format."),
                line=line_of(root),
            )
        for meta in _children(root, "meta"):
            self.builder.title = next((e.text or "" for e in _children(meta, "description")), "")
        for attributes in _children(graph, "attributes"):
            domain = attributes.get("class") or ""
            for element in _children(attributes, "attribute"):
                self._declare(domain, element)
        default = (graph.get("defaultedgetype") or "undirected").lower()
        self._relations(default)
        for nodes in _children(graph, "nodes"):
            self._nodes(nodes)
        for edges in _children(graph, "edges"):
            for element in _children(edges, "edge"):
                self._edge(element, default)
        return self.builder.graph()

    def _declare(self, domain: str, element: Element) -> None:
        key = element.get("id") or ""
        if domain not in self.columns:
            self.builder.faults.add(
                _("Attributes of '{domain}' are not known.").format(domain=domain),
                _("Attributes belong to 'node' or 'edge'."),
                line=line_of(element),
            )
            return
        default = next((e.text or "" for e in _children(element, "default")), None)
        options = next((e.text for e in _children(element, "options")), None)
        kind = (element.get("type") or "string").lower()
        self.columns[domain][key] = _Column(element.get("title") or key, kind, default, options)

    def _relations(self, default: str) -> None:
        """Open the relations that the attribute "relation" lists, so that empty ones are kept."""
        for column in self.columns["edge"].values():
            if column.title == "relation" and column.options:
                for item in column.options.split("|"):
                    name, _mark, kind = item.rpartition(":")
                    if kind in {"directed", "undirected"}:
                        self.builder.relation(name, directed=kind == "directed")
                    else:
                        self.builder.relation(item, directed=default != "undirected")

    def _nodes(self, parent: Element) -> None:
        for element in _children(parent, "node"):
            data = self._data(element, "node")
            for name, value in self._drawing(element).items():
                data.setdefault(name, value)
            second = data.pop("bipartite", None) in {1}
            node = Node(element.get("id") or "", element.get("label"), data, second, _spells(element))
            self.builder.node(node, line_of(element))
            for nested in _children(element, "nodes"):
                self.builder.note(_("Nodes inside nodes are read as nodes beside each other."))
                self._nodes(nested)
                for inner in _children(element, "edges"):
                    for edge in _children(inner, "edge"):
                        self._edge(edge, "undirected")

    def _drawing(self, element: Element) -> dict[str, Value]:
        """Return place and size of a node in a drawing."""
        found: dict[str, Value] = {}
        for child in element:
            names = {"position": ("x", "y", "z"), "size": ("value",)}.get(local(child), ())
            for name in names:
                text = child.get(name)
                if text is not None:
                    found["viz_size" if name == "value" else name] = self._typed(text, "double", name, child)
        return found

    def _edge(self, element: Element, default: str) -> None:
        data = self._data(element, "edge")
        kind = (element.get("type") or default).lower()
        relation = data.pop("relation", None) or element.get("kind") or DEFAULT_RELATION
        missing = data.pop("value_missing", None) is True
        structural = data.pop("structural", None) is True
        label = element.get("label")
        if label is not None:
            data.setdefault("label", label)
        weight = element.get("weight")
        value = 1.0 if weight is None else self._typed(weight, "double", "weight", element)
        dynamic = data.pop("weight", None)
        if weight is None and isinstance(dynamic, int | float):
            value = float(dynamic)
        elif dynamic is not None:
            data["weight_"] = dynamic
        source, target = element.get("source") or "", element.get("target") or ""
        for ends in [(source, target), (target, source)] if kind == "mutual" else [(source, target)]:
            self.builder.edge(
                str(relation),
                *ends,
                None if missing else 1.0 if value is None else float(value),
                directed=kind != "undirected",
                attributes=data,
                spells=_spells(element),
                structural=structural,
                line=line_of(element),
            )

    def _data(self, element: Element, domain: str) -> dict[str, Value]:
        columns = self.columns[domain]
        found: dict[str, Value] = {}
        for column in columns.values():
            value = None if column.default is None else self._typed(column.default, column.type, column.title, element)
            found[column.title] = value if found.get(column.title) is None else found[column.title]
        timed: dict[str, list[Timed]] = {}
        given: set[str] = set()
        for values in _children(element, "attvalues"):
            for child in _children(values, "attvalue"):
                key = child.get("for") or child.get("id") or ""
                if key not in columns:
                    self.builder.faults.add(
                        _("The attribute '{key}' is not declared.").format(key=key),
                        _("Add an <attribute> for it."),
                        line=line_of(child),
                    )
                    continue
                column = columns[key]
                value = self._typed(child.get("value") or "", column.type, column.title, child)
                start, end = child.get("start"), child.get("end")
                if start is None and end is None and column.title not in given:
                    found[column.title] = value
                else:
                    timed.setdefault(column.title, []).append(Timed(value, start, end))
                given.add(column.title)
        return found | {title: tuple(values) for title, values in timed.items()}

    def _typed(self, text: str, kind: str, name: str, element: Element) -> Scalar:
        try:
            return typed_value(text, kind)
        except ValueError:
            self.builder.faults.add(
                _("'{text}' is no {type}.").format(text=text, type=kind),
                _("Correct the value, or its type."),
                line=line_of(element),
                column=name,
            )
            return None


def _spells(element: Element) -> tuple[Spell, ...]:
    spells = [
        Spell(s.get("start") or s.get("startopen"), s.get("end") or s.get("endopen"))
        for group in _children(element, "spells")
        for s in _children(group, "spell")
    ]
    start = element.get("start") or element.get("startopen")
    end = element.get("end") or element.get("endopen")
    if not spells and (start or end):
        spells.append(Spell(start, end))
    return tuple(spells)


def read_gexf(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a GEXF file."""
    return _Reader(name).read(parse_xml(data, name))


# -- writing ------------------------------------------------------------------------------------------


@dataclass
class _Columns:
    """Declares attributes of one domain: one for each title and type, so that every value keeps its type."""

    dynamic: frozenset[str]
    declared: dict[tuple[str, str], str] = field(default_factory=dict)

    def id(self, title: str, value: Scalar) -> str:
        kind = type_name(value) if value is not None else self._known(title)
        return self.declared.setdefault((title, kind), str(len(self.declared)))

    def _known(self, title: str) -> str:
        return next((kind for name, kind in self.declared if name == title), "string")


def _declare(rows: Sequence[Mapping[str, Value]]) -> _Columns:
    dynamic = frozenset(n for row in rows for n, v in row.items() if isinstance(v, tuple))
    columns = _Columns(dynamic)
    names = {name: None for row in rows for name in row}
    for row in rows:
        for name, value in row.items():
            for one in _scalars(value):
                if one is not None:
                    columns.id(name, one)
                    names.pop(name, None)
    for name in names:  # nothing but missing values: the attribute is still there
        columns.id(name, None)
    return columns


def _scalars(value: Value) -> list[Scalar]:
    return [t.value for t in value] if isinstance(value, tuple) else [value]


def write_gexf(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a GEXF file (version 1.3) that Gephi opens."""
    graph = chosen(graph, options)
    nodes: list[tuple[Node, dict[str, Value]]] = []
    for node in graph.nodes:
        own: dict[str, Value] = {"bipartite": int(node.second)} if graph.two_mode else {}
        nodes.append((node, own | dict(node.attributes)))
    edges = [(r.directed, e, _edge_values(r.name, e)) for r, e in graph.edges()]
    columns = {"node": _declare([v for _n, v in nodes]), "edge": _declare([v for _d, _e, v in edges])}
    if graph.relations:
        columns["edge"].id("relation", "")
    timed = any(n.spells for n in graph.nodes) or any(e.spells for _d, e, _v in edges)
    timed = timed or bool(columns["node"].dynamic or columns["edge"].dynamic)
    out = XmlWriter("gexf")
    out.start("gexf", {"xmlns": _NAMESPACE, "version": "1.3"})
    if graph.title:
        out.start("meta")
        out.element("description", text=graph.title)
        out.end()
    directed = {r.directed for r in graph.relations} != {False}
    out.start(
        "graph",
        {
            "defaultedgetype": "directed" if directed else "undirected",
            "mode": "dynamic" if timed else "static",
            "timeformat": _time_format(graph) if timed else None,
        },
    )
    for domain, declared in columns.items():
        _write_columns(out, domain, declared, graph)
    out.start("nodes")
    for node, values in nodes:
        attributes = {"id": node.id, "label": node.label} | _single(node.spells)
        _write_thing(out, "node", attributes, values, node.spells, columns["node"])
    out.end()
    out.start("edges")
    for i, (is_directed, edge, values) in enumerate(edges):
        attributes = {"id": str(i), "source": edge.source, "target": edge.target}
        if is_directed != directed:
            attributes["type"] = "directed" if is_directed else "undirected"
        if edge.value is not None:
            attributes["weight"] = repr(float(edge.value))
        _write_thing(out, "edge", attributes | _single(edge.spells), values, edge.spells, columns["edge"])
    out.end()
    out.end()
    out.end()
    return out.bytes()


def _edge_values(relation: str, edge: Edge) -> dict[str, Value]:
    values: dict[str, Value] = {"relation": relation}
    if edge.value is None:
        values["value_missing"] = True
    if edge.structural:
        values["structural"] = True
    return values | dict(edge.attributes)


def _write_columns(out: XmlWriter, domain: str, columns: _Columns, graph: GraphData) -> None:
    """Write the declarations; what changes over time stands in a list of its own, as the format wants it."""
    for mode in ("static", "dynamic"):
        mine = {k: v for k, v in columns.declared.items() if (k[0] in columns.dynamic) == (mode == "dynamic")}
        if not mine:
            continue
        out.start("attributes", {"class": domain, "mode": mode})
        for (title, kind), key in mine.items():
            about: dict[str, str | None] = {"id": key, "title": title, "type": kind}
            if domain == "edge" and title == "relation":
                out.start("attribute", about)
                names = [f"{r.name}:{'directed' if r.directed else 'undirected'}" for r in graph.relations]
                out.element("options", text="|".join(n for n in names if "|" not in n))
                out.end()
            else:
                out.element("attribute", about)
        out.end()


def _single(spells: tuple[Spell, ...]) -> dict[str, str | None]:
    return {"start": spells[0].start, "end": spells[0].end} if len(spells) == 1 else {}


def _write_thing(
    out: XmlWriter,
    tag: str,
    attributes: Mapping[str, str | None],
    values: Mapping[str, Value],
    spells: tuple[Spell, ...],
    columns: _Columns,
) -> None:
    present = {name: value for name, value in values.items() if value is not None}
    if not present and len(spells) < 2:
        out.element(tag, attributes)
        return
    out.start(tag, attributes)
    if present:
        out.start("attvalues")
        for name, value in present.items():
            for one in value if isinstance(value, tuple) else (Timed(value),):
                if one.value is not None:
                    about = {"for": columns.id(name, one.value), "value": xml_text(one.value)}
                    out.element("attvalue", {**about, "start": one.start, "end": one.end})
        out.end()
    if len(spells) > 1:
        out.start("spells")
        for spell in spells:
            out.element("spell", {"start": spell.start, "end": spell.end})
        out.end()
    out.end()


def _time_format(graph: GraphData) -> str:
    """Return how times are written: dates, times of day, or numbers."""
    things: list[Node | Edge] = [*graph.nodes, *(e for _r, e in graph.edges())]
    bounds: list[Spell | Timed] = []
    for thing in things:
        bounds += thing.spells
        bounds += [t for v in thing.attributes.values() if isinstance(v, tuple) for t in v]
    times = [t for b in bounds for t in (b.start, b.end) if t is not None]
    if any("T" in t for t in times):
        return "dateTime"
    return "double" if times and all(_is_number(t) for t in times) else "date"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def sniff_gexf(data: bytes, name: str) -> bool:
    """Return whether it is XML whose first element is gexf."""
    return b"<gexf" in data[:4000] or (name.lower().endswith(".gexf") and data.lstrip()[:1] == b"<")


GEXF = Format("gexf", N_("GEXF (Gephi)"), (".gexf",), sniff_gexf, read_gexf, write_gexf, frozenset(Holds))
