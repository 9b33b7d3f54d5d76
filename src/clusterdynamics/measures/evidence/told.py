"""What stories say about a loop: how many tellers speak for one of its links, how many against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

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
    stories = study["stories"].filter(pl.col("wave") == wave).select("id", "actor", "respondent")
    claims = (
        study["claims"]
        .select("story", "cause", "effect", "polarity")
        .join(stories, left_on="story", right_on="id", how="inner")
    )
    people: dict[bool, set[str]] = {True: set(), False: set()}
    organisations: dict[bool, set[str]] = {True: set(), False: set()}
    of = dict(study["respondents"].filter(pl.col("wave") == wave).select("id", "actor").iter_rows())
    for story, cause, effect, polarity, actor, respondent in claims.iter_rows():
        sign = signs.get((cause, effect))
        if sign is None:
            continue
        supports = polarity == ("+" if sign > 0 else "-")
        home = actor if actor is not None else of.get(respondent)
        people[supports].add(
            f"respondent:{respondent}" if respondent is not None else f"actor:{home}" if home else f"story:{story}"
        )
        if home is not None:
            organisations[supports].add(home)
    return LoopTold(
        loop.id,
        frozenset(people[True]),
        frozenset(organisations[True]),
        frozenset(people[False]),
        frozenset(organisations[False]),
    )
