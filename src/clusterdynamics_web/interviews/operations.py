"""What interviewers do beside asking: calls, call-backs, refusals, notes; and who calls whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.interviews.models import ContactAttempt, Note, Outcome
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Mode, Respondent
from clusterdynamics_web.survey.operations import decline, submit

__all__ = ["BY_HAND", "assign", "complete", "log_attempt", "take_note"]

#: Outcomes that an interviewer chooses; "completed" follows from sending the answers in.
BY_HAND = (Outcome.REACHED, Outcome.CALL_BACK, Outcome.NO_ANSWER, Outcome.WRONG_PERSON, Outcome.REFUSED)
#: Ways of asking that are an interviewer's.
MODES = (Mode.PHONE, Mode.FACE_TO_FACE, Mode.PAPER)


@transaction.atomic
def assign(user: User | None, study: Study, choices: Mapping[int, int | None]) -> int:
    """Say who interviews whom; return how many changed.

    Parameters
    ----------
    choices
        Key of the respondent → key of the interviewer, or None for nobody.

    Raises
    ------
    InputError
        Somebody is no interviewer of this study.
    """
    interviewers = set(study.roles.filter(role=Role.INTERVIEWER).values_list("user_id", flat=True))
    if any(chosen is not None and chosen not in interviewers for chosen in choices.values()):
        raise InputError(_("Choose among the interviewers of this study."))
    changed = 0
    people = Respondent.objects.select_for_update().filter(study=study, pk__in=choices, is_test=False)
    for person in people:
        wanted = choices[person.pk]
        if person.assigned_to_id != wanted:
            person.assigned_to_id = wanted
            person.save(update_fields=["assigned_to"])
            changed += 1
    if changed:
        record(user, "interviews.assigned", study, count=changed)
    return changed


@transaction.atomic
def log_attempt(
    user: User,
    person: Respondent,
    outcome: Outcome,
    *,
    mode: str = Mode.PHONE,
    call_back_at: datetime | None = None,
    note: str = "",
) -> ContactAttempt:
    """Write down an attempt; a refusal is a no, and stops every reminder.

    Raises
    ------
    InputError
        A call-back has no time, or one that is over; or nobody can be refused any more, because the wave is closed.
    """
    if outcome == Outcome.CALL_BACK and (call_back_at is None or call_back_at <= timezone.now()):
        raise InputError(_("When shall you call back? Give a day and a time to come."))
    attempt = ContactAttempt.objects.create(
        respondent=person,
        interviewer=user,
        mode=mode,
        outcome=outcome,
        call_back_at=call_back_at if outcome == Outcome.CALL_BACK else None,
        note=note[:500],
    )
    if outcome == Outcome.REFUSED:
        decline(person, mode)
    record(user, "interview.attempt", person.study, person.code, outcome=outcome.value)
    return attempt


@transaction.atomic
def take_note(user: User, person: Respondent, step: str, text: str) -> None:
    """Keep what an interviewer writes in the margin of a step; an empty text takes it away."""
    text = text.strip()[:2000]
    if text:
        Note.objects.update_or_create(respondent=person, step=step, defaults={"text": text, "interviewer": user})
    else:
        Note.objects.filter(respondent=person, step=step).delete()


@transaction.atomic
def complete(user: User, person: Respondent, *, needs_picks: bool, mode: str) -> None:
    """Send the answers in; from now on the interviewer cannot read them any more."""
    submit(person, needs_picks=needs_picks, mode=mode)
    ContactAttempt.objects.create(respondent=person, interviewer=user, mode=mode, outcome=Outcome.COMPLETED)
    record(user, "interview.completed", person.study, person.code, mode=mode)
