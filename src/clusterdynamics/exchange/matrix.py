"""Matrices in CSV files and workbooks: with or without names, of one or two sets of nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.exchange.graph import GraphData, Node, Relation, Scalar
from clusterdynamics.exchange.losses import chosen, only_codes, refuse_parallel, single_relation
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.sheets import is_workbook, read_sheets, write_csv, write_sheets
from clusterdynamics.exchange.text import decode, parse_number, sniff_delimiter, split_rows
from clusterdynamics.i18n import N_, _

__all__ = ["MATRIX", "Cells", "add_matrix", "cell_rows", "matrix_table", "r_name", "structural_codes"]


def r_name(name: str) -> str:
    """Return what R's ``make.names`` makes of a name: ``Red Cross`` → ``Red.Cross``, ``1`` → ``X1``."""
    fixed = re.sub(r"[^\w.]", ".", name)
    return f"X{fixed}" if re.match(r"\d|_|\.\d", fixed) or not fixed else fixed


@dataclass
class Cells:
    """A matrix before its numbers are read: names of both axes and cells with their lines."""

    rows: list[str] | None
    columns: list[str] | None
    cells: list[tuple[int, list[str]]]
    first_column: int = 1

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(c) for _line, c in self.cells), default=0)


def _numeric(cell: str, *, comma: bool) -> bool:
    try:
        parse_number(cell, comma=comma)
    except ValueError:
        return False
    return True


#: What spreadsheet programs call a sheet that nobody has named, in our languages.
_UNNAMED = re.compile(r"(sheet|blad|ark|feuil|feuille|taul|taulukko|tabelle)\s*1", re.IGNORECASE)
#: What people write above the names of the rows.
_CORNERS = frozenset({"id", "name", "names", "node", "label", "actor", "organisation", "firm"})


def split_names(table: list[tuple[int, list[str]]], *, comma: bool) -> Cells:
    """Tell the names of rows and columns from the numbers.

    Names may be numbers too. Then the counts decide: with one row and one column more than the square needs,
    the first ones hold names; and a blank corner says so.
    """
    width = max(len(cells) for _line, cells in table)
    first = table[0][1]
    short = len(table) > 1 and len(first) == width - 1  # R's write.table leaves the corner out
    words = any(not _numeric(cell, comma=comma) for cell in first[1:])
    corner = not first[0] or (not _numeric(first[0], comma=comma) and len(table) == width)
    header = short or words or corner or first[0].lower() in _CORNERS
    body = table[1:] if header else table
    named = any(cells[0] and not _numeric(cells[0], comma=comma) for _line, cells in body)
    if header and not named:
        named = short or not first[0] or len(body) == width - 1
    rows = [cells[0] for _line, cells in body] if named else None
    columns = (first if short or not named else first[1:]) if header else None
    return Cells(rows, columns, [(line, cells[1:]) if named else (line, cells) for line, cells in body], 1 + named)


