"""Classes of visibility, audiences, and how many organisations must stand behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from clusterdynamics.i18n import N_, _
from clusterdynamics.study.settings import DisclosureSettings

__all__ = [
    "AUDIENCE_CLASS",
    "Audience",
    "VisibilityClass",
    "audience_label",
    "class_of",
    "k_for",
    "minimum_for",
]


class VisibilityClass(StrEnum):
    """Who may see something; a later class is read by more people (they compare in that order)."""

    C0 = "C0"  # raw answers
    C1 = "C1"  # study team: named ties
    C2 = "C2"  # participants, board: names by consent, otherwise groups
    C3 = "C3"  # network: groups, the cluster named
    C4 = "C4"  # public: groups, text reviewed


class Audience(StrEnum):
    """Whom a report, a page or an export is for."""

    STUDY = "study"
    CLUSTER_MANAGER = "cluster_manager"
    BOARD = "board"
    PARTICIPANTS = "participants"
    NETWORK = "network"
    PUBLIC = "public"


#: Audience → class of visibility.
AUDIENCE_CLASS: Mapping[Audience, VisibilityClass] = MappingProxyType(
    {
        Audience.STUDY: VisibilityClass.C1,
        Audience.CLUSTER_MANAGER: VisibilityClass.C2,
        Audience.BOARD: VisibilityClass.C2,
        Audience.PARTICIPANTS: VisibilityClass.C2,
        Audience.NETWORK: VisibilityClass.C3,
        Audience.PUBLIC: VisibilityClass.C4,
    }
)

_LABELS: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.STUDY: N_("study team"),
        Audience.CLUSTER_MANAGER: N_("cluster manager"),
        Audience.BOARD: N_("board"),
        Audience.PARTICIPANTS: N_("participants"),
        Audience.NETWORK: N_("network"),
        Audience.PUBLIC: N_("public"),
    }
)


def audience_label(audience: Audience) -> str:
    """Return what the audience is called, in the active language."""
    return _(_LABELS[audience])


def class_of(audience: Audience | str) -> VisibilityClass:
    """Return the class that `audience` reads.

    Raises
    ------
    ValueError
        There is no such audience.
    """
    return AUDIENCE_CLASS[Audience(audience)]


def k_for(settings: DisclosureSettings, visibility: VisibilityClass) -> int:
    """Return k, the least number of organisations behind a figure, in a class.

    ``k_inside`` for C2, ``k_outside`` for C3 and C4 (never less than inside); 1 for the study team, to whom
    nothing is hidden.
    """
    if visibility <= VisibilityClass.C1:
        return 1
    if visibility == VisibilityClass.C2:
        return settings.k_inside
    return max(settings.k_outside, settings.k_inside)


def minimum_for(settings: DisclosureSettings, visibility: VisibilityClass) -> int:
    """Return how many *answering* organisations a figure needs in a class.

    Everybody who reads C2 may have answered, knows the own answer and can subtract it from a total. What is
    left must still rest on ``k_inside`` others (a group total and the group without you may not both be
    derivable), so that ``k_inside`` itself is one too few. The same reader also sees C3 and C4.

    Returns
    -------
    ``max(k, k_inside + 1)``; 1 for the study team.
    """
    if visibility <= VisibilityClass.C1:
        return 1
    return max(k_for(settings, visibility), settings.k_inside + 1)
