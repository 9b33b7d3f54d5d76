"""QualCoder projects: a folder ``….qda`` with a database ``data.qda``. Read only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.corpus import Code, Coding, Corpus, Document, Scalar, Selection, Source
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming
from clusterdynamics.loops.exchange.sqlite import MAGIC, Database, open_database

__all__ = ["QUALCODER", "read_qualcoder"]

_NEEDED = ("source", "code_name", "code_cat", "code_text")


def _database(path: Path) -> Path:
    return path / "data.qda" if path.is_dir() else path


class _Reader:
    """Reads one project."""

    def __init__(self, name: str, database: Database) -> None:
        self.builder = CorpusBuilder(name)
        self.builder.faults = database.faults
        self.database = database
        self.texts: dict[object, str] = {}
        self.moved = self.loose = self.dates = 0

    def read(self) -> Corpus:
        self.database.need("QualCoder", _NEEDED)
        self._sources()
        self._documents()
        self._codes()
        self._passages()
        builder = self.builder
        if self.moved:
            builder.note(
                _("{n} passages were counted in half characters (UTF-16) and are put right by their words.").format(
                    n=self.moved
                )
            )
        if self.loose:
            builder.note(
                _("{n} passages do not hold the words that the project remembers; look at them.").format(n=self.loose)
            )
        if self.dates:
            builder.note(_("{n} dates cannot be read and are left out.").format(n=self.dates))
        return builder.corpus()

    def _sources(self) -> None:
        values: dict[tuple[object, object], dict[str, Scalar]] = {}
        for row in self.database.rows("attribute", ("attrid", "name", "attr_type", "value", "id"), "attrid"):
            if row["name"] and row["value"] not in (None, ""):
                held = values.setdefault((row["attr_type"], row["id"]), {})
                held[str(row["name"])] = row["value"]
        self.values = values
        for row in self.database.rows("cases", ("caseid", "name"), "caseid"):
            self.builder.source(
                Source(f"case-{row['caseid']}", str(row["name"] or ""), values.get(("case", row["caseid"]), {}))
            )

    def _documents(self) -> None:
        teller: dict[object, str] = {}
        several = 0
        for row in self.database.rows("case_text", ("id", "caseid", "fid"), "id"):
            case = f"case-{row['caseid']}"
            several += teller.setdefault(row["fid"], case) != case
        if several:
            self.builder.note(_("Texts of several cases belong to the first of them."))
        other = 0
        for row in self.database.rows("source", ("id", "name", "fulltext"), "id"):
            if row["fulltext"] is None:
                other += 1
                continue
            text = str(row["fulltext"])
            self.texts[row["id"]] = text
            self.builder.document(
                Document(
                    f"source-{row['id']}",
                    text,
                    str(row["name"] or ""),
                    teller.get(row["id"]),
                    self.values.get(("file", row["id"]), {}),
                )
            )
        if other:
            self.builder.note(_("Pictures and recordings are left out ({n}).").format(n=other))

    def _codes(self) -> None:
        def under(own: object) -> str | None:
            return None if own is None else f"category-{own}"

        for row in self.database.rows("code_cat", ("catid", "name", "memo", "supercatid"), "catid"):
            self.builder.code(
                Code(
                    f"category-{row['catid']}",
                    str(row["name"] or ""),
                    under(row["supercatid"]),
                    str(row["memo"] or ""),
                    codable=False,
                )
            )
        for row in self.database.rows("code_name", ("cid", "name", "memo", "catid", "color"), "cid"):
            self.builder.code(
                Code(
                    f"code-{row['cid']}",
                    str(row["name"] or ""),
                    under(row["catid"]),
                    str(row["memo"] or ""),
                    str(row["color"] or ""),
                )
            )

    def _passages(self) -> None:
        places: dict[tuple[str, int, int], str] = {}
        columns = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date")
        for row in self.database.rows("code_text", columns, "ctid"):
            document, start, end = f"source-{row['fid']}", row["pos0"], row["pos1"]
            if not isinstance(start, int) or not isinstance(end, int):
                self.builder.faults.add(
                    _("Passage {n} has no place.").format(n=row["ctid"]), _("Remove it in QualCoder.")
                )
                continue
            start, end = self._place(self.texts.get(row["fid"]), start, end, row["seltext"])
            own = places.get((document, start, end))
            if own is None:
                own = places[document, start, end] = f"passage-{row['ctid']}"
                self.builder.selection(Selection(own, document, start, end))
            coding = Coding(f"code-{row['cid']}", document, own, str(row["owner"] or ""))
            self.builder.coding(replace(coding, date=self._date(row["date"])))

    def _place(self, text: str | None, start: int, end: int, words: object) -> tuple[int, int]:
        """Return the place of a passage in code points, by the words that the project remembers of it."""
        if text is None or not isinstance(words, str) or not words or text[start:end] == words:
            return start, end
        encoded = text.encode("utf-16-le", errors="surrogatepass")
        if encoded[2 * start : 2 * end].decode("utf-16-le", errors="replace") == words:
            before = len(encoded[: 2 * start].decode("utf-16-le", errors="replace"))
            self.moved += 1
            return before, before + len(words)
        self.loose += 1
        return start, end

    def _date(self, value: object) -> dt.datetime | None:
        if not value:
            return None
        try:
            return dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.dates += 1
            return None


def read_qualcoder(incoming: Incoming) -> Corpus:
    """Read a project: texts, codes with their categories, coded passages, cases with their attributes."""
    with open_database(_database(incoming.path), Faults(incoming.name)) as database:
        return _Reader(incoming.name, database).read()


def has_tables(path: Path, names: tuple[str, ...]) -> bool:
    """Return whether a file is a database with these tables."""
    from clusterdynamics.exchange.errors import ExchangeError

    try:
        with path.open("rb") as stream:
            if stream.read(16) != MAGIC:
                return False
        with open_database(path, Faults(path.name)) as database:
            return set(names) <= database.tables
    except (OSError, ExchangeError):
        return False


def sniff_qualcoder(incoming: Incoming) -> bool:
    """Return whether it is a folder with data.qda, or that database."""
    return has_tables(_database(incoming.path), _NEEDED)


QUALCODER = CorpusFormat("qualcoder", N_("QualCoder project"), (".qda",), sniff_qualcoder, read_qualcoder)
