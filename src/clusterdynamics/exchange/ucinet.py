"""UCINET DL files: all the usual forms of data, names of rows, columns and matrices, embedded or listed."""

from __future__ import annotations

import re

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import ExchangeError, Fault
from clusterdynamics.exchange.graph import GraphData, Node
from clusterdynamics.exchange.losses import chosen, refuse_parallel
from clusterdynamics.exchange.matrix import structural_codes
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions, WriteOptions
from clusterdynamics.exchange.sheets import number_text
from clusterdynamics.exchange.text import MOST_NODES, decode, is_whole
from clusterdynamics.exchange.ucinet_data import DataReader, Header, Token, Tokens
from clusterdynamics.i18n import N_, _

__all__ = ["UCINET"]

_FORMATS = {
    "fullmatrix": "fullmatrix",
    "fm": "fullmatrix",
    "lowerhalf": "lowerhalf",
    "lh": "lowerhalf",
    "upperhalf": "upperhalf",
    "uh": "upperhalf",
    "nodelist": "nodelist1",
    "nodelist1": "nodelist1",
    "nl1": "nodelist1",
    "nodelist1b": "nodelist1b",
    "nl1b": "nodelist1b",
    "nodelist2": "nodelist2",
    "nl2": "nodelist2",
    "edgelist": "edgelist1",
    "edgelist1": "edgelist1",
    "el1": "edgelist1",
    "edgelist2": "edgelist2",
    "el2": "edgelist2",
    "edgearray": "edgearray",
    "edgearray1": "edgearray",
}
_COUNTS = frozenset({"n", "nr", "nc", "nm"})
_AXES = {"row": "rows", "column": "columns", "col": "columns", "matrix": "matrices", "level": "matrices"}


