"""Matrices as RSiena reads them: numbers apart by white space, 10 and 11 structural, NA missing, no names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.exchange.graph import GraphData
from clusterdynamics.exchange.losses import chosen, refuse_parallel, single_relation
from clusterdynamics.exchange.matrix import Cells, add_matrix, matrix_table
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.sheets import number_text
from clusterdynamics.exchange.text import decode, parse_number
from clusterdynamics.i18n import N_, _

__all__ = ["RSIENA", "plain_matrix", "text_matrix"]


def plain_matrix(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read numbers that stand in rows, apart by white space."""
    builder = Builder(name)
    text = decode(data, name, options.encoding)
    cells = [(i, line.split()) for i, line in enumerate(text.lines, start=1) if line.strip()]
    if not cells:
        raise builder.faults.error(_("The file is empty."), _("Choose a file with a matrix in it."))
    add_matrix(builder, Cells(None, None, cells), DEFAULT_RELATION, options)
    return builder.graph()


def read_rsiena(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a square matrix; 10 and 11 are structural if nothing but 0, 1, 9, 10, 11 occurs."""
    return plain_matrix(data, name, replace(options, two_mode=False))


def text_matrix(graph: GraphData, options: WriteOptions, what: str, *, codes: bool = True) -> bytes:
    """Return the only relation as rows of numbers."""
    graph = chosen(graph, options)
    relation = single_relation(graph, what)
    refuse_parallel([relation], what)
    rows = [line[1:] for line in matrix_table(graph, relation, codes=codes)[1:]]
    lines = (" ".join(number_text(float(c)) if isinstance(c, int | float) else str(c) for c in row) for row in rows)
    return ("\n".join(lines) + "\n").encode("ascii")


def write_rsiena(graph: GraphData, options: WriteOptions) -> bytes:
    """Write the only relation; the order of the nodes is that of the network."""
    if graph.two_mode:
        raise Builder("rsiena").faults.error(
            _("The network has two sets of nodes, and the format holds one."), _("Write the format two-mode.")
        )
    return text_matrix(graph, options, "rsiena")


def numbers_only(data: bytes, name: str) -> list[int]:
    """Return the number of values in each row, nothing where anything else than numbers stands in the file."""
    try:
        lines = decode(data, name).lines
        rows = [line.split() for line in lines if line.strip()]
        for row in rows[:50]:
            for cell in row:
                parse_number(cell)
    except (ExchangeError, ValueError):
        return []
    return [len(row) for row in rows]


def sniff_rsiena(data: bytes, name: str) -> bool:
    """Return whether there are numbers only, as many rows as columns, more than two."""
    widths = numbers_only(data, name) if PurePath(name).suffix.lower() in {".txt", ".dat", ""} else []
    return len(widths) > 2 and set(widths) == {len(widths)}


RSIENA = Format(
    "rsiena",
    N_("RSiena matrix"),
    (".dat", ".txt"),
    sniff_rsiena,
    read_rsiena,
    write_rsiena,
    frozenset({Holds.MISSING, Holds.STRUCTURAL, Holds.UNTIED}),
)
