"""REFI-QDA projects (.qdpx): what NVivo, ATLAS.ti, MAXQDA, QualCoder and others exchange. Reading."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.xmltree import line_of, local, parse_xml
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.archive import read_zip
from clusterdynamics.loops.exchange.build import MOST_DEPTH, CorpusBuilder
from clusterdynamics.loops.exchange.corpus import (
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Scalar,
    Selection,
    Source,
)
from clusterdynamics.loops.exchange.protocol import Incoming
from clusterdynamics.loops.exchange.refi_note import NOTE_NAME, claim_from_note, parse_note
from clusterdynamics.loops.exchange.refi_values import plain_text, typed_value

__all__ = ["PROJECT", "project_file", "read_codes", "read_qdpx"]

PROJECT = "project.qde"
_TEXT_ENDINGS = (".txt", ".md", ".csv", ".qde")
#: Sources that are no plain text, and where their text is, if they have one.
_INSIDE = {
    "PDFSource": "Representation",
    "PictureSource": "TextDescription",
    "AudioSource": "Transcript",
    "VideoSource": "Transcript",
}
_SIGNS = {"(+)": "+", "(-)": "-", "(−)": "-", "(fails)": "fails"}


def project_file(names: tuple[str, ...]) -> str | None:
    """Return the name of the project's description among the files of a zip."""
    return next((n for n in names if n.lower() == PROJECT), None) or next(
        (n for n in names if n.lower().endswith(".qde")), None
    )


def read_qdpx(incoming: Incoming) -> Corpus:
    """Read a project: texts, codebook, passages, codings, cases, links between codes as claims."""
    builder = CorpusBuilder(incoming.name)
    files = read_zip(incoming.path, builder.faults, lambda name: name.lower().endswith(_TEXT_ENDINGS))
    project = project_file(tuple(files))
    if project is None:
        raise builder.faults.error(
            _("There is no project.qde in the file, so it is no REFI-QDA project."),
            _("Export it again as REFI-QDA project (.qdpx)."),
        )
    root = parse_xml(files.pop(project), incoming.name)
    return _Reader(builder, files).read(root)


def guid_of(element: Element, attribute: str = "guid") -> str:
    """Return a GUID as it is compared: without braces, in lower case."""
    return (element.get(attribute) or "").strip().strip("{}").lower()


def children(element: Element, *names: str) -> Iterator[Element]:
    """Return the children with these names."""
    return (child for child in element if local(child) in names)


def first(element: Element, *path: str) -> Element | None:
    """Return the first descendant along a path of names."""
    at: Element | None = element
    for name in path:
        at = None if at is None else next(children(at, name), None)
    return at


def read_codes(builder: CorpusBuilder, codes: Element, left: Counter[str]) -> None:
    """Add the tree of codes below an element, without recursion."""
    stack: list[tuple[Element, str | None, int]] = [(c, None, 1) for c in reversed(list(children(codes, "Code")))]
    while stack:
        element, parent, depth = stack.pop()
        if depth > MOST_DEPTH:
            raise builder.faults.error(
                _("Codes stand more than {n} deep under each other.").format(n=MOST_DEPTH),
                _("Correct the codebook in the program it comes from."),
                line=line_of(element),
            )
        own = guid_of(element)
        definition = first(element, "Description")
        builder.code(
            Code(
                own,
                element.get("name") or "",
                parent,
                "" if definition is None else definition.text or "",
                element.get("color") or "",
                (element.get("isCodable") or "true").strip().lower() in {"true", "1"},
            ),
            line_of(element),
        )
        left["NoteRef"] += sum(1 for _n in children(element, "NoteRef"))
        stack.extend((c, own, depth + 1) for c in reversed(list(children(element, "Code"))))


