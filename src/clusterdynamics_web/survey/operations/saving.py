"""Saving a step, and sending the answers in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.survey.form.answers import latest_consents
from clusterdynamics_web.survey.form.changes import Change, SetConsents
from clusterdynamics_web.survey.models import Mode, Respondent, SavedStep
from clusterdynamics_web.survey.operations.applying import apply
from clusterdynamics_web.survey.standing import may_answer

__all__ = ["Outcome", "Saved", "Writing", "note_place", "save_step", "set_language", "submit"]


class Outcome(StrEnum):
    """What came of a save."""

    SAVED = "saved"
    REPLACED = "replaced"  # saved, over answers that another device had saved and this one had not seen
    OLDER = "older"  # not saved: another device has saved something newer


@dataclass(frozen=True)
class Writing:
    """Who writes, how, and when.

    Attributes
    ----------
    mode
        How the answers come in.
    device
        Random name of the device or session.
    written_at
        When it was written, where that is before now: answers that waited for a connection.
    seen
        When the step was last saved, as far as the page knew.
    by
        The interviewer, where there is one.
    """

    mode: str = Mode.WEB
    language: str = ""
    device: str = ""
    written_at: datetime | None = None
    seen: datetime | None = None
    by: User | None = None


@dataclass(frozen=True)
class Saved:
    """What came of a save, and when the step that is now stored was written."""

    outcome: Outcome
    saved_at: datetime


@transaction.atomic
def save_step(
    respondent: Respondent,
    step: str,
    changes: Sequence[Change],
    writing: Writing,
    *,
    place: str = "",
    progress: float = 0.0,
) -> Saved:
    """Store a step; saving the same twice comes to the same.

    Parameters
    ----------
    place
        Key of the step to come back to.
    progress
        Share reached, 0 to 1.

    Raises
    ------
    InputError
        Nobody may answer (any more, or yet), or what is answered about is not on the list of partners any more.
    """
    now = timezone.now()
    written = min(writing.written_at or now, now)
    locked = _locked(respondent)
    _may_write(locked, changes)
    before = SavedStep.objects.filter(respondent=locked, step=step).first()
    if before is not None and before.saved_at > written:
        return Saved(Outcome.OLDER, before.saved_at)
    for change in changes:
        apply(locked, change, writing.mode, writing.language, writing.by)
    other = before is not None and before.device != writing.device
    unseen = before is not None and (writing.seen is None or before.saved_at > writing.seen)
    if before is None:
        SavedStep.objects.create(respondent=locked, step=step, saved_at=written, device=writing.device)
    else:
        SavedStep.objects.filter(pk=before.pk).update(saved_at=written, device=writing.device)
    locked.started_at = locked.started_at or now
    locked.opened_at = locked.opened_at or now
    locked.saved_at = now
    locked.mode = writing.mode
    locked.language = writing.language or locked.language
    locked.step = place or locked.step
    locked.progress = max(locked.progress, progress)
    locked.save(force_update=True)
    return Saved(Outcome.REPLACED if other and unseen else Outcome.SAVED, written)


def _locked(respondent: Respondent) -> Respondent:
    chosen = Respondent.objects.select_for_update().select_related("study", "wave", "actor")
    found = chosen.filter(pk=respondent.pk).first()
    if found is None:
        raise InputError(_("Your organisation was taken off the list in the meantime. Nothing was saved."))
    return found


def _may_write(respondent: Respondent, changes: Sequence[Change]) -> None:
    if not may_answer(respondent):
        raise InputError(_("The survey is closed. What you answered before is kept; nothing can be changed any more."))
    if respondent.declined_at is not None:
        raise InputError(_("You have told us that you would rather not take part. Take that back first."))
    consenting = any(isinstance(c, SetConsents) for c in changes)
    if not consenting and latest_consents(respondent).get("take_part") != "yes":
        raise InputError(_("Please say first that you take part."))


@transaction.atomic
def submit(respondent: Respondent, *, needs_picks: bool, mode: str = Mode.WEB) -> bool:
    """Send the answers in; return whether this was the first time. Sending twice comes to the same.

    Parameters
    ----------
    needs_picks
        The form has a roster: somebody must have been chosen from it, or nobody said outright.

    Raises
    ------
    InputError
        Nobody may answer any more, or the list of partners is not answered.
    """
    locked = _locked(respondent)
    _may_write(locked, ())
    if locked.asked_again_at is not None and locked.submitted_at is not None:
        first = locked.answered_again_at is None
        if first:
            locked.answered_again_at = timezone.now()
            locked.save(update_fields=["answered_again_at"])
            record(None, "answers.sent_again", locked.study, locked.code)
        return first
    if needs_picks and not locked.works_with_nobody and not locked.tie_rows.exists():
        raise InputError(
            _("Please choose at least one organisation, or say that you do not work with anyone on this list.")
        )
    if locked.submitted_at is not None:
        return False
    locked.submitted_at = timezone.now()
    locked.mode = locked.mode or mode
    locked.progress = 1.0
    locked.save(update_fields=["submitted_at", "mode", "progress"])
    record(None, "answers.sent", locked.study, locked.code, mode=locked.mode)
    return True


def note_place(respondent: Respondent, step: str, progress: float) -> None:
    """Remember the step they are at, so that another device opens the same."""
    if respondent.step != step or respondent.progress < progress:
        respondent.step = step
        respondent.progress = max(respondent.progress, progress)
        respondent.save(update_fields=["step", "progress"])


def set_language(respondent: Respondent, language: str) -> None:
    """Answer in another language from now on, on every device."""
    if respondent.language != language:
        respondent.language = language
        respondent.save(update_fields=["language"])
