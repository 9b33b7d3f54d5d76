"""Office files with the same bytes each time, and everything that can be read in them.

They are zip files of XML. The programs that make them put the time into the zip, into the properties, and into
spreadsheets that charts carry inside; all of that is taken out.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["LANGUAGE_TAGS", "check_package", "packed", "readable"]

#: Language → how office programs write it.
LANGUAGE_TAGS = {"en": "en-GB", "sv": "sv-SE", "nb": "nb-NO", "fi": "fi-FI", "fr": "fr-FR", "da": "da-DK"}

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_THUMBNAIL = re.compile(rb'<Relationship [^>]*Target="[^"]*thumbnail[^"]*"[^>]*/>')
_NESTED = (".xlsx", ".docx", ".pptx")
_TEXTS = (".xml", ".rels")


def check_package(module: str) -> None:
    """Raise InputError where a package of the extra ``office`` is not installed."""
    from importlib import import_module

    try:
        import_module(module)
    except ImportError as error:
        raise InputError(
            _(
                "This format needs packages that are not installed here. Install them with: "
                "pip install 'clusterdynamics[office]'"
            )
        ) from error


def packed(data: bytes) -> bytes:
    """Return an office file without times and thumbnail; entries keep their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if "thumbnail" in entry.filename:
                continue
            if entry.filename.endswith(_NESTED):
                content = packed(content)
            elif entry.filename == "docProps/core.xml":
                content = _DATES.sub(b"", content)
            elif entry.filename == "_rels/.rels":
                content = _THUMBNAIL.sub(b"", content)
            info = zipfile.ZipInfo(entry.filename, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return out.getvalue()


def readable(data: bytes) -> str:
    """Return all text of an office file: attributes, properties, names of parts, and spreadsheets inside it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for entry in file.infolist():
            found.append(entry.filename)
            if entry.filename.endswith(_NESTED):
                found.append(readable(file.read(entry)))
            elif entry.filename.endswith(_TEXTS):
                text = file.read(entry).decode("utf-8")
                found.append(text)
                # The same without markup, so that a name cut into two runs is found, too.
                found.append(html.unescape(re.sub(r"<[^>]*>", "", text)))
    return "\n".join(found)
