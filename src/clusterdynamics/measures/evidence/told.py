"""What stories say about a loop: how many tellers speak for one of its links, how many against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterdynamics.measures.evidence.tellings import tellings

if TYPE_CHECKING:
    from clusterdynamics.models.schema import Loop, ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["LoopTold", "loop_told"]


@dataclass(frozen=True)
class LoopTold:
    """Who speaks of a loop in a wave.

    Attributes
    ----------
    loop
        Identifier of the loop.
    supporters, contradictors
        Tellers of whom at least one claim supports, or contradicts, a link of the loop; who does both is in both.
    supporting, contradicting
        Their organisations.
    """

    loop: str
    supporters: frozenset[str]
    supporting: frozenset[str]
    contradictors: frozenset[str]
    contradicting: frozenset[str]


def loop_told(study: Study, wave: str, model: ReferenceModel, loop: Loop) -> LoopTold:
    """Return who speaks for and against the links of a loop in the stories of a wave.

    A claim supports a link where cause, effect and sign are those of the link; it contradicts it where the sign
    is the other one, or the claim is *fails*: the cause was there and the effect did not come. A teller counts
    once, however many stories, claims and coders there are. A story without a teller speaks for its
    organisation, one without either for itself (and for no organisation).
    """
    signs = {(cause, effect): model.sign(cause, effect) for cause, effect in loop.links}
    people: dict[bool, set[str]] = {True: set(), False: set()}
    organisations: dict[bool, set[str]] = {True: set(), False: set()}
    claims = tellings(study, [wave]).select("cause", "effect", "polarity", "teller", "organisation")
    for cause, effect, polarity, teller, organisation in claims.iter_rows():
        sign = signs.get((cause, effect))
        if sign is None:
            continue
        supports = polarity == ("+" if sign > 0 else "-")
        people[supports].add(teller)
        if organisation is not None:
            organisations[supports].add(organisation)
    return LoopTold(
        loop.id,
        frozenset(people[True]),
        frozenset(organisations[True]),
        frozenset(people[False]),
        frozenset(organisations[False]),
    )
