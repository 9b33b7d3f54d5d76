"""What a format keeps of a corpus, and what it cannot hold: told before anybody relies on the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum

from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.corpus import Claim, Code, Corpus, Source

__all__ = ["Aspect", "code_names", "losses", "remaining"]


class Aspect(StrEnum):
    """What a format can hold beside the names of codes and the claims between them."""

    CLAIMS = "claims"
    TEXTS = "texts"
    CODINGS = "codings"
    TREE = "tree of codes"
    DETAILS = "details of codes"
    UNUSED = "codes without claims"
    IDS = "identifiers of codes"
    EVIDENCE = "evidence of claims"
    DATES = "dates"
    ATTRIBUTES = "attributes of sources"
    SOURCES = "sources"
    TITLE = "title"


def code_names(corpus: Corpus) -> dict[str, str]:
    """Return code → a name that no other code has: its label, or label and identifier where two look the same."""
    seen = Counter(c.label.strip().lower() for c in corpus.codes)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in corpus.codes:
        name = code.label.strip()
        if seen[name.lower()] > 1:
            name = f"{name} [{code.id}]"
        base, k = name, 2
        while name.lower() in taken:
            name, k = f"{base} {k}", k + 1
        taken.add(name.lower())
        names[code.id] = name
    return names


def _without_claims(corpus: Corpus) -> Corpus:
    return replace(corpus, claims=())


def _without_texts(corpus: Corpus) -> Corpus:
    teller = corpus.teller
    claims = tuple(
        replace(c, document=None, start=None, end=None, source=teller(c)) if c.document is not None else c
        for c in corpus.claims
    )
    return replace(corpus, documents=(), selections=(), codings=(), claims=claims)


def _without_codings(corpus: Corpus) -> Corpus:
    return replace(corpus, selections=(), codings=())


def _without_tree(corpus: Corpus) -> Corpus:
    return replace(corpus, codes=tuple(replace(c, parent=None) for c in corpus.codes))


def _without_details(corpus: Corpus) -> Corpus:
    return replace(corpus, codes=tuple(Code(c.id, c.label, c.parent) for c in corpus.codes))


def _without_unused(corpus: Corpus) -> Corpus:
    used = dict.fromkeys(end for c in corpus.claims for end in (c.cause, c.effect))
    codes = {c.id: c for c in corpus.codes}
    kept = tuple(replace(codes[c], parent=None) for c in used)
    return replace(_without_codings(corpus), codes=kept)


def _without_ids(corpus: Corpus) -> Corpus:
    name = code_names(corpus)
    codes = tuple(
        replace(c, id=name[c.id], label=name[c.id], parent=None if c.parent is None else name[c.parent])
        for c in corpus.codes
    )
    claims = tuple(replace(c, cause=name[c.cause], effect=name[c.effect]) for c in corpus.claims)
    return replace(
        corpus, codes=codes, claims=claims, codings=tuple(replace(c, code=name[c.code]) for c in corpus.codings)
    )


def _without_evidence(corpus: Corpus) -> Corpus:
    bare = tuple(Claim(f"c{i}", c.cause, c.effect, c.polarity) for i, c in enumerate(corpus.claims, start=1))
    return replace(corpus, claims=bare)


def _without_dates(corpus: Corpus) -> Corpus:
    return replace(
        corpus,
        codings=tuple(c if c.date is None else replace(c, date=None) for c in corpus.codings),
        claims=tuple(c if c.date is None else replace(c, date=None) for c in corpus.claims),
    )


def _without_attributes(corpus: Corpus) -> Corpus:
    return replace(
        corpus,
        sources=tuple(Source(s.id) for s in corpus.sources),
        documents=tuple(replace(d, attributes={}) for d in corpus.documents),
    )


def _without_sources(corpus: Corpus) -> Corpus:
    tellers = dict.fromkeys(c.source for c in corpus.claims if c.source is not None)
    sources = {s.id: s for s in corpus.sources}
    kept = tuple(sources[t] for t in tellers)
    return replace(corpus, sources=kept, documents=tuple(replace(d, source=None) for d in corpus.documents))


def _without_title(corpus: Corpus) -> Corpus:
    return replace(corpus, title="")


#: In this order: what goes first is not told a second time as a part of something else.
_STEPS: dict[Aspect, tuple[str, Callable[[Corpus], Corpus]]] = {
    Aspect.CLAIMS: (N_("Causal claims are not in the file."), _without_claims),
    Aspect.TEXTS: (N_("Texts, and the passages coded in them, are not in the file."), _without_texts),
    Aspect.CODINGS: (N_("Coded passages are not in the file."), _without_codings),
    Aspect.TREE: (N_("Which code stands under which is not in the file."), _without_tree),
    Aspect.DETAILS: (N_("Definitions and colours of codes are not in the file."), _without_details),
    Aspect.UNUSED: (N_("Codes that no claim names are not in the file."), _without_unused),
    Aspect.IDS: (N_("Identifiers of codes are not in the file, only their names."), _without_ids),
    Aspect.EVIDENCE: (
        N_("Who made a claim, and in which words, is not in the file, only how many claims there are."),
        _without_evidence,
    ),
    Aspect.DATES: (N_("Dates of coding are not in the file."), _without_dates),
    Aspect.ATTRIBUTES: (N_("Names and attributes of sources and texts are not in the file."), _without_attributes),
    Aspect.SOURCES: (N_("Sources that make no claim are not in the file."), _without_sources),
    Aspect.TITLE: (N_("The title is not in the file."), _without_title),
}


def remaining(corpus: Corpus, holds: Collection[Aspect]) -> Corpus:
    """Return what is left of a corpus in a format that holds these aspects only."""
    for aspect, (_sentence, without) in _STEPS.items():
        if aspect not in holds:
            corpus = without(corpus)
    return corpus


def losses(corpus: Corpus, holds: Collection[Aspect]) -> tuple[str, ...]:
    """Return what of the corpus does not survive in a format that holds these aspects, in sentences."""
    told: list[str] = []
    for aspect, (sentence, without) in _STEPS.items():
        if aspect in holds:
            continue
        less = without(corpus)
        if _differs(corpus, less):
            told.append(_(sentence))
        corpus = less
    return tuple(told)


def _differs(one: Corpus, other: Corpus) -> bool:
    """Whether something was lost; another order of codes or sources, or other names of claims, is no loss."""
    if len(one.claims) != len(other.claims):
        return True
    claims = zip(one.claims, other.claims, strict=True)
    return (
        one.documents != other.documents
        or {c.id: c for c in one.codes} != {c.id: c for c in other.codes}
        or one.selections != other.selections
        or one.codings != other.codings
        or {s.id: s for s in one.sources} != {s.id: s for s in other.sources}
        or one.title != other.title
        # Most steps leave the very same claims.
        or any(a is not b and replace(a, id=b.id) != b for a, b in claims)
    )
