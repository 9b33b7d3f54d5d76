"""Looks for secrets in what is about to be given away: in its text, and in everything behind its text.

Names hide in file names, alternative texts, tooltips, identifiers of drawings, metadata and data URIs. This
opens what it can: text in the usual encodings, escaped text, zip files (office documents, packages), base64,
and compressed streams of PDF. It does not read pictures, nor text that a PDF writes with glyph numbers of its
own: there, look at the page that the PDF was made of.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

__all__ = ["Leak", "leaks"]

#: Deeper than a zip in a zip in a data URI, nothing is opened; nor anything larger than this.
_DEEPEST = 4
_LARGEST = 64 * 1024 * 1024

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Leak:
    """A secret that was found, and where: a path through what was opened."""

    secret: str
    where: str


def leaks(content: str | bytes, secrets: Iterable[str], *, name: str = "") -> list[Leak]:
    """Return the secrets that stand in `content`, each once for each place.

    Letters count without regard to case, and white space of any kind and length is one space. A secret is
    found only where no letter or digit stands right before or after it, so that the identifier ``F1`` is not
    found in ``F17``; ``node_F1`` and ``F1.png`` give it away.

    Parameters
    ----------
    content
        A text, or the bytes of a file.
    secrets
        What must not be in it: names, identifiers, words of a story. Empty ones are passed over.
    name
        Name of the file, which is looked at, too.
    """
    patterns = {secret: (_normal(secret.strip()), _pattern(secret)) for secret in secrets if secret.strip()}
    data = content.encode() if isinstance(content, str) else content
    found: dict[Leak, None] = {}
    texts = [("name", name)] if name else []
    for where, text in [*texts, *_texts(data, "content", 0)]:
        for form in dict.fromkeys(_forms(text)):
            for secret, (plain, pattern) in patterns.items():
                # Looking for the plain words first is many times faster, and most are not there.
                if plain in form and pattern.search(form):
                    found[Leak(secret, where)] = None
    return list(found)


def _normal(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).casefold()


def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(_normal(secret.strip()))}(?![^\W_])")


def _forms(text: str) -> Iterator[str]:
    """Yield the text as it stands, and with each kind of escape undone."""
    yield _normal(text)
    plain = _ESCAPES.sub(lambda m: chr(int(m.group(1), 16)), unquote(html.unescape(text)))
    yield _normal(plain)
    # Words that markup cuts: "Såg<tspan>verk</tspan>".
    yield _normal(re.sub(r"<[^>]*>", "", plain))


def _texts(data: bytes, where: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for the data and everything that can be opened in it."""
    if data[:4] == b"PK\x03\x04":
        yield from _zip(data, where, depth)
        return
    try:
        yield where, data.decode("utf-8")
    except UnicodeDecodeError:
        yield where, data.decode("utf-8", errors="replace")
        yield where, data.decode("latin-1")
    if b"\x00" in data:
        yield where, data.decode("utf-16-le", errors="replace")
        yield where, data.decode("utf-16-be", errors="replace")
    if depth >= _DEEPEST:
        return
    for k, match in enumerate(_STREAM.finditer(data)):
        opened = _inflate(match.group(1))
        if opened:
            yield from _texts(opened, f"{where}/stream {k + 1}", depth + 1)
    for k, match in enumerate(_BASE64.finditer(data)):
        opened = _base64(match.group())
        if opened:
            yield from _texts(opened, f"{where}/base64 {k + 1}", depth + 1)


def _zip(data: bytes, where: str, depth: int) -> Iterator[tuple[str, str]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        yield where, data.decode("latin-1")
        return
    with archive:
        yield f"{where}/comment", archive.comment.decode("utf-8", errors="replace")
        for entry in archive.infolist():
            inside = f"{where}/{entry.filename}"
            yield inside, entry.filename
            if depth < _DEEPEST and entry.file_size <= _LARGEST and not entry.flag_bits & 1:
                yield from _texts(archive.read(entry), inside, depth + 1)


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST)
    except zlib.error:
        return b""


def _base64(data: bytes) -> bytes:
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""
