"""PDF: whole, not encrypted, and without what acts by itself (scripts, launching, sending, files inside).

There is no reader of PDF here; what is looked for are the names that such a thing cannot do without. A name may be
written with escapes (``/J#61vaScript``) and may lie in a compressed stream of objects: both are undone. Streams that a
reader would not need to open (pictures, fonts, pages) are opened, too, for an object may call itself what it likes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clusterdynamics_web.library.uploads.refused import Refused

__all__ = ["check_pdf"]

#: Bytes that all streams of objects may have when they are unpacked, and how many streams are opened.
MOST_UNPACKED = 120 * 1024 * 1024
MOST_STREAMS = 60_000
_HEAD = re.compile(rb"%PDF-[12]\.\d")
#: A title may talk about JavaScript. Only what is surely a string is passed over: on one line, with no other in it and
#: no mark of a dictionary, so that no comment can make a string of something else.
_STRING = re.compile(rb"\((?:[^()\\<>\r\n]|\\[^\r\n])*\)")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


def _name(word: str) -> bytes:
    """Return a pattern for a name, each letter as it is or by its number."""
    letters = "".join(f"(?:{re.escape(c)}|#{ord(c):02x}|#{ord(c):02X})" for c in word)
    return f"/{letters}(?![A-Za-z0-9#])".encode()


#: Long names do not come about by chance in packed bytes.
_ACTS = {
    "JavaScript": re.compile(_name("JavaScript")),
    "Launch": re.compile(_name("Launch")),
    "SubmitForm": re.compile(_name("SubmitForm")),
    "ImportData": re.compile(_name("ImportData")),
    "EmbeddedFile": re.compile(_name("EmbeddedFile")),
    "EmbeddedFiles": re.compile(_name("EmbeddedFiles")),
    "RichMedia": re.compile(_name("RichMedia")),
    "GoToE": re.compile(_name("GoToE")),
    "Movie": re.compile(rb"/S(?:ubtype)?\s*" + _name("Movie")),
    "Rendition": re.compile(rb"/S\s*" + _name("Rendition")),
    "XFA": re.compile(_name("XFA") + rb"\s*[\[\d]"),
}
#: In streams that say they are pages or pictures, only what is written as an action: a page may talk about JavaScript.
_WRITTEN = re.compile(
    rb"/S\s*(?:" + rb"|".join(_name(w) for w in ("JavaScript", "Launch", "SubmitForm", "ImportData")) + rb")"
)
_SHORT = re.compile(_name("JS") + rb"\s*[(<\d]")
_ENCRYPT = re.compile(_name("Encrypt") + rb"\s*[\d<]")
_OBJECTS = re.compile(_name("ObjStm"))
_FLATE = re.compile(_name("FlateDecode") + b"|" + _name("Fl"))
_OTHER_FILTER = re.compile(
    b"|".join(
        _name(w) for w in ("ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "AHx", "A85", "LZW")
    )
)


def check_pdf(data: bytes) -> None:
    """Look through a PDF.

    Raises
    ------
    Refused
        It is none, cut off, encrypted, or acts by itself.
    """
    end = data.rfind(b"%%EOF")
    if not _HEAD.match(data) or end < 0 or b"startxref" not in data:
        raise Refused(_("The file is no PDF, or it is cut off. Make it again."))
    if data[end + 5 :].strip():
        raise Refused(_("Something else lies behind the end of the PDF. Make it again."))
    plain = _STREAM.sub(b"\n", data)
    if _ENCRYPT.search(plain):
        raise Refused(_("The PDF is encrypted. Save it without a password."))
    _acts(plain, _SHORT)
    _acts(data)
    for unpacked, objects in _streams(data):
        if objects:
            _acts(unpacked, _SHORT)
        elif _WRITTEN.search(unpacked):
            raise Refused(_acting("JavaScript"))


def _acts(text: bytes, *more: re.Pattern[bytes]) -> None:
    text = _STRING.sub(b"()", text)
    for what, pattern in _ACTS.items():
        if pattern.search(text):
            raise Refused(_acting(what))
    if any(pattern.search(text) for pattern in more):
        raise Refused(_acting("JavaScript"))


def _streams(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the unpacked streams and whether they hold objects."""
    left = MOST_UNPACKED
    for number, match in enumerate(_STREAM.finditer(data)):
        if number > MOST_STREAMS:
            raise Refused(_("The PDF has too many parts. Make it again, or split it."))
        # The dictionary stands right before, from the last "obj" on.
        head = data[max(match.start() - 2000, 0) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        objects = bool(_OBJECTS.search(head))
        if objects and _OTHER_FILTER.search(head):
            raise Refused(_("The PDF hides its objects in an unusual way. Make it again."))
        if not _FLATE.search(head):
            if objects:
                yield match.group(1), True
            continue
        try:
            unpacked = zlib.decompressobj().decompress(match.group(1), left + 1)
        except zlib.error as problem:
            if objects:
                raise Refused(_("The PDF is damaged. Make it again.")) from problem
            continue
        left -= len(unpacked)
        if left < 0:
            raise Refused(
                _("Unpacked, the file is larger than {size} MB. Make it smaller.").format(size=MOST_UNPACKED // 1024**2)
            )
        yield unpacked, objects


def _acting(what: str) -> str:
    return _(
        "The PDF holds something that acts by itself or a file of its own ({what}). Print it into a new PDF."
    ).format(what=what)
