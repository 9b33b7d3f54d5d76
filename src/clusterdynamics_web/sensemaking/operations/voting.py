"""Votes: open, hidden, closed, counted."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.sensemaking.models import (
    Guest,
    Scene,
    SceneKind,
    Session,
    Vote,
)
from clusterdynamics_web.sensemaking.operations.common import must_run, tell

__all__ = ["close_vote", "open_vote", "vote"]


@transaction.atomic
def open_vote(session: Session, scene: Scene) -> None:
    """Let the room vote. Nobody sees a count before the vote is closed."""
    must_run(session)
    if not scene.is_vote or scene.voting_opened_at is not None:
        raise InputError(_("There is nothing to vote on here, or the vote has been."))
    Scene.objects.filter(pk=scene.pk).update(voting_opened_at=timezone.now())
    tell(session)


@transaction.atomic
def close_vote(session: Session, scene: Scene) -> None:
    """Close a vote and write down what came of it: how often each value was given, and who kept still."""
    locked = Scene.objects.select_for_update().get(pk=scene.pk)
    if not locked.is_voting:
        raise InputError(_("No vote is open here."))
    guests = session.guests.count()
    voters = set(Vote.objects.filter(statement__scene=locked).values_list("guest", flat=True))
    lines = []
    for statement in locked.statements.all():
        given = list(statement.votes.values_list("value", flat=True))
        counts = {str(v): given.count(v) for v in sorted(set(given))}
        lines.append({"text": statement.text, "counts": counts, "sum": sum(given), "voted": len(given)})
    locked.result = {"guests": guests, "voted": len(voters), "abstained": guests - len(voters), "lines": lines}
    locked.voting_closed_at = timezone.now()
    locked.save()
    # What counts is kept; who gave what is not.
    Vote.objects.filter(statement__scene=locked).delete()
    tell(session)


@transaction.atomic
def vote(guest: Guest, scene: Scene, given: Mapping[int, int]) -> None:
    """Write down what a guest gives to the lines of a scene; a later vote takes the place of an earlier one.

    Parameters
    ----------
    given
        Key of a line → value: 1 to 5 or 0 ("unclear") where people agree, dots, or 1 for the one line guessed.

    Raises
    ------
    InputError
        The vote is not open, or the values are not allowed.
    """
    locked = Scene.objects.select_for_update().get(pk=scene.pk)
    if locked.session_id != guest.session_id or not locked.is_voting:
        raise InputError(_("This vote is closed."))
    lines = set(locked.statements.values_list("pk", flat=True))
    if not set(given) <= lines:
        raise InputError(_("This line is not in the vote."))
    _check_values(locked, given)
    Vote.objects.filter(guest=guest, statement__scene=locked).delete()
    kept = {pk: v for pk, v in given.items() if v or locked.kind == SceneKind.AGREE}
    Vote.objects.bulk_create(Vote(guest=guest, statement_id=pk, value=value) for pk, value in kept.items())


def _check_values(scene: Scene, given: Mapping[int, int]) -> None:
    values = list(given.values())
    if scene.kind == SceneKind.AGREE and not all(0 <= v <= 5 for v in values):
        raise InputError(_("Choose one of the answers."))
    if scene.kind == SceneKind.GUESS and sorted(values, reverse=True)[:2] not in ([1], [1, 0]):
        raise InputError(_("Choose one line."))
    if scene.kind == SceneKind.DOTS:
        most = scene.dots if scene.stacking else 1
        if any(v < 0 or v > most for v in values) or sum(values) > scene.dots:
            raise InputError(
                _("You have {n} dots in all, and at most {most} for one line.").format(n=scene.dots, most=most)
            )
