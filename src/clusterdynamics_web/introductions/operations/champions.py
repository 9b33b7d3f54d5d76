"""Asking champions whether their name may be shown, and what they said. Without a word the name is shown to nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import NominatedPerson
from clusterdynamics_web.introductions.models import Champion, ChampionChoice, Letter
from clusterdynamics_web.introductions.nominees import Named, choice_of
from clusterdynamics_web.introductions.operations.sending import queue
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["ask_champion", "champion_of_token", "choose", "note_choice"]


@transaction.atomic
def ask_champion(
    user: User | None, snapshot: Snapshot, named: Named, *, email: str, language: str = "", name: str = ""
) -> Champion:
    """Ask somebody who was named, by mail, whether the name may be shown.

    Parameters
    ----------
    email
        Where the question goes; it is erased when it is answered.
    name
        Of a person whose name is not kept: the study came in with codes only.

    Raises
    ------
    InputError
        There is no name, or they have answered already.
    """
    champion = _champion(user, snapshot, named, name)
    if choice_of(champion) is not None:
        raise InputError(_("{name} has answered already.").format(name=champion.name))
    if champion.letters.filter(begun_at__isnull=True, failed_at__isnull=True).exists():
        raise InputError(_("A letter is on its way already."))
    champion.email, champion.language = email, language
    champion.save(update_fields=["email", "language"])
    contact = snapshot.study.contacts.filter(email__iexact=email).select_related("actor").first()
    Letter.objects.create(kind=Letter.Kind.CHAMPION, wave=snapshot.wave, champion=champion, contact=contact)
    record(user, "champion.asked", snapshot.study, champion.key)
    queue(user, snapshot.study)
    return champion


@transaction.atomic
def note_choice(
    user: User | None, snapshot: Snapshot, named: Named, shown: str, *, at: datetime | None = None, name: str = ""
) -> Champion:
    """Note what somebody who was named said by telephone: who noted it and when it was said is kept.

    Raises
    ------
    InputError
        There is no name, or it was said in the future.
    """
    when = at or timezone.now()
    if when > timezone.now():
        raise InputError(_("This day is still to come."))
    champion = _champion(user, snapshot, named, name)
    ChampionChoice.objects.create(champion=champion, shown=_valid(shown), at=when, noted_by=user, by_telephone=True)
    _answered(champion)
    record(user, "champion.noted", snapshot.study, champion.key)
    return champion


@transaction.atomic
def choose(champion: Champion, shown: str) -> None:
    """Take what a champion says by the personal link; a changed mind counts from now on."""
    ChampionChoice.objects.create(champion=champion, shown=_valid(shown))
    _answered(champion)
    record(None, "champion.answered", champion.study, champion.key)


def champion_of_token(token: str) -> Champion | None:
    """Return who is asked by a personal link."""
    found = Champion.objects.select_related("study__cluster__region", "person", "actor")
    champion = found.filter(token_hash=hash_token(token)).first()
    if champion is not None and champion.actor is not None and champion.actor.opted_out_id is not None:
        return None
    return champion


def _valid(shown: str) -> str:
    if shown not in ChampionChoice.Shown.values:
        raise InputError(_("Please choose who may read the name."))
    return shown


def _answered(champion: Champion) -> None:
    """Forget the address, and what was still to be sent: the link that they have goes on opening."""
    champion.letters.filter(begun_at__isnull=True, failed_at__isnull=True).delete()
    champion.email = ""
    champion.save(update_fields=["email"])


def _champion(user: User | None, snapshot: Snapshot, named: Named, name: str) -> Champion:
    study = snapshot.study
    if not named.is_person:
        champion, _new = Champion.objects.get_or_create(
            actor=named.actor, defaults={"study": study, "created_by": user}
        )
        return champion
    person = named.person
    if person is None:
        if not name.strip():
            raise InputError(_("Write the name: only a code is kept of this person."))
        person, _new = NominatedPerson.objects.get_or_create(
            study=study, code=named.code, defaults={"name": name.strip()[:120]}
        )
    champion, _new = Champion.objects.get_or_create(person=person, defaults={"study": study, "created_by": user})
    return champion
