"""PPTX, DOCX and ODP: the parts that must be there, and those that must not (macros, foreign objects, entities)."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from clusterdynamics_web.library.uploads.images import check_image
from clusterdynamics_web.library.uploads.refused import Refused
from clusterdynamics_web.library.uploads.zips import Parts

__all__ = ["check_office", "parse"]

#: Kind → part that is the document, and the type that says so.
_MAIN = {
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
_ODP = "application/vnd.oasis.opendocument.presentation"
#: Names of parts that hold programs or foreign objects.
_PROGRAMS = re.compile(
    r"(vbaproject|vbadata|\.bin$|activex|/ctrlprops/|oleobject|macrosheets|customui|\.(exe|dll|js|vbs|jar|bat|cmd|ps1|"
    r"hta|scr|lnk|html?|swf|com)$|^basic/|^scripts/|/basic/|/scripts/)",
    re.IGNORECASE,
)
#: Printers' settings are bytes that nothing runs; a font that is packed in is one, too.
_HARMLESS = re.compile(r"(printersettings\d*\.bin|/fonts/[^/]+\.(fntdata|odttf))$", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|vml|rdf|svg)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(png|jpe?g)$", re.IGNORECASE)
_MOST_XML = 60 * 1024 * 1024
#: Relationships whose target the program fetches or runs as soon as the document is opened.
_FETCHED = (
    "attachedtemplate",
    "oleobject",
    "frame",
    "externallink",
    "subdocument",
    "image",
    "control",
    "media",
    "video",
)
#: Fields of Word that run or fetch something.
_FIELDS = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b")


def parse(data: bytes, name: str) -> Any:
    """Return the root of an XML part; document types and entities are refused."""
    if len(data) > _MOST_XML:
        raise Refused(_("The part {name} of the file is too large.").format(name=name))
    try:
        return fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as problem:
        raise Refused(
            _("The file declares entities ({name}), which can be used to do harm. Save it again.").format(name=name)
        ) from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise Refused(_("The file is damaged ({name}). Save it again.").format(name=name)) from problem


def check_office(data: bytes, kind: str, *, inside: bool = False) -> None:
    """Look through an office document.

    Parameters
    ----------
    inside
        It lies in another one, as the table behind a chart does: nothing may lie in it in turn.

    Raises
    ------
    Refused
        It is none of the kind, or holds what must not be in it.
    """
    parts = Parts(data, budget=50 * 1024 * 1024) if inside else Parts(data)
    if kind == "odp":
        _odp(parts)
    else:
        _ooxml(parts, kind)
    for name in parts:
        if _PROGRAMS.search(name) and not _HARMLESS.search(name):
            raise Refused(
                _("The file holds a program or a foreign object ({name}). Save it without macros and objects.").format(
                    name=name
                )
            )
        content = parts.read(name)
        if name.lower().endswith((".xlsx", ".docx", ".pptx", ".odp", ".ods", ".odt", ".xlsm", ".zip", ".pdf")):
            if inside or not name.lower().endswith(".xlsx"):
                raise Refused(_("Another file lies in the file ({name}). Take it out.").format(name=name))
            check_office(content, "xlsx", inside=True)
        elif content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x7fELF"} or content[:2] == b"MZ":
            raise Refused(_("Another file lies in the file ({name}). Take it out.").format(name=name))
        elif _XML.search(name):
            _xml(content, name)
        elif _PICTURE.search(name):
            check_image(content)


def _ooxml(parts: Parts, kind: str) -> None:
    main, declared = _MAIN[kind]
    if "[Content_Types].xml" not in parts.names or main not in parts.names:
        raise Refused(_("The file is no {kind}. Save it again from the program it was made with.").format(kind=kind))
    types = parts.read("[Content_Types].xml")
    parse(types, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused(_("The file holds macros. Save it without them."))
    if declared.encode() not in types:
        raise Refused(_("The file is no {kind}. Save it again from the program it was made with.").format(kind=kind))


def _odp(parts: Parts) -> None:
    wanted = {"mimetype", "content.xml", "META-INF/manifest.xml"}
    if wanted - set(parts.names) or parts.read("mimetype").decode("latin-1").strip() != _ODP:
        raise Refused(_("The file is no {kind}. Save it again from the program it was made with.").format(kind="odp"))
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Refused(_("The file is encrypted. Save it without a password."))


def _xml(content: bytes, name: str) -> None:
    root = parse(content, name)
    if name.lower().endswith(".svg"):
        _svg(root, name)
        return
    fields = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "Relationship" and element.get("TargetMode") == "External":
            kind = str(element.get("Type", "")).rpartition("/")[2].lower()
            if kind.startswith(_FETCHED) or not str(element.get("Target", "")).lower().startswith(
                ("http://", "https://", "mailto:", "#")
            ):
                raise Refused(
                    _(
                        "The file fetches something from elsewhere when it is opened ({name}). Put it into the file."
                    ).format(name=name)
                )
        elif tag in {"script", "event-listener", "macro"} or (tag == "object-ole"):
            raise Refused(_("The file holds a program ({name}). Save it without macros.").format(name=name))
        elif tag in {"instrText", "fldSimple"}:
            fields.append(f"{element.text or ''} {' '.join(element.attrib.values())}")
    if _FIELDS.search("".join(fields).upper()):
        raise Refused(_("The file runs or fetches something by a field ({name}). Take it out.").format(name=name))


def _svg(root: Any, name: str) -> None:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        links = [v for k, v in element.attrib.items() if k.rpartition("}")[2].lower() in {"href", "src"}]
        if (
            tag in {"script", "foreignobject", "iframe", "handler", "set", "animate"}
            or any(k.lower().startswith("on") for k in element.attrib)
            or any(not link.strip().startswith(("#", "data:image/png", "data:image/jpeg")) for link in links)
        ):
            raise Refused(_("A drawing in the file holds a program or fetches something ({name}).").format(name=name))
