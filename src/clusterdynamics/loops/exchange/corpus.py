"""The neutral form between all programs for qualitative data: texts, a codebook, passages, causal claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

__all__ = ["POLARITIES", "Claim", "Code", "Coding", "Corpus", "Document", "Scalar", "Selection", "Source"]

#: Signs of a claim: more of the cause, more of the effect; less; the effect did not come; not known.
POLARITIES = ("+", "-", "fails", "")

type Scalar = str | int | float | bool
_NOTHING: Mapping[str, Scalar] = MappingProxyType({})


@dataclass(frozen=True)
class Source:
    """Who tells: a person, an organisation, a household (a "case" of other programs).

    Attributes
    ----------
    id
        Unique text.
    label
        Name; empty where it has none.
    attributes
        Name → value; what is missing is left out.
    """

    id: str
    label: str = ""
    attributes: Mapping[str, Scalar] = _NOTHING


@dataclass(frozen=True)
class Document:
    """A text that is coded.

    Attributes
    ----------
    text
        The text as it stands, with its own line ends.
    source
        Who told it; None where it is not known.
    attributes
        Name → value, for example the wave of a study.
    """

    id: str
    text: str
    title: str = ""
    source: str | None = None
    attributes: Mapping[str, Scalar] = _NOTHING


@dataclass(frozen=True)
class Code:
    """A theme of the codebook, or a factor of a causal map.

    Attributes
    ----------
    parent
        The code that it stands under.
    color
        ``#rrggbb``, or empty.
    codable
        False for a heading that no passage is coded with.
    """

    id: str
    label: str
    parent: str | None = None
    definition: str = ""
    color: str = ""
    codable: bool = True


@dataclass(frozen=True)
class Selection:
    """A passage: the characters ``text[start:end]`` of a document, counted in Unicode code points."""

    id: str
    document: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class Coding:
    """A code given to a passage, or (`selection` None) to a whole document."""

    code: str
    document: str
    selection: str | None = None
    coder: str = ""
    date: dt.datetime | None = None


@dataclass(frozen=True)
class Claim:
    """What somebody says about two factors: this one changes that one.

    Attributes
    ----------
    cause, effect
        Codes.
    polarity
        One of `POLARITIES`; empty where nobody said.
    quote
        The words; not always verbatim.
    document, start, end
        Where it was said: ``text[start:end]`` of the document.
    source
        Who said it, where the document does not say so.
    """

    id: str
    cause: str
    effect: str
    polarity: str = ""
    quote: str = ""
    document: str | None = None
    start: int | None = None
    end: int | None = None
    source: str | None = None
    coder: str = ""
    date: dt.datetime | None = None
    delay: str = ""
    certainty: str = ""
    counter_evidence: str = ""
    time: str = ""


@dataclass(frozen=True)
class Corpus:
    """Everything that was told and how it was coded.

    Attributes
    ----------
    notes
        What the reader assumed or left out, in sentences. Not part of what is compared.
    """

    documents: tuple[Document, ...] = ()
    codes: tuple[Code, ...] = ()
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def bundles(self) -> Mapping[tuple[str, str], int]:
        """Pair of cause and effect → number of claims."""
        counts: dict[tuple[str, str], int] = {}
        for claim in self.claims:
            pair = (claim.cause, claim.effect)
            counts[pair] = counts.get(pair, 0) + 1
        return MappingProxyType(counts)

    def teller(self, claim: Claim) -> str | None:
        """Return who made a claim: its own source, or that of its document; None where neither is known."""
        return claim.source if claim.source is not None else self._told_by.get(claim.document or "")

    @cached_property
    def _told_by(self) -> Mapping[str, str | None]:
        return {d.id: d.source for d in self.documents}