class _HeaderReader:
    """Reads what stands before ``DATA:``."""

    def __init__(self, tokens: Tokens, builder: Builder) -> None:
        self.tokens = tokens
        self.faults = builder.faults
        self.header = Header()

    def read(self) -> Header:
        start = self.tokens.next()
        if start is None or start.word != "dl":
            raise self.faults.error(
                _("The file does not begin with DL."), _("Choose the right format."), line=start.line if start else 1
            )
        while True:
            token = self.tokens.next()
            if token is None:
                raise self.faults.error(
                    _("There is no DATA: in the file."), _("The file may be cut off. Send it again."),
                    line=self.tokens.last_line,
                )  # fmt: skip
            if token.word == "data":
                self._skip(":")
                break
            self._keyword(token)
        self.faults.check()
        self._check_counts()
        return self.header

    def _skip(self, marks: str) -> None:
        token = self.tokens.peek()
        while token is not None and not token.quoted and token.text and set(token.text) <= set(marks):
            self.tokens.next()
            token = self.tokens.peek()

    def _value(self) -> Token | None:
        self._skip("=:")
        return self.tokens.next()

    def _keyword(self, token: Token) -> None:
        word = token.word
        if word in _COUNTS:
            self._count(word)
        elif word == "format":
            value = self._value()
            name = _FORMATS.get(value.word) if value else None
            if name is None:
                self.faults.add(
                    _("The form of data '{name}' is not known.").format(name=value.text if value else ""),
                    _("Known are fullmatrix, lowerhalf, upperhalf, nodelist1, nodelist1b, nodelist2, edgelist1, "
                      "edgelist2 and edgearray."),
                    line=token.line,
                )  # fmt: skip
            else:
                self.header.form = name
        elif word == "diagonal":
            value = self._value()
            self.header.diagonal = value is None or value.word != "absent"
        elif word == "title":
            value = self._value()
            self.header.title = value.text if value else ""
        elif word == "labels":
            self._labels(("rows", "columns"), token)
        elif word in _AXES:
            following = self.tokens.next()
            if following is None or following.word not in {"labels", "label"}:
                self.faults.add(
                    _("'{text}' is not known here.").format(text=token.text),
                    _("Write for example ROW LABELS:"),
                    line=token.line,
                )
            else:
                self._labels((_AXES[word],), token)
        elif token.text not in {"=", ":"}:
            self.faults.add(
                _("'{text}' is not known here.").format(text=token.text),
                _("Correct the lines before DATA:"),
                line=token.line,
            )

    def _count(self, word: str) -> None:
        value = self._value()
        if value is None or not is_whole(value.text):
            self.faults.add(
                _("{word} needs a whole number.").format(word=word.upper()),
                _("Write for example N=10."),
                line=value.line if value else self.tokens.last_line,
            )
            return
        number = int(value.text)
        if number > MOST_NODES:
            message = _("There are more than {n} nodes.").format(n=MOST_NODES)
            raise self.faults.error(message, _("Correct the number of nodes."), line=value.line)
        if word in {"n", "nr"}:
            self.header.n_rows = number
        if word in {"n", "nc"}:
            self.header.n_columns = number
        if word == "nm":
            self.header.n_matrices = number
        if word in {"nr", "nc"}:
            self.header.two_mode = True

    def _labels(self, axes: tuple[str, ...], token: Token) -> None:
        self._skip(":")
        following = self.tokens.peek()
        if following is not None and following.word == "embedded":
            self.tokens.next()
            self.header.embedded |= set(axes)
            return
        count = {
            "rows": self.header.n_rows,
            "columns": self.header.n_columns,
            "matrices": self.header.n_matrices,
        }[axes[0]]
        if self.header.two_mode and len(axes) == 2:
            count = self.header.n_rows + self.header.n_columns
        found: list[str] = []
        while len(found) < count:
            following = self.tokens.peek()
            if following is None or (not following.quoted and self._ends_labels(following)):
                self.faults.add(
                    _("There are {n} labels; {count} are needed.").format(n=len(found), count=count),
                    _("Correct the labels, or the numbers in the first lines."),
                    line=following.line if following else self.tokens.last_line,
                )
                break
            self.tokens.next()
            if following.text == ":" and not following.quoted:
                continue
            found.append(following.text.strip())
        if self.header.two_mode and len(axes) == 2:
            rows = self.header.n_rows
            self.header.labels |= {"rows": found[:rows], "columns": found[rows:]}
        else:
            for axis in axes:
                self.header.labels[axis] = found

    def _ends_labels(self, token: Token) -> bool:
        """Whether the token begins the next part, so that labels are lacking."""
        after = self.tokens.peek(1)
        if token.word == "data":
            return after is not None and after.text == ":" and not after.quoted
        mark = self.tokens.peek(2)
        named = token.word in _AXES and after is not None and after.word == "labels"
        return named and mark is not None and (mark.word == "embedded" or (mark.text == ":" and not mark.quoted))

    def _check_counts(self) -> None:
        header = self.header
        if not header.n_rows or not header.n_columns:
            raise self.faults.error(
                _("The number of nodes is missing."), _("Write N=…, or NR=… and NC=…, in the first lines."), line=1
            )
        if header.form in {"edgelist2", "nodelist2"}:
            header.two_mode = True
        square = header.form not in {"fullmatrix", "edgelist2", "nodelist2"}
        if square and header.n_rows != header.n_columns:
            raise self.faults.error(
                _("{form} needs as many rows as columns.").format(form=header.form),
                _("Use fullmatrix, edgelist2 or nodelist2 for two sets."),
                line=1,
            )
        # NR and NC that are equal, with the same names: one set after all.
        rows, columns = header.labels.get("rows"), header.labels.get("columns")
        if square or (header.form == "fullmatrix" and rows and rows == columns):
            header.two_mode = False


