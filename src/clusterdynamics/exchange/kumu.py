"""Kumu: workbooks with the sheets Elements and Connections, and JSON blueprints."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.edge_list import plain
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.exchange.graph import EDGE_WORDS, NODE_WORDS, GraphData, Node, Value
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.node_link import json_items, parse_json, plain_json
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.sheets import Sheet, is_workbook, read_sheets, write_sheets
from clusterdynamics.i18n import N_, _

__all__ = ["KUMU"]

_VALUES = ("strength", "weight", "value")
_DIRECTIONS = frozenset({"directed", "undirected", "mutual", ""})


class _Reader:
    """Takes elements and connections from either form."""

    def __init__(self, name: str) -> None:
        self.builder = Builder(name)
        #: Label or id, in lower case → id: Kumu names elements by their labels whatever the case.
        self.ids: dict[str, str] = {}

    def element(self, row: Mapping[str, Value], line: int | None, place: str | None = None) -> None:
        rest = {k.strip(): v for k, v in row.items()}
        low = {k.lower(): k for k in rest}
        label = _text(rest.pop(low["label"], None)) if "label" in low else ""
        own = next((_text(rest.pop(low[k])) for k in ("id", "_id") if k in low and _text(rest[low[k]])), "")
        if not label and not own:
            self.builder.faults.add(
                _("An element has no label."), _("Give every element a label."), line=line, column=place
            )
            return
        node_id = own or label
        attributes = {k: v for k, v in rest.items() if k.lower() not in NODE_WORDS | {"_id"}}
        self.builder.node(Node(node_id, label if own and label else None, attributes), line)
        self.ids.setdefault(label.lower(), node_id)
        self.ids.setdefault(node_id.lower(), node_id)

    def connection(self, row: Mapping[str, Value], line: int | None, place: str | None = None) -> None:
        rest = {k.strip(): v for k, v in row.items()}
        low = {k.lower(): k for k in rest}
        faults = self.builder.faults
        ends = [_text(rest.pop(low[end], None)) if end in low else "" for end in ("from", "to")]
        if not all(ends):
            faults.add(_("The tie has one end only."), _("Name both ends."), line=line, column=place)
            return
        direction = _text(rest.pop(low["direction"], None)).lower() if "direction" in low else ""
        if direction not in _DIRECTIONS:
            faults.add(
                _("The direction '{word}' is not known.").format(word=direction),
                _("Write directed, undirected or mutual."),
                line=line,
                column="Direction" if line else place,
            )
            return
        relation = _text(rest.pop(low["type"], None)) if "type" in low else ""
        value: float | None = 1.0
        found = next((low[name] for name in _VALUES if name in low), None)
        if found is not None:
            cell = rest.pop(found)
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                value = float(cell)
            elif isinstance(cell, str) and cell.strip().upper() == "NA":
                value = None
            elif cell is not None:
                faults.add(
                    _("'{cell}' is not a number.").format(cell=cell),
                    _("Write a number, or NA where it is missing."),
                    line=line,
                    column=found if line else place,
                )
                return
        source, target = (self._known(end) for end in ends)
        attributes = {k: v for k, v in rest.items() if k.lower() not in EDGE_WORDS | {"_id"}}
        for pair in [(source, target), (target, source)] if direction == "mutual" else [(source, target)]:
            self.builder.edge(
                relation or DEFAULT_RELATION,
                *pair,
                value,
                directed=direction != "undirected",
                attributes=attributes,
                line=line,
            )

    def _known(self, end: str) -> str:
        """Return the id of an element; Kumu makes one where a connection names a new one."""
        if end.lower() not in self.ids:
            self.builder.note(_("Elements that only connections name are added: {name}.").format(name=end))
            self.builder.see(end)
            self.ids[end.lower()] = end
        return self.ids[end.lower()]


def _text(value: Value) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def read_kumu(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a workbook or a blueprint of Kumu."""
    reader = _Reader(name)
    if is_workbook(data):
        _read_workbook(reader, read_sheets(data, name, options))
    else:
        _read_blueprint(reader, parse_json(data, name, options))
    return reader.builder.graph()


