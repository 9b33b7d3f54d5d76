"""Lists of ties in CSV files and workbooks; a workbook also holds the nodes and their attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.exchange.graph import (
    EDGE_WORDS,
    NODE_WORDS,
    Edge,
    GraphData,
    Node,
    Scalar,
    Spell,
    Value,
)
from clusterdynamics.exchange.losses import chosen
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.sheets import Sheet, is_workbook, read_sheets, write_csv, write_sheets
from clusterdynamics.exchange.text import decode, sniff_delimiter, split_rows
from clusterdynamics.i18n import N_, _

__all__ = ["EDGE_LIST"]

#: Our name of a column → what people call it, in lower case.
_ALIASES: Mapping[str, frozenset[str]] = {
    "source": frozenset({"source", "from", "ego", "sender", "origin", "i", "tail", "source_id", "from_id"}),
    "target": frozenset({"target", "to", "alter", "receiver", "destination", "j", "head", "target_id", "to_id"}),
    "weight": frozenset({"weight", "value", "strength", "w"}),
    "relation": frozenset({"relation", "relationship", "layer", "network"}),
    "type": frozenset({"type"}),
    "start": frozenset({"start", "begin", "from_date", "start_date", "onset"}),
    "end": frozenset({"end", "finish", "to_date", "end_date", "terminus"}),
    "structural": frozenset({"structural"}),
}
#: Gephi writes the direction into a column of this name.
_DIRECTIONS = {"directed": True, "undirected": False}
_MISSING_VALUE = "NA"


@dataclass
class _Head:
    """Where the columns are, and what the others are called."""

    places: dict[str, int]
    others: dict[str, int]


def _head(cells: Sequence[str]) -> _Head:
    places: dict[str, int] = {}
    others: dict[str, int] = {}
    for j, cell in enumerate(cells):
        low = cell.strip().lower()
        name = next((ours for ours, theirs in _ALIASES.items() if low in theirs and ours not in places), None)
        if name is not None:
            places[name] = j
        elif cell.strip():
            others[cell.strip()] = j
    return _Head(places, others)


def read_edge_list(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a list of ties: two columns for the ends, and more if the first row names them."""
    sheets = {s.name.lower(): s for s in read_sheets(data, name, options)}
    builder = Builder(name)
    builder.roster = False
    chosen_name = (options.sheet or "").lower()
    if chosen_name and chosen_name not in sheets:
        raise builder.faults.error(_("There is no sheet '{sheet}'.").format(sheet=options.sheet))
    ties = sheets.get(chosen_name or "ties") or sheets.get("edges") or next(iter(sheets.values()))
    if is_workbook(data):
        nodes = sheets.get("nodes") or sheets.get("actors")
        if nodes is not None and nodes is not ties:
            builder.roster = True
            _read_nodes(builder, nodes)
        if "relations" in sheets:
            _read_relations(builder, sheets["relations"])
    for note in ties.notes:
        builder.note(note)
    _read_ties(builder, ties, options)
    return builder.graph()


def _read_nodes(builder: Builder, sheet: Sheet) -> None:
    (first, head), body = sheet.texts()[0], sheet.texts()[1:]
    raw = [cells for _line, cells in sheet.rows[1:]]
    place = {title.lower(): j for j, title in reversed(list(enumerate(head))) if title}
    ids = place.get("id", place.get("name"))
    if ids is None:
        builder.faults.add(
            _("The sheet '{sheet}' has no column 'id'.").format(sheet=sheet.name), _("Add it."), line=first
        )
        return
    attributes = {
        title: sheet.column([_at(cells, j) for cells in raw])
        for j, title in enumerate(head)
        if title and j != ids and title.lower() not in NODE_WORDS
    }
    for i, (line, cells) in enumerate(body):
        node = Node(
            _name(raw[i], cells, ids),
            (_cell(cells, place["label"]) or None) if "label" in place else None,
            {title: column[i] for title, column in attributes.items()},
            "bipartite" in place and _cell(cells, place["bipartite"]) == "1",
            _spells(_cell(cells, place["spells"])) if "spells" in place else (),
        )
        builder.node(node, line)


def _read_relations(builder: Builder, sheet: Sheet) -> None:
    for _line, cells in sheet.texts()[1:]:
        builder.relation(cells[0], directed=_cell(cells, 1).lower() != "false")


def _at(cells: Sequence[str | float | bool], j: int) -> str | float | bool:
    return cells[j] if j < len(cells) else ""


def _cell(cells: Sequence[str | float | bool], j: int) -> str:
    return str(_at(cells, j))


