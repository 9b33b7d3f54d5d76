"""Whether people see in a wave what they said themselves the time before."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.operations.guard import draft_wave, locked
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave

__all__ = ["show_last_answers"]


@transaction.atomic
def show_last_answers(user: User, study: Study, *, on: bool) -> Study:
    """Show people in the wave that is set up what they said the time before, or do not; it is kept in the settings.

    Raises
    ------
    InputError
        People answer already, or there is no earlier wave.
    """
    study = locked(study)
    draft_wave(study)
    if on and study.waves.count() < 2:
        raise InputError(_("There is no earlier wave, so there are no last answers to show."))
    code = current_wave(study).code
    before = study.parsed.last_answers or ()
    if (code in before) == on:
        return study
    waves = [*before, code] if on else [w for w in before if w != code]
    study.document = study.document | {"last_answers": waves or None}
    study.save(update_fields=["document"])
    record(user, "study.last_answers", study, code, on=on)
    return study
