"""Opening a room, joining it, closing it, and showing what came out."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.names import company_key
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.operations import close_wave
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.rooms.models import Room
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.studies.state import State, state_of
from clusterdynamics_web.survey.models import Respondent

__all__ = ["CODE", "close_room", "join", "open_room", "show_again", "wave_of_code"]

#: Letters of a code: a million people guessing all afternoon would not find a room.
CODE = 6


def open_room(user: User | None, wave: Wave) -> Room:
    """Open a wave of an afternoon study for everybody who has the code.

    Raises
    ------
    InputError
        It is no afternoon study, or it is open or over already.
    """
    if not wave.study.is_afternoon:
        raise InputError(_("Only an afternoon study is answered in a room."))
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        state = state_of(locked)
        if state not in {State.DRAFT, State.OPEN} or Room.objects.filter(wave=locked).exists():
            raise InputError(_("The room is open or over already. It is: {state}.").format(state=state.label))
        locked.opened_at = locked.opened_at or timezone.now()
        locked.opens = locked.opens or timezone.localdate()
        locked.join_code = _unused_code()
        locked.save()
        Respondent.objects.filter(wave=locked, is_test=True).delete()
        room = Room.objects.create(wave=locked)
        record(user, "room.opened", wave.study, wave.code)
    return room


def _unused_code() -> str:
    while True:
        code = new_code(CODE)
        if not Wave.objects.filter(join_code=code).exists():
            return code


def wave_of_code(code: str) -> Wave | None:
    """Return the open wave that is joined with `code`; None where there is none, or it is over."""
    cleaned = "".join(code.split()).replace("-", "").lower()
    if not cleaned:
        return None
    found = Wave.objects.select_related("study__cluster__region").filter(join_code=cleaned).first()
    return found if found is not None and state_of(found).is_open else None


def join(wave: Wave, organisation: str, language: str, *, actor: Actor | None = None) -> Respondent:
    """Let somebody answer for an organisation; one that is not known yet is added.

    Parameters
    ----------
    organisation
        Its name, where `actor` is not given. The same name in other letters is the same organisation.

    Raises
    ------
    InputError
        No name is given, or the room was closed in the meantime.
    """
    name = " ".join(organisation.split())[:200]
    if actor is None and not name:
        raise InputError(_("Tell us for which organisation you answer."))
    for _attempt in range(5):
        try:
            with transaction.atomic():
                locked = Wave.objects.select_for_update().get(pk=wave.pk)
                if not state_of(locked).is_open:
                    raise InputError(_("The room is closed."))
                chosen = actor or _organisation(wave, name)
                now = timezone.now()
                return Respondent.objects.create(
                    study=wave.study,
                    wave=wave,
                    code=f"r{new_code(8)}",
                    actor=chosen,
                    language=language,
                    invited_at=now,
                    opened_at=now,
                )
        except IntegrityError:
            continue  # two phones named the same new organisation at the same moment
    raise InputError(_("Many people are joining at this moment. Please try again."))


def _organisation(wave: Wave, name: str) -> Actor:
    wanted = company_key(name)
    for actor in wave.study.actors.filter(opted_out__isnull=True):
        if wanted in {company_key(n) for n in (actor.label, actor.short_label, *actor.aliases) if n}:
            return actor
    return Actor.objects.create(study=wave.study, code=f"o{new_code(6)}", label=name)


def close_room(user: User | None, wave: Wave) -> Job:
    """Close the room, freeze what was answered, and work the result out; the projector shows it when it is there."""
    snapshot = close_wave(user, wave)
    Wave.objects.filter(pk=wave.pk).update(join_code=None)
    Room.objects.filter(wave=wave).update(snapshot=snapshot)
    return show_again(user, wave)


def show_again(user: User | None, wave: Wave) -> Job:
    """Work the result out from the room's snapshot."""
    return enqueue(
        "room_result", study_id=wave.study_id, user=user, parameters={"wave": wave.pk}, name=f"room {wave.pk}"
    )
