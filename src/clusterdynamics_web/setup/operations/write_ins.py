"""Names that participants wrote because they were not on the list: no part of the network until decided."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.roster import suggest_short_labels
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.operations.guard import locked
from clusterdynamics_web.setup.operations.roster import add_actor
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.survey.models import State, Tie, WriteIn

__all__ = ["drop", "match", "promote", "waiting"]


def waiting(study: Study) -> QuerySet[WriteIn]:
    """Return what nobody has dealt with yet, real answers only."""
    return WriteIn.objects.filter(respondent__study=study, respondent__is_test=False, handled="").select_related(
        "respondent__wave", "respondent__actor"
    )


@transaction.atomic
def promote(user: User, study: Study, name: str, *, code: str, label: str) -> Actor:
    """Add what was written as an organisation, and link those who wrote it to it.

    Everybody else who has answered was not offered it, so that it counts there as not asked.
    """
    study = locked(study)
    rows = _same(study, name)
    short = suggest_short_labels([label], taken=[a.map_label for a in study.actors.all()])[0]
    actor = add_actor(user, study, {"label": label, "short_label": short}, code=code)
    _link(study, rows, actor)
    _handled(rows, WriteIn.Handled.PROMOTED, actor)
    record(user, "write_in.promoted", study, code, count=len(rows))
    return actor


@transaction.atomic
def match(user: User, study: Study, name: str, actor: Actor) -> None:
    """Say that what was written is an organisation on the list, under another name."""
    study = locked(study)
    if actor.opted_out_id is not None or actor.left_id is not None:
        raise InputError(_("{name} is not part of this wave.").format(name=actor.label))
    rows = _same(study, name)
    _link(study, rows, actor)
    _handled(rows, WriteIn.Handled.MATCHED, actor)
    if name.casefold() != actor.label.casefold() and name not in actor.aliases:
        actor.aliases = [*actor.aliases, name]
        actor.save()
    record(user, "write_in.matched", study, actor.code, count=len(rows))


@transaction.atomic
def drop(user: User, study: Study, name: str) -> None:
    """Say that what was written is no part of the study."""
    study = locked(study)
    rows = _same(study, name)
    _handled(rows, WriteIn.Handled.DROPPED, None)
    record(user, "write_in.dropped", study, count=len(rows))


def _same(study: Study, name: str) -> list[WriteIn]:
    """Return everything that waits under this name, whoever wrote it."""
    wanted = " ".join(name.casefold().split())
    rows = [w for w in waiting(study) if " ".join(w.name.casefold().split()) == wanted]
    if not rows:
        raise InputError(_("Somebody has dealt with '{name}' already.").format(name=name))
    return rows


def _link(study: Study, rows: list[WriteIn], actor: Actor) -> None:
    """Note that those who wrote it work with it; how closely is not known, and not answered is not "no"."""
    relations = [r.id for r in study.parsed.relations if r.scale is not None] or [r.id for r in study.parsed.relations]
    if not relations:
        return
    for row in rows:
        person = row.respondent
        if person.actor_id == actor.pk:
            continue
        if person.offered and actor.code not in person.offered:
            person.offered = [*person.offered, actor.code]
            person.save(update_fields=["offered"])
        Tie.objects.get_or_create(
            respondent=person,
            relation=relations[0],
            to=actor,
            defaults={"wave": person.wave, "sender": person.actor, "state": State.NOT_ANSWERED, "mode": person.mode},
        )


def _handled(rows: list[WriteIn], how: WriteIn.Handled, actor: Actor | None) -> None:
    for row in rows:
        row.handled, row.actor = how, actor
    WriteIn.objects.bulk_update(rows, ["handled", "actor"])
