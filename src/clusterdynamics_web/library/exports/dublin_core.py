"""Dublin Core, the fifteen elements, as OAI-PMH carries them (``oai_dc``)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, register_namespace

from clusterdynamics_web.library.exports.citation import address_of, licence_url, published_on
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.uploads import ACCEPTED

__all__ = ["dublin_core", "pairs"]

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
#: Kind → type of the DCMI vocabulary.
_TYPES = {ItemKind.DATA: "Dataset"}

register_namespace("dc", DC)
register_namespace("oai_dc", OAI_DC)
register_namespace("xsi", XSI)


def pairs(version: Version) -> Iterator[tuple[str, str]]:
    """Yield element and value."""
    yield "title", version.title
    for name in version.author_names or [version.region.name]:
        yield "creator", name
    for word in (*version.keyword_list, version.sector):
        yield "subject", word
    yield "description", version.lead
    yield "publisher", version.region.name
    yield "date", published_on(version)
    yield "type", _TYPES.get(ItemKind(version.kind), "Text")
    for kind in sorted({file.kind for file in version.files.all()}):
        yield "format", ACCEPTED[kind][1].partition(";")[0]
    yield "identifier", address_of(version)
    yield "language", version.language
    yield "coverage", ", ".join(filter(None, (version.place, version.country)))
    yield "rights", licence_url(version) or "All rights reserved"


def dublin_core(version: Version) -> Element:
    """Return the metadata of a version as an element ``oai_dc:dc``."""
    root = Element(f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": SCHEMA})
    for name, value in pairs(version):
        if value:
            SubElement(root, f"{{{DC}}}{name}").text = clean(value)
    return root


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or (" " <= c <= "\ud7ff") or ("\ue000" <= c <= "\ufffd") or c > "\uffff"
    )
