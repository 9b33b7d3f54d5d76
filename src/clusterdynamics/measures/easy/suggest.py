"""From reasons to suggestions: pairs that do not cooperate yet, each with its reasons in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.easy.areas import AreaAnswers
from clusterdynamics.measures.easy.pairs import Reasons

__all__ = ["Suggested", "sentence", "suggest"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: "There is little to lose" is said for the two lowest sensitivities, a distance where it is less than the median.
_EASY, _NEAR = 0.75, 0.5
#: Two values that differ by less are the same but for rounding.
_DIGITS = 9


@dataclass(frozen=True)
class Suggested:
    """A pair that is suggested, `first` before `second` in the alphabet.

    Attributes
    ----------
    first, second
        Identifiers of the organisations.
    value
        How much speaks for it: the sum of the reasons, each times its weight.
    both
        Areas that both would join.
    first_offers, second_offers
        Areas in which the one could offer what the other would join.
    ease
        How little there is to lose in the easiest of these areas, from 0 to 1.
    near
        Nearness from 0 to 1 (``places.nearness``); 0 where it is not known.
    kilometres
        How far apart they are; None where it is not known.
    same_region
        They have the same NUTS code.
    trusted
        Partners that both trust; 0 where it may not be used.
    wishes
        How many of the two wish to work more with the other; 0 where it may not be used.
    """

    first: str
    second: str
    value: float
    both: tuple[str, ...] = ()
    first_offers: tuple[str, ...] = ()
    second_offers: tuple[str, ...] = ()
    ease: float = 0.0
    near: float = 0.0
    kilometres: float | None = None
    same_region: bool = False
    trusted: int = 0
    wishes: int = 0

    @property
    def areas(self) -> tuple[str, ...]:
        """All areas that fit, each once: first those that both would join, easiest first."""
        return tuple(dict.fromkeys((*self.both, *self.first_offers, *self.second_offers)))


def suggest(
    found: Reasons,
    value: FloatArray,
    answers: AreaAnswers,
    possible: BoolArray,
    *,
    kilometres: FloatArray,
    nuts: Iterable[str | None] = (),
    most: int | None = None,
) -> tuple[Suggested, ...]:
    """Return the pairs to suggest: the one for which most speaks first, equal ones in alphabetical order.

    A pair is suggested only where at least one area fits, so that there is something to start with.

    Parameters
    ----------
    found, value
        The reasons, and (n, n) their sum (``pairs.values``).
    answers
        Who ticked what, for the names of the areas.
    possible
        (n, n) True for pairs that may be suggested, because they are known not to cooperate yet.
    kilometres
        (n, n) distances.
    nuts
        (n,) NUTS codes.
    most
        Length of the list; all where it is None.
    """
    i, j = np.nonzero(np.triu(found.matched & possible, 1))
    order = np.lexsort((j, i, -np.round(value[i, j], _DIGITS)))[: most if most is not None else i.size]
    codes = tuple(nuts) or (None,) * len(found.nodes)
    return tuple(
        _one(found, value, answers, int(a), int(b), kilometres, codes[a] is not None and codes[a] == codes[b])
        for a, b in zip(i[order], j[order], strict=True)
    )


def _one(
    found: Reasons,
    value: FloatArray,
    answers: AreaAnswers,
    i: int,
    j: int,
    kilometres: FloatArray,
    same_region: bool,
) -> Suggested:
    join, offer, names = answers.would_join, answers.could_offer, [a.id for a in answers.areas]

    def areas(mask: BoolArray) -> tuple[str, ...]:
        return tuple(names[int(k)] for k in np.flatnonzero(mask))

    return Suggested(
        answers.nodes[i],
        answers.nodes[j],
        float(value[i, j]),
        areas(join[i] & join[j]),
        areas(offer[i] & join[j]),
        areas(offer[j] & join[i]),
        float(found.ease[i, j]),
        float(np.nan_to_num(found.near[i, j])),
        float(kilometres[i, j]) if np.isfinite(kilometres[i, j]) else None,
        same_region,
        0 if found.trusted is None else int(found.trusted[i, j]),
        0 if found.wishes is None else int(found.wishes[i, j]),
    )


def sentence(one: Suggested, areas: Mapping[str, str], *, reader: str | None = None) -> str:
    """Return the reasons of a suggestion in one sentence, in the active language; it names no organisation.

    Parameters
    ----------
    one
        The suggestion.
    areas
        Area → label.
    reader
        The side that reads it (then it says "you"); None for the study team. What others said about partners is
        never told to a reader.
    """

    def listed(ids: Iterable[str]) -> str:
        return ", ".join(areas.get(a, a) for a in ids)

    parts: list[str] = []
    if one.both:
        both = _("both would join in {areas}") if reader is None else _("you would both join in {areas}")
        parts.append(both.format(areas=listed(one.both)))
    if reader is None:
        met = tuple(dict.fromkeys((*one.first_offers, *one.second_offers)))
        if met:
            parts.append(_("one could offer what the other would join in {areas}").format(areas=listed(met)))
    else:
        mine, theirs = (one.first_offers, one.second_offers)[:: 1 if reader == one.first else -1]
        if theirs:
            parts.append(_("they could offer what you would join in {areas}").format(areas=listed(theirs)))
        if mine:
            parts.append(_("you could offer what they would join in {areas}").format(areas=listed(mine)))
    if one.ease >= _EASY:
        parts.append(_("there is little to lose"))
    if one.near >= _NEAR:
        parts += _place(one, reader)
    if reader is None:
        parts += _told_by_others(one)
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _place(one: Suggested, reader: str | None) -> list[str]:
    if one.kilometres is not None:
        if round(one.kilometres) < 1:
            return [_("it is less than 1 km from one to the other")]
        apart = _("they are {km} km apart") if reader is None else _("you are {km} km apart")
        return [apart.format(km=number(round(one.kilometres)))]
    if one.same_region:
        return [_("they are in the same region") if reader is None else _("you are in the same region")]
    return []


def _told_by_others(one: Suggested) -> list[str]:
    parts = []
    if one.trusted:
        parts.append(
            ngettext("both trust {n} partner in common", "both trust {n} partners in common", one.trusted).format(
                n=one.trusted
            )
        )
    if one.wishes:
        parts.append(
            ngettext("one of them wishes to work more with the other", "both wish to work more together", one.wishes)
        )
    return parts
