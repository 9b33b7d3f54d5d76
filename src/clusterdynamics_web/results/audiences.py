"""Who a person is to a study's results: from roles and rights to the audience of disclosure control."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.access import Access
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study

__all__ = ["AUDIENCES", "audience_of", "may_see_as", "seen_as"]

#: From the smallest circle to the widest.
AUDIENCES = (
    Audience.STUDY,
    Audience.CLUSTER_MANAGER,
    Audience.BOARD,
    Audience.PARTICIPANTS,
    Audience.NETWORK,
    Audience.PUBLIC,
)
_WIDER = (Audience.PARTICIPANTS, Audience.NETWORK, Audience.PUBLIC)


def audience_of(access: Access[Study]) -> Audience:
    """Return as whom somebody with `SEE_RESULTS` reads the results.

    Whoever may read the answers reads as the study team (in an emergency the region's administration, too, for as
    long as a second person allowed it). A region's administration reads what other regions read.
    """
    if access.may(Right.READ_ANSWERS):
        return Audience.STUDY
    if Role.CLUSTER_MANAGER in access.roles:
        return Audience.CLUSTER_MANAGER
    if Role.BOARD in access.roles:
        return Audience.BOARD
    if Role.FACILITATOR in access.roles:
        return Audience.PARTICIPANTS
    return Audience.NETWORK


def may_see_as(own: Audience) -> tuple[Audience, ...]:
    """Return as whom somebody may look at the results: as oneself, and as everybody who sees less.

    Manager and board see different things (the agreement opens relations to one and not to the other), so that
    neither looks as the other.
    """
    if own == Audience.STUDY:
        return AUDIENCES
    return (own, *(a for a in _WIDER if AUDIENCES.index(a) > AUDIENCES.index(own)))


_SEEN: dict[Audience, Any] = {
    Audience.STUDY: _("You see what the study team sees."),
    Audience.CLUSTER_MANAGER: _("You see what the cluster manager sees."),
    Audience.BOARD: _("You see what the board sees."),
    Audience.PARTICIPANTS: _("You see what participants see."),
    Audience.NETWORK: _("You see what readers in the network of regions see."),
    Audience.PUBLIC: _("You see what everybody may see."),
}


def seen_as(audience: Audience) -> str:
    """Return the sentence that stands on top of a page that is shown as somebody else sees it."""
    return str(_SEEN[audience])