def read_matrix(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a matrix, or several (one sheet of a workbook each)."""
    sheets = read_sheets(data, name, options)
    if options.sheet is not None:
        sheets = [s for s in sheets if s.name == options.sheet]
        if not sheets:
            raise Faults(name).error(_("There is no sheet '{sheet}'.").format(sheet=options.sheet))
    builder = Builder(name)
    nodes: list[Node] | None = None
    for sheet in sheets:
        for note in sheet.notes:
            builder.note(note)
        own = is_workbook(data) and not _UNNAMED.fullmatch(sheet.name)
        relation = sheet.name if own else DEFAULT_RELATION
        cells = split_names(sheet.texts(), comma=sheet.comma)
        found = add_matrix(builder, cells, relation, options, comma=sheet.comma, known=nodes)
        nodes = nodes or found
    return builder.graph()


def add_matrix(
    builder: Builder,
    cells: Cells,
    relation: str,
    options: ReadOptions,
    *,
    comma: bool = False,
    known: list[Node] | None = None,
) -> list[Node]:
    """Add a matrix to what was read: its nodes (unless they are `known`), and a tie for every cell not 0."""
    faults = builder.faults
    width = cells.width
    for line, row in cells.cells:
        if len(row) != width:
            faults.add(
                _("The row has {n} cells; others have {width}.").format(n=len(row), width=width),
                _("Give every row the same number of cells."),
                line=line,
            )
    values = cell_rows(builder, cells, options, comma=comma)
    faults.check()
    n = len(cells.cells)
    if options.two_mode is None and n > 2 and width == n * n and not _own_names(cells.columns):
        return _add_slices(builder, cells, values, options)
    two_mode, rows, columns, order = _axes(builder, cells, options)
    faults.check()
    nodes = [Node(i) for i in rows] + ([Node(i, second=True) for i in columns] if two_mode else [])
    if known is None:
        lines = [line for line, _row in cells.cells]
        for i, node in enumerate(nodes):
            builder.node(node, lines[i] if i < len(rows) and cells.rows else None)
    elif {n.id for n in known} != {n.id for n in nodes}:
        faults.add(
            _("The matrix '{relation}' has other nodes than the ones before.").format(relation=relation),
            _("Give all sheets of one workbook the same nodes."),
        )
    faults.check()
    if order is not None:
        values = [[row[j] for j in order] for row in values]
    _add_edges(builder, relation, rows, columns, values, options, two_mode=two_mode)
    return nodes


def cell_rows(builder: Builder, cells: Cells, options: ReadOptions, *, comma: bool) -> list[list[float | None]]:
    """Return the numbers of a matrix; None is missing. What is no number is a fault with line and column."""
    values: list[list[float | None]] = []
    blanks = zeros = 0
    for i, (line, row) in enumerate(cells.cells):
        numbers: list[float | None] = []
        for j, cell in enumerate(row):
            try:
                number = parse_number(cell, comma=comma)
            except ValueError:
                builder.faults.add(
                    _("'{cell}' is not a number.").format(cell=cell),
                    _("Write a number, or NA where it is missing."),
                    line=line,
                    column=j + cells.first_column,
                )
                number = None
            if i != j:
                blanks += not cell
                zeros += number == 0
            numbers.append(number)
        values.append(numbers)
    if blanks and (options.blank == "zero" or (options.blank == "auto" and not zeros)):
        builder.note(_("Empty cells are read as 0 (no tie)."))
        return [
            [0.0 if not cell else number for cell, number in zip(row, numbers, strict=True)]
            for (_line, row), numbers in zip(cells.cells, values, strict=True)
        ]
    if blanks:
        builder.note(_("Empty cells are read as missing."))
    return values


def structural_codes(builder: Builder, values: Sequence[Sequence[float | None]], options: ReadOptions) -> bool:
    """Whether 10 and 11 are codes for values fixed by circumstances (and 9 for missing)."""
    if options.structural is not None:
        return options.structural
    found = {v for i, row in enumerate(values) for j, v in enumerate(row) if v is not None and i != j}
    codes = bool(found & {10.0, 11.0}) and found <= {0.0, 1.0, 9.0, 10.0, 11.0}
    if codes:
        builder.note(_("10 and 11 are read as 'no tie' and 'tie' fixed by circumstances, 9 as missing."))
    return codes


def _add_edges(
    builder: Builder,
    relation: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    options: ReadOptions,
    *,
    two_mode: bool,
) -> None:
    directed = not two_mode and options.directed is not False
    builder.relation(relation, directed=directed)
    codes = structural_codes(builder, values, options)
    if not directed and not two_mode:
        _check_symmetry(builder, rows, values)
    for i, source in enumerate(rows):
        for j, target in enumerate(columns):
            value = values[i][j]
            if (not two_mode and ((i == j and value is None) or (not directed and j < i))) or value == 0:
                continue
            fixed = codes and value in (10, 11)
            if codes and value in (9, 10, 11):
                value = {9: None, 10: 0.0, 11: 1.0}[int(value)]
            builder.edge(relation, source, target, value, directed=directed, structural=fixed)


def _check_symmetry(builder: Builder, rows: Sequence[str], values: Sequence[Sequence[float | None]]) -> None:
    for i, source in enumerate(rows):
        for j in range(i):
            if values[i][j] != values[j][i]:
                builder.faults.add(
                    _("'{a}' and '{b}' do not say the same about each other ({x} and {y}).").format(
                        a=source, b=rows[j], x=values[i][j], y=values[j][i]
                    ),
                    _("Correct one of them, or read the ties as directed."),
                )


def _own_names(columns: list[str] | None) -> bool:
    """Whether the columns have names that somebody gave, not R (X1, V1 …)."""
    return columns is not None and not any(
        columns == [f"{letter}{i + 1}" for i in range(len(columns))] for letter in ("X", "V", "")
    )


def _add_slices(builder: Builder, cells: Cells, values: list[list[float | None]], options: ReadOptions) -> list[Node]:
    """Read an array that R wrote flat: row k holds the whole matrix that k sees, column by column."""
    n = len(values)
    names = cells.rows or [str(i + 1) for i in range(n)]
    nodes = [Node(name) for name in names]
    for node in nodes:
        builder.node(node)
    builder.faults.check()
    builder.note(_("{n} rows of {n} × {n} cells: each row is read as the matrix that this node sees.").format(n=n))
    for name, flat in zip(names, values, strict=True):
        square = [[flat[i + n * j] for j in range(n)] for i in range(n)]
        _add_edges(builder, name, names, names, square, options, two_mode=False)
    return nodes


def _axes(builder: Builder, cells: Cells, options: ReadOptions) -> tuple[bool, list[str], list[str], list[int] | None]:
    """Return whether there are two sets, names of rows and columns, and the order to bring columns into."""
    rows, columns = cells.rows, cells.columns
    square = len(cells.cells) == cells.width
    if columns is not None and len(columns) != cells.width:
        builder.faults.add(
            _("There are {names} names of columns for {width} columns.").format(names=len(columns), width=cells.width),
            _("Give every column one name."),
            line=1,
        )
        return False, [], [], None
    overlap = set(rows or ()) & set(columns or ())
    two_mode = options.two_mode if options.two_mode is not None else not square and not overlap
    if two_mode:
        if options.two_mode is None:
            builder.note(_("Rows and columns are two different sets, because their names and numbers differ."))
        first = rows or [f"row{i + 1}" for i in range(len(cells.cells))]
        second = columns or [f"column{j + 1}" for j in range(cells.width)]
        return True, first, second, None
    if rows is None or columns is None:
        names = rows or columns or [str(i + 1) for i in range(cells.width)]
        if not square:
            _not_square(builder, cells)
        if rows is None and columns is None:
            builder.note(_("The matrix has no names; the nodes are called 1, 2, 3 …"))
        return False, names, names, None
    return (False, *_match(builder, rows, columns))


def _not_square(builder: Builder, cells: Cells) -> None:
    builder.faults.add(
        _("The matrix has {rows} rows and {columns} columns.").format(rows=len(cells.cells), columns=cells.width),
        _("Add what is missing, or say that rows and columns are different sets (two-mode)."),
    )


def _match(builder: Builder, rows: list[str], columns: list[str]) -> tuple[list[str], list[str], list[int] | None]:
    """Bring the names of both axes together; R's spelling on one side is undone with the help of the other."""
    if rows == columns:
        return rows, rows, None
    if [r_name(r) for r in rows] == columns or (rows and not _own_names(columns) and len(rows) == len(columns)):
        builder.note(_("The names of the columns are R's spelling of the names of the rows; these are used."))
        return rows, rows, None
    if [r_name(c) for c in columns] == rows:
        builder.note(_("The names of the rows are R's spelling of the names of the columns; these are used."))
        return columns, columns, None
    if sorted(rows) == sorted(columns) and len(set(rows)) == len(rows):
        builder.note(_("Rows and columns are in a different order; they are matched by name."))
        place = {c: j for j, c in enumerate(columns)}
        return rows, rows, [place[r] for r in rows]
    for name, axis in [(r, 0) for r in rows if r not in columns] + [(c, 1) for c in columns if c not in rows]:
        text = _("'{name}' is a row but no column.") if axis == 0 else _("'{name}' is a column but no row.")
        builder.faults.add(
            text.format(name=name),
            _("Give rows and columns the same names, or say that they are different sets (two-mode)."),
        )
    for name in sorted({n for axis_names in (rows, columns) for n in axis_names if axis_names.count(n) > 1}):
        builder.faults.add(_("'{node}' is listed twice.").format(node=name), _("Give every node a name of its own."))
    return rows, rows, None


def matrix_table(graph: GraphData, relation: Relation, *, codes: bool = True) -> list[list[Scalar]]:
    """Return a relation as a table with names on both axes; missing is ``NA``, structural codes are 10 and 11."""
    codes = codes and only_codes(relation.edges)
    place = {(e.source, e.target): e for e in relation.edges}
    if not relation.directed:
        place |= {(e.target, e.source): e for e in relation.edges}
    rows, columns = graph.rows, graph.columns
    table: list[list[Scalar]] = [["", *columns]]
    for a in rows:
        line: list[Scalar] = [a]
        for b in columns:
            edge = place.get((a, b))
            if edge is None:
                line.append(0)
            elif codes and edge.structural and edge.value is not None:
                line.append(11 if edge.value else 10)
            else:
                line.append("NA" if edge.value is None else edge.value)
        table.append(line)
    return table


def write_matrix(graph: GraphData, options: WriteOptions) -> bytes:
    """Write a matrix (``.csv``) or one sheet per relation (``.xlsx``)."""
    graph = chosen(graph, options)
    refuse_parallel(graph.relations, "matrix")
    if options.suffix == ".xlsx":
        relations = graph.relations or (Relation(DEFAULT_RELATION),)
        return write_sheets({_sheet_name(r.name, i): matrix_table(graph, r) for i, r in enumerate(relations)})
    return write_csv(matrix_table(graph, single_relation(graph, "matrix")), options.delimiter)


def _sheet_name(name: str, i: int) -> str:
    fixed = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:28]
    return fixed if fixed == name else f"{fixed} {i + 1}"


