"""A look into a workbook's XML before it is read: how large each sheet is, and cells that have no value.

The reader that follows builds a full rectangle around all cells, so one cell in the last row and column of a
sheet would exhaust the memory; and it gives an empty text both for formulas that were never calculated and
for the spreadsheet's errors (#N/A), which must not pass for "nothing said".
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.ElementTree import parse

__all__ = ["SheetScan", "scan_sheets"]

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


@dataclass
class SheetScan:
    """What a sheet holds.

    Attributes
    ----------
    rows, columns
        The last row and column with content, counted from 1.
    uncalculated
        Row and column of formulas without a value.
    errors
        Row, column and text of the spreadsheet's errors.
    """

    rows: int = 0
    columns: int = 0
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)


class _Cells(ContentHandler):
    """Collects a `SheetScan` from the events of a sheet's XML."""

    def __init__(self, scan: SheetScan) -> None:
        super().__init__()
        self.scan = scan
        self._row = 0
        self._column = 0
        self._kind = ""
        self._formula = False
        self._content = False
        self._text: list[str] = []
        self._in_value = False

    def startElement(self, name: str, attrs: Any) -> None:
        """Note where a cell stands and what it holds."""
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = int(attrs.get("r") or self._row + 1)
            self._column = 0
        elif tag == "c":
            place = re.match(r"([A-Z]+)(\d+)", attrs.get("r") or "")
            self._column = _column_number(place.group(1)) if place else self._column + 1
            if place:
                self._row = int(place.group(2))
            self._kind = attrs.get("t") or ""
            self._formula = self._content = False
            self._text = []
        elif tag == "f":
            self._formula = True
        elif tag in {"v", "is"}:
            self._in_value = True
            self._content = True

    def characters(self, content: str) -> None:
        """Keep the text of a value."""
        if self._in_value:
            self._text.append(content)

    def endElement(self, name: str) -> None:
        """Judge the cell."""
        tag = name.rpartition(":")[2]
        if tag in {"v", "is"}:
            self._in_value = False
        elif tag == "c":
            text = "".join(self._text)
            if self._content or self._formula:
                self.scan.rows = max(self.scan.rows, self._row)
                self.scan.columns = max(self.scan.columns, self._column)
            if self._formula and not text and not (self._content and self._kind == "str"):
                self.scan.uncalculated.append((self._row, self._column))
            elif self._kind == "e":
                self.scan.errors.append((self._row, self._column, text))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def scan_sheets(archive: zipfile.ZipFile) -> Mapping[str, SheetScan]:
    """Return sheet name → what it holds.

    Raises
    ------
    KeyError, ValueError, xml.sax.SAXException, xml.etree.ElementTree.ParseError, defusedxml.DefusedXmlException
        The file is no workbook, or a malicious one.
    """
    folder = "xl/"
    targets = {}
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        for element in parse(stream).iter():
            if element.tag.rpartition("}")[2] != "Relationship":
                continue
            target = element.get("Target", "")
            targets[element.get("Id")] = target.lstrip("/") if target.startswith("/") else folder + target
    scans: dict[str, SheetScan] = {}
    with archive.open("xl/workbook.xml") as stream:
        for element in parse(stream).iter():
            if element.tag.rpartition("}")[2] != "sheet":
                continue
            relation = element.get(f"{_RELATIONS}id") or element.get(f"{_STRICT_RELATIONS}id")
            with archive.open(targets[relation]) as sheet:
                scans[element.get("name", "")] = _scan(sheet)
    return scans


def _scan(stream: IO[bytes]) -> SheetScan:
    scan = SheetScan()
    sax.parse(stream, _Cells(scan))
    return scan