def _read_workbook(reader: _Reader, sheets: Sequence[Sheet]) -> None:
    by_name = {sheet.name.strip().lower(): sheet for sheet in sheets}
    if "connections" not in by_name and "elements" not in by_name:
        raise reader.builder.faults.error(
            _("There is neither a sheet 'Elements' nor a sheet 'Connections'."),
            _("Name the sheets as Kumu does."),
        )
    for name, take in (("elements", reader.element), ("connections", reader.connection)):
        if name in by_name:
            for line, row in _records(by_name[name]):
                take(row, line)


def _records(sheet: Sheet) -> list[tuple[int, dict[str, Value]]]:
    head = sheet.texts()[0][1]
    body = sheet.rows[1:]
    columns: dict[str, Sequence[Value]] = {}
    for j, title in enumerate(head):
        cells = [row[j] if j < len(row) else "" for _line, row in body]
        if title.lower() in _VALUES:
            # An empty cell and NA are different things here, so the cells are taken as they are.
            columns[title] = [None if cell == "" else cell for cell in cells]
        elif title:
            columns[title] = sheet.column(cells)
    return [(line, {title: column[i] for title, column in columns.items()}) for i, (line, _c) in enumerate(body)]


def _read_blueprint(reader: _Reader, document: Mapping[str, Any]) -> None:
    title = document.get("name") or document.get("title")
    reader.builder.title = title if isinstance(title, str) else ""
    for key, take in (("elements", reader.element), ("connections", reader.connection)):
        if key == "connections" and key not in document:
            continue
        for place, item in json_items(document, key, reader.builder.faults):
            inner = item.get("attributes")
            flat = {**item, **inner} if isinstance(inner, dict) else dict(item)
            if isinstance(inner, dict):
                flat.pop("attributes", None)
            take({str(k): plain_json(v) for k, v in flat.items()}, None, place)


def write_kumu(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a workbook (``.xlsx``), or a blueprint (``.json``)."""
    graph = chosen(graph, options)
    if options.suffix == ".json":
        return _write_blueprint(graph)
    elements: list[list[Any]] = [["Label", "ID", *graph.node_columns]]
    elements += [[n.name, n.id, *(plain(v) for v in n.attributes.values())] for n in graph.nodes]
    connections: list[list[Any]] = [["From", "To", "Direction", "Type", "Strength", *graph.edge_columns]]
    for relation, edge in graph.edges():
        row = [edge.source, edge.target, "directed" if relation.directed else "undirected", relation.name]
        strength = "NA" if edge.value is None else edge.value
        connections.append([*row, strength, *(plain(v) for v in edge.attributes.values())])
    return write_sheets({"Elements": elements, "Connections": connections})


def _write_blueprint(graph: GraphData) -> bytes:
    elements: list[dict[str, Any]] = [
        {"_id": node.id, "label": node.name, **{name: plain(value) for name, value in node.attributes.items()}}
        for node in graph.nodes
    ]
    connections: list[dict[str, Any]] = [
        {
            "from": edge.source,
            "to": edge.target,
            "direction": "directed" if relation.directed else "undirected",
            "type": relation.name,
            "strength": "NA" if edge.value is None else edge.value,
        }
        | {k: plain(v) for k, v in edge.attributes.items()}
        for relation, edge in graph.edges()
    ]
    document: dict[str, Any] = {"name": graph.title} if graph.title else {}
    document |= {"elements": elements, "connections": connections}
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def sniff_kumu(data: bytes, name: str) -> bool:
    """Return whether it is a workbook with Elements and Connections, or JSON with elements."""
    if is_workbook(data):
        try:
            names = {s.name.strip().lower() for s in read_sheets(data, name, ReadOptions())}
        except ExchangeError:
            return False
        return "connections" in names
    return data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"elements"' in data


KUMU = Format(
    "kumu",
    N_("Kumu (Excel, JSON)"),
    (".xlsx", ".json"),
    sniff_kumu,
    read_kumu,
    write_kumu,
    frozenset(
        {
            Holds.ATTRIBUTES,
            Holds.EDGE_ATTRIBUTES,
            Holds.LABELS,
            Holds.MISSING,
            Holds.NAMES,
            Holds.PARALLEL,
            Holds.RELATIONS,
            Holds.RELATION_NAME,
            Holds.TEXT,
            Holds.UNDIRECTED,
            Holds.UNTIED,
        }
    ),
)