def _read_ties(builder: Builder, sheet: Sheet, options: ReadOptions) -> None:
    table = sheet.texts()
    head, start = _find_head(builder, table, options)
    body = table[start:]
    raw = sheet.rows[start:]
    attributes = {
        title: sheet.column([_at(cells, j) for _line, cells in raw])
        for title, j in head.others.items()
        if title not in EDGE_WORDS
    }
    directions = "type" in head.places and all(
        _cell(cells, head.places["type"]).lower() in {*_DIRECTIONS, ""} for _line, cells in body
    )
    if "type" in head.places and not directions and "relation" not in head.places:
        head.places["relation"] = head.places["type"]
    comma = sheet.comma
    for i, (line, cells) in enumerate(body):
        # Names keep what a workbook or a quoted cell gives them; a number is shown as people write it.
        source, target = (_name(raw[i][1], cells, head.places.get(end)) for end in ("source", "target"))
        if not source and not target:
            continue
        direction = _cell(cells, head.places["type"]).lower() if directions else ""
        directed = _DIRECTIONS.get(direction, options.directed is not False)
        relation = _cell(cells, head.places["relation"]) if "relation" in head.places else ""
        if not source or not target:
            if target or relation or _cell(cells, head.places.get("weight", -1)) * ("weight" in head.places):
                builder.faults.add(
                    _("The tie has one end only."),
                    _("Name both ends; a node without ties stands alone in the first column."),
                    line=line,
                )
            else:
                builder.see(source)
            continue
        value, known = _value(builder, cells, head, line, comma=comma)
        if not known:
            continue
        if not builder.roster:
            builder.see(source)
            builder.see(target, second=bool(options.two_mode))
        spells = _tie_spells(cells, head)
        builder.edge(
            relation or DEFAULT_RELATION,
            source,
            target,
            value,
            directed=directed and not options.two_mode,
            attributes={title: column[i] for title, column in attributes.items()},
            spells=spells,
            structural="structural" in head.places
            and _cell(cells, head.places["structural"]).lower() in {"true", "1", "yes"},
            line=line,
        )
    if not builder.roster:
        builder.note(_("The file lists ties only, so organisations without any tie may be missing from it."))


def _name(raw: Sequence[str | float | bool], cells: Sequence[str], place: int | None) -> str:
    if place is None:
        return ""
    value = _at(raw, place)
    return value if isinstance(value, str) and value.strip() else _cell(cells, place)


def _find_head(builder: Builder, table: list[tuple[int, list[str]]], options: ReadOptions) -> tuple[_Head, int]:
    """Return the columns and the number of rows above the data."""
    first = table[0][1]
    head = _head(first)
    named = {"source", "target"} <= set(head.places)
    if named and options.header is not False:
        return head, 1
    if len(first) < 2:
        raise builder.faults.error(
            _("A list of ties needs two columns, one for each end."),
            _("Add the second column, or name the separator."),
            line=table[0][0],
        )
    width = max(len(cells) for _line, cells in table)
    places = {"source": 0, "target": 1} | ({"weight": 2} if width > 2 else {})
    header = options.header
    if header is None:
        # A word above a column of numbers is a header.
        header = width > 2 and len(table) > 1 and _wordy(_cell(first, 2)) and not _wordy(_cell(table[1][1], 2))
    builder.note(
        _("The first row holds names of columns; the first two columns are the ends of the ties.")
        if header
        else _("There are no names of columns; the first two columns are the ends of the ties.")
    )
    others = {t: j for j, t in enumerate(first) if j > 2 and t} if header else {}
    return _Head(places, others), int(header)


def _wordy(cell: str) -> bool:
    return bool(cell) and not cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()


def _value(builder: Builder, cells: Sequence[str], head: _Head, line: int, *, comma: bool) -> tuple[float | None, bool]:
    """Return the value of a tie, and whether it could be read."""
    from clusterdynamics.exchange.text import parse_number

    if "weight" not in head.places:
        return 1.0, True
    cell = _cell(cells, head.places["weight"])
    if not cell:
        builder.note(_("A tie without a value counts as 1; write NA where the value is missing."))
        return 1.0, True
    try:
        return parse_number(cell, comma=comma), True
    except ValueError:
        builder.faults.add(
            _("'{cell}' is not a number.").format(cell=cell),
            _("Write a number, or NA where it is missing."),
            line=line,
            column=head.places["weight"] + 1,
        )
        return None, False


def _tie_spells(cells: Sequence[str], head: _Head) -> tuple[Spell, ...]:
    if "spells" in head.others:
        return _spells(_cell(cells, head.others["spells"]))
    start = _cell(cells, head.places["start"]) if "start" in head.places else ""
    end = _cell(cells, head.places["end"]) if "end" in head.places else ""
    return (Spell(start or None, end or None),) if start or end else ()


