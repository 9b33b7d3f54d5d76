"""The last look at every file of a pack, before anybody can take it.

Beside what `disclosure.leaks` opens by itself (text, SVG, workbooks, packed streams, file names), it reads what a PDF
shows as text and what a PNG says beside its picture. A PNG here is drawn from an SVG that is looked through. A file of
a kind that is not known is not let through: nobody would have looked into it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import pypdfium2
from PIL import Image

from clusterdynamics.disclosure import leaks

__all__ = ["KINDS", "NotLookedThrough", "leaks_in"]

KINDS = ("csv", "json", "pdf", "png", "svg", "txt", "xlsx")


class NotLookedThrough(ValueError):
    """A file is of a kind that nobody looks into."""


def leaks_in(files: Mapping[str, bytes], secrets: Iterable[str]) -> dict[str, list[str]]:
    """Return which of some names are in which file: name of the file → the names; empty where all is well.

    Raises
    ------
    NotLookedThrough
        A file is of a kind that is not known here.
    """
    names = list(secrets)
    found: dict[str, list[str]] = {}
    for path, content in files.items():
        texts = [content, *(text.encode() for text in _texts(path, content))]
        leaked = {leak.secret: None for text in texts for leak in leaks(text, names, name=path)}
        if leaked:
            found[path] = list(leaked)
    return found


def _texts(path: str, content: bytes) -> list[str]:
    """Return the texts of a file that cannot be read from its bytes."""
    kind = path.rpartition(".")[2]
    if kind not in KINDS:
        raise NotLookedThrough(path)
    if kind == "pdf":
        with pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
            return [*pages, " ¦ ".join(document.get_metadata_dict().values())]
    if kind == "png":
        with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
            opened.load()  # what follows the picture is read only now
            return [f"{name}: {value}" for found in (opened.info, opened.getexif()) for name, value in found.items()]
    return []
