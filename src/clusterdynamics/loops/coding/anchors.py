"""Quotes checked against the text of their story, and found again where the text has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.loops.coding.places import Found, How, find_place

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Anchoring", "Lost", "Move", "anchor_claims", "anchor_quotes"]

#: An error names so many problems; it says how many more there are.
_NAMED = 20


@dataclass(frozen=True)
class Move:
    """A quote that stands elsewhere, or in other words, than the coder wrote.

    Attributes
    ----------
    claim, story
        Where.
    how
        How it was found.
    similarity
        Of the words, 0-100.
    before, after
        The place said and the place found, code points (start, end); None where none was said.
    quote, text
        The words of the coder, and those of the story.
    """

    claim: str
    story: str
    how: How
    similarity: float
    before: tuple[int, int] | None
    after: tuple[int, int]
    quote: str
    text: str


@dataclass(frozen=True)
class Lost:
    """A quote that does not stand in its story."""

    claim: str
    story: str
    quote: str


@dataclass(frozen=True, eq=False)
class Anchoring:
    """Claims at their places.

    Attributes
    ----------
    claims
        The claims, with ``start``, ``end`` and ``quote`` as the stories have them; those not found are as before.
    exact
        Quotes that stand word for word where they were said to be (or anywhere, where no place was said).
    moves
        Those that were found otherwise.
    lost
        Those that were not found.
    unquoted
        Claims without words and without a place; nothing can be checked.
    """

    claims: pl.DataFrame
    exact: int
    moves: tuple[Move, ...]
    lost: tuple[Lost, ...]
    unquoted: int

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, in plain words."""
        said = [
            ngettext(
                "{n} quote stands word for word where it was said to be.",
                "{n} quotes stand word for word where they were said to be.",
                self.exact,
            ).format(n=self.exact)
        ]
        if self.moves:
            n = len(self.moves)
            said.append(
                ngettext(
                    "{n} was found elsewhere or in other words.", "{n} were found elsewhere or in other words.", n
                ).format(n=n)
            )
        if self.lost:
            n = len(self.lost)
            said.append(
                ngettext("{n} does not stand in its story.", "{n} do not stand in their stories.", n).format(n=n)
            )
        if self.unquoted:
            n = self.unquoted
            said.append(ngettext("{n} claim has no quote.", "{n} claims have no quote.", n).format(n=n))
        return tuple(said)


def anchor_claims(study: Study, *, least: float = 85.0) -> Anchoring:
    """Check every quote of the study's claims against its story, and find it again where the text has moved.

    Parameters
    ----------
    least
        Least similarity (0-100) from which other words count as the same quote.

    Raises
    ------
    InputError
        A claim has a place outside its story and no words by which to find the right one, or its story is not there.
    """
    return anchor_quotes(study["claims"], dict(study["stories"].select("id", "text").iter_rows()), least=least)


def anchor_quotes(claims: pl.DataFrame, texts: dict[str, str], *, least: float = 85.0) -> Anchoring:
    """Do the same for a table of claims (``id``, ``story``, ``start``, ``end``, ``quote``) and the texts of stories.

    A quote is looked for word for word where it was said to be; word for word elsewhere (the nearest place); but for
    spaces, marks and capital letters; in parts, where it leaves words out ("…") or has insertions in brackets; then
    the most similar passage is taken, if it is similar enough. Places count Unicode code points.

    Raises
    ------
    InputError
        As for :func:`anchor_claims`; every such claim is named, up to 20.
    """
    known: dict[tuple[str, str, int | None], Found | None] = {}
    wrong: list[str] = []
    moves: list[Move] = []
    lost: list[Lost] = []
    exact = unquoted = 0
    placed: list[tuple[int | None, int | None, str | None]] = []
    for claim, story, start, end, quote in claims.select("id", "story", "start", "end", "quote").iter_rows():
        text = texts.get(story)
        placed.append((start, end, quote))
        if text is None:
            wrong.append(_("Claim {claim}: there is no story {story}.").format(claim=claim, story=repr(story)))
            continue
        said = (start, end) if start is not None and end is not None else None
        if not (quote or "").strip():
            if said is None:
                unquoted += 1
            elif 0 <= said[0] < said[1] <= len(text):
                exact += 1
                placed[-1] = (*said, text[said[0] : said[1]])
            else:
                wrong.append(
                    _("Claim {claim}: the place {start}-{end} is not in story {story} of {length} characters.").format(
                        claim=claim, start=said[0], end=said[1], story=repr(story), length=len(text)
                    )
                )
            continue
        if said is not None and text[max(said[0], 0) : max(said[1], 0)] == quote:
            exact += 1
            continue
        key = (story, quote, start)
        if key not in known:
            known[key] = find_place(text, quote, start, least)
        found = known[key]
        if found is None:
            lost.append(Lost(claim, story, quote))
            continue
        words = text[found.start : found.end]
        placed[-1] = (found.start, found.end, words)
        if said is None and words == quote:
            exact += 1
        else:
            place = (found.start, found.end)
            moves.append(Move(claim, story, found.how, found.similarity, said, place, quote, words))
    if wrong:
        raise InputError(_listed(wrong))
    columns = dict(zip(("start", "end", "quote"), zip(*placed, strict=True), strict=True)) if placed else {}
    new = claims.with_columns(pl.Series(name, values, dtype=claims.schema[name]) for name, values in columns.items())
    return Anchoring(new, exact, tuple(moves), tuple(lost), unquoted)


def _listed(wrong: list[str]) -> str:
    """Return all problems, one a line; after the first ones only how many more there are."""
    more = len(wrong) - _NAMED
    rest = [ngettext("… and {n} more.", "… and {n} more.", more).format(n=more)] if more > 0 else []
    remedy = _("Give the words of the quote, or a place inside the story.")
    return "\n".join([*wrong[:_NAMED], *rest, remedy])
