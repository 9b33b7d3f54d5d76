"""Node-link JSON, as networkx, D3 and many web tools write it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.graph import GraphData, Node, Spell, Timed, Value
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.text import decode
from clusterdynamics.i18n import N_, _

__all__ = ["NODE_LINK", "json_items", "parse_json", "plain_json"]


def parse_json(data: bytes, name: str, options: ReadOptions) -> dict[str, Any]:
    """Return the object that a JSON file holds.

    Raises
    ------
    ExchangeError
        It is no JSON, or no object.
    """
    faults = Faults(name)
    text = decode(data, name, options.encoding).text
    try:
        found = json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as problem:
        raise faults.error(
            _("The file is no JSON, or it is cut off ({detail}).").format(detail=problem.msg),
            _("Export it again from the program it comes from."),
            line=problem.lineno,
            column=problem.colno,
        ) from None
    except (RecursionError, ValueError) as problem:
        raise faults.error(
            _("The JSON cannot be read ({detail}).").format(detail=problem), _("Choose a file with a network in it.")
        ) from None
    if not isinstance(found, dict):
        raise faults.error(_("The file holds no network."), _("Choose a file with nodes and links."), line=1)
    return found


def json_items(document: Mapping[str, Any], key: str, faults: Faults) -> list[tuple[str, dict[str, Any]]]:
    """Return the objects of a list with their places (``nodes[3]``); what is no object is a fault."""
    items = document.get(key)
    if not isinstance(items, list):
        faults.add(_("'{key}' is no list.").format(key=key), _("Write a list of objects."), column=key)
        return []
    found = []
    for i, item in enumerate(items):
        place = f"{key}[{i}]"
        if isinstance(item, dict):
            found.append((place, item))
        else:
            faults.add(_("This is no object."), _("Write an object in braces."), column=place)
    return found


def plain_json(value: object) -> Value:
    """Return a value of a JSON file; lists and objects become text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    timed = _timed(value)
    return timed or json.dumps(value, ensure_ascii=False, sort_keys=True)


def _timed(value: object) -> tuple[Timed, ...]:
    if not isinstance(value, list) or not value:
        return ()
    found = []
    for item in value:
        if not isinstance(item, dict) or set(item) != {"value", "start", "end"}:
            return ()
        if not all(end is None or isinstance(end, str) for end in (item["start"], item["end"])):
            return ()
        one = plain_json(item["value"])
        if isinstance(one, tuple):
            return ()
        found.append(Timed(one, item["start"], item["end"]))
    return tuple(found)


def _spells(value: object) -> tuple[Spell, ...]:
    pairs = [i for i in value if isinstance(i, list) and len(i) == 2] if isinstance(value, list) else []
    return tuple(Spell(*(None if end is None else str(end) for end in pair)) for pair in pairs)


def _identity(value: object, builder: Builder, place: str) -> str:
    """Return an identifier as text; numbers are shown as people write them."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else str(value)
    builder.faults.add(_("The identifier is neither text nor a number."), _("Give it a name."), column=place)
    return ""


def read_node_link(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read node-link JSON; the ties stand under ``links`` or ``edges``."""
    document = parse_json(data, name, options)
    builder = Builder(name)
    about = document.get("graph")
    about = about if isinstance(about, dict) else {}
    builder.title = str(about.get("title") or about.get("name") or "")
    listed = about.get("relations")
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, list) and len(item) == 2:
            builder.relation(str(item[0]), directed=bool(item[1]))
    for place, item in json_items(document, "nodes", builder.faults):
        _read_node(builder, place, item)
    key = "links" if "links" in document else "edges"
    by_place = _by_place(document)
    for place, item in json_items(document, key, builder.faults):
        _read_link(builder, place, item, directed=document.get("directed", True) is not False, by_place=by_place)
    return builder.graph()


def _by_place(document: Mapping[str, Any]) -> list[str] | None:
    """Return the nodes' names where links name nodes by their place in the list (older D3), else None."""
    nodes = document["nodes"] if isinstance(document.get("nodes"), list) else []
    if nodes and all(isinstance(n, dict) and "id" not in n and isinstance(n.get("name"), str) for n in nodes):
        return [n["name"] for n in nodes]
    return None


