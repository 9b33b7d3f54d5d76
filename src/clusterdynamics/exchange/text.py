"""Text files as people really send them: any encoding, any line ends, any separator."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _

__all__ = ["MISSING", "Text", "decode", "infer_column", "is_whole", "parse_number", "sniff_delimiter", "split_rows"]

#: A text file larger than this is refused: a network of that size belongs in Parquet.
MOST_BYTES = 256 * 1024 * 1024
#: A file that says it has more nodes than this is wrong, or would take all memory.
MOST_NODES = 500_000
#: What people write for "missing", in lower case.
MISSING = frozenset({"na", "n/a", "nan", ".", "?", "none", "null", "#n/a", "-"})

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,17})", re.ASCII)
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Text:
    """A decoded file: its text with a line feed as the only line end, and what it was before."""

    text: str
    encoding: str
    newline: str

    @property
    def lines(self) -> list[str]:
        """The lines, without line ends."""
        lines = self.text.split("\n")
        return lines[:-1] if lines and lines[-1] == "" else lines


def decode(data: bytes, name: str, encoding: str | None = None) -> Text:
    """Return the text of a file.

    A byte order mark decides; else UTF-16 is known by its zero bytes; else UTF-8 is tried, and what is not
    UTF-8 is read as Windows-1252, which holds Latin-1.

    Parameters
    ----------
    data
        The file.
    name
        Its name, for messages.
    encoding
        Use this one and do not guess.

    Raises
    ------
    ExchangeError
        The file is too large, or is no text.
    """
    faults = Faults(name)
    if len(data) > MOST_BYTES:
        raise faults.error(
            _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2), _("Send a smaller file.")
        )
    used = encoding or _encoding(data)
    try:
        text = data.decode(used)
    except LookupError:
        raise faults.error(
            _("There is no encoding '{encoding}'.").format(encoding=used), _("Use utf-8, utf-16 or latin-1.")
        ) from None
    except UnicodeDecodeError as problem:
        if encoding or used != "utf-8":
            raise faults.error(
                _("The file is not {encoding} (byte {byte}).").format(encoding=used, byte=problem.start + 1),
                _("Save it as UTF-8."),
            ) from None
        used = "cp1252"
        # Five byte values mean nothing in Windows-1252; Latin-1 gives them a meaning.
        try:
            text = data.decode(used)
        except UnicodeDecodeError:
            used = "latin-1"
            text = data.decode(used)
    text = text.removeprefix("\ufeff")
    control = re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise faults.error(_("This is not a text file."), _("Choose the right file, or the right format."), line=line)
    newline = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r" if "\r" in text else "\n"
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), used, newline)


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:2000]
    # Text in our languages has a zero byte in every other place, and in those places only.
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4 and not head[0::2].count(0):
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 4 and not head[1::2].count(0):
        return "utf-16-be"
    return "utf-8"


def sniff_delimiter(lines: Iterable[str]) -> str:
    """Return the separator of a table: the one that splits the rows evenly; a space where none does.

    Parameters
    ----------
    lines
        The first lines of the file.
    """
    sample = "\n".join(list(lines)[:60])
    best, most = " ", 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(sample, delimiter)
        if not widths or widths[0] < 2:
            continue
        same = sum(1 for w in widths if w == widths[0]) / len(widths)
        # Even rows matter more than wide ones: "1,5;2,5" is a table with semicolons.
        weight = same + min(widths[0], 50) / 1000
        if weight > most:
            best, most = delimiter, weight
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    """Return the number of cells in each row, up to the first row that this separator does not fit."""
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline="\n"), delimiter=delimiter, strict=True)
    try:
        widths.extend(len(cells) for cells in reader if any(cells))
    except csv.Error:
        # The sample may end inside a cell with line breaks; anywhere else it is a sign against the separator.
        widths.append(0)
    return widths


def split_rows(text: str, delimiter: str, faults: Faults) -> list[tuple[int, list[str]]]:
    """Return the rows of a table, each with the line it starts in; empty lines are left out.

    A space as separator stands for any white space, and quotes work there too.
    """
    rows: list[tuple[int, list[str]]] = []
    if delimiter == " ":
        for number, content in enumerate(text.split("\n"), start=1):
            cells = [a or b or c for a, b, c in re.findall(r'"([^"]*)"|\'([^\']*)\'(?=\s|$)|(\S+)', content)]
            if cells:
                rows.append((number, cells))
        return rows
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as problem:
        faults.add(
            _("The quotation marks do not match ({detail}).").format(detail=problem),
            _('Close every quotation mark; write " inside a cell as "".'),
            line=line,
        )
    return rows


def is_whole(text: str) -> bool:
    """Whether a text is a whole number of at most nine plain digits, as counts and numbers of nodes are."""
    return text.isascii() and text.isdigit() and len(text) < 10


def parse_number(cell: str, *, comma: bool = False) -> float | None:
    """Return the number in a cell; None if it says "missing".

    Parameters
    ----------
    comma
        A comma is the decimal sign.

    Raises
    ------
    ValueError
        It is neither.
    """
    text = cell.strip()
    if not text or text.lower() in MISSING:
        return None
    if comma:
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise ValueError(cell)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(cell)
    return number


def infer_column(cells: Sequence[str], *, comma: bool = False) -> list[str | int | float | None]:
    """Return a column of text as whole numbers, numbers or text, whichever fits all cells; empty is None.

    ``007`` is text: it is an identifier, not a number.
    """
    texts = [cell.strip() for cell in cells]
    present = [t for t in texts if t and t.lower() not in MISSING]
    if present and all(_INTEGER.fullmatch(t) for t in present):
        return [int(t) if _INTEGER.fullmatch(t) else None for t in texts]
    plain = [t.replace(",", ".") if comma else t for t in present]
    if present and all(_NUMBER.fullmatch(t) and not re.match(r"[+-]?0\d", t) for t in plain):
        try:
            return [parse_number(t, comma=comma) for t in texts]
        except ValueError:  # a number beyond all numbers, so it is none
            return list(cells)
    return [None if not cell or cell.strip().lower() in {"na", "nan", "n/a", "#n/a"} else cell for cell in cells]
