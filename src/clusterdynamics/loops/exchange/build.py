"""Collecting a corpus from a file: every item with the line it stands in, all faults together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.corpus import (
    POLARITIES,
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Selection,
    Source,
)

__all__ = ["MOST_ITEMS", "CorpusBuilder", "check_corpus", "find_cycles"]

#: A file that says it has more codes, passages or claims than this is wrong, or would take all memory.
MOST_ITEMS = 1_000_000
#: Codes deeper than this are a mistake; no program shows them.
MOST_DEPTH = 200

type Kind = Literal["source", "document", "code", "selection", "coding", "claim"]


@dataclass
class CorpusBuilder:
    """Takes the items of one file.

    Parameters
    ----------
    name
        Name of the file, for messages.
    """

    name: str
    title: str = ""
    faults: Faults = field(init=False)
    sources: list[Source] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    lines: dict[tuple[Kind, int], int] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults = Faults(self.name)

    def note(self, sentence: str) -> None:
        """Say what was assumed or left out; the same sentence once."""
        self.notes[sentence] = None

    def source(self, item: Source, line: int | None = None) -> None:
        """Add a source."""
        self._add("source", self.sources, item, line)

    def document(self, item: Document, line: int | None = None) -> None:
        """Add a document."""
        self._add("document", self.documents, item, line)

    def code(self, item: Code, line: int | None = None) -> None:
        """Add a code."""
        self._add("code", self.codes, item, line)

    def selection(self, item: Selection, line: int | None = None) -> None:
        """Add a passage."""
        self._add("selection", self.selections, item, line)

    def coding(self, item: Coding, line: int | None = None) -> None:
        """Add a coding."""
        self._add("coding", self.codings, item, line)

    def claim(self, item: Claim, line: int | None = None) -> None:
        """Add a claim."""
        self._add("claim", self.claims, item, line)

    def _add[T](self, kind: Kind, items: list[T], item: T, line: int | None) -> None:
        if len(items) >= MOST_ITEMS:
            raise self.faults.error(
                _("The file holds more than {n} items of one kind.").format(n=MOST_ITEMS), _("Send a part of it.")
            )
        if line is not None:
            self.lines[kind, len(items)] = line
        items.append(item)

    def corpus(self) -> Corpus:
        """Return what was collected.

        Raises
        ------
        ExchangeError
            With everything that is wrong with the file.
        """
        corpus = Corpus(
            tuple(self.documents),
            tuple(self.codes),
            tuple(self.selections),
            tuple(self.codings),
            tuple(self.claims),
            tuple(self.sources),
            self.title,
            tuple(self.notes),
        )
        check_corpus(corpus, self.faults, self.lines)
        self.faults.check()
        return corpus


def check_corpus(corpus: Corpus, faults: Faults, lines: Mapping[tuple[Kind, int], int] | None = None) -> None:
    """Add to `faults` whatever does not hold together: names twice, references to nothing, passages outside.

    Parameters
    ----------
    lines
        Kind of item and its position → line of the file.
    """
    _Check(corpus, faults, lines or {}).run()


class _Check:
    """One corpus under examination."""

    def __init__(self, corpus: Corpus, faults: Faults, lines: Mapping[tuple[Kind, int], int]) -> None:
        self.corpus, self.faults, self.lines = corpus, faults, lines

    def run(self) -> None:
        corpus = self.corpus
        kinds: tuple[tuple[Kind, Sequence[Source | Document | Code | Selection | Claim]], ...] = (
            ("source", corpus.sources),
            ("document", corpus.documents),
            ("code", corpus.codes),
            ("selection", corpus.selections),
            ("claim", corpus.claims),
        )
        for kind, items in kinds:
            self._ids(kind, [item.id for item in items])
        sources = {s.id for s in corpus.sources}
        lengths = {d.id: len(d.text) for d in corpus.documents}
        codes = {c.id for c in corpus.codes}
        selections = {s.id: s.document for s in corpus.selections}
        for i, document in enumerate(corpus.documents):
            if document.source is not None and document.source not in sources:
                self._unknown("document", i, _("The document '{id}'").format(id=document.id), document.source)
        for i, code in enumerate(corpus.codes):
            if not code.label.strip():
                self._add("code", i, _("A code has no name."), _("Give every code a name."))
            if code.parent is not None and code.parent not in codes:
                self._unknown("code", i, _("The code '{id}'").format(id=code.label), code.parent)
        for i, selection in enumerate(corpus.selections):
            self._span("selection", i, selection.document, selection.start, selection.end, lengths)
        for i, coding in enumerate(corpus.codings):
            if coding.code not in codes:
                self._unknown("coding", i, _("A coding"), coding.code)
            if coding.document not in lengths:
                self._unknown("coding", i, _("A coding"), coding.document)
            if coding.selection is not None and selections.get(coding.selection) != coding.document:
                self._unknown("coding", i, _("A coding"), coding.selection)
        for i, claim in enumerate(corpus.claims):
            self._claim(i, claim, codes, sources, lengths)
        self._tree()

    def _claim(self, i: int, claim: Claim, codes: set[str], sources: set[str], lengths: Mapping[str, int]) -> None:
        what = _("The claim '{id}'").format(id=claim.id)
        for end in (claim.cause, claim.effect):
            if end not in codes:
                self._unknown("claim", i, what, end)
        if claim.source is not None and claim.source not in sources:
            self._unknown("claim", i, what, claim.source)
        if claim.polarity not in POLARITIES:
            self._add(
                "claim",
                i,
                _("'{word}' is no sign of a claim.").format(word=claim.polarity),
                _("Write +, - or fails, or leave it empty where nobody said."),
            )
        if (claim.start is None) != (claim.end is None) or (claim.start is not None and claim.document is None):
            self._add(
                "claim",
                i,
                _("The place of claim '{id}' is incomplete.").format(id=claim.id),
                _("Give document, start and end, or none of start and end."),
            )
        elif claim.document is not None and claim.start is None and claim.document not in lengths:
            self._unknown("claim", i, what, claim.document)
        elif claim.document is not None and claim.start is not None and claim.end is not None:
            self._span("claim", i, claim.document, claim.start, claim.end, lengths)

    def _ids(self, kind: Kind, ids: Sequence[str]) -> None:
        first: dict[str, int] = {}
        for i, own in enumerate(ids):
            if not own.strip():
                self._add(kind, i, _("An item has no identifier."), _("Give it one."))
            elif own in first:
                where = self.lines.get((kind, first[own]))
                message = _("'{id}' is listed twice.").format(id=own)
                if where is not None:
                    message = _("'{id}' is listed twice. It is first listed in line {line}.").format(id=own, line=where)
                self._add(kind, i, message, _("Remove one of them, or give it another identifier."))
            first.setdefault(own, i)

    def _span(self, kind: Kind, i: int, document: str, start: int, end: int, lengths: Mapping[str, int]) -> None:
        if document not in lengths:
            self._unknown(kind, i, _("A passage"), document)
        elif start < 0 or end > lengths[document]:
            self._add(
                kind,
                i,
                _("The passage {start} to {end} lies outside '{document}', which has {n} characters.").format(
                    start=start, end=end, document=document, n=lengths[document]
                ),
                _("Correct its place, or send the text that was coded."),
            )
        elif end < start:
            self._add(
                kind,
                i,
                _("The passage {start} to {end} ends before it starts.").format(start=start, end=end),
                _("Correct its place."),
            )

    def _tree(self) -> None:
        parents = {c.id: c.parent for c in self.corpus.codes if c.parent is not None}
        labels = {c.id: c.label for c in self.corpus.codes}
        place = {c.id: i for i, c in enumerate(self.corpus.codes)}
        for cycle in find_cycles(parents):
            names = [labels.get(c, c) for c in cycle[:10]]
            self._add(
                "code",
                place.get(cycle[0], -1),
                _("Codes stand under themselves: {path}.").format(path=" ← ".join([*names, names[0]])),
                _("Take one of them out of the circle."),
            )

    def _unknown(self, kind: Kind, i: int, what: str, named: str) -> None:
        self._add(
            kind,
            i,
            _("{what} names '{named}', which is not in the file.").format(what=what, named=named),
            _("Add it, or correct the name."),
        )

    def _add(self, kind: Kind, i: int, message: str, remedy: str) -> None:
        self.faults.add(message, remedy, line=self.lines.get((kind, i)))


def find_cycles(parents: Mapping[str, str]) -> Iterable[list[str]]:
    """Return each circle of a child → parent mapping once, without recursion."""
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            walk = list(path)
            yield walk[walk.index(at) :]
        done.update(path)
