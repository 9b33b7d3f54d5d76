"""Which encoding a text file is in: UTF-8, UTF-16 by its byte order mark, or Windows-1252 by elimination."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Encoding", "find_encoding"]

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Encoding:
    """How to decode a file.

    Attributes
    ----------
    name
        Python's name of the encoding.
    guessed
        True where nothing in the file says so.
    mixed
        True where some rows are UTF-8 and others are not; the bytes that are not become surrogates.
    """

    name: str
    guessed: bool = False
    mixed: bool = False

    @property
    def errors(self) -> str:
        """Python's error handler."""
        return "surrogateescape" if self.mixed else "strict"


def find_encoding(path: Path) -> Encoding | None:
    """Return the encoding of the file, or None where it is none of those that are read."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(codecs.BOM_UTF8):
        plain = Encoding("utf-8-sig")
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # UTF-32 starts with the same bytes; read as UTF-16 its NUL characters are reported.
        return Encoding("utf-16") if _decodes(path, "utf-16") else None
    else:
        plain = Encoding("utf-8")
    if _decodes(path, "utf-8"):
        return plain
    if _has_utf8_letters(path):
        return Encoding(plain.name, mixed=True)
    return Encoding("cp1252", guessed=True) if _decodes(path, "cp1252") else None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _has_utf8_letters(path: Path) -> bool:
    """Tell whether some letter beyond ASCII is valid UTF-8, in a file that as a whole is not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii() and any(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in text):
                return True
    return False
