"""A small reader of PDF files, for the tests: objects, structure tree, and the text as it is shown.

It knows as much of the format as WeasyPrint writes, and fails on everything else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    rb"\s*(?:(?P<open><<|\[)|(?P<close>>>|\])|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<name>/[^\s<>\[\]()/%]*)|(?P<string>\()"
    rb"|(?P<ref>\d+\s+\d+\s+R\b)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<word>[A-Za-z'\"*]+[0-9]*\*?))"
)


@dataclass(frozen=True)
class Ref:
    """A reference to an object."""

    number: int


class Name(str):
    """A name: ``/Figure``."""

    __slots__ = ()


class Word(str):
    """An operator, or true, false, null."""

    __slots__ = ()


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    depth, out = 1, bytearray()
    while depth:
        c = data[at : at + 1]
        if c == b"\\":
            out += data[at + 1 : at + 2].translate(bytes.maketrans(b"nrt", b"\n\r\t"))
            at += 2
            continue
        depth += (c == b"(") - (c == b")")
        if depth:
            out += c
        at += 1
    return bytes(out), at


def tokens(data: bytes, at: int = 0) -> Iterator[tuple[Any, int]]:
    """Yield values and operators one after the other, with the place after each."""
    while (found := _TOKEN.match(data, at)) is not None:
        at = found.end()
        kind, text = found.lastgroup, found.group(found.lastgroup or 0)
        if kind == "open":
            items = []
            for item, after in tokens(data, at):
                at = after
                if item in (">>", "]") and isinstance(item, Word):
                    break
                items.append(item)
            if text == b"[":
                yield items, at
            else:
                yield {str(k): v for k, v in zip(items[::2], items[1::2], strict=True)}, at
        elif kind == "close":
            yield Word(text.decode()), at
        elif kind == "hex":
            yield bytes.fromhex(text[1:-1].decode()), at
        elif kind == "name":
            yield Name(text[1:].decode("latin-1")), at
        elif kind == "string":
            value, at = _string(data, at)
            yield value, at
        elif kind == "ref":
            yield Ref(int(text.split()[0])), at
        elif kind == "number":
            yield (float(text) if b"." in text else int(text)), at
        else:
            yield Word(text.decode("latin-1")), at


def words(value: Any) -> str:
    """Return a string of the file as text."""
    assert isinstance(value, bytes)
    return value[2:].decode("utf-16-be") if value.startswith(b"\xfe\xff") else value.decode("latin-1")


class Pdf:
    """A PDF file, read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.objects: dict[int, Any] = {}
        self.streams: dict[int, bytes] = {}
        # Searched for from left to right, so that what looks like an object inside a stream is passed over.
        at, start = 0, re.compile(rb"(?:^|\n)(\d+) 0 obj\b")
        while (found := start.search(data, at)) is not None:
            number = int(found.group(1))
            value, at = next(tokens(data, found.end()))
            self.objects[number] = value
            stream = re.compile(rb"\s*stream\r?\n").match(data, at)
            if stream is not None:
                length = value["Length"]
                raw = data[stream.end() : stream.end() + length]
                at = stream.end() + length
                packed = value.get("Filter") in ("FlateDecode", ["FlateDecode"])
                self.streams[number] = zlib.decompress(raw) if packed else raw
        for number in [n for n, o in self.objects.items() if isinstance(o, dict) and o.get("Type") == "ObjStm"]:
            self._unpack(self.objects[number], self.streams[number])

    def _unpack(self, head: dict[str, Any], body: bytes) -> None:
        first = head["First"]
        numbers = [int(n) for n in body[:first].split()]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=True):
            self.objects[number] = next(tokens(body, first + offset))[0]

    def get(self, value: Any) -> Any:
        """Return what is referred to, or the value itself."""
        while isinstance(value, Ref):
            value = self.objects[value.number]
        return value

    @property
    def catalog(self) -> dict[str, Any]:
        return next(o for o in self.objects.values() if isinstance(o, dict) and o.get("Type") == "Catalog")

    @property
    def info(self) -> dict[str, str]:
        """Properties of the document."""
        trailer = next(o for o in self.objects.values() if isinstance(o, dict) and "Root" in o and "Info" in o)
        return {k: words(v) for k, v in self.get(trailer["Info"]).items()}

    @property
    def metadata(self) -> str:
        return self.streams[self.catalog["Metadata"].number].decode()

    def pages(self) -> list[dict[str, Any]]:
        return [self.get(k) for k in self.get(self.catalog["Pages"])["Kids"]]

    def structure(self, node: Any = None) -> Iterator[dict[str, Any]]:
        """Yield the elements of the structure tree, in reading order."""
        element = self.get(self.catalog["StructTreeRoot"] if node is None else node)
        if not isinstance(element, dict):
            return
        if element.get("S"):
            yield element
        kids = self.get(element.get("K", []))
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from self.structure(kid)

    def text(self, page: dict[str, Any]) -> str:
        """Return what a page shows, pictures included, as readers that copy text see it."""
        return self._shown(self.streams[page["Contents"].number], self.get(page["Resources"]))

    def _shown(self, content: bytes, resources: dict[str, Any]) -> str:
        fonts = {k: self._letters(self.get(v)) for k, v in self.get(resources.get("Font", {})).items()}
        drawings = self.get(resources.get("XObject", {}))
        out: list[str] = []
        before: list[Any] = []
        letters: dict[int, str] = {}
        for item, _at in tokens(content):
            if not isinstance(item, Word):
                before.append(item)
                continue
            if item == "Tf":
                letters = fonts[before[-2]]
            elif item in ("Tj", "TJ"):
                parts = before[-1] if isinstance(before[-1], list) else [before[-1]]
                for part in parts:
                    if isinstance(part, bytes):
                        codes = [int.from_bytes(part[i : i + 2]) for i in range(0, len(part), 2)]
                        out.append("".join(letters[c] for c in codes))
            elif item in ("ET", "BT"):
                out.append(" ")
            elif item == "Do":
                drawn = drawings[before[-1]]
                inside = self.get(drawn)
                if inside.get("Subtype") == "Form":
                    out.append(self._shown(self.streams[drawn.number], self.get(inside.get("Resources", resources))))
            before = []
        return "".join(out)

    def _letters(self, font: dict[str, Any]) -> dict[int, str]:
        cmap = self.streams[font["ToUnicode"].number].decode("latin-1")
        found = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", cmap.partition("beginbfchar")[2])
        return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in found}
