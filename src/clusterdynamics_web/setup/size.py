"""Whether a roster is large enough, and small enough, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["FEW", "MANY", "WORKABLE", "Advice", "size_advice"]

#: Below FEW a figure gives single organisations away; from WORKABLE up a list works well; above MANY it gets heavy.
FEW, WORKABLE, MANY = 15, 25, 300


@dataclass(frozen=True)
class Advice:
    """What to say about the size of a roster; `kind` is that of a callout."""

    kind: str
    text: str


def size_advice(organisations: int) -> Advice:
    """Return what a roster of this size means.

    Workable groups for a network with a bounded list have 25 to 300 members (Cross & Parker 2004, The Hidden Power of
    Social Networks): below, people are told what they know; above, the list gets too long to read.
    """
    told = ngettext("{n} organisation", "{n} organisations", organisations).format(n=organisations)
    if organisations < FEW:
        return Advice(
            "warning",
            _(
                "{told}: fewer than {few} make thin figures, and many of them stay hidden because they would give "
                "single organisations away."
            ).format(told=told, few=FEW),
        )
    if organisations < WORKABLE:
        return Advice(
            "info",
            _("{told}: it works, but from {n} on the picture says more than people know already.").format(
                told=told, n=WORKABLE
            ),
        )
    if organisations <= MANY:
        return Advice(
            "info",
            _("{told}: a good size. Between {low} and {high}, everybody can read the list and find partners.").format(
                told=told, low=WORKABLE, high=MANY
            ),
        )
    return Advice(
        "warning",
        _("{told}: with more than {n} the list gets too long to read. Split the study, or ask a sample.").format(
            told=told, n=MANY
        ),
    )