def _spells(cell: str) -> tuple[Spell, ...]:
    """Return what ``2012/2015|2018/`` says: from 2012 to 2015, and from 2018 on."""
    spells = []
    for part in cell.split("|") if cell else []:
        start, _slash, end = part.partition("/")
        spells.append(Spell(start or None, end or None))
    return tuple(spells)


def spells_text(spells: Sequence[Spell]) -> str | None:
    """Return spells as one cell, None where there are none."""
    return "|".join(f"{s.start or ''}/{s.end or ''}" for s in spells) or None


def plain(value: Value) -> Scalar:
    """Return a value as one cell; what changes over time becomes ``2012/2015=a|2015/=b``."""
    if isinstance(value, tuple):
        return "|".join(f"{t.start or ''}/{t.end or ''}={t.value}" for t in value)
    return value


def write_edge_list(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a list of ties (``.csv``), or a workbook with the sheets ties, nodes and relations."""
    graph = chosen(graph, options)
    workbook = options.suffix == ".xlsx"
    ties = _tie_rows(graph)
    if not workbook:
        tied = {end for _r, e in graph.edges() for end in (e.source, e.target)}
        return write_csv([*ties, *([node.id] for node in graph.nodes if node.id not in tied)], options.delimiter)
    head = ["id", "label", "bipartite", "spells", *graph.node_columns]
    nodes: list[list[Scalar]] = [
        [
            n.id,
            n.label,
            int(n.second) if graph.two_mode else None,
            spells_text(n.spells),
            *(plain(v) for v in n.attributes.values()),
        ]
        for n in graph.nodes
    ]
    relations: list[list[Scalar]] = [[r.name, r.directed] for r in graph.relations]
    return write_sheets({"ties": ties, "nodes": [head, *nodes], "relations": [["relation", "directed"], *relations]})


def _tie_rows(graph: GraphData) -> list[list[Scalar]]:
    mixed = any(not r.directed for r in graph.relations)
    fixed = any(e.structural for _r, e in graph.edges())
    timed = any(e.spells for _r, e in graph.edges())
    head = ["source", "target", "value", "relation"]
    head += ["type"] * mixed + ["structural"] * fixed + ["spells"] * timed + list(graph.edge_columns)
    return [head, *(_tie_row(r.name, r.directed, e, mixed, fixed, timed) for r, e in graph.edges())]  # type: ignore[list-item]


def _tie_row(name: str, directed: bool, edge: Edge, mixed: bool, fixed: bool, timed: bool) -> list[Scalar]:
    row: list[Scalar] = [
        edge.source,
        edge.target,
        _MISSING_VALUE if edge.value is None else edge.value,
        name,
    ]
    row += ["directed" if directed else "undirected"] if mixed else []
    row += [edge.structural] if fixed else []
    row += [spells_text(edge.spells)] if timed else []
    return [*row, *(plain(v) for v in edge.attributes.values())]


def sniff_edge_list(data: bytes, name: str) -> bool:
    """Return whether it is a table whose first row names two ends, or one of two or three columns."""
    if PurePath(name).suffix.lower() not in {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".edges", ".edgelist", ""}:
        return False
    try:
        if is_workbook(data):
            sheets = read_sheets(data, name, ReadOptions())
            rows = next((s for s in sheets if s.name.lower() in {"ties", "edges"}), sheets[0]).texts()
        else:
            text = decode(data, name)
            rows = split_rows(text.text, sniff_delimiter(text.lines), Faults(name))
    except ExchangeError:
        return False
    if not rows:
        return False
    if {"source", "target"} <= set(_head(rows[0][1]).places):
        return True
    width = max(len(cells) for _line, cells in rows)
    if width not in {2, 3} or len(rows) in {width, width + 1}:
        return False
    # Where the first column names everybody once and the second nobody, it is a table of attributes.
    first, second = ([cells[j].strip() for _line, cells in rows if len(cells) > j] for j in (0, 1))
    return len(set(first)) < len(first) or bool(set(first) & set(second))


EDGE_LIST = Format(
    "edge-list",
    N_("List of ties (CSV, Excel)"),
    (".csv", ".tsv", ".xlsx"),
    sniff_edge_list,
    read_edge_list,
    write_edge_list,
    frozenset(Holds) - {Holds.ATTRIBUTES, Holds.LABELS, Holds.TWO_MODE, Holds.CHANGING},
    {".xlsx": frozenset({Holds.ATTRIBUTES, Holds.LABELS, Holds.TWO_MODE})},
)
