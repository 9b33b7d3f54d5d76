"""Pajek: networks with several relations, partitions and vectors, in ``.net``, ``.paj`` and ``.mat`` files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from clusterdynamics.exchange.build import DEFAULT_RELATION, Builder
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.exchange.graph import Edge, GraphData, Node, Spell, Value
from clusterdynamics.exchange.matrix import structural_codes
from clusterdynamics.exchange.pajek_merge import PajekNetwork, merge_networks
from clusterdynamics.exchange.pajek_write import MISSING_CLASS, MISSING_VALUE, unescape, write_pajek
from clusterdynamics.exchange.protocol import Format, Holds, ReadOptions
from clusterdynamics.exchange.text import MOST_NODES, decode, is_whole
from clusterdynamics.i18n import N_, _

__all__ = ["PAJEK"]

_STAR = re.compile(r"\*\s*([A-Za-z]+)\s*(.*)")
_TOKEN = re.compile(r'"([^"]*)"|(\[[^\]]*\])|(\S+)')
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class _Reader:
    """Reads one Pajek file, section by section."""

    def __init__(self, text: str, name: str, options: ReadOptions) -> None:
        self.builder = Builder(name)
        self.faults = self.builder.faults
        self.options = options
        self.networks: list[PajekNetwork] = []
        self._lines = list(enumerate(text.split("\n"), start=1))
        self._at = 0
        self._names: dict[str, str] = {}

    # -- lines ------------------------------------------------------------------------------------

    def _data(self) -> Iterator[tuple[int, str]]:
        """Return the lines up to the next section, without comments and empty lines."""
        while self._at < len(self._lines):
            number, line = self._lines[self._at]
            text = line.strip()
            if text.startswith("*"):
                return
            self._at += 1
            if text and not text.startswith("%"):
                yield number, text

    def _values(self) -> Iterator[tuple[int, str]]:
        """Return the lines of a section that has a line ``*Vertices`` of its own, with or without it."""
        before = list(self._data())
        yield from before
        following = self._lines[self._at][1] if self._at < len(self._lines) else ""
        if not before and re.match(r"\s*\*\s*vertices", following, re.IGNORECASE):
            self._at += 1
            yield from self._data()

    def read(self) -> GraphData:
        for number, line in self._data():
            raise self.faults.error(
                _("'{text}' stands before the first section.").format(text=line[:40]),
                _("A Pajek file begins with *Network or *Vertices."),
                line=number,
            )
        while self._at < len(self._lines):
            number, line = self._lines[self._at]
            self._at += 1
            match = _STAR.match(line.strip())
            if match:
                self._section(match[1].lower(), match[2].strip(), number)
            else:
                self.faults.add(_("The section has no name."), _("Write its name after the star."), line=number)
                list(self._data())
        self.faults.check()
        if not self.networks:
            raise self.faults.error(_("The file holds no network."), _("Choose a file with *Vertices."))
        return merge_networks(self.networks, self.builder, self.options)

    def _section(self, word: str, rest: str, line: int) -> None:
        if word == "network":
            self.networks.append(PajekNetwork(unescape(rest.strip('"')), line))
            self._names = {}
        elif word in {"partition", "vector"}:
            self._column(word, rest, line)
        elif word == "vertices":
            self._vertices(rest, line)
        elif word in {"arcs", "edges", "arcslist", "edgeslist", "matrix"}:
            self._ties(word, rest, line)
        else:
            self.builder.note(_("The section *{word} is left out.").format(word=word.capitalize()))
            list(self._values())

    # -- vertices ---------------------------------------------------------------------------------

    def _vertices(self, rest: str, line: int) -> None:
        counts = rest.split()
        if not counts or not all(is_whole(c) for c in counts[:2]):
            self.faults.add(
                _("*Vertices needs the number of vertices."), _("Write for example: *Vertices 10"), line=line
            )
            list(self._data())
            return
        if int(counts[0]) > MOST_NODES:
            message = _("There are more than {n} nodes.").format(n=MOST_NODES)
            raise self.faults.error(message, _("Correct the number of nodes."), line=line)
        if not self.networks or self.networks[-1].n or self.networks[-1].nodes:
            self.networks.append(PajekNetwork("", line))
            self._names = {}
        network = self.networks[-1]
        network.n = int(counts[0])
        network.first = int(counts[1]) if len(counts) > 1 else None
        given = 0
        for number, text in self._data():
            given += 1
            self._vertex(network, number, text, given)
        if given and len(network.nodes) < network.n and not self.faults.found:
            missing = [i for i in range(1, network.n + 1) if i not in network.nodes]
            self.builder.note(
                _("{n} of {total} vertices have no line of their own; they are called by their number.").format(
                    n=len(missing), total=network.n
                )
            )

    def _vertex(self, network: PajekNetwork, line: int, text: str, given: int) -> None:
        tokens = [(m[1] if m[1] is not None else m[0], m[1] is not None) for m in _TOKEN.finditer(text)]
        head, quoted = tokens[0]
        if quoted or not is_whole(head):
            # UCINET writes bare labels, one on a line.
            tokens.insert(0, (str(given), False))
            head = str(given)
        number = int(head)
        if not 1 <= number <= network.n:
            self.faults.add(
                _("There is no vertex {number}; there are {n}.").format(number=number, n=network.n),
                _("Correct the number, or the one behind *Vertices."),
                line=line,
            )
            return
        if number in network.nodes:
            self.faults.add(
                _("Vertex {number} is listed twice.").format(number=number),
                _("Remove one of the lines."),
                line=line,
            )
            return
        label = unescape(tokens[1][0]).strip() if len(tokens) > 1 else ""
        attributes: dict[str, Value] = {}
        spells: tuple[Spell, ...] = ()
        rest = tokens[2:]
        for axis in "xyz":
            if rest and not rest[0][1] and is_number(rest[0][0]):
                attributes[axis] = float(rest.pop(0)[0])
        while rest:
            word, is_quoted = rest.pop(0)
            if word.startswith("[") and not is_quoted:
                spells = _spells(word)
            elif word in _SHAPES:
                attributes["shape"] = word
            elif rest:
                attributes[f"pajek_{word}"] = _number_or_text(rest.pop(0)[0])
        second = network.first is not None and number > network.first
        network.nodes[number] = Node(label or str(number), None, attributes, second, spells)
        network.lines[number] = line

    # -- ties -------------------------------------------------------------------------------------

    def _ties(self, word: str, rest: str, line: int) -> None:
        if not self.networks or not self.networks[-1].n:
            self.faults.add(
                _("Ties stand before the vertices."), _("Write *Vertices with their number first."), line=line
            )
            list(self._data())
            return
        network = self.networks[-1]
        number, name = _relation(rest)
        if number and name:
            self._names[number] = name
        relation = name or self._names.get(number, "") or (number and f"{DEFAULT_RELATION} {number}") or ""
        relation = relation or DEFAULT_RELATION
        directed = word not in {"edges", "edgeslist"}
        if name or number:
            network.relations.setdefault((relation, directed), [])
        if word == "matrix":
            self._matrix(network, relation, line)
            return
        for at, text in self._data():
            tokens = [m[1] if m[1] is not None else m[0] for m in _TOKEN.finditer(text)]
            own = relation
            if tokens[0].endswith(":") and is_whole(tokens[0][:-1]):
                key = tokens.pop(0)[:-1]
                own = self._names.get(key, f"{DEFAULT_RELATION} {key}")
            if word.endswith("list"):
                ends = [self._end(network, t, at) for t in tokens]
                if len(ends) < 2:
                    self.faults.add(_("The tie has one end only."), _("Name both ends."), line=at)
                for target in ends[1:]:
                    if ends[0] and target:
                        network.add(own, directed, Edge(str(ends[0]), str(target)), at)
            else:
                self._tie(network, own, tokens, at, directed=directed)

    def _end(self, network: PajekNetwork, token: str, line: int) -> int:
        number = int(token) if is_whole(token) else 0
        if not 1 <= number <= network.n:
            self.faults.add(
                _("There is no vertex '{number}'; there are {n}.").format(number=token, n=network.n),
                _("Correct the number, or the one behind *Vertices."),
                line=line,
            )
            return 0
        return number

    def _tie(self, network: PajekNetwork, relation: str, tokens: list[str], line: int, *, directed: bool) -> None:
        if len(tokens) < 2:
            self.faults.add(_("The tie has one end only."), _("Name both ends."), line=line)
            return
        source, target = (self._end(network, t, line) for t in tokens[:2])
        rest = tokens[2:]
        value: float | None = 1.0
        if rest and not rest[0].startswith("[") and not re.fullmatch(r"[a-z]\w*", rest[0]):
            value = self._number(rest.pop(0), line, 3)
        attributes: dict[str, Value] = {}
        spells: tuple[Spell, ...] = ()
        while rest:
            word = rest.pop(0)
            if word.startswith("["):
                spells = _spells(word)
            elif rest and word == "l":
                attributes["label"] = unescape(rest.pop(0))
            elif rest:
                attributes[f"pajek_{word}"] = _number_or_text(rest.pop(0))
        if source and target:
            network.add(relation, directed, Edge(str(source), str(target), value, attributes, spells), line)

    def _number(self, token: str, line: int, column: int) -> float | None:
        if not is_number(token):
            self.faults.add(
                _("'{cell}' is not a number.").format(cell=token),
                _("Write a number."),
                line=line,
                column=column,
            )
            return None
        number = float(token)
        return None if number == MISSING_VALUE else number

    def _matrix(self, network: PajekNetwork, relation: str, line: int) -> None:
        rows = network.first or network.n
        first, width = (network.first or 0), network.n - (network.first or 0)
        values: list[list[float | None]] = []
        before = len(self.faults.found)
        last = line
        for at, text in self._data():
            tokens = text.split()
            last = at
            if len(values) >= rows or len(tokens) != width:
                self.faults.add(
                    _("The matrix needs {rows} rows of {width} numbers; this is row {row} with {n}.").format(
                        rows=rows, width=width, row=len(values) + 1, n=len(tokens)
                    ),
                    _("Correct the row, or the number of vertices."),
                    line=at,
                )
            values.append([self._number(t, at, j) for j, t in enumerate(tokens, start=1)])
        if len(values) < rows:
            self.faults.add(
                _("The matrix ends after {n} of {rows} rows.").format(n=len(values), rows=rows),
                _("The file may be cut off. Send it again."),
                line=last,
            )
        if len(self.faults.found) > before:
            return
        codes = not network.first and structural_codes(self.builder, values, self.options)
        for i, row in enumerate(values, start=1):
            for j, value in enumerate(row, start=first + 1):
                fixed = codes and value in {10.0, 11.0}
                if value == 0 or (value is None and i == j):
                    continue
                seen = None if codes and value == 9 else value if not fixed or value is None else value - 10
                network.add(relation, True, Edge(str(i), str(j), seen, structural=fixed), line + i)

    # -- partitions and vectors ---------------------------------------------------------------------

    def _column(self, word: str, rest: str, line: int) -> None:
        values: list[float | int | None] = []
        for at, text in self._values():
            number = self._number(text.split()[-1], at, 1)
            if word == "partition" and number is not None:
                values.append(None if number == MISSING_CLASS else int(number))
            else:
                values.append(number)
        fits = [n for n in self.networks if n.n == len(values)]
        if fits:
            fits[-1].columns[unescape(rest.strip('"')) or word] = values
        else:
            self.faults.add(
                _("The {word} has {n} values; no network before it has so many vertices.").format(
                    word=word, n=len(values)
                ),
                _("Correct the number of values."),
                line=line,
            )


_SHAPES = frozenset({"box", "ellipse", "diamond", "triangle", "cross", "empty", "house", "man", "woman"})


def _relation(rest: str) -> tuple[str, str]:
    """Return number and name of ``:1 "name"``; either may be empty."""
    match = re.match(r":\s*(\d+)\s*(.*)", rest)
    number, name = (match[1], match[2]) if match else ("", "")
    return number, unescape(name.strip().strip('"')).strip()


def is_number(token: str) -> bool:
    """Whether a word is a number, and not beyond all numbers as 1e999 is."""
    return _NUMBER.fullmatch(token) is not None and math.isfinite(float(token))


def _number_or_text(token: str) -> float | str:
    return float(token) if is_number(token) else unescape(token)


def _spells(token: str) -> tuple[Spell, ...]:
    """Return the times of ``[1-3,5-*]``: from 1 to 3, and from 5 on."""
    spells = []
    for part in token.strip("[]").split(","):
        start, dash, end = (p.strip() for p in part.partition("-"))
        last = end if dash else start
        spells.append(Spell(None if start == "*" else start or None, None if last == "*" else last or None))
    return tuple(spells)


def read_pajek(data: bytes, name: str, options: ReadOptions) -> GraphData:
    """Read a Pajek network or project."""
    return _Reader(decode(data, name, options.encoding).text, name, options).read()


def sniff_pajek(data: bytes, name: str) -> bool:
    """Return whether the first section is one of Pajek's."""
    try:
        head = decode(data, name).text[:20_000]
    except ExchangeError:
        return False
    lines = (line.strip().lower() for line in head.split("\n"))
    first = next((line for line in lines if line and not line.startswith("%")), "")
    return bool(re.match(r"\*\s*(network|vertices|partition|vector|matrix|arcs|edges)", first))


PAJEK = Format(
    "pajek",
    N_("Pajek"),
    (".net", ".paj", ".pajek", ".mat"),
    sniff_pajek,
    read_pajek,
    write_pajek,
    frozenset(
        {
            Holds.ATTRIBUTES,
            Holds.NAMES,
            Holds.MISSING,
            Holds.PARALLEL,
            Holds.RELATIONS,
            Holds.RELATION_NAME,
            Holds.TWO_MODE,
            Holds.UNDIRECTED,
            Holds.UNTIED,
            Holds.TIME,
        }
    ),
)
