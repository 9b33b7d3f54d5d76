"""Where a study is: a folder, a zip of one, or a workbook; each gives the same raw tables and settings."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read.archive import member_name, open_archive, unpack
from clusterdynamics.study.read.delimited import read_delimited
from clusterdynamics.study.read.limits import LIMITS, MEGABYTE
from clusterdynamics.study.read.raw import RawTable, column_key
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.read.shapes_file import SHAPES_FILE, is_shapes
from clusterdynamics.study.read.workbook import Workbook, open_workbook
from clusterdynamics.study.tables import TABLES

__all__ = ["SETTINGS_FILE", "SETTINGS_SHEET", "WORKBOOK_FILE", "Source", "open_source"]

SETTINGS_FILE = "study.toml"
SETTINGS_SHEET = "study"
#: A workbook in a study folder with a sheet for each table.
WORKBOOK_FILE = "tables.xlsx"
#: Sheets that explain a workbook to people and hold no data.
_GUIDE_SHEETS = frozenset({"about"})
#: What operating systems and spreadsheet programs leave behind.
_LITTER = ("__MACOSX/", ".", "~$", "Thumbs.db", "desktop.ini")


@dataclass
class Source:
    """What was found, before any cell was read.

    Attributes
    ----------
    settings_file
        Name of the file or sheet with the settings, for messages.
    toml
        Bytes of ``study.toml``; None where there is none.
    pairs
        Row, key and value of the sheet ``study``; None where there is none.
    tables
        Tables that could be read.
    found
        Names of all tables that are there, also of those that could not be read.
    files
        Further files: a reference model of the region's own and its translations, outlines of regions.
    """

    settings_file: str = SETTINGS_FILE
    toml: bytes | None = None
    pairs: list[tuple[int, str, str]] | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def open_source(path: Path, problems: Problems) -> Source | None:
    """Read the raw tables of the study at `path`; None where there is nothing that could be read."""
    if not path.exists():
        problems.add(Code.PACKAGE_MISSING, path.name, path=str(path))
        return None
    if path.is_dir():
        return _Folder(path, problems).read()
    ending = path.suffix.lower()
    if ending == ".zip":
        return _zip(path, problems)
    if ending == ".xlsx":
        return _workbook(path, problems)
    problems.add(Code.PACKAGE_KIND, path.name, ending=ending or path.name)
    return None


class _Folder:
    """Reads the files of one folder."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder = folder
        self.problems = problems
        self.source = Source()
        self.keys = {column_key(name): name for name in TABLES}

    def read(self) -> Source:
        for path in sorted(self.folder.iterdir(), key=lambda p: p.name):
            if path.is_dir() or path.name.startswith(_LITTER):
                continue
            try:
                self._file(path)
            except OSError as error:
                self.problems.add(Code.FILE_UNREADABLE, path.name, reason=error.strerror or "unknown")
        if self.source.toml is None and not self.problems.count(Code.FILE_UNREADABLE, SETTINGS_FILE):
            self.problems.add(Code.SETTINGS_MISSING, SETTINGS_FILE)
        return self.source

    def _file(self, path: Path) -> None:
        name = path.name
        if name.casefold() == SETTINGS_FILE:
            if path.stat().st_size > LIMITS.settings_bytes:
                limit = LIMITS.settings_bytes // MEGABYTE
                self.problems.add(Code.FILE_TOO_LARGE, name, limit=limit)
                self.source.toml = b""
                return
            self.source.settings_file = name
            self.source.toml = path.read_bytes()
        elif name.casefold() == WORKBOOK_FILE:
            book = open_workbook(path, name, self.problems)
            if book is not None:
                _sheets(book, self.source, self.problems, settings=False)
                book.close()
        elif path.suffix.lower() in {".csv", ".xlsx"}:
            self._table(path)
        elif path.suffix.lower() == ".toml":
            if path.stat().st_size > LIMITS.settings_bytes:
                self.problems.add(Code.FILE_TOO_LARGE, name, limit=LIMITS.settings_bytes // MEGABYTE)
            else:
                self.source.files[name] = path.read_bytes()
        elif name.casefold() == SHAPES_FILE:
            self._shapes(path)

    def _shapes(self, path: Path) -> None:
        if path.stat().st_size > LIMITS.shapes_bytes:
            self.problems.add(Code.FILE_TOO_LARGE, path.name, limit=LIMITS.shapes_bytes // MEGABYTE)
            return
        data = path.read_bytes()
        if is_shapes(data):
            self.source.files[SHAPES_FILE] = data
        else:
            self.problems.add(Code.SHAPES_INVALID, path.name)

    def _table(self, path: Path) -> None:
        table = self.keys.get(column_key(path.stem))
        if table is None:
            near = nearest(path.stem, list(TABLES))
            self.problems.add(Code.FILE_UNKNOWN, path.name, name=path.name, nearest=near and near + path.suffix.lower())
            return
        if path.stem != table:
            self.problems.add(Code.NAME_READ_AS, path.name, name=path.stem, table=table)
        if not _first(self.source, table, path.name, self.problems):
            return
        if path.suffix.lower() == ".csv":
            raw = read_delimited(path, TABLES[table], path.name, self.problems)
        else:
            raw = self._single(path, table)
        if raw is not None:
            self.source.tables[table] = raw

    def _single(self, path: Path, table: str) -> RawTable | None:
        """Read a workbook that holds one table: its sheet of that name, or else its first sheet."""
        book = open_workbook(path, path.name, self.problems)
        if book is None:
            return None
        named = [s for s in book.sheets if column_key(s) == table]
        raw = book.table((named or book.sheets)[0], TABLES[table], self.problems, path.name)
        book.close()
        return raw


def _first(source: Source, table: str, name: str, problems: Problems) -> bool:
    """Remember where a table was found; False (and a problem) where it was found before."""
    if table in source.found:
        problems.add(Code.TABLE_TWICE, name, table=table, first=source.found[table], second=name)
        return False
    source.found[table] = name
    return True


def _sheets(book: Workbook, source: Source, problems: Problems, *, settings: bool) -> None:
    """Read the sheets of a workbook as tables, and the sheet ``study`` as settings."""
    keys = {column_key(name): name for name in TABLES}
    for sheet in book.sheets:
        key = column_key(sheet)
        file = sheet if settings else f"{book.file}: {sheet}"
        if settings and key == SETTINGS_SHEET:
            source.settings_file = sheet
            source.pairs = [(row, cells[0], [*cells, ""][1]) for row, cells in book.rows(sheet)]
        elif key in keys:
            if book.is_empty(sheet):  # the same as no sheet
                continue
            if sheet != keys[key]:
                problems.add(Code.NAME_READ_AS, file, name=sheet, table=keys[key])
            if _first(source, keys[key], file, problems):
                raw = book.table(sheet, TABLES[keys[key]], problems, file)
                if raw is not None:
                    source.tables[keys[key]] = raw
        elif key not in _GUIDE_SHEETS:
            problems.add(Code.SHEET_UNKNOWN, file, sheet=sheet, nearest=nearest(sheet, list(TABLES)))


def _workbook(path: Path, problems: Problems) -> Source | None:
    book = open_workbook(path, path.name, problems)
    if book is None:
        return None
    source = Source(settings_file=SETTINGS_SHEET)
    _sheets(book, source, problems, settings=True)
    book.close()
    if source.pairs is None:
        problems.add(Code.SHEET_MISSING, path.name, sheet=SETTINGS_SHEET)
    return source


def _zip(path: Path, problems: Problems) -> Source | None:
    """Unpack the study's files to a folder of our own and read that."""
    archive = open_archive(path, path.name, LIMITS.zip_bytes, problems)
    if archive is None:
        return None
    with archive, tempfile.TemporaryDirectory(prefix="clusterdynamics-") as folder:
        members = [
            (name, info)
            for info in archive.infolist()
            if not (name := member_name(info)).endswith("/")
            and not name.startswith("__MACOSX/")
            and not name.rpartition("/")[2].startswith(_LITTER)
        ]
        top = _study_folder([name for name, _info in members], path.name, problems)
        if top is None:
            return None
        complete = True
        for name, info in members:
            inner = name.removeprefix(top)
            if name.startswith(top) and "/" not in inner:
                with (Path(folder) / inner).open("wb") as target:
                    complete &= unpack(archive, info, target.write, path.name, problems)
        return _Folder(Path(folder), problems).read() if complete else None


def _study_folder(names: list[str], file: str, problems: Problems) -> str | None:
    """Return the folder in the zip that holds the study (``""`` or ``"name/"``)."""
    homes = sorted({n[: -len(SETTINGS_FILE)] for n in names if n.rpartition("/")[2].casefold() == SETTINGS_FILE})
    if len(homes) > 1:
        problems.add(Code.ZIP_TWO_STUDIES, file, names=", ".join(h or "./" for h in homes))
        return None
    if not homes:
        problems.add(Code.SETTINGS_MISSING, SETTINGS_FILE)
        return None
    if homes[0].count("/") > 1:
        problems.add(Code.ZIP_NESTED, file, name=homes[0])
        return None
    return homes[0]
