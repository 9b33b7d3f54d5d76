"""The part of a DL file behind ``DATA:``, and the words a DL file is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clusterdynamics.exchange.build import Builder
from clusterdynamics.exchange.text import is_whole, parse_number
from clusterdynamics.i18n import _

__all__ = ["DataReader", "Header", "Token", "Tokens"]

#: (row, column) → value of one matrix; None is missing, what is not there is 0.
type Matrix = dict[tuple[int, int], float | None]

_WORD = re.compile(r'"([^"]*)"|\'([^\']*)\'(?=[\s,:]|$)|([=:])|([^\s,"=:]+)')
_DATUM = re.compile(r'"([^"]*)"|\'([^\']*)\'(?=[\s,]|$)|([^\s,]+)')


@dataclass(frozen=True)
class Token:
    """A word of the file, and where it stands."""

    text: str
    line: int
    quoted: bool = False

    @property
    def word(self) -> str:
        """The word in lower case; empty where it is quoted, for then it is a label."""
        return "" if self.quoted else self.text.lower()


@dataclass
class Header:
    """What a DL file says before its data."""

    n_rows: int = 0
    n_columns: int = 0
    n_matrices: int = 1
    form: str = "fullmatrix"
    diagonal: bool = True
    two_mode: bool = False
    title: str = ""
    labels: dict[str, list[str]] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)


class Tokens:
    """Words one after the other, or line by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._row = 0
        self._queue: list[Token] = []
        self._in_data = False
        self.last_line = len(lines)

    def _fill(self, n: int) -> None:
        while len(self._queue) < n and self._row < len(self._lines):
            pattern = _DATUM if self._in_data else _WORD
            self._row += 1
            for match in pattern.finditer(self._lines[self._row - 1]):
                quoted = match[1] is not None or match[2] is not None
                text = match[1] or match[2] or "" if quoted else match[0]
                self._queue.append(Token(text, self._row, quoted))

    def peek(self, ahead: int = 0) -> Token | None:
        """Return a word to come, without taking it."""
        self._fill(ahead + 1)
        return self._queue[ahead] if len(self._queue) > ahead else None

    def next(self) -> Token | None:
        """Take the next word; None at the end."""
        token = self.peek()
        if token is not None:
            self._queue.pop(0)
        return token

    def enter_data(self) -> None:
        """From here on = and : are parts of labels. Words of the line already read stay as they are."""
        self._in_data = True

    def line(self) -> list[Token]:
        """Take all words of the next line that has any; empty at the end."""
        first = self.next()
        if first is None:
            return []
        found = [first]
        while self._queue and self._queue[0].line == first.line:
            found.append(self._queue.pop(0))
        return found


