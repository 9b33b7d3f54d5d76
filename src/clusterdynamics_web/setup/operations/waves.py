"""A next wave from the last one: what is asked stays, the roster stays, and those who agreed are asked again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.settings import StudySettings
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.setup.again import carried
from clusterdynamics_web.setup.operations.guard import locked
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["make_wave", "remove_wave"]


@transaction.atomic
def make_wave(user: User | None, study: Study, label: str, opens: date, closes: date) -> Wave:
    """Begin the next wave. It is set up like the first one, from what the last one asked.

    Questions, areas, purposes, texts, the agreement and the roster stay. Those who agreed to be asked again keep
    their code; contacts of those who took part and did not agree are erased (`again.carried`).

    Raises
    ------
    InputError
        The last wave is not over, the dates do not fit, or there is a wave of this name.
    """
    study = locked(study)
    last = current_wave(study)
    if state_of(last) not in {State.CLOSED, State.PUBLISHED}:
        raise InputError(_("The wave {wave} is not over. Close it first.").format(wave=last))
    label = " ".join(label.split())
    if not label:
        raise InputError(_("Give the wave a name."))
    if any(label.casefold() == str(w).casefold() for w in study.waves.all()):
        raise InputError(_("There is a wave of this name."))
    if closes <= opens:
        raise InputError(_("The last day comes after the first."))
    if last.closes is not None and opens <= last.closes:
        raise InputError(_("It begins after the last one has ended ({day}).").format(day=last.closes))
    wave = Wave.objects.create(
        study=study, code=_code(study, opens), label=label, opens=opens, closes=closes, position=last.position + 1
    )
    _ask_the_same(study, last, wave)
    people = carried(study)
    # Without consent to be asked again, nothing ties somebody's next answers to the last ones.
    ContactKey.objects.filter(contact__in=people.new).delete()
    Contact.objects.filter(pk__in=[c.pk for c in people.let_go]).delete()
    record(
        user,
        "wave.made",
        study,
        wave.code,
        after=last.code,
        asked_again=len(people.agreed),
        asked_as_new=len(people.new),
        let_go=len(people.let_go),
    )
    return wave


@transaction.atomic
def remove_wave(user: User | None, study: Study) -> None:
    """Take a wave that has not been opened away again; the roster becomes what it was.

    Raises
    ------
    InputError
        It has been opened, or it is the only one.
    """
    study = locked(study)
    wave = current_wave(study)
    if state_of(wave) != State.DRAFT or study.waves.count() < 2:
        raise InputError(_("Only a wave that has not been opened, after another one, can be taken away."))
    if study.actors.filter(joined=wave).exists() or study.actors.filter(left=wave).exists():
        raise InputError(_("Take back first what you noted about joining, leaving, merging and splitting."))
    document = study.document
    document["relations"] = [
        r | {"waves": [w for w in r.get("waves", ()) if w != wave.code]} for r in document["relations"]
    ]
    document["last_answers"] = [w for w in document.get("last_answers") or () if w != wave.code] or None
    study.document = StudySettings.model_validate(document).model_dump(mode="json")
    study.save(update_fields=["document"])
    record(user, "wave.removed", study, wave.code)
    wave.delete()


def _code(study: Study, opens: date) -> str:
    """Return the year, or the year and a letter where that is taken."""
    taken = set(study.waves.values_list("code", flat=True))
    return next(c for c in (f"{opens.year}{end}" for end in ("", *"bcdefghijklmnopqrstuvwxyz")) if c not in taken)


def _ask_the_same(study: Study, last: Wave, wave: Wave) -> None:
    """Ask each relation again that says in which waves it was asked, if the last one is among them."""
    document = study.document
    document["relations"] = [
        r | {"waves": [*r["waves"], wave.code]} if last.code in (r.get("waves") or ()) else r
        for r in document["relations"]
    ]
    study.document = StudySettings.model_validate(document).model_dump(mode="json")
    study.save(update_fields=["document"])
