"""REFI-QDA projects (.qdpx) and codebooks (.qdc). Writing; what is written is valid against the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.xmltree import XmlWriter
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.corpus import Code, Coding, Corpus, Document, Scalar, Selection, Source
from clusterdynamics.loops.exchange.refi_note import NOTE_NAME, Guids, claim_to_note, write_note
from clusterdynamics.loops.exchange.refi_read import PROJECT
from clusterdynamics.loops.exchange.refi_values import value_element, xsd_datetime
from clusterdynamics.study.write.package import zip_bytes

__all__ = ["ORIGIN", "write_codes", "write_qdpx"]

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGIN = "Cluster Dynamics"
_COLOR = re.compile("#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_SIGNS = {"+": " (+)", "-": " (−)", "fails": " (fails)", "": ""}


def write_qdpx(corpus: Corpus, suffix: str = ".qdpx") -> bytes:
    """Return a project as a zip; the same corpus gives the same bytes.

    Raises
    ------
    ExchangeError
        A text holds half a character, or a name a control character: no XML or UTF-8 file can hold them.
    """
    return _Writer(corpus).write()


def write_codes(out: XmlWriter, codes: Sequence[Code], guids: Guids) -> None:
    """Write codes as a tree, in their order, without recursion."""
    below: dict[str | None, list[Code]] = {}
    for item in codes:
        below.setdefault(item.parent, []).append(item)
    out.start("Codes")
    stack: list[Code | None] = list(reversed(below.get(None, [])))
    while stack:
        code = stack.pop()
        if code is None:  # all that stands under the code opened before is written
            out.end()
            continue
        attributes = {
            "name": code.label,
            "guid": guids.of("code", code.id),
            "isCodable": "true" if code.codable else "false",
            "color": code.color if _COLOR.fullmatch(code.color) else None,
        }
        inner = below.get(code.id, [])
        if not inner and not code.definition:
            out.element("Code", attributes)
            continue
        out.start("Code", attributes)
        if code.definition:
            out.element("Description", None, code.definition)
        stack.append(None)
        stack.extend(reversed(inner))
    out.end()


class _Writer:
    """Writes one project."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.guids = Guids()
        self.out = XmlWriter(PROJECT)
        self.files: dict[str, bytes] = {}
        self.variables: dict[tuple[str, str], str] = {}

    def write(self) -> bytes:
        corpus, out = self.corpus, self.out
        out.start("Project", {"xmlns": NAMESPACE, "name": corpus.title, "origin": ORIGIN})
        self._users()
        if corpus.codes:
            out.start("CodeBook")
            write_codes(out, corpus.codes, self.guids)
            out.end()
        self._declare_variables()
        self._cases()
        if corpus.documents:
            self._sources()
        claims = {self.guids.of("claim", c.id): claim_to_note(c) for c in corpus.claims}
        self._note(claims)
        if claims:
            self._links(list(claims))
        out.end()
        return zip_bytes({PROJECT: out.bytes(), **self.files})

    def _users(self) -> None:
        coders = dict.fromkeys(c.coder for c in self.corpus.codings if c.coder)
        if coders:
            self.out.start("Users")
            for coder in coders:
                self.out.element("User", {"guid": self.guids.of("user", coder), "name": coder})
            self.out.end()

    def _declare_variables(self) -> None:
        holders: list[Source | Document] = [*self.corpus.sources, *self.corpus.documents]
        for attributes in (holder.attributes for holder in holders):
            for name, value in attributes.items():
                kind = value_element(value)[0]
                self.variables.setdefault((name, kind), self.guids.of("variable", f"{name}\0{kind}"))
        if self.variables:
            self.out.start("Variables")
            for (name, kind), guid in self.variables.items():
                self.out.element("Variable", {"guid": guid, "name": name, "typeOfVariable": kind})
            self.out.end()

    def _values(self, attributes: Mapping[str, Scalar]) -> None:
        for name, value in attributes.items():
            kind, element, text = value_element(value)
            self.out.start("VariableValue")
            self.out.element("VariableRef", {"targetGUID": self.variables[name, kind]})
            self.out.element(element, None, text)
            self.out.end()

    def _cases(self) -> None:
        if not self.corpus.sources:
            return
        told: dict[str, list[str]] = {}
        for document in self.corpus.documents:
            if document.source is not None:
                told.setdefault(document.source, []).append(document.id)
        self.out.start("Cases")
        for source in self.corpus.sources:
            self.out.start("Case", {"guid": self.guids.of("source", source.id), "name": source.label})
            self._values(source.attributes)
            for document_id in told.get(source.id, []):
                self.out.element("SourceRef", {"targetGUID": self.guids.of("document", document_id)})
            self.out.end()
        self.out.end()

    def _sources(self) -> None:
        selections: dict[str, list[Selection]] = {}
        for selection in self.corpus.selections:
            selections.setdefault(selection.document, []).append(selection)
        codings: dict[tuple[str, str | None], list[tuple[int, Coding]]] = {}
        for i, coding in enumerate(self.corpus.codings):
            codings.setdefault((coding.document, coding.selection), []).append((i, coding))
        self.out.start("Sources")
        for document in self.corpus.documents:
            self._document(document, selections.get(document.id, []), codings)
        self.out.end()

    def _document(
        self,
        document: Document,
        selections: Sequence[Selection],
        codings: Mapping[tuple[str, str | None], Sequence[tuple[int, Coding]]],
    ) -> None:
        guid = self.guids.of("document", document.id)
        self.out.start(
            "TextSource", {"guid": guid, "name": document.title, "plainTextPath": self._file(guid, document.text)}
        )
        for selection in selections:
            self.out.start(
                "PlainTextSelection",
                {
                    "guid": self.guids.of("selection", selection.id),
                    "name": selection.label,
                    "startPosition": str(selection.start),
                    "endPosition": str(selection.end),
                },
            )
            for i, coding in codings.get((document.id, selection.id), []):
                self._coding(i, coding)
            self.out.end()
        for i, coding in codings.get((document.id, None), []):
            self._coding(i, coding)
        self._values(document.attributes)
        self.out.end()

    def _coding(self, i: int, coding: Coding) -> None:
        self.out.start(
            "Coding",
            {
                "guid": self.guids.of("coding", str(i)),
                "creatingUser": self.guids.of("user", coding.coder) if coding.coder else None,
                "creationDateTime": None if coding.date is None else xsd_datetime(coding.date),
            },
        )
        self.out.element("CodeRef", {"targetGUID": self.guids.of("code", coding.code)})
        self.out.end()

    def _file(self, guid: str, text: str) -> str:
        """Put a text into the zip and return its address."""
        try:
            # A text that begins with the mark of order needs a second one: readers take one away.
            content = ("\ufeff" + text if text.startswith("\ufeff") else text).encode("utf-8")
        except UnicodeEncodeError as problem:
            raise Faults(_("the text")).error(
                _("Character {n} is half a character and cannot be written.").format(n=problem.start + 1),
                _("Remove it from the text."),
            ) from None
        self.files[f"sources/{guid}.txt"] = content
        return f"internal://{guid}.txt"

    def _note(self, claims: Mapping[str, Mapping[str, Any]]) -> None:
        ids = {kind: known for kind, known in self.guids.ids.items() if kind in _NAMED}
        if not claims and not any(ids.values()):
            return
        guid = self.guids.of("note", NOTE_NAME)
        self.files[f"sources/{guid}.txt"] = write_note(claims, ids)
        self.out.start("Notes")
        self.out.element("Note", {"guid": guid, "name": NOTE_NAME, "plainTextPath": f"internal://{guid}.txt"})
        self.out.end()

    def _links(self, guids: Sequence[str]) -> None:
        labels = {c.id: c.label for c in self.corpus.codes}
        note = self.guids.of("note", NOTE_NAME)
        self.out.start("Links")
        for guid, claim in zip(guids, self.corpus.claims, strict=True):
            name = f"{labels[claim.cause]} → {labels[claim.effect]}{_SIGNS[claim.polarity]}"
            self.out.start(
                "Link",
                {
                    "guid": guid,
                    "name": name,
                    "direction": "OneWay",
                    "originGUID": self.guids.of("code", claim.cause),
                    "targetGUID": self.guids.of("code", claim.effect),
                },
            )
            self.out.element("NoteRef", {"targetGUID": note})
            self.out.end()
        self.out.end()


#: Kinds of items whose own identifiers come back from the note.
_NAMED = frozenset({"code", "document", "selection", "source"})
