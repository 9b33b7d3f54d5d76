"""Looks into office files for the tests: parts, properties, alternative texts."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def parts(data: bytes) -> dict[str, bytes]:
    """All parts of an office file; those of files inside it under their path."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for entry in file.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            content = file.read(entry)
            found[entry.filename] = content
            if entry.filename.endswith(".xlsx"):
                found |= {f"{entry.filename}/{name}": inner for name, inner in parts(content).items()}
    return found


def xml(data: bytes, name: str) -> Element:
    root: Element = fromstring(parts(data)[name])
    return root


def no_formula(data: bytes) -> bool:
    """Whether no cell of any sheet, of sheets inside charts too, is a formula."""
    sheets = [v for k, v in parts(data).items() if "/worksheets/sheet" in k and k.endswith(".xml")]
    assert sheets
    return all(fromstring(s).find(f".//{S}f") is None for s in sheets)


def says_no_time(data: bytes) -> bool:
    """Whether the properties tell no time at which the file was made, printed or changed."""
    return not any(b"dcterms:" in v and b"</dcterms:" in v for k, v in parts(data).items() if "docProps" in k)
