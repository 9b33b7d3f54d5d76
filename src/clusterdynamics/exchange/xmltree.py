"""XML, safely read with the line of every element, and plainly written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.text import MOST_BYTES
from clusterdynamics.i18n import _

__all__ = ["XmlWriter", "line_of", "local", "parse_xml"]

_LINE = "{line}"
#: Characters that XML 1.0 cannot hold, in any spelling.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


class _Lined(TreeBuilder):
    """Builds the tree and keeps the line in which each element starts."""

    expat: Any = None

    def start(self, tag: Any, attrs: Any, /) -> Element:
        element = super().start(tag, attrs)
        element.set(_LINE, str(self.expat.CurrentLineNumber))
        return element


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file.

    Entities are refused, so that no file can blow up ("billion laughs") or fetch another one.

    Raises
    ------
    ExchangeError
        It is no well-formed XML, or declares entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    faults = Faults(name)
    if len(data) > MOST_BYTES:
        raise faults.error(
            _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2), _("Send a smaller file.")
        )
    builder = _Lined()
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    builder.expat = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException:
        raise faults.error(
            _("The file declares entities, which can be used to do harm."),
            _("Remove the declarations (<!ENTITY …>) from the file."),
            line=builder.expat.CurrentLineNumber,
        ) from None
    except ParseError as problem:
        line, column = problem.position
        raise faults.error(
            _("The file is no well-formed XML, or it is cut off ({detail}).").format(detail=problem.msg),
            _("Export it again from the program it comes from."),
            line=line,
            column=column + 1,
        ) from None
    except (ValueError, LookupError) as problem:
        raise faults.error(
            _("The encoding of the file is wrong ({detail}).").format(detail=problem), _("Save it as UTF-8.")
        ) from None
    if not isinstance(root, Element):
        raise faults.error(_("The file is empty."), _("Choose a file with a network in it."))
    return root


def line_of(element: Element) -> int | None:
    """Return the line in which an element starts."""
    line = element.get(_LINE)
    return None if line is None else int(line)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


class XmlWriter:
    """Writes elements with indentation; everything is escaped, so that it reads back as it was."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self._open: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str | None] | None = None) -> None:
        """Open an element; attributes that are None are left out."""
        self._parts.append(f"{self._indent}<{tag}{self._attributes(attributes)}>\n")
        self._open.append(tag)

    def end(self) -> None:
        """Close the element opened last."""
        tag = self._open.pop()
        self._parts.append(f"{self._indent}</{tag}>\n")

    def element(self, tag: str, attributes: Mapping[str, str | None] | None = None, text: str | None = None) -> None:
        """Write an element without children; text None makes it empty."""
        body = "/>" if text is None else f">{self._escape(text)}</{tag}>"
        self._parts.append(f"{self._indent}<{tag}{self._attributes(attributes)}{body}\n")

    def bytes(self) -> bytes:
        """Return the file."""
        return "".join(self._parts).encode("utf-8")

    @property
    def _indent(self) -> str:
        return "  " * len(self._open)

    def _attributes(self, attributes: Mapping[str, str | None] | None) -> str:
        pairs = (attributes or {}).items()
        return "".join(f' {key}="{self._escape(value)}"' for key, value in pairs if value is not None)

    def _escape(self, text: str) -> str:
        illegal = _ILLEGAL.search(text)
        if illegal:
            raise ExchangeError(
                [
                    Fault(
                        self.what,
                        _("The text {text} holds a control character, which XML cannot hold.").format(text=repr(text)),
                        _("Remove it, or write another format, for example node-link."),
                    )
                ]
            )
        return text.translate(_ESCAPES)
