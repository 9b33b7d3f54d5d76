"""Organisations and people who want out: findings and actions let go of their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from clusterdynamics_web.actions.models import Action, Evidence, Finding, Minute, Step
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.studies.unnamed import names_to_forget, scrub
from clusterdynamics_web.survey.models import Respondent

__all__ = ["on_contact_gone", "on_erased", "on_opted_out"]


def on_opted_out(sender: object, actor: Actor, **more: Any) -> None:
    """An organisation wants no part in the study: it owns nothing, is nobody's partner, and no text names it."""
    owned = actor.study.actions.filter(owner=actor).update(owner=None)
    shared = 0
    for action in actor.study.actions.filter(partners=actor):
        action.partners.remove(actor)
        shared += 1
    said = _forget(actor)
    if owned or shared or said:
        record(None, "actions.let_go", actor.study, actor.code, owned=owned, partner_of=shared, texts=said)


def on_erased(sender: object, respondent: Respondent, **more: Any) -> None:
    """Somebody took answers back. Where no colleague's answers stay, nobody agreed that findings name them."""
    colleagues = Respondent.objects.filter(study=respondent.study_id, actor=respondent.actor_id)
    if not colleagues.filter(submitted_at__isnull=False).exclude(pk=respondent.pk).exists():
        _forget_findings(respondent.actor, names_to_forget(respondent.actor))


def _forget(actor: Actor) -> int:
    study = actor.study
    names = names_to_forget(actor)
    changed = _forget_findings(actor, names)
    with translation.override(study.parsed.languages[0]):
        changed += scrub(study.actions.all(), ("title", "partners_text", "expected_change", "reason"), names)
        changed += scrub(Step.objects.filter(action__study=study), ("note",), names)
        changed += scrub(Minute.objects.filter(review__study=study), ("text",), names)
    return changed


def _forget_findings(actor: Actor, names: Sequence[str]) -> int:
    study = actor.study
    with translation.override(study.parsed.languages[0]):
        changed = scrub(Finding.objects.filter(study=study), ("statement", "evidence", "to_do"), names)
        return changed + scrub(Evidence.objects.filter(finding__study=study), ("words",), names)


def on_contact_gone(sender: object, instance: Contact, **more: Any) -> None:
    """A person to ask was erased: where the same person was to be reminded, that address goes as well."""
    if instance.email:
        same = Action.objects.filter(study_id=instance.study_id, owner_email__iexact=instance.email)
        same.update(owner_name="", owner_email="")
