"""How a figure is treated: which kind of rule decides who may see it, and what the rule needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Rule", "Treatment"]


class Treatment(StrEnum):
    """How it is decided who may see a figure."""

    #: About the cluster as a whole, or one of its stages or statements: enough organisations answered.
    WHOLE = "whole"
    #: A number of organisations, or their share: not few, not all but few.
    ORGANISATIONS = "organisations"
    #: Ties between groups: cells, suppression, audit.
    BLOCK = "block"
    #: Mean depth of the ties in such a cell: shown only where the cell's densities are, at every depth.
    BLOCK_DEPTH = "block_depth"
    #: A share or mean of organisations by group (subject ``column:value``), beside the whole.
    GROUP = "group"
    #: Ratings of partners by group, beside the mean of all (``whole``): enough raters and enough rated.
    RATED = "rated"
    #: Who was asked and who answered, by group; the rate of the whole is open to everybody.
    COVERAGE = "coverage"
    #: Comes and goes with the coverage of its group: how many are on the roster, how many were asked.
    ROSTER = "roster"
    #: What is compared between two waves.
    CHANGE = "change"
    #: Pairs of which both sides answered.
    CONFIRMED = "confirmed"
    #: With and without the large companies.
    LARGE = "large"
    #: Without a kind of organisations, or without some of the large companies: enough of them, and of the rest.
    REMOVED = "removed"
    #: What is told of a loop: enough organisations speak of it.
    TOLD = "told"
    #: About one organisation.
    ACTOR = "actor"
    #: Statistics from elsewhere, which their source has given out.
    OPEN = "open"
    #: For the study team only.
    TEAM = "team"


@dataclass(frozen=True)
class Rule:
    """How a figure is treated.

    Attributes
    ----------
    treatment
        How it is decided.
    digits
        Decimals that are shown outside the study team.
    extremes
        Values that say "none" or "all".
    of_organisations
        The figure is a share of organisations, so that one who differs knows what all the others said.
    scale
        Ends of the scale of a mean; None for a share.
    whole
        Figure that the groups add up to, where it has another name.
    follows
        Figure whose verdict it shares (because each can be worked out of the other).
    """

    treatment: Treatment
    digits: int = 2
    extremes: tuple[float, ...] = ()
    of_organisations: bool = False
    scale: tuple[float, float] | None = None
    whole: str = ""
    follows: str = ""
