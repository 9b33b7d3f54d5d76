"""Reads one file in a process of its own: text, tables and a small picture of its first page.

Started by `reading.read_file` as a script, so that a file that breaks a reader breaks nothing else. It first gives
itself limits of memory, time and file size. It imports nothing of ours.

Arguments: kind, path of the file, path for the small picture. What was read is printed as JSON.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from defusedxml.ElementTree import fromstring
from PIL import Image

MEMORY, SECONDS, WRITTEN = 1024 * 1024 * 1024, 60, 64 * 1024 * 1024
MOST_TEXT, MOST_ROWS, MOST_COLUMNS, MOST_TABLES = 2_000_000, 300, 40, 60
WIDE = 480
_GPS = 0x8825
_PICTURE = re.compile(r"\.(png|jpe?g)$", re.IGNORECASE)
_PAGE = re.compile(r"ppt/(slides|notesSlides)/\w*?(\d+)\.xml$")

Table = list[list[str]]


def limit() -> None:
    """Bound this process."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def words(element: Any, paragraph: str, run: str) -> list[str]:
    """Return the paragraphs below an element."""
    return ["".join(t.text or "" for t in p.iter() if local(t) == run) for p in element.iter() if local(p) == paragraph]


def tables_in(root: Any, table: str, row: str, cell: str, paragraph: str, run: str) -> Iterator[Table]:
    for found in root.iter():
        if local(found) == table:
            yield [
                [" ".join(words(c, paragraph, run)) for c in r if local(c) == cell]
                for r in found.iter()
                if local(r) == row
            ]


def alternative(root: Any) -> list[str]:
    """Return what is said of pictures for those who do not see them."""
    return [e.get("descr", "") for e in root.iter() if e.get("descr")]


def docx(archive: zipfile.ZipFile) -> tuple[list[str], list[Table]]:
    text: list[str] = []
    tables: list[Table] = []
    for name in sorted(archive.namelist()):
        if re.match(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$", name):
            root = fromstring(archive.read(name))
            text += words(root, "p", "t") + alternative(root)
            tables += tables_in(root, "tbl", "tr", "tc", "p", "t")
    return text, tables


def pptx(archive: zipfile.ZipFile) -> tuple[list[str], list[Table]]:
    text: list[str] = []
    tables: list[Table] = []
    pages = [m for m in map(_PAGE.match, archive.namelist()) if m]
    for page in sorted(pages, key=lambda m: (int(m[2]), m[1])):
        root = fromstring(archive.read(page[0]))
        text += words(root, "p", "t") + alternative(root)
        tables += tables_in(root, "tbl", "tr", "tc", "p", "t")
    return text, tables


def odp(archive: zipfile.ZipFile) -> tuple[list[str], list[Table]]:
    root = fromstring(archive.read("content.xml"))
    text = ["".join(p.itertext()) for p in root.iter() if local(p) in {"p", "h", "desc", "title"}]
    tables = [
        [["".join(c.itertext()) for c in r if local(c) == "table-cell"] for r in t.iter() if local(r) == "table-row"]
        for t in root.iter()
        if local(t) == "table"
    ]
    return text, tables


def xlsx(book: zipfile.ZipFile) -> tuple[list[str], list[Table]]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in book.namelist():
        strings = fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(s.itertext()) for s in strings if local(s) == "si"]
    sheets = [name for name in book.namelist() if re.match(r"xl/worksheets/[^/]+\.xml$", name)]
    tables = [_sheet(fromstring(book.read(name)), shared) for name in sheets]
    return [" ".join(filter(None, row)) for table in tables for row in table], tables


def workbooks(archive: zipfile.ZipFile) -> Iterator[Table]:
    """Yield the tables behind charts."""
    for name in archive.namelist():
        if name.lower().endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                yield from xlsx(book)[1]


