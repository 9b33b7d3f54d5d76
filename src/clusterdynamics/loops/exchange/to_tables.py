"""From a corpus to the tables of a study, with everything said that does not fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.cells import CERTAINTIES, DELAYS
from clusterdynamics.loops.exchange.corpus import Claim, Corpus, Document
from clusterdynamics.loops.exchange.from_tables import STORY_COLUMNS
from clusterdynamics.study.read.cells import identifiers
from clusterdynamics.study.tables import TABLES

__all__ = ["StoryTables", "corpus_to_tables"]

_CLASSES = TABLES["stories"]["class"].choices
_LEFT = {
    "sign": N_("Claims without sign are left out ({n}): say + or − or fails in the file, and import it again."),
    "quote": N_("Quotes that do not stand in their story word for word are left out ({n}); the claims stay."),
    "empty": N_("Passages without a character are left out ({n})."),
    "bare": N_("Passages without a code are left out ({n})."),
    "text": N_("Texts without a character are left out, with what was coded in them ({n})."),
    "dates": N_("Dates of coding have no place in a study and are left out ({n})."),
    "looks": N_("Colours of codes have no place in a study and are left out ({n})."),
    "twice": N_("The same code at the same place by the same coder counts once ({n})."),
    "attributes": N_("Attributes of sources and texts that a study has no column for are left out ({n})."),
    "told": N_("Claims without a text stand in stories made of their quotes ({n})."),
}


@dataclass(frozen=True)
class StoryTables:
    """Four tables of a study, and what was done to fit them.

    Attributes
    ----------
    tables
        ``stories``, ``claims``, ``themes``, ``codings``.
    tellers
        Source of the corpus → identifier of the organisation in the study.
    notes
        What was assumed and left out, in sentences.
    """

    tables: Mapping[str, pl.DataFrame]
    tellers: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass
class Names:
    """Gives each item an identifier that a study can hold; those that already are one stay."""

    taken: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)

    def add(self, items: Iterable[tuple[str, str]]) -> None:
        """Name items, given as pairs of identifier and label; good identifiers come first."""
        pairs = list(dict(items).items())
        read = identifiers(pl.Series([own for own, _label in pairs], dtype=pl.String)).to_list()
        good = {own for (own, _label), kept in zip(pairs, read, strict=True) if kept == own}
        for own, label in sorted(pairs, key=lambda pair: pair[0] not in good):
            base = own if own in good else _slug(label or own)
            name, k = base, 2
            while name in self.taken:
                name, k = f"{base[:58]}-{k}", k + 1
            self.taken.add(name)
            self.given[own] = name

    def __getitem__(self, own: str) -> str:
        return self.given[own]


def _slug(text: str) -> str:
    """Return a text as an identifier.

    >>> _slug("=Trust; and more")
    'Trust-and-more'
    """
    bare = "".join(c if c.isprintable() else " " for c in text)
    bare = re.sub(r"[\s|,;]+", "-", bare).strip("-").lstrip("=@+-")[:58]
    fits = identifiers(pl.Series([bare], dtype=pl.String)).to_list()[0]
    return bare if fits and bare else "item"


def corpus_to_tables(
    corpus: Corpus,
    wave: str,
    *,
    organisations: Collection[str] = (),
    respondents: Mapping[str, str | None] | None = None,
) -> StoryTables:
    """Return a corpus as the tables ``stories``, ``claims``, ``themes`` and ``codings`` of a study.

    Parameters
    ----------
    wave
        The wave of stories that do not say theirs.
    organisations
        Identifiers that the study has for organisations. Sources of other names get an identifier of their own.
    respondents
        Respondent → organisation. A source that is a respondent tells for that organisation.

    Notes
    -----
    Places are counted in the same characters, so they stay. A quote must stand in its story: where only its white
    space differs, the words of the story are taken; else the quote is left out. A code that only claims name and
    that is called by its identifier needs no row in ``themes``.
    """
    return _Writer(corpus, wave, frozenset(organisations), respondents or {}).write()


class _Writer:
    """Fills the tables."""

    def __init__(
        self, corpus: Corpus, wave: str, organisations: frozenset[str], respondents: Mapping[str, str | None]
    ) -> None:
        self.corpus, self.wave, self.respondents = corpus, wave, respondents
        self.left: Counter[str] = Counter()
        self.tellers = Names(set(organisations))
        known = [s for s in corpus.sources if s.id in organisations]
        self.tellers.given = {s.id: s.id for s in known}
        new = [s for s in corpus.sources if s.id not in organisations and s.id not in respondents]
        self.tellers.add((s.id, s.label) for s in new)
        self.codes = Names()
        self.codes.add((c.id, c.label) for c in corpus.codes)
        self.coders = Names()
        coders = [*(c.coder for c in corpus.codings), *(c.coder for c in corpus.claims)]
        self.coders.add((coder, "") for coder in coders if coder)
        self.documents = self._told()
        self.texts = {d.id: d.text for d in self.documents}
        self.stories = Names()
        self.stories.add((d.id, d.title) for d in self.documents)

    def write(self) -> StoryTables:
        rows = {
            "stories": [self._story(d) for d in self.documents],
            "claims": self._claims(),
            "themes": self._themes(),
            "codings": self._codings(),
        }
        self.left["attributes"] += sum(1 for s in self.corpus.sources if s.attributes)
        tables = {name: pl.DataFrame(found, schema=TABLES[name].schema) for name, found in rows.items()}
        notes = [_(_LEFT[what]).format(n=n) for what, n in self.left.items() if n]
        return StoryTables(tables, dict(self.tellers.given), tuple(notes))

    # -- stories ------------------------------------------------------------------------------------------------

    def _told(self) -> list[Document]:
        """Return the texts, and for claims without one a story for each source, made of their quotes."""
        documents = [d for d in self.corpus.documents if d.text.strip()]
        self.left["text"] += len(self.corpus.documents) - len(documents)
        self.homes: dict[str, str] = {}
        loose: dict[str | None, list[Claim]] = {}
        for claim in self.corpus.claims:
            if claim.document is None:
                loose.setdefault(claim.source, []).append(claim)
        taken = {d.id for d in self.corpus.documents}
        labels = {c.id: c.label for c in self.corpus.codes}
        for k, (source, claims) in enumerate(loose.items(), start=1):
            own = f"told-{k}"
            while own in taken:
                own += "-"
            taken.add(own)
            lines = [c.quote.strip() or f"{labels[c.cause]} → {labels[c.effect]}" for c in claims]
            documents.append(Document(own, "\n".join(dict.fromkeys(lines)), "", source))
            self.homes |= {c.id: own for c in claims}
            self.left["told"] += len(claims)
        return documents

    def _story(self, document: Document) -> dict[str, Any]:
        values = {k: v for k, v in document.attributes.items() if k in STORY_COLUMNS}
        self.left["attributes"] += len(values) < len(document.attributes)
        respondent = document.source if document.source in self.respondents else None
        named = values.get("respondent")
        respondent = named if isinstance(named, str) and named in self.respondents else respondent
        actor = None
        if document.source is not None:
            actor = self.tellers.given.get(document.source) or self.respondents.get(document.source)
        audience, wave, language = (values.get(k) for k in ("class", "wave", "language"))
        return {
            "id": self.stories[document.id],
            "wave": wave if isinstance(wave, str) else self.wave,
            "actor": actor,
            "respondent": respondent,
            "title": document.title or None,
            "text": document.text,
            "worked": values.get("worked") if isinstance(values.get("worked"), bool) else None,
            "language": language if isinstance(language, str) else None,
            # Who may read an imported story is for people to decide; until then nobody may.
            "class": audience if audience in _CLASSES else "nobody",
        }

    # -- claims ---------------------------------------------------------------------------------------------------

    def _claims(self) -> list[dict[str, Any]]:
        rows = []
        names = Names()
        names.add((c.id, "") for c in self.corpus.claims)
        for claim in self.corpus.claims:
            story = self.homes.get(claim.id) or claim.document
            self.left["dates"] += claim.date is not None
            if not claim.polarity:
                self.left["sign"] += 1
                continue
            if story is None or story not in self.texts:
                continue
            start, end, quote = self._quote(claim, self.texts[story])
            rows.append(
                {
                    "id": names[claim.id],
                    "story": self.stories[story],
                    "cause": self.codes[claim.cause],
                    "effect": self.codes[claim.effect],
                    "polarity": claim.polarity,
                    "delay": claim.delay if claim.delay in DELAYS else None,
                    "start": start,
                    "end": end,
                    "quote": quote,
                    "coder": self.coders[claim.coder] if claim.coder else None,
                    "certainty": claim.certainty if claim.certainty in CERTAINTIES else None,
                    "counter_evidence": claim.counter_evidence or None,
                    "time": claim.time or None,
                }
            )
        return rows

    def _quote(self, claim: Claim, text: str) -> tuple[int | None, int | None, str | None]:
        """Return place and words of a quote as they stand in the story."""
        start, end = claim.start, claim.end
        if start is not None and end is not None:
            if end == start:
                self.left["empty"] += 1
                start = end = None
            elif not claim.quote or text[start:end] == claim.quote:
                return start, end, claim.quote or None
        if not claim.quote.strip():
            return start, end, None
        at = text.find(claim.quote)
        if at >= 0 and start is None:
            return at, at + len(claim.quote), claim.quote
        words = r"\s+".join(map(re.escape, claim.quote.split()))
        found = re.search(words, text[start:end] if start is not None else text)
        if found is None:
            self.left["quote"] += 1
            return start, end, None
        shift = start or 0
        return shift + found.start(), shift + found.end(), found[0]

    # -- codes and codings ----------------------------------------------------------------------------------------

    def _themes(self) -> list[dict[str, Any]]:
        used = {c.code for c in self.corpus.codings} | {c.parent for c in self.corpus.codes}
        factors = {end for c in self.corpus.claims for end in (c.cause, c.effect)}
        rows = []
        for code in self.corpus.codes:
            self.left["looks"] += bool(code.color)
            bare = code.label == self.codes[code.id] and code.parent is None and not code.definition
            if bare and code.id in factors and code.id not in used:
                continue
            rows.append(
                {
                    "id": self.codes[code.id],
                    "label": code.label,
                    "parent": None if code.parent is None else self.codes[code.parent],
                    "definition": code.definition or None,
                }
            )
        return rows

    def _codings(self) -> Sequence[dict[str, Any]]:
        places = {s.id: s for s in self.corpus.selections}
        coded = {c.selection for c in self.corpus.codings}
        self.left["bare"] += sum(s.id not in coded for s in places.values())
        rows: dict[tuple[object, ...], dict[str, Any]] = {}
        for coding in self.corpus.codings:
            self.left["dates"] += coding.date is not None
            selection = None if coding.selection is None else places[coding.selection]
            if selection is not None and selection.start == selection.end:
                self.left["empty"] += 1
                continue
            if coding.document not in self.texts:
                continue
            row = {
                "story": self.stories[coding.document],
                "theme": self.codes[coding.code],
                "start": None if selection is None else selection.start,
                "end": None if selection is None else selection.end,
                "coder": self.coders[coding.coder] if coding.coder else None,
            }
            key = tuple(row.values())
            self.left["twice"] += key in rows
            rows[key] = row
        return list(rows.values())
