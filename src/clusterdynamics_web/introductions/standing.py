"""Where an introduction stands: read off what was answered, never stored. A no is told to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.introductions.models import Introduction, Side

__all__ = ["KEPT", "WEEKS", "Standing", "agreed", "is_open", "may_look", "standing_of"]

#: So long an organisation has time to answer.
WEEKS = timedelta(weeks=3)
#: So long afterwards the link opens and the contacts can be read; then they are forgotten.
KEPT = timedelta(days=30)
#: So many must say yes before anybody learns of anybody.
TOGETHER = 2


class Standing(TextChoices):
    """What the team and the sides may know."""

    WAITING = "waiting", _("waiting for answers")
    ACCEPTED = "accepted", _("accepted")
    OVER = "over", _("did not come about")


def agreed(introduction: Introduction) -> list[Side]:
    """Return the sides that said yes, where these may know of one another; nobody where not.

    Of a pair both, of a group at least two: as long as it is fewer, nobody learns who said what.
    """
    yes = [side for side in _sides(introduction) if side.answer == Side.Answer.YES and side.actor.opted_out_id is None]
    return yes if len(yes) >= TOGETHER else []


def _sides(introduction: Introduction) -> Iterable[Side]:
    return introduction.sides.all()


def is_open(introduction: Introduction) -> bool:
    """Say whether answers can still be given: the time is not over, and nobody has got the contacts of others yet.

    A no closes nothing: the other side would see it.
    """
    return introduction.told_at is None and timezone.now() < introduction.expires_at


def may_look(introduction: Introduction) -> bool:
    """Say whether a personal link opens."""
    return timezone.now() < introduction.expires_at + KEPT


def standing_of(introduction: Introduction) -> Standing:
    """Return where an introduction stands, as anybody may know it: who said no is like who has not answered."""
    if agreed(introduction):
        return Standing.ACCEPTED
    return Standing.WAITING if timezone.now() < introduction.expires_at else Standing.OVER