def _sheet(root: Any, shared: list[str]) -> Table:
    rows: Table = []
    for row in root.iter():
        if local(row) == "row":
            cells: list[str] = []
            for cell in row:
                # Empty cells are left out of the file: the reference says where a cell stands.
                letters = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
                column = len(cells)
                if letters:
                    column = min(
                        sum((ord(c) - 64) * 26**k for k, c in enumerate(reversed(letters[0]))) - 1, MOST_COLUMNS
                    )
                cells += [""] * (column - len(cells))
                value = "".join(v.text or "" for v in cell.iter() if local(v) in {"v", "t"})
                number = cell.get("t") == "s" and value.isdigit() and int(value) < len(shared)
                cells.append(shared[int(value)] if number else value)
            rows.append(cells)
    return rows


def small(picture: bytes, target: Path) -> bool:
    """Draw a small picture anew, so that nothing of the original's bytes is in it."""
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            opened.draft("RGB", (WIDE * 2, WIDE * 2))
            opened.thumbnail((WIDE, WIDE))
            opened.convert("RGB").save(target, "PNG")
    except (OSError, ValueError, SyntaxError):
        return False
    return True


def place_in(picture: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            return bool(opened.getexif().get_ifd(_GPS))
    except (OSError, ValueError, SyntaxError):
        return False


def pages(path: Path, target: Path) -> tuple[list[str], bool]:
    """Return the text of each page of a PDF, and whether its first page was drawn.

    Raises
    ------
    ValueError
        It cannot be opened.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            text, length = [], 0
            for page in document:
                text.append(page.get_textpage().get_text_range())
                length += len(text[-1])
                if length > MOST_TEXT:
                    break
            first = document[0]
            picture = io.BytesIO()
            first.render(scale=WIDE / max(first.get_size())).to_pil().save(picture, "PNG")
            return text, small(picture.getvalue(), target)
    except pypdfium2.PdfiumError as problem:
        raise ValueError("pdf") from problem


def read(kind: str, path: Path, target: Path) -> dict[str, Any]:
    text: list[str] = []
    tables: list[Table] = []
    marks: list[str] = []
    drawn = False
    if kind == "pdf":
        text, drawn = pages(path, target)
        # Pages that are pictures of text: nobody can look through them for names.
        marks += [] if any(page.strip() for page in text) else ["unread"]
    elif kind == "csv":
        whole = path.read_text(encoding="utf-8-sig")
        first = whole.partition("\n")[0]
        tables = [list(csv.reader(io.StringIO(whole, newline=""), delimiter=max(",;\t", key=first.count)))]
        text = [whole]
    elif kind in {"png", "jpeg"}:
        picture = path.read_bytes()
        drawn = small(picture, target)
        marks += ["place"] if place_in(picture) else []
    else:
        with zipfile.ZipFile(path) as archive:
            text, tables = {"docx": docx, "pptx": pptx, "odp": odp, "xlsx": xlsx}[kind](archive)
            tables += workbooks(archive)
            names = archive.namelist()
            for name in ("docProps/thumbnail.jpeg", "Thumbnails/thumbnail.png"):
                drawn = drawn or (name in names and small(archive.read(name), target))
            pictures = [n for n in names if _PICTURE.search(n) and not n.startswith(("docProps", "Thumbnails"))]
            marks += (
                ["pictures"] if pictures or any(n.lower().endswith((".svg", ".emf", ".wmf")) for n in names) else []
            )
            marks += ["place"] if any(place_in(archive.read(n)) for n in pictures) else []
    return {
        "text": "\n".join(text)[:MOST_TEXT].replace("\0", ""),
        "tables": [[row[:MOST_COLUMNS] for row in table[:MOST_ROWS]] for table in tables[:MOST_TABLES] if table],
        "marks": marks,
        "thumbnail": drawn,
    }


def main() -> None:
    limit()
    print(json.dumps(read(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))  # noqa: T201 - that is how it answers


if __name__ == "__main__":
    main()
