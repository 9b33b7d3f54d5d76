"""What became of organisations between two waves: left, renamed, merged, split; and taking it back.

A merged or split organisation keeps its row with the wave it left; what came out of it names it as predecessor, so
that no analysis tells its links as lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.setup.again import Difference, difference
from clusterdynamics_web.setup.operations.guard import draft_wave, label_is_free, locked
from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = ["KINDS", "Becoming", "note", "preview", "take_back"]

KINDS = ("left", "renamed", "merged", "split")
#: What a new organisation takes over from the one it came out of.
_INHERITED = ("type", "size_class", "is_anchor", "nuts", "lat", "lon", "domain")


@dataclass(frozen=True)
class Becoming:
    """What happened.

    Attributes
    ----------
    kind
        One of `KINDS`.
    codes
        Organisations it happened to.
    names
        Of what came out: one for a new name or a merger, several for a split. A name that one of `codes` has
        already means that this one goes on.
    """

    kind: str
    codes: tuple[str, ...]
    names: tuple[str, ...] = ()


@transaction.atomic
def note(user: User | None, study: Study, becoming: Becoming) -> None:
    """Write down what became of organisations since the last wave.

    Raises
    ------
    InputError
        It does not hold together, or the wave has been opened.
    """
    study = locked(study)
    _apply(study, becoming)
    record(user, "actor.became", study, ", ".join(becoming.codes)[:120], kind=becoming.kind)


@transaction.atomic
def preview(study: Study, becoming: Becoming) -> Difference | None:
    """Return the difference as it would be; nothing is kept.

    Raises
    ------
    InputError
        As `note`.
    """
    _apply(locked(study), becoming)
    found = difference(study)
    transaction.set_rollback(True)
    return found


def _apply(study: Study, becoming: Becoming) -> None:
    wave = draft_wave(study)
    if study.waves.count() < 2:
        raise InputError(_("This is the first wave: there is nothing to compare with."))
    actors = [_of_last_wave(study, wave, code) for code in dict.fromkeys(becoming.codes)]
    names = [" ".join(n.split())[:200] for n in becoming.names if n.strip()]
    if len({n.casefold() for n in names}) < len(names):
        raise InputError(_("Two of the new names are the same."))
    if not actors:
        raise InputError(_("Choose the organisations it is about."))
    if becoming.kind == "left":
        for actor in actors:
            _leave(actor, wave)
    elif becoming.kind == "renamed":
        _rename(study, actors, names)
    elif becoming.kind == "merged":
        _merge(study, wave, actors, names)
    elif becoming.kind == "split":
        _split(study, wave, actors, names)
    else:
        raise InputError(_("Say what happened."))


def _of_last_wave(study: Study, wave: Wave, code: str) -> Actor:
    actor = study.actors.select_for_update().filter(code=code, left=None, opted_out=None).first()
    if actor is None or actor.joined_id == wave.pk:
        raise InputError(_("Choose organisations that were there in the last wave and are still on the list."))
    return actor


def _leave(actor: Actor, wave: Wave) -> None:
    actor.left = wave
    actor.save()


def _rename(study: Study, actors: Sequence[Actor], names: Sequence[str]) -> None:
    if len(actors) != 1 or len(names) != 1:
        raise InputError(_("Choose one organisation, and write its new name."))
    actor, name = actors[0], names[0]
    if name == actor.label:
        raise InputError(_("It has this name already."))
    label_is_free(study, name, but=actor)
    actor.aliases = list(dict.fromkeys([*actor.aliases, actor.label]))
    if actor.short_label and len(actor.short_label) < len(actor.label):
        actor.aliases = list(dict.fromkeys([*actor.aliases, actor.short_label]))
    actor.label, actor.short_label = name, ""
    actor.save()


def _merge(study: Study, wave: Wave, actors: Sequence[Actor], names: Sequence[str]) -> None:
    if len(actors) < 2 or len(names) != 1:
        raise InputError(_("Choose at least two organisations that became one, and write its name."))
    goes_on = next((a for a in actors if names[0].casefold() in {a.label.casefold(), a.map_label.casefold()}), None)
    if goes_on is None:
        made = _made(study, wave, names[0], actors)
    else:
        began = _since(goes_on)
        older = [a.label for a in actors if a is not goes_on and _since(a) < began]
        if older:
            raise InputError(
                _("{names} took part before {name} did. Give what came out of them a name of its own.").format(
                    names=", ".join(older), name=goes_on.label
                )
            )
        made = goes_on
        made.predecessors = [*made.predecessors, *(a.code for a in actors if a is not made)]
        made.aliases = list(dict.fromkeys([*made.aliases, *(a.label for a in actors if a is not made)]))
        made.save()
    for actor in actors:
        if actor is not made:
            actor.contacts.update(actor=made, is_lead=False)
            _leave(actor, wave)


def _split(study: Study, wave: Wave, actors: Sequence[Actor], names: Sequence[str]) -> None:
    if len(actors) != 1 or len(names) < 2:
        raise InputError(_("Choose one organisation, and write at least two names of what came out of it."))
    old = actors[0]
    goes_on = any(n.casefold() in {old.label.casefold(), old.map_label.casefold()} for n in names)
    made = [
        _made(study, wave, n, [old])
        for n in names
        if not (goes_on and n.casefold() in {old.label.casefold(), old.map_label.casefold()})
    ]
    if not goes_on:
        old.contacts.update(actor=made[0])  # somebody says there who it is at the others
        _leave(old, wave)


def _made(study: Study, wave: Wave, name: str, out_of: Sequence[Actor]) -> Actor:
    label_is_free(study, name)
    first = out_of[0]
    actor = Actor(study=study, code=f"o{new_code(6)}", label=name, joined=wave)
    for part in _INHERITED:
        setattr(actor, part, getattr(first, part))
    actor.predecessors = [a.code for a in out_of]
    actor.aliases = list(dict.fromkeys(a.label for a in out_of)) if len(out_of) > 1 else []
    actor.save()
    return actor


def _since(actor: Actor) -> int:
    return actor.joined.position if actor.joined is not None else -1


@transaction.atomic
def take_back(user: User | None, study: Study, code: str) -> None:
    """Take back that an organisation left, or that it came out of others; contacts go back to where they were.

    Raises
    ------
    InputError
        The wave has been opened, or nothing was noted about it.
    """
    study = locked(study)
    wave = draft_wave(study)
    actor = study.actors.select_for_update().filter(code=code).first()
    if actor is None:
        raise InputError(_("There is nothing to take back."))
    if actor.left_id == wave.pk:
        if any(code in a.predecessors for a in study.actors.filter(left=None)):
            raise InputError(_("Something came out of it. Take that back."))
        actor.left = None
        actor.save()
    elif actor.joined_id == wave.pk and actor.predecessors:
        _undo(study, actor, wave)
    elif gone := [a for a in study.actors.filter(left=wave) if a.code in actor.predecessors]:
        _return(actor, gone)
        actor.predecessors = [c for c in actor.predecessors if c not in {a.code for a in gone}]
        actor.aliases = [n for n in actor.aliases if n not in {a.label for a in gone}]
        actor.save()
    else:
        raise InputError(_("There is nothing to take back."))
    record(user, "actor.taken_back", study, code)


def _undo(study: Study, made: Actor, wave: Wave) -> None:
    """Undo a merger or a split: everything that came out of the same organisations goes."""
    old = list(study.actors.filter(code__in=made.predecessors))
    same = [a for a in study.actors.filter(joined=wave) if set(a.predecessors) & set(made.predecessors)]
    for one in same:
        _return(one, old, to=old[0])
        one.delete()


def _return(now: Actor, old: Sequence[Actor], *, to: Actor | None = None) -> None:
    """Let organisations be there again; each contact goes to the one it answered for, or else to `to`."""
    for actor in old:
        actor.left = None
        actor.save()
    for contact in now.contacts.all():
        keys = contact.keys.select_related("respondent__actor").order_by("-respondent__wave__position")
        before = next((k.respondent.actor for k in keys if k.respondent.actor in old), to)
        if before is not None:
            contact.actor = before
            contact.save(update_fields=["actor"])