def _read_node(builder: Builder, place: str, item: dict[str, Any]) -> None:
    rest = dict(item)
    before = len(builder.faults.found)
    node_id = _identity(rest.pop("id", None) if "id" in rest else rest.pop("name", None), builder, place)
    label = rest.pop("label", None)
    second = rest.pop("bipartite", None) == 1
    spells = _spells(rest.pop("spells", None))
    if node_id:
        builder.node(Node(node_id, None if label is None else str(label), _attributes(rest), second, spells))
    elif len(builder.faults.found) == before:
        builder.faults.add(_("A node has no name."), _("Give every node a name."), column=place)
    _place(builder, before, place)


def _place(builder: Builder, before: int, place: str) -> None:
    """Say where in the file the faults found since `before` are."""
    from dataclasses import replace

    builder.faults.found[before:] = [
        replace(f, column=place) if f.column is None else f for f in builder.faults.found[before:]
    ]


def _read_link(
    builder: Builder, place: str, item: dict[str, Any], *, directed: bool, by_place: list[str] | None
) -> None:
    rest = dict(item)
    before = len(builder.faults.found)
    ends = []
    for end in ("source", "target"):
        value = rest.pop(end, None)
        if by_place is not None and isinstance(value, int) and 0 <= value < len(by_place):
            value = by_place[value]
        ends.append(_identity(value, builder, f"{place}.{end}"))
    if len(builder.faults.found) > before:
        return
    rest.pop("key", None)
    own = rest.pop("directed", None)
    value = _weight(builder, place, rest)
    relation = rest.pop("relation", None)
    structural = rest.pop("structural", None) is True
    spells = _spells(rest.pop("spells", None))
    builder.edge(
        str(relation or DEFAULT_RELATION),
        ends[0],
        ends[1],
        value,
        directed=own if isinstance(own, bool) else directed,
        attributes=_attributes(rest),
        spells=spells,
        structural=structural,
    )
    _place(builder, before, place)


def _weight(builder: Builder, place: str, rest: dict[str, Any]) -> float | None:
    name = "weight" if "weight" in rest else "value"
    if name not in rest:
        return 1.0
    value = rest.pop(name)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    builder.faults.add(
        _("'{cell}' is not a number.").format(cell=value),
        _("Write a number, or null where it is missing."),
        column=f"{place}.{name}",
    )
    return None


def _attributes(rest: Mapping[str, Any]) -> dict[str, Value]:
    return {name: plain_json(value) for name, value in rest.items()}


def _jsonable(value: Value) -> object:
    if isinstance(value, tuple):
        return [{"value": t.value, "start": t.start, "end": t.end} for t in value]
    return value


def write_node_link(graph: GraphData, options: WriteOptions) -> bytes:
    """Write node-link JSON, readable for ``networkx.node_link_graph(…, edges="links")``."""
    graph = chosen(graph, options)
    directed = any(r.directed for r in graph.relations) or not graph.relations
    nodes = []
    for node in graph.nodes:
        item: dict[str, object] = {"id": node.id}
        if node.label is not None:
            item["label"] = node.label
        if graph.two_mode:
            item["bipartite"] = int(node.second)
        if node.spells:
            item["spells"] = [[s.start, s.end] for s in node.spells]
        nodes.append(item | {name: _jsonable(value) for name, value in node.attributes.items()})
    links = []
    for i, (relation, edge) in enumerate(graph.edges()):
        link: dict[str, object] = {"source": edge.source, "target": edge.target, "key": i}
        link |= {"relation": relation.name, "weight": edge.value}
        if relation.directed != directed:
            link["directed"] = relation.directed
        if edge.structural:
            link["structural"] = True
        if edge.spells:
            link["spells"] = [[s.start, s.end] for s in edge.spells]
        links.append(link | {name: _jsonable(value) for name, value in edge.attributes.items()})
    about: dict[str, object] = {"relations": [[r.name, r.directed] for r in graph.relations]}
    if graph.title:
        about["title"] = graph.title
    document = {"directed": directed, "multigraph": True, "graph": about, "nodes": nodes, "links": links}
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def sniff_node_link(data: bytes, name: str) -> bool:
    """Return whether it is JSON with nodes."""
    head = data[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"{"):
        return False
    return b'"nodes"' in data or (name.lower().endswith(".json") and b'"elements"' not in data)


NODE_LINK = Format(
    "node-link", N_("Node-link JSON"), (".json",), sniff_node_link, read_node_link, write_node_link, frozenset(Holds)
)
