"""What goes from sessions when somebody leaves: names in what people wrote, pins, links that were missed."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.sensemaking.models import MissingLink, Note, Preview, Ripple, Scene, Statement
from clusterdynamics_web.sensemaking.operations.common import tell
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.unnamed import masked, names_to_forget, scrub
from clusterdynamics_web.survey.models import Respondent

__all__ = ["on_contact_gone", "on_erased", "on_left_out"]

_RIPPLE = ("what", "who", "when", "evidence", "signed")


def on_left_out(sender: object, actor: Actor, **more: Any) -> None:
    """An organisation asked not to appear: nothing in a session names it any more."""
    _forget(actor)


def on_erased(sender: object, respondent: Respondent, **more: Any) -> None:
    """Somebody took answers back. Where no colleague's answers stay, nobody agreed to be named any more."""
    colleagues = Respondent.objects.filter(study=respondent.study_id, actor=respondent.actor_id)
    if not colleagues.filter(submitted_at__isnull=False).exclude(pk=respondent.pk).exists():
        _forget(respondent.actor)


def on_contact_gone(sender: object, instance: Contact, **more: Any) -> None:
    """A person was erased: their full name goes from what was said and signed in sessions."""
    if len(instance.name.split()) > 1:  # "Anna" alone is a hundred people
        _scrub(instance.study, [" ".join(instance.name.split())])


def _forget(actor: Actor) -> None:
    sessions = actor.study.sessions
    if not sessions.exists():
        return
    names = names_to_forget(actor)
    Note.objects.filter(actor=actor).update(actor=None)
    # Its links go whole: what is left of one would be a hint at who stood at its end.
    gone = [
        link.pk
        for link in MissingLink.objects.filter(scene__session__study=actor.study)
        if actor.pk in {link.origin_id, link.target_id}
        or any(masked(words, names) != words for words in (link.origin_words, link.target_words))
    ]
    MissingLink.objects.filter(pk__in=gone).delete()
    Preview.objects.filter(actor=actor).delete()
    _scrub(actor.study, names)


def _scrub(study: Study, names: list[str]) -> None:
    for session in study.sessions.all():
        mine = {"scene__session": session}
        with translation.override(session.language):
            changed = scrub(Note.objects.filter(**mine), ("text", "signed"), names)
            changed += scrub(Ripple.objects.filter(**mine), _RIPPLE, names)
            changed += scrub(
                MissingLink.objects.filter(**mine), ("origin_words", "target_words", "signed", "reason"), names
            )
            changed += scrub(Statement.objects.filter(**mine), ("text",), names)
            changed += scrub(session.scenes.all(), ("title", "question"), names)
            changed += scrub([session], ("title", "none_because"), names)
            changed += sum(_scrub_result(scene, names) for scene in session.scenes.exclude(result={}))
            changed += scrub(session.guests.all(), ("name",), names)
        if changed:
            tell(session)


def _scrub_result(scene: Scene, names: list[str]) -> int:
    """Take names out of the lines that a closed vote keeps."""
    lines = [{**line, "text": masked(line["text"], names)} for line in scene.result.get("lines", ())]
    if lines == scene.result.get("lines", []):
        return 0
    scene.result = {**scene.result, "lines": lines}
    scene.save(update_fields=["result"])
    return 1