def sniff_matrix(data: bytes, name: str) -> bool:
    """Return whether it is a table of numbers behind the first row and column, and no bare list of ties."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in {".csv", ".tsv", ".txt", ".dat", ".xlsx", ".xls", ""}:
        return False
    try:
        if is_workbook(data):
            table = read_sheets(data, name, ReadOptions())[0].texts()
            comma = False
        else:
            text = decode(data, name)
            delimiter = sniff_delimiter(text.lines)
            comma = delimiter != ","
            table = [(n, [c.strip() for c in row]) for n, row in split_rows(text.text, delimiter, Faults(name))]
    except ExchangeError:
        return False
    if len(table) < 2:
        return False
    width = max(len(cells) for _line, cells in table)
    numbers = sum(_numeric(c, comma=comma) for _line, cells in table[1:] for c in cells[1:])
    total = sum(len(cells[1:]) for _line, cells in table[1:])
    square = width in {len(table), len(table) - 1, len(table) + 1}
    # A table of attributes has a name above its first column; a matrix has a blank corner there, or none.
    return width > 1 and numbers > 0.7 * total and (square or (width > 4 and not table[0][1][0]))


MATRIX = Format(
    "matrix",
    N_("Matrix (CSV, Excel)"),
    (".csv", ".tsv", ".xlsx"),
    sniff_matrix,
    read_matrix,
    write_matrix,
    frozenset({Holds.NAMES, Holds.MISSING, Holds.STRUCTURAL, Holds.TWO_MODE, Holds.UNTIED}),
    {".xlsx": frozenset({Holds.RELATION_NAME})},
)
