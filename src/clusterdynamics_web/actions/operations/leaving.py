"""Organisations and people who want out: actions let go of their names."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.actions.models import Action
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.studies.models import Actor

__all__ = ["on_contact_gone", "on_opted_out"]


def on_opted_out(sender: object, actor: Actor, **more: Any) -> None:
    """An organisation wants no part in the study: it owns no action any more and is nobody's partner."""
    owned = actor.study.actions.filter(owner=actor).update(owner=None)
    shared = 0
    for action in actor.study.actions.filter(partners=actor):
        action.partners.remove(actor)
        shared += 1
    if owned or shared:
        record(None, "actions.let_go", actor.study, actor.code, owned=owned, partner_of=shared)


def on_contact_gone(sender: object, instance: Contact, **more: Any) -> None:
    """A person to ask was erased: where the same person was to be reminded, that address goes as well."""
    if instance.email:
        same = Action.objects.filter(study_id=instance.study_id, owner_email__iexact=instance.email)
        same.update(owner_name="", owner_email="")
