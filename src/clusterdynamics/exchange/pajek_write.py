"""Writes Pajek projects: a network with its relations, partitions (whole numbers) and vectors (numbers)."""

from __future__ import annotations

import re

from clusterdynamics.exchange.errors import ExchangeError, Fault
from clusterdynamics.exchange.graph import Edge, GraphData, Node, Spell
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.protocol import WriteOptions
from clusterdynamics.exchange.sheets import number_text
from clusterdynamics.i18n import _

__all__ = ["MISSING_CLASS", "MISSING_VALUE", "escape", "unescape", "write_pajek"]

#: Pajek's own numbers for "missing" in vectors and lines, and in partitions.
MISSING_VALUE = 999999998
MISSING_CLASS = 9999998

_ESCAPED = re.compile(r"&#([0-9]{1,7});")
_TIME = re.compile(r"[0-9]{1,9}")


def escape(text: str) -> str:
    """Return a text for between quotation marks; what would break the line becomes ``&#…;``."""
    safe = text.replace("&#", "&#38;#")
    return re.sub(r'["\r\n\t]', lambda m: f"&#{ord(m[0])};", safe)


def unescape(text: str) -> str:
    """Undo `escape`."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1])
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]

    return _ESCAPED.sub(character, text)


def write_pajek(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a Pajek project; text outside ASCII gets a byte order mark, as Pajek wants it."""
    graph = chosen(graph, options)
    ordered = [n for n in graph.nodes if not n.second] + [n for n in graph.nodes if n.second]
    place = {node.id: i for i, node in enumerate(ordered, start=1)}
    first = f" {len(graph.rows)}" if graph.two_mode else ""
    lines = [f"*Network {escape(graph.title)}".rstrip(), f"*Vertices {len(ordered)}{first}"]
    # A vertex is known by its label when it is read again, so labels must be unique to stand there.
    labels = [node.name for node in ordered]
    unique = len({label.strip() for label in labels}) == len(labels) and all(label.strip() for label in labels)
    lines += [_vertex(place[node.id], node.name if unique else node.id, node, graph) for node in ordered]
    for number, relation in enumerate(graph.relations, start=1):
        word = "Arcs" if relation.directed else "Edges"
        lines.append(f'*{word} :{number} "{escape(relation.name)}"')
        lines += [_line(place[e.source], place[e.target], e) for e in relation.edges]
    for name in graph.node_columns:
        lines += [] if name in "xyz" and _on_paper(graph) else _column(name, ordered)
    text = "\n".join(lines) + "\n"
    return text.encode("ascii" if text.isascii() else "utf-8-sig")


def _vertex(number: int, label: str, node: Node, graph: GraphData) -> str:
    places = [node.attributes.get(axis) for axis in "xyz"]
    there: list[str] = []
    if _on_paper(graph):
        for value in places:
            if not isinstance(value, float):
                break
            there.append(repr(value))
    return " ".join([f'{number} "{escape(label)}"', *there, *_times(node.spells, node.id)])


def _on_paper(graph: GraphData) -> bool:
    """Whether all nodes have coordinates, so that they stand behind the labels."""
    axes = [axis for axis in "xyz" if axis in graph.node_columns]
    numbers = all(isinstance(n.attributes[a], float) for n in graph.nodes for a in axes)
    return axes in (["x", "y"], ["x", "y", "z"]) and numbers


def _line(source: int, target: int, edge: Edge) -> str:
    value = str(MISSING_VALUE) if edge.value is None else number_text(edge.value)
    label = edge.attributes.get("label")
    words = [f"{source} {target} {value}"]
    if isinstance(label, str):
        words.append(f'l "{escape(label)}"')
    return " ".join([*words, *_times(edge.spells, edge.source)])


def _times(spells: tuple[Spell, ...], what: str) -> list[str]:
    """Return ``[2012-2015]``; Pajek's times are whole numbers."""
    for time in (t for s in spells for t in (s.start, s.end) if t is not None):
        if not _TIME.fullmatch(time):
            raise ExchangeError(
                [
                    Fault(
                        "pajek",
                        _("The time '{time}' of '{what}' is no whole number.").format(time=time, what=what),
                        _("Write years, or write gexf or graphml."),
                    )
                ]
            )
    return [f"[{','.join(f'{s.start or "*"}-{s.end or "*"}' for s in spells)}]"] if spells else []


def _column(name: str, nodes: list[Node]) -> list[str]:
    """Return a partition or vector, or nothing for text, which Pajek cannot hold."""
    values = [node.attributes[name] for node in nodes]
    whole = all(v is None or (isinstance(v, int) and not isinstance(v, bool)) for v in values)
    numbers = all(v is None or (isinstance(v, int | float) and not isinstance(v, bool)) for v in values)
    if not numbers:
        return []
    head = [f"*{'Partition' if whole else 'Vector'} {escape(name)}", f"*Vertices {len(nodes)}"]
    missing = MISSING_CLASS if whole else MISSING_VALUE
    return [*head, *(str(missing) if v is None else repr(v) for v in values)]