class DataReader:
    """Reads the matrices of a DL file in the form its header names."""

    def __init__(self, tokens: Tokens, header: Header, builder: Builder) -> None:
        self.tokens = tokens
        self.header = header
        self.faults = builder.faults
        tokens.enter_data()

    def read(self) -> list[Matrix]:
        """Return all matrices."""
        form = self.header.form
        if form in {"fullmatrix", "lowerhalf", "upperhalf"}:
            matrices = [self._cells(k) for k in range(self.header.n_matrices)]
            left = self.tokens.next()
            if left is not None and not self.faults.found:
                self.faults.add(
                    _("There are more numbers than {form} needs.").format(form=form),
                    _("Correct the data, or the numbers in the first lines."),
                    line=left.line,
                )
            return matrices
        return self._lists(form)

    # -- matrices -----------------------------------------------------------------------------------

    def _cells(self, k: int) -> Matrix:
        header = self.header
        if self.faults.found:
            return {}
        if "columns" in header.embedded and header.form == "fullmatrix":
            columns = [self.tokens.next() for _j in range(header.n_columns)]
            self._keep("columns", [t.text.strip() for t in columns if t is not None], k)
        names: list[str] = []
        matrix: Matrix = {}
        for i in range(header.n_rows):
            if "rows" in header.embedded:
                token = self.tokens.next()
                names.append(token.text.strip() if token else "")
            for j in self._places(i):
                token = self.tokens.next()
                if token is None:
                    self.faults.add(
                        _("The data end in row {row} of {rows} (matrix {k}).").format(
                            row=i + 1, rows=header.n_rows, k=k + 1
                        ),
                        _("The file may be cut off. Send it again."),
                        line=self.tokens.last_line,
                    )
                    return matrix
                matrix[i, j] = self._number(token)
                if header.form != "fullmatrix":
                    matrix[min(i, j), max(i, j)] = matrix.pop((i, j))
        if "rows" in header.embedded:
            self._keep("rows", names, k)
        return matrix

    def _keep(self, axis: str, names: list[str], k: int) -> None:
        """Take embedded labels; those of later matrices must be the same."""
        if k and self.header.labels.get(axis) != names:
            self.faults.add(
                _("Matrix {k} has other labels than the first one.").format(k=k + 1),
                _("Give all matrices the same labels."),
            )
        self.header.labels[axis] = names
        if not self.header.two_mode and axis == "rows" and "columns" not in self.header.embedded:
            self.header.labels.pop("columns", None)

    def _places(self, i: int) -> range | list[int]:
        """Return the columns that row i holds."""
        n, present = self.header.n_columns, self.header.diagonal
        if self.header.form == "lowerhalf":
            return range(i + present)
        if self.header.form == "upperhalf":
            return range(i + (not present), n)
        return range(n) if present else [j for j in range(n) if j != i]

    def _number(self, token: Token) -> float | None:
        try:
            return parse_number(token.text)
        except ValueError:
            self.faults.add(
                _("'{cell}' is not a number.").format(cell=token.text),
                _("Correct the data, or the numbers in the first lines."),
                line=token.line,
            )
            return None

    # -- lists --------------------------------------------------------------------------------------

    def _lists(self, form: str) -> list[Matrix]:
        header = self.header
        self._rows = _Labels(header.labels.get("rows", []), header.n_rows, embedded="rows" in header.embedded)
        self._columns = self._rows
        if header.two_mode:
            self._columns = _Labels(
                header.labels.get("columns", []), header.n_columns, embedded="columns" in header.embedded
            )
        matrices: list[Matrix] = [{} for _k in range(header.n_matrices)]
        k = count = 0
        while True:
            line = self.tokens.line()
            if not line:
                break
            if line[0].text == "!" and not line[0].quoted:
                k, count = k + 1, 0
                if k >= header.n_matrices:
                    self.faults.add(_("There are more matrices than NM says."), _("Correct NM."), line=line[0].line)
                    return matrices
                continue
            if form.startswith("nodelist"):
                self._node_line(matrices[k], line, form, count)
            elif form == "edgearray":
                self._array_line(matrices, line)
            else:
                self._edge_line(matrices[k], line)
            count += 1
        for axis, names in (("rows", self._rows), ("columns", self._columns)):
            if axis in header.embedded:
                header.labels[axis] = names.all("column" if axis == "columns" and header.two_mode else "")
        return matrices

    def _place(self, token: Token, labels: _Labels) -> int | None:
        place = labels.place(token)
        if place is None:
            self.faults.add(
                _("'{text}' is not one of the {n} nodes.").format(text=token.text, n=labels.n),
                _("Correct it, or the number of nodes."),
                line=token.line,
            )
        return place

    def _node_line(self, matrix: Matrix, line: list[Token], form: str, count: int) -> None:
        if form == "nodelist1b":
            # Row after row, each beginning with the number of ties.
            if count >= self.header.n_rows or not is_whole(line[0].text):
                self.faults.add(
                    _("'{text}' is no number of ties of a further node.").format(text=line[0].text),
                    _("Write one line for each node, beginning with the number of its ties."),
                    line=line[0].line,
                )
                return
            if int(line[0].text) != len(line) - 1:
                self.faults.add(
                    _("The line says {said} ties and names {n}.").format(said=line[0].text, n=len(line) - 1),
                    _("Correct the line."),
                    line=line[0].line,
                )
            source: int | None = count
        else:
            source = self._place(line[0], self._rows)
        for token in line[1:]:
            target = self._place(token, self._columns)
            if source is not None and target is not None:
                matrix[source, target] = 1.0

    def _ends(self, line: list[Token]) -> tuple[int, int] | None:
        if len(line) < 2:
            self.faults.add(_("The tie has one end only."), _("Name both ends."), line=line[0].line)
            return None
        source, target = self._place(line[0], self._rows), self._place(line[1], self._columns)
        return None if source is None or target is None else (source, target)

    def _edge_line(self, matrix: Matrix, line: list[Token]) -> None:
        ends = self._ends(line)
        if len(line) > 3:
            self.faults.add(
                _("The tie has {n} values; one is allowed.").format(n=len(line) - 2),
                _("Use the form edgearray for several values."),
                line=line[0].line,
            )
        elif ends is not None:
            matrix[ends] = self._number(line[2]) if len(line) == 3 else 1.0

    def _array_line(self, matrices: list[Matrix], line: list[Token]) -> None:
        ends = self._ends(line)
        if len(line) - 2 != len(matrices):
            self.faults.add(
                _("The tie has {n} values; NM says {m}.").format(n=len(line) - 2, m=len(matrices)),
                _("Correct the line, or NM."),
                line=line[0].line,
            )
        elif ends is not None:
            for matrix, token in zip(matrices, line[2:], strict=True):
                matrix[ends] = self._number(token)


class _Labels:
    """Finds nodes by label or number; embedded labels are learnt as they come."""

    def __init__(self, names: Sequence[str], n: int, *, embedded: bool) -> None:
        self.n = n
        self.embedded = embedded
        self.known = {name.lower(): i for i, name in enumerate(names)}
        self.names = list(names)

    def place(self, token: Token) -> int | None:
        """Return the position of a node, None where there is none."""
        name = token.text.strip()
        if not self.embedded:
            known = self.known.get(name.lower()) if not is_whole(name) or token.quoted else None
            if known is None and is_whole(name) and 1 <= int(name) <= self.n:
                return int(name) - 1
            return known
        if name.lower() not in self.known:
            if len(self.known) >= self.n:
                return None
            self.known[name.lower()] = len(self.known)
            self.names.append(name)
        return self.known[name.lower()]

    def all(self, prefix: str) -> list[str]:
        """Return all names; nodes that no tie names are called by a number behind `prefix`."""
        free = (f"{prefix}{i}" for i in range(1, 2 * self.n + 1) if f"{prefix}{i}" not in self.known)
        return [*self.names, *(next(free) for _i in range(self.n - len(self.names)))]