def read_ucinet(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a DL file."""
    builder = Builder(name)
    tokens = Tokens(decode(data, name, options.encoding).lines)
    header = _HeaderReader(tokens, builder).read()
    if options.two_mode is not None:
        header.two_mode = options.two_mode
    builder.title = header.title
    matrices = DataReader(tokens, header, builder).read()
    builder.faults.check()
    rows = header.labels.get("rows") or [str(i + 1) for i in range(header.n_rows)]
    if header.two_mode:
        columns = header.labels.get("columns") or [f"column{j + 1}" for j in range(header.n_columns)]
        nodes = [Node(r) for r in rows] + [Node(c, second=True) for c in columns]
    else:
        columns = rows
        nodes = [Node(r) for r in rows]
        other = header.labels.get("columns")
        for a, b in zip(rows, other or rows, strict=False):
            if a != b:
                builder.faults.add(
                    _("Row '{row}' and column '{column}' should be the same node.").format(row=a, column=b),
                    _("Give rows and columns the same labels, or say that they are different sets (two-mode)."),
                )
    for node in nodes:
        builder.node(node)
    names = header.labels.get("matrices") or (
        [DEFAULT_RELATION] if len(matrices) == 1 else [f"{DEFAULT_RELATION} {k + 1}" for k in range(len(matrices))]
    )
    for name in sorted({n for n in names if names.count(n) > 1}):
        builder.faults.add(
            _("Two matrices are called '{name}'.").format(name=name), _("Give every matrix a name of its own.")
        )
    builder.faults.check()
    directed = header.form not in {"lowerhalf", "upperhalf"} and not header.two_mode
    for relation, cells in zip(names, matrices, strict=True):
        builder.relation(relation, directed=directed)
        square = not header.two_mode
        listed: list[list[float | None]] = [[None, *cells.values()]]
        codes = square and structural_codes(builder, listed, options)
        for (i, j), value in cells.items():
            if value == 0 or (value is None and i == j and square):
                continue
            fixed = codes and value in {10.0, 11.0}
            seen = None if codes and value == 9 else value - 10 if fixed and value is not None else value
            builder.edge(relation, rows[i], columns[j], seen, directed=directed, structural=fixed)
    return builder.graph()


def write_ucinet(graph: GraphData, options: WriteOptions) -> bytes:
    """Write full matrices, one for each relation; ``NA`` is missing."""
    graph = chosen(graph, options)
    refuse_parallel(graph.relations, "dl")
    rows, columns = list(graph.rows), list(graph.columns)
    count = f"NR={len(rows)} NC={len(columns)}" if graph.two_mode else f"N={len(rows)}"
    lines = ["DL", f"{count} NM={max(1, len(graph.relations))}", "FORMAT = FULLMATRIX DIAGONAL PRESENT"]
    lines += ["ROW LABELS:", *map(_quoted, rows), "COLUMN LABELS:", *map(_quoted, columns)]
    if graph.relations:
        lines += ["MATRIX LABELS:", *(_quoted(r.name) for r in graph.relations)]
    lines.append("DATA:")
    for relation in graph.relations:
        for row in graph.matrix(relation.name).tolist():
            lines.append(" ".join("NA" if v != v else number_text(v) for v in row))
    if not graph.relations:
        lines += [" ".join("0" for _c in columns) for _r in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(label: str) -> str:
    if "\n" in label or "\r" in label or ('"' in label and "'" in label):
        raise ExchangeError(
            [
                Fault(
                    "dl",
                    _(
                        "The label {label} cannot be written: it has a line break, or both kinds of quotation mark."
                    ).format(label=repr(label)),
                    _("Rename it, or write graphml."),
                )
            ]
        )
    return f"'{label}'" if '"' in label else f'"{label}"'


def sniff_ucinet(data: bytes, name: str) -> bool:
    """Return whether the first word is DL."""
    return re.match(rb"(\xef\xbb\xbf)?\s*dl(?=[\s,])", data[:200], re.IGNORECASE) is not None


UCINET = Format(
    "dl",
    N_("UCINET DL"),
    (".dl",),
    sniff_ucinet,
    read_ucinet,
    write_ucinet,
    frozenset({Holds.NAMES, Holds.MISSING, Holds.RELATIONS, Holds.RELATION_NAME, Holds.TWO_MODE, Holds.UNTIED}),
)
