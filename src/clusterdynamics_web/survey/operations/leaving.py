"""Saying no, taking it back, erasing, and being left out."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.studies.models import Actor, Snapshot, Wave
from clusterdynamics_web.studies.signals import actor_left_out, answers_erased, snapshots_taken_down
from clusterdynamics_web.survey.form.answers import latest_consents
from clusterdynamics_web.survey.models import (
    Consent,
    Mode,
    Nomination,
    Rating,
    Respondent,
    Story,
    Tie,
    Wish,
    WriteIn,
)
from clusterdynamics_web.survey.operations.applying import forget_unnamed
from clusterdynamics_web.survey.standing import may_answer

__all__ = ["decline", "erase_answers", "opt_out", "take_down", "undo_decline"]


@transaction.atomic
def decline(respondent: Respondent, mode: str = Mode.WEB) -> None:
    """Take a no: reminders stop, and what was answered so far is in no figure and no export.

    Nothing is erased, so that it can be taken back; `erase_answers` does that.

    Raises
    ------
    InputError
        The wave is closed: then `erase_answers` is the way.
    """
    locked = _locked(respondent)
    if not may_answer(locked):
        raise InputError(_("The survey is closed. To take your answers out of it, erase them under “My data”."))
    if locked.declined_at is not None:
        return
    locked.declined_at = timezone.now()
    locked.save(update_fields=["declined_at"])
    if latest_consents(locked).get("take_part") == "yes":
        _say(locked, "no", mode)
    record(None, "respondent.declined", locked.study, locked.code)


@transaction.atomic
def undo_decline(respondent: Respondent, mode: str = Mode.WEB) -> None:
    """Take the no back. Who had agreed to take part before does so again.

    Raises
    ------
    InputError
        The wave is closed.
    """
    locked = _locked(respondent)
    if not may_answer(locked):
        raise InputError(_("The survey is closed. Nothing can be changed any more."))
    if locked.declined_at is None:
        return
    locked.declined_at = None
    locked.save(update_fields=["declined_at"])
    agreed = locked.consents.filter(choice="take_part", visibility="yes", withdrawn_at__isnull=True).exists()
    if agreed:
        _say(locked, "yes", mode)
    record(None, "respondent.came_back", locked.study, locked.code)


def _say(respondent: Respondent, value: str, mode: str) -> None:
    version = f"{respondent.wave.code}-{respondent.study.consent_version}"[:64]
    Consent.objects.create(
        respondent=respondent,
        choice="take_part",
        visibility=value,
        text_version=version,
        language=respondent.language,
        mode=mode,
    )


@transaction.atomic
def erase_answers(respondent: Respondent, *, contact: bool = False) -> None:
    """Erase everything that a respondent answered, and take their consents back.

    After the end of the wave its snapshots are taken down at once, because figures were made of them.

    Parameters
    ----------
    contact
        Erase name and address of the person as well: nobody can write to them any more.
    """
    locked = _locked(respondent)
    now = timezone.now()
    counted = _erase_rows(locked)
    locked.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    locked.offered, locked.step, locked.progress, locked.works_with_nobody = [], "", 0.0, False
    locked.started_at = locked.submitted_at = locked.saved_at = None
    locked.asked_again_at = locked.answered_again_at = None
    locked.declined_at = locked.declined_at or now
    locked.save()
    answers_erased.send(sender=Respondent, respondent=locked)
    if contact:
        _erase_contact(locked)
    taken_down = take_down(locked.wave)
    record(
        None,
        "answers.erased",
        locked.study,
        locked.code,
        rows=counted,
        contact=contact,
        after_close=locked.wave.closed_at is not None,
        snapshots_taken_down=taken_down,
    )


def _erase_rows(respondent: Respondent) -> int:
    counted = 0
    for rows in (
        respondent.tie_rows,
        respondent.rating_rows,
        respondent.wish_rows,
        respondent.answers,
        respondent.area_answers,
        respondent.nominations,
        respondent.outside_links,
        respondent.partner_regions,
        respondent.partner_ties,
        respondent.stories,
        respondent.write_ins,
        respondent.saved_steps,
        respondent.notes,  # what an interviewer wrote in the margin
        respondent.receipts,  # that they opened their report, and what they said of it
        respondent.objections,
    ):
        counted += rows.all().delete()[0]
    forget_unnamed(respondent.study)
    return counted


def _erase_contact(respondent: Respondent) -> None:
    key = getattr(respondent, "contact_key", None)
    if key is not None:
        key.contact.delete()


def take_down(wave: Wave, since: datetime | None = None) -> int:
    """Take the snapshots of a wave down, and delete their files as soon as the change is certain.

    Those of later waves hold the answers of this one, too.

    Parameters
    ----------
    since
        When what is taken back came in: older snapshots do not have it.
    """
    later = Snapshot.objects.filter(study=wave.study_id, wave__position__gte=wave.position)
    if since is not None:
        later = later.filter(created_at__gte=since)
    standing = later.filter(taken_down_at__isnull=True)
    paths = [Path(settings.MEDIA_ROOT) / path for path in standing.values_list("path", flat=True)]
    keys = list(standing.values_list("pk", flat=True))
    number = standing.update(taken_down_at=timezone.now())
    snapshots_taken_down.send(sender=Snapshot, snapshots=keys)
    # The same content may have been frozen for another wave: what still stands keeps its file.
    kept = set(Snapshot.objects.filter(taken_down_at__isnull=True).values_list("path", flat=True))
    for path in paths:
        if str(path.relative_to(settings.MEDIA_ROOT)) not in kept:
            transaction.on_commit(partial(path.unlink, missing_ok=True))
    return number


@transaction.atomic
def opt_out(actor: Actor, wave: Wave, by: User | None = None) -> None:
    """Leave an organisation out from this wave on: it is on no list from now on, and nothing said about it is kept.

    Its row stays, as the record that it opted out. What its own people answered in the wave goes with their names
    and addresses, and so do the stories and the names that others wrote of it.

    Parameters
    ----------
    by
        Who of the team did it; None: somebody of the organisation.
    """
    actor = Actor.objects.select_for_update().get(pk=actor.pk)
    actor.opted_out = wave
    actor.save()
    counted = 0
    for model in (Tie, Rating, Wish):
        counted += model.objects.filter(Q(sender=actor) | Q(to=actor), wave=wave).delete()[0]
    counted += Nomination.objects.filter(respondent__wave=wave, actor=actor).delete()[0]
    counted += WriteIn.objects.filter(respondent__wave=wave, actor=actor).delete()[0]
    people = Respondent.objects.filter(wave=wave, actor=actor)
    for person in people.select_related("study", "wave", "actor"):
        counted += _erase_rows(person)
    counted += Story.objects.filter(wave=wave, actor=actor).delete()[0]
    # An organisation that is no part of the wave has nobody who was asked in it, and nobody to write to.
    people.delete()
    actor.contacts.all().delete()
    for person in Respondent.objects.filter(wave=wave).exclude(offered=[]):
        if actor.code in person.offered:
            person.offered = [code for code in person.offered if code != actor.code]
            person.save(update_fields=["offered"])
    actor_left_out.send(sender=Actor, actor=actor, wave=wave)
    forget_unnamed(actor.study)
    taken_down = take_down(wave)
    record(by, "actor.opted_out", actor.study, actor.code, rows=counted, snapshots_taken_down=taken_down)


def _locked(respondent: Respondent) -> Respondent:
    chosen = Respondent.objects.select_for_update().select_related("study", "wave", "actor")
    return chosen.get(pk=respondent.pk)
