"""Workbooks of causal maps: the sheets links, factors, statements and sources of the Causal Map and QuIP tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.graph import Scalar as Value
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.sheets import Sheet, read_sheets, write_sheets
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.archive import names_in_zip
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.cells import CERTAINTIES, DELAYS, Row, read_sign, table_rows
from clusterdynamics.loops.exchange.corpus import (
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Scalar,
    Selection,
    Source,
)
from clusterdynamics.loops.exchange.losses import Aspect
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming

__all__ = ["CAUSAL_MAP", "read_causal_map", "write_causal_map"]

_LINK = ("link_id", "from", "to", "polarity", "quote", "statement_id", "start", "end", "source_id",
         "coder", "date", "delay", "certainty", "counter_evidence", "time")  # fmt: skip
_FACTOR = ("factor_id", "label", "parent", "definition", "color", "codable")
_STATEMENT = ("statement_id", "text", "title", "source_id")
_SOURCE = ("source_id", "label")
_SELECTION = ("selection_id", "statement_id", "start", "end", "label")
#: Before the name of an attribute that is called as one of the columns.
_OWN = "attribute: "
_CODING = ("code", "statement_id", "selection_id", "coder", "date")


class _Reader:
    """Reads one workbook."""

    def __init__(self, name: str, sheets: Mapping[str, Sheet]) -> None:
        self.builder = CorpusBuilder(name)
        self.sheets = sheets
        #: Identifier or label of a factor → its identifier.
        self.codes: dict[str, str] = {}
        self.left: dict[str, dict[str, None]] = {}
        self.tellers: set[str] = set()

    def read(self) -> Corpus:
        for row in self._rows("sources", _SOURCE, keep=True):
            self.builder.source(self._source(row), row.line)
        for row in self._rows("statements", _STATEMENT, keep=True):
            self.builder.document(
                Document(
                    row.text("statement_id", "id"),
                    row.raw("text"),
                    row.raw("title"),
                    row.text("source_id") or None,
                    self._further("statements", row, {*_STATEMENT, "id"}),
                ),
                row.line,
            )
        self._factors()
        for row in self._rows("links", (*_LINK, "from_label", "to_label", "strength", "sign", "id")):
            self._link(row)
        for row in self._rows("selections", _SELECTION):
            start, end = row.whole("start"), row.whole("end")
            if start is None or end is None:
                self.builder.faults.add(
                    _("The passage has no place."), _("Fill in start and end."), line=row.line, column="start"
                )
            else:
                self.builder.selection(
                    Selection(row.text("selection_id"), row.text("statement_id"), start, end, row.raw("label")),
                    row.line,
                )
        for row in self._rows("codings", _CODING):
            self.builder.coding(
                Coding(
                    row.text("code"),
                    row.text("statement_id"),
                    row.text("selection_id") or None,
                    row.raw("coder"),
                    row.date("date"),
                ),
                row.line,
            )
        for row in self._rows("about", ("title",)):
            self.builder.title = row.raw("title")
        for sheet, columns in self.left.items():
            if columns:
                self.builder.note(
                    _("Columns of '{sheet}' that have no place here are left out: {names}.").format(
                        sheet=sheet, names=", ".join(columns)
                    )
                )
        if any(c.cause == c.effect for c in self.builder.claims):
            self.builder.note(_("Some claims name the same factor as cause and effect."))
        return self.builder.corpus()

    def _rows(self, name: str, known: Sequence[str], *, keep: bool = False) -> list[Row]:
        if name not in self.sheets:
            return []
        self.builder.faults.file = f"{self.builder.name}, {name}"
        rows = list(table_rows(self.sheets[name], self.builder.faults))
        if rows and not keep:
            self.left[name] = {t: None for k, t in rows[0].titles.items() if k and k not in known}
        return rows

    def _source(self, row: Row) -> Source:
        own = row.text("source_id", "id")
        return Source(own, row.raw("label"), self._further("sources", row, {*_SOURCE, "id"}))

    def _further(self, sheet: str, row: Row, known: set[str]) -> dict[str, Scalar]:
        """Return the cells of the other columns, each with its type."""
        values: dict[str, Scalar] = {}
        for key, cell in row.cells.items():
            if key and key not in known and cell != "":
                whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53
                values[row.titles[key].removeprefix(_OWN)] = int(cell) if whole and not isinstance(cell, bool) else cell
        return values

    def _factors(self) -> None:
        known = {*_FACTOR, "id", "name", "factor_memo", "memo"}
        rows = self._rows("factors", tuple(known))
        for row in rows:
            label = row.raw("label", "name") or row.text("factor_id", "id")
            own = row.text("factor_id", "id") or label.strip()
            code = Code(
                own,
                label,
                row.text("parent") or None,
                row.raw("definition", "factor_memo", "memo"),
                row.text("color"),
                row.text("codable").lower() not in {"false", "0", "no"},
            )
            self.builder.code(code, row.line)
            self.codes.setdefault(own, own)
        for code in self.builder.codes:
            self.codes.setdefault(code.label.strip(), code.id)
        if any(c.label.startswith("~") for c in self.builder.codes):
            self.builder.note(_("Factors that begin with ~ are opposites of others; they are kept as they are."))

    def _link(self, row: Row) -> None:
        number = len(self.builder.claims) + 1
        ends: list[str] = []
        for end in ("from", "to"):
            named = row.text(end, f"{end}_label")
            if not named:
                row.add(_("The cell is empty."), _("Name the factor."), end)
            elif named not in self.codes:
                if "factors" in self.sheets:
                    row.add(
                        _("There is no factor '{name}'.").format(name=named),
                        _("Add it to the sheet factors, or correct the name."),
                        end,
                    )
                else:
                    self.builder.code(Code(named, named))
                self.codes[named] = named
            ends.append(self.codes.get(named, ""))
        certainty = row.text("certainty")
        claim = Claim(
            row.text("link_id", "id") or f"l{number}",
            ends[0],
            ends[1],
            self._sign(row),
            row.raw("quote"),
            row.text("statement_id") or None,
            row.whole("start"),
            row.whole("end"),
            self._teller(row),
            row.raw("coder"),
            row.date("date"),
            row.choice("delay", DELAYS),
            certainty.lower() if certainty.lower() in CERTAINTIES else "",
            row.raw("counter_evidence"),
            row.raw("time"),
        )
        if certainty and not claim.certainty:
            self.builder.note(_("Certainty that is not low, medium or high is left out."))
        if all(ends):
            self.builder.claim(claim, row.line)

    def _teller(self, row: Row) -> str | None:
        """Return the source of a link; where there are no sheets of sources, links may name new ones."""
        named = row.text("source_id")
        if named and "sources" not in self.sheets and named not in self.tellers:
            self.tellers.add(named)
            self.builder.source(Source(named))
        return named or None

    def _sign(self, row: Row) -> str:
        """Return the sign: a column for it, else that of the strength."""
        if "polarity" in row.titles or "sign" in row.titles:
            return row.sign("polarity", "sign")
        strength = row.cells.get("strength", "")
        if isinstance(strength, str):
            return read_sign(strength) or ""
        self.builder.note(
            _(
                "The sign of a claim is that of its strength. The column posneg, where there is one, says whether the "
                "teller welcomes the effect, and is no sign."
            )
        )
        return "+" if strength > 0 else "-" if strength < 0 else ""


def read_causal_map(incoming: Incoming) -> Corpus:
    """Read a workbook with a sheet links, and factors, statements, sources where they are there."""
    faults = Faults(incoming.name)
    sheets = {s.name.strip().lower(): s for s in read_sheets(incoming.data, incoming.name, ReadOptions())}
    if "links" not in sheets and "factors" not in sheets:
        raise faults.error(
            _("The workbook has no sheet 'links' or 'factors'."),
            _("Its sheets are: {names}.").format(names=", ".join(s.name for s in sheets.values())),
        )
    return _Reader(incoming.name, sheets).read()


def write_causal_map(corpus: Corpus, suffix: str = ".xlsx") -> bytes:
    """Return a workbook with everything that a corpus holds.

    Raises
    ------
    ExchangeError
        A text has more than 32,767 characters: no cell holds more.
    """
    tables: dict[str, list[list[Value]]] = {
        "links": [
            [
                c.id, c.cause, c.effect, c.polarity, c.quote, c.document, c.start, c.end, c.source,
                c.coder, _moment(c.date), c.delay, c.certainty, c.counter_evidence, c.time,
            ]
            for c in corpus.claims
        ],
        "factors": [[c.id, c.label, c.parent, c.definition, c.color, c.codable] for c in corpus.codes],
        "statements": [[d.id, d.text, d.title, d.source] for d in corpus.documents],
        "sources": [[s.id, s.label] for s in corpus.sources],
        "selections": [[s.id, s.document, s.start, s.end, s.label] for s in corpus.selections],
        "codings": [[c.code, c.document, c.selection, c.coder, _moment(c.date)] for c in corpus.codings],
        "about": [[corpus.title]],
    }  # fmt: skip
    headers = dict(zip(tables, (_LINK, _FACTOR, _STATEMENT, _SOURCE, _SELECTION, _CODING, ("title",)), strict=True))
    full: dict[str, list[list[Value]]] = {}
    for name, rows in tables.items():
        header: list[Value] = list(headers[name])
        holders: Sequence[Source | Document] = (
            corpus.sources if name == "sources" else corpus.documents if name == "statements" else ()
        )
        names = dict.fromkeys(n for h in holders for n in h.attributes)
        for row, holder in zip(rows, holders, strict=False):
            row.extend(holder.attributes.get(n) for n in names)
        full[name] = [[*header, *_attribute_titles(name, names, headers[name])], *rows]
    return write_sheets(full)


def _attribute_titles(sheet: str, names: Iterable[str], columns: Sequence[str]) -> list[Value]:
    """Return the names of attributes as titles of columns, which are told apart without their case."""
    titles: list[Value] = []
    taken = {*columns, "id"}
    for name in names:
        title = f"{_OWN}{name}" if name.strip().lower() in taken else name
        if title.strip().lower() in taken:
            raise Faults(sheet).error(
                _("Two attributes are called '{name}'.").format(name=name), _("Rename one of them.")
            )
        taken.add(title.strip().lower())
        titles.append(title)
    return titles


def _moment(date: object) -> str | None:
    return None if date is None else str(date).replace(" ", "T", 1)


def sniff_causal_map(incoming: Incoming) -> bool:
    """Return whether it is a workbook with a sheet links or factors."""
    if not incoming.head.startswith(b"PK\x03\x04") or "xl/workbook.xml" not in names_in_zip(incoming.path):
        return False
    names = {s.name.strip().lower() for s in read_sheets(incoming.data, incoming.name, ReadOptions())}
    return bool({"links", "factors"} & names)


CAUSAL_MAP = CorpusFormat(
    "causal-map",
    N_("Causal map workbook (Excel)"),
    (".xlsx",),
    sniff_causal_map,
    read_causal_map,
    write_causal_map,
    frozenset(Aspect),
)