class _Reader:
    """Reads one project."""

    def __init__(self, builder: CorpusBuilder, files: Mapping[str, bytes]) -> None:
        self.builder = builder
        self.faults = builder.faults
        self.files = {name.lower(): content for name, content in files.items()}
        self.users: dict[str, str] = {}
        self.variables: dict[str, tuple[str, str]] = {}
        self.told_by: dict[str, str] = {}
        self.ids: dict[str, dict[str, str]] = {}
        #: Name of an element → how many were not read.
        self.left: Counter[str] = Counter()
        self.endings = 0
        self.codes: set[str] = set()

    def read(self, root: Element) -> Corpus:
        if local(root) != "Project":
            raise self.faults.error(
                _("The project file begins with <{tag}>, not with <Project>.").format(tag=local(root)),
                _("Export it again as REFI-QDA project (.qdpx)."),
                line=line_of(root),
            )
        self.builder.title = root.get("name") or ""
        for user in self._under(root, "Users", "User"):
            self.users[guid_of(user)] = user.get("name") or user.get("id") or guid_of(user)
        claims = self._note(root)
        for book in children(root, "CodeBook"):
            for codes in children(book, "Codes"):
                read_codes(self.builder, codes, self.left)
        self.codes = {c.id for c in self.builder.codes}
        for variable in self._under(root, "Variables", "Variable"):
            self.variables[guid_of(variable)] = (
                variable.get("name") or guid_of(variable),
                variable.get("typeOfVariable") or "Text",
            )
        for case in self._under(root, "Cases", "Case"):
            self._case(case)
        for sources in children(root, "Sources"):
            for element in sources:
                self._source(element)
        for link in self._under(root, "Links", "Link"):
            self._link(link, claims)
        for kind in ("Sets", "Graphs"):
            self.left[kind[:-1]] += sum(len(group) for group in children(root, kind))
        self._tell()
        self._own_identifiers()
        return self.builder.corpus()

    @staticmethod
    def _under(root: Element, group: str, name: str) -> Iterator[Element]:
        return (item for part in children(root, group) for item in children(part, name))

    # -- the note with what the standard has no place for -------------------------------------------------

    def _note(self, root: Element) -> dict[str, dict[str, Any]]:
        claims: dict[str, dict[str, Any]] = {}
        for note in self._under(root, "Notes", "Note"):
            if note.get("name") != NOTE_NAME:
                self.left["Note"] += 1
                continue
            text = self._text(note)
            if text is not None:
                claims, self.ids = parse_note(text, self.faults)
        return claims

    def _own_identifiers(self) -> None:
        """Give the items the identifiers that they had before they got GUIDs."""
        builder, known = self.builder, self.ids

        def own(kind: str, guid: str) -> str:
            return known.get(kind, {}).get(guid, guid)

        def maybe(kind: str, guid: str | None) -> str | None:
            return None if guid is None else own(kind, guid)

        builder.sources = [replace(s, id=own("source", s.id)) for s in builder.sources]
        builder.documents = [
            replace(d, id=own("document", d.id), source=maybe("source", d.source)) for d in builder.documents
        ]
        builder.codes = [replace(c, id=own("code", c.id), parent=maybe("code", c.parent)) for c in builder.codes]
        builder.selections = [
            replace(s, id=own("selection", s.id), document=own("document", s.document)) for s in builder.selections
        ]
        builder.codings = [
            replace(
                c,
                code=own("code", c.code),
                document=own("document", c.document),
                selection=maybe("selection", c.selection),
            )
            for c in builder.codings
        ]
        builder.claims = [replace(c, cause=own("code", c.cause), effect=own("code", c.effect)) for c in builder.claims]

    # -- who tells ------------------------------------------------------------------------------------------

    def _case(self, case: Element) -> None:
        own = guid_of(case)
        self.builder.source(Source(own, case.get("name") or "", self._values(case)), line_of(case))
        for reference in children(case, "SourceRef"):
            told = guid_of(reference, "targetGUID")
            if self.told_by.setdefault(told, own) != own:
                self.left["SourceRef"] += 1
        self.left["SelectionRef"] += sum(1 for _r in children(case, "SelectionRef", "CodeRef"))

    def _values(self, element: Element) -> dict[str, Scalar]:
        values: dict[str, Scalar] = {}
        for item in children(element, "VariableValue"):
            reference = first(item, "VariableRef")
            guid = "" if reference is None else guid_of(reference, "targetGUID")
            if guid not in self.variables:
                self.faults.add(
                    _("A value belongs to the variable '{id}', which is not in the file.").format(id=guid),
                    _("Export the project again."),
                    line=line_of(item),
                )
                continue
            name, _kind = self.variables[guid]
            held = next((c for c in item if local(c).endswith("Value")), None)
            if held is None:
                continue
            try:
                values[name] = typed_value(local(held), held.text or "")
            except ValueError:
                self.faults.add(
                    _("'{text}' is no {type}.").format(text=held.text, type=local(held).removesuffix("Value").lower()),
                    _("Correct the value of '{name}'.").format(name=name),
                    line=line_of(held),
                    column=name,
                )
        return values

    # -- texts ------------------------------------------------------------------------------------------------

    def _source(self, element: Element) -> None:
        kind = local(element)
        held = element if kind == "TextSource" else first(element, _INSIDE.get(kind, ""))
        if kind != "TextSource":
            self.left[kind.replace("Source", "Selection")] += sum(
                1 for _s in children(element, kind.replace("Source", "Selection"))
            )
        if held is None:
            self.left[kind] += 1
            return
        own = guid_of(element)
        text = self._text(held)
        parts = list(children(held, "PlainTextSelection", "TranscriptSelection"))
        if text is None:
            self.builder.note(
                _("The text of '{name}' is not in the file; it is left out with its passages ({n}).").format(
                    name=element.get("name") or own, n=len(parts)
                )
            )
            return
        path = element.get("plainTextPath") or ""
        title = element.get("name")
        if title is None:
            title = path.rpartition("/")[2]
        document = Document(own, text, title, self.told_by.get(own), self._values(element))
        self.builder.document(document, line_of(element))
        self.endings += "\r" in text
        points = {guid_of(p): p.get("position") for p in children(held, "SyncPoint")}
        for part in parts:
            if local(part) == "PlainTextSelection":
                ends = part.get("startPosition"), part.get("endPosition")
            else:
                ends = points.get(guid_of(part, "fromSyncPoint")), points.get(guid_of(part, "toSyncPoint"))
            self._selection(part, own, *ends)
        for coding in {id(c): c for e in (element, held) for c in children(e, "Coding")}.values():
            self._coding(coding, own, None)

    def _selection(self, element: Element, document: str, start: str | None, end: str | None) -> None:
        try:
            place = int(start or ""), int(end or "")
        except ValueError:
            self.faults.add(
                _("The passage has no place: '{start}' to '{end}'.").format(start=start or "", end=end or ""),
                _("Export the project again."),
                line=line_of(element),
            )
            return
        own = guid_of(element)
        self.builder.selection(Selection(own, document, *place, element.get("name") or ""), line_of(element))
        self.left["NoteRef"] += sum(1 for _n in children(element, "NoteRef"))
        for coding in children(element, "Coding"):
            self._coding(coding, document, own)

    def _coding(self, element: Element, document: str, selection: str | None) -> None:
        reference = first(element, "CodeRef")
        coder = guid_of(element, "creatingUser")
        self.builder.coding(
            Coding(
                "" if reference is None else guid_of(reference, "targetGUID"),
                document,
                selection,
                self.users.get(coder, coder),
                self._date(element),
            ),
            line_of(element),
        )

    def _date(self, element: Element) -> dt.datetime | None:
        text = element.get("creationDateTime")
        if not text:
            return None
        try:
            return dt.datetime.fromisoformat(text.strip())
        except ValueError:
            self.faults.add(
                _("'{text}' is no date with time.").format(text=text),
                _("Write it as 2026-03-05T14:00:00."),
                line=line_of(element),
            )
            return None

    def _text(self, element: Element) -> str | None:
        """Return the text of a source; None where it lies outside the file."""
        inline = first(element, "PlainTextContent")
        if inline is not None:
            return inline.text or ""
        path = (element.get("plainTextPath") or "").replace("\\", "/")
        if not path or path.startswith(("relative:", "/", "file:")):
            return None
        name = path.removeprefix("internal://").lstrip("/").lower()
        content = next((self.files[n] for n in (f"sources/{name}", name) if n in self.files), None)
        if content is None:
            self.faults.add(
                _("The text '{path}' is not in the file.").format(path=path),
                _("Export the project again."),
                line=line_of(element),
            )
            return None
        text, encoding = plain_text(content)
        if encoding != "utf-8":
            self.builder.note(_("'{path}' is read as {encoding}.").format(path=path, encoding=encoding))
        return text

    # -- links as claims ----------------------------------------------------------------------------------------

    def _link(self, link: Element, claims: Mapping[str, Mapping[str, Any]]) -> None:
        own = guid_of(link)
        cause, effect = guid_of(link, "originGUID"), guid_of(link, "targetGUID")
        direction = link.get("direction") or "Associative"
        if direction == "Associative" or not self.codes.issuperset((cause, effect)):
            self.left["Link"] += 1
            return
        sign = next((s for word, s in _SIGNS.items() if (link.get("name") or "").endswith(word)), "")
        try:
            claim = claim_from_note(cause, effect, own, {"polarity": sign, **claims.get(own, {})})
        except ValueError as problem:
            self.faults.add(
                _("The note '{name}' is damaged at {place}.").format(name=NOTE_NAME, place=f"{own}: {problem}"),
                _("Remove the note; the claims are then read without sign, quote and teller."),
                line=line_of(link),
            )
            return
        self.builder.claim(claim, line_of(link))
        if direction == "Bidirectional":
            back = Claim(f"{claim.id}-back", claim.effect, claim.cause, claim.polarity)
            self.builder.claim(back, line_of(link))

    def _tell(self) -> None:
        """Say what was not read, and how line ends count."""
        builder = self.builder
        if self.endings:
            builder.note(_("Line ends of two characters (CR LF) count as two in the places of passages."))
        rest = ", ".join(f"{name} ({n})" for name, n in sorted(self.left.items()) if n)
        if rest:
            builder.note(_("Not read: {what}.").format(what=rest))
        if any(not c.polarity for c in builder.claims):
            builder.note(_("Links between codes are read as claims; those that do not say so have no sign."))
