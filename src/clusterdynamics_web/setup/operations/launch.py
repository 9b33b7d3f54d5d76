"""Step 7: a test, the agreement of the cluster, and the opening of the wave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.setup.checklist import blocking, checklist
from clusterdynamics_web.setup.operations.guard import draft_wave, locked
from clusterdynamics_web.setup.operations.people import ask
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.words import questions_hash
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations.links import create_link

__all__ = ["erase_tests", "open_wave", "sign_off", "start_test"]


@transaction.atomic
def start_test(user: User, study: Study, *, language: str = "") -> str:
    """Make a test participant and return the secret of the link, which is kept nowhere.

    The answers carry a mark of their own from the first to the last, are in no figure and no export of answers, and
    are erased when the wave opens.

    Raises
    ------
    InputError
        There is no organisation to answer for, or the wave is open.
    """
    study = locked(study)
    wave = draft_wave(study)
    actor = study.actors.filter(opted_out=None, left=None).order_by("?").first()
    if actor is None:
        raise InputError(_("Put an organisation on the list first: the test answers for one of them."))
    person = Respondent.objects.create(
        study=study,
        wave=wave,
        code=f"test-{new_code(6)}",
        actor=actor,
        is_test=True,
        language=language,
        invited_at=timezone.now(),
    )
    record(user, "test.started", study)
    return create_link(person)


@transaction.atomic
def erase_tests(user: User | None, study: Study) -> int:
    """Erase every test participant with everything they answered; returns how many there were."""
    tests = Respondent.objects.filter(study=study, is_test=True)
    count = tests.count()
    tests.delete()
    if count:
        record(user, "test.erased", study, count=count)
    return count


@transaction.atomic
def sign_off(user: User, study: Study, name: str) -> Study:
    """Note that somebody agreed to the questions for the cluster: the name, the date, and what they were.

    Raises
    ------
    InputError
        No name, or the wave is open.
    """
    study = locked(study)
    draft_wave(study)
    if not name.strip():
        raise InputError(_("Write your name."))
    study.signed_off_by = name.strip()[:120]
    study.signed_off_at = timezone.now()
    study.signed_off_what = questions_hash(study)
    study.save(update_fields=["signed_off_by", "signed_off_at", "signed_off_what"])
    record(user, "study.signed_off", study)
    return study


@transaction.atomic
def open_wave(user: User, study: Study) -> Wave:
    """Open the wave: from here on the rules are fixed, and everybody on the list of contacts is a respondent.

    Raises
    ------
    InputError
        Something on the checklist keeps it shut; the message lists all of it.
    """
    study = locked(study)
    wave = draft_wave(study)
    open_points = blocking(checklist(study))
    if open_points:
        raise InputError(_("The study cannot start yet.") + " " + " ".join(p.text for p in open_points))
    erased = erase_tests(user, study)
    wave.opened_at = timezone.now()
    wave.save(update_fields=["opened_at"])
    people = ask(wave, study.contacts.filter(actor__opted_out=None, actor__left=None).select_related("actor"))
    study.roster_drafts.all().delete()
    record(user, "wave.opened", study, wave.code, respondents=len(people), erased_tests=erased)
    return wave
