"""The roster: organisations that can be named, added, changed, put together, taken away, and opting out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.roster import RosterRow
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.setup.duplicates import pair_key
from clusterdynamics_web.setup.operations.guard import draft_wave, label_is_free, locked, started_wave
from clusterdynamics_web.setup.operations.people import ask
from clusterdynamics_web.setup.resolve import Import, build, hits_of, plan_of
from clusterdynamics_web.studies.models import Actor, RosterDraft, Study, Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.operations import opt_out as leave_out

__all__ = [
    "add_actor",
    "change_actor",
    "forget_drafts",
    "give_up",
    "hand_in",
    "import_roster",
    "keep_apart",
    "merge_actors",
    "opt_out",
    "remove_actor",
]

#: Of a row, what goes to the organisation as it is.
_OWN = ("type", "size_class", "is_anchor", "nuts", "lat", "lon", "domain")
#: A list that was handed in and not imported is forgotten after so long.
FORGET_AFTER = timedelta(days=1)


@transaction.atomic
def hand_in(user: User, study: Study, name: str, content: bytes) -> RosterDraft:
    """Keep a list until it is imported or given up; one for each person and study."""
    RosterDraft.objects.filter(study=study, user=user).delete()
    return RosterDraft.objects.create(study=study, user=user, name=name[:200], content=content)


def forget_drafts() -> int:
    """Delete lists that nobody came back to."""
    return RosterDraft.objects.filter(created_at__lt=timezone.now() - FORGET_AFTER).delete()[0]


def give_up(draft: RosterDraft) -> None:
    """Forget a list."""
    draft.delete()


@transaction.atomic
def import_roster(user: User, study: Study, draft: RosterDraft, choices: Mapping[str, str]) -> Import:
    """Write what a list says, with a choice for each pair that looks alike; all of it or nothing.

    Raises
    ------
    InputError
        A pair has no choice yet, or no row is left.
    """
    study = locked(study)
    plan = plan_of(study, draft)
    done = build(study, plan, hits_of(study, plan), choices)
    if done.open:
        raise InputError(_("Say for each pair that looks alike whether it is one or two."))
    if not done.new and not done.into:
        raise InputError(_("No row of the list is left to import."))
    _know_types(study, done)
    wave = current_wave(study)
    joined = wave if study.waves.count() > 1 else None
    actors = [_actor(study, new.row, new.short_label, joined) for new in done.new]
    for actor, new in zip(actors, done.new, strict=True):
        _fill(actor, new.merged)
    bulk_create_with_history(actors, Actor, default_user=user)
    by_code = {a.code: a for a in study.actors.all()}
    contacts = []
    for new in done.new:
        contacts += _contacts(by_code[new.row.text("id")], [new.row, *new.merged])
    for code, rows in done.into.items():
        _fill(by_code[code], rows)
        by_code[code].save()
        contacts += _contacts(by_code[code], rows)
    Contact.objects.bulk_create(contacts)
    study.kept_apart = sorted({tuple(p) for p in study.kept_apart} | set(done.apart))
    study.save(update_fields=["kept_apart"])
    if started_wave(study) is not None:
        ask(wave, [c for c in contacts if c.actor.opted_out_id is None])
    draft.delete()
    record(
        user,
        "roster.imported",
        study,
        added=len(done.new),
        merged=sum(map(len, done.into.values())) + sum(len(n.merged) for n in done.new),
        skipped=len(done.skipped),
        contacts=len(contacts),
    )
    return done


@transaction.atomic
def add_actor(user: User, study: Study, values: Mapping[str, Any], *, code: str) -> Actor:
    """Add one organisation; in an open wave those who answered already were not offered it."""
    study = locked(study)
    wave = current_wave(study)
    if study.actors.filter(code=code).exists():
        raise InputError(_("There is an organisation with the identifier '{code}' already.").format(code=code))
    label_is_free(study, values.get("short_label") or values["label"])
    actor = Actor(study=study, code=code, joined=wave if study.waves.count() > 1 else None)
    _set(actor, values)
    actor.save()
    record(user, "actor.added", study, code)
    return actor


@transaction.atomic
def change_actor(user: User, study: Study, actor: Actor, values: Mapping[str, Any]) -> Actor:
    """Change what is said about an organisation; its identifier stays."""
    study = locked(study)
    actor = study.actors.select_for_update().get(pk=actor.pk)
    label_is_free(study, values.get("short_label") or values["label"], but=actor)
    changed = sorted(name for name, value in values.items() if getattr(actor, name) != value)
    _set(actor, values)
    actor.save()
    record(user, "actor.changed", study, actor.code, fields=changed)
    return actor


@transaction.atomic
def remove_actor(user: User, study: Study, actor: Actor) -> None:
    """Take an organisation off the roster before the wave opens; one of an earlier wave has left since.

    Raises
    ------
    InputError
        People are answering.
    """
    study = locked(study)
    if started_wave(study) is not None:
        raise InputError(
            _(
                "People are answering already, so {name} stays on the list. If it does not want to be part of the "
                "study, let it opt out; otherwise leave it out of the next wave."
            ).format(name=actor.label)
        )
    wave = draft_wave(study)
    if _was_in_an_earlier_wave(study, actor, wave):
        actor.left = wave
        actor.save()
        record(user, "actor.left", study, actor.code)
        return
    record(user, "actor.removed", study, actor.code)
    actor.delete()


@transaction.atomic
def opt_out(user: User, study: Study, actor: Actor) -> None:
    """Let an organisation have no part in the study: hidden from all lists at once, what was said about it erased.

    Before the wave opens it simply leaves the roster. While it is open it goes the way of one that asks itself
    (`survey.operations.opt_out`).
    """
    study = locked(study)
    wave = started_wave(study)
    if wave is None:
        remove_actor(user, study, actor)
        return
    leave_out(actor, wave, user)


@transaction.atomic
def keep_apart(user: User, study: Study, one: Actor, other: Actor) -> None:
    """Note that two organisations that look alike are two."""
    study = locked(study)
    pair = pair_key(one.code, other.code)
    if pair not in [list(p) for p in study.kept_apart]:
        study.kept_apart = [*study.kept_apart, pair]
        study.save(update_fields=["kept_apart"])
    record(user, "actors.kept_apart", study, one.code, other=other.code)


@transaction.atomic
def merge_actors(user: User, study: Study, kept: Actor, gone: Actor) -> None:
    """Put two organisations of the roster together, before the wave opens: names and contacts go to the first."""
    study = locked(study)
    wave = draft_wave(study)
    if _was_in_an_earlier_wave(study, gone, wave):
        raise InputError(
            _("{name} was part of an earlier wave. Say that it left, or that the other one came out of it.").format(
                name=gone.label
            )
        )
    kept.aliases = _together([*kept.aliases, gone.label, *gone.aliases], but=kept.label)
    for name in (*_OWN,):
        if getattr(kept, name) in ("", None):
            setattr(kept, name, getattr(gone, name))
    kept.attributes = gone.attributes | kept.attributes
    record(user, "actors.merged", study, kept.code, other=gone.code)
    known = set(kept.contacts.exclude(email="").values_list("email", flat=True))
    gone.contacts.filter(email__in=known).delete()
    gone.contacts.update(actor=kept)
    gone.delete()
    kept.save()


# -- rows ----------------------------------------------------------------------------------------------------------


def _was_in_an_earlier_wave(study: Study, actor: Actor, wave: Wave) -> bool:
    return study.waves.filter(position__lt=wave.position).exists() and actor.joined_id != wave.pk


def _set(actor: Actor, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(actor, name, value)


def _know_types(study: Study, done: Import) -> None:
    """Add kinds and sizes that the study does not name yet; what a kind is called changes no answer."""
    used = {new.row.text("size_class") for new in done.new} - {""}
    sizes = dict(study.document.get("size_classes", {}))
    missing = {s: s for s in used - set(sizes)} if sizes else {}
    if done.types or missing:
        study.document = study.document | {
            "types": dict(study.document.get("types", {})) | dict(done.types),
            "size_classes": sizes | missing,
        }
        study.save(update_fields=["document"])


def _actor(study: Study, row: RosterRow, short_label: str, joined: Wave | None) -> Actor:
    actor = Actor(study=study, code=row.text("id"), label=row.text("label"), short_label=short_label, joined=joined)
    _fill(actor, [row])
    actor.aliases = _together(row.aliases, but=actor.label)
    return actor


def _fill(actor: Actor, rows: list[RosterRow]) -> None:
    """Fill what is empty from rows that are the same organisation; other names become its other names."""
    for row in rows:
        for name in _OWN:
            value = row.values.get(name)
            if value is not None and getattr(actor, name) in ("", None):
                setattr(actor, name, value)
        if row.text("company_id"):
            actor.attributes = {"company_id": row.text("company_id")} | actor.attributes
        actor.attributes = {_column(name): value for name, value in row.attributes.items()} | actor.attributes
        actor.aliases = _together([*actor.aliases, row.text("label"), *row.aliases], but=actor.label)


def _column(name: str) -> str:
    """Return the name of a further column of the actors table, apart from the columns that the table has anyway."""
    return f"{name} (list)" if name in TABLES["actors"].schema else name


def _together(names: Any, *, but: str) -> list[str]:
    return list(dict.fromkeys(name for name in names if name and name.casefold() != but.casefold()))


def _contacts(actor: Actor, rows: list[RosterRow]) -> list[Contact]:
    """Return the people that rows name; the same address once."""
    known = {mail.casefold() for mail in actor.contacts.exclude(email="").values_list("email", flat=True)}
    found = []
    for row in rows:
        name, mail, phone = (row.text(f"contact_{part}") for part in ("name", "email", "phone"))
        if not (name or mail or phone) or (mail and mail.casefold() in known):
            continue
        known.add(mail.casefold())
        found.append(
            Contact(
                study=actor.study,
                actor=actor,
                name=name[:120],
                email=mail,
                phone=phone[:40],
                role=row.text("contact_role")[:120],
                language=row.text("language"),
            )
        )
    return found
