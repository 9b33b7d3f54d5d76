"""What is next in a study whose wave is closed: one step that whoever asks may do, read off what happened."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Snapshot, Study
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.way import StudyAccess

__all__ = ["Onward", "onward_of"]


@dataclass(frozen=True)
class Onward:
    """The next step: why it is next, the words of its button, where that leads; without a button where others do it."""

    why: str
    label: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        return _("What next")


def onward_of(access: StudyAccess, *, here: str = "") -> Onward | None:
    """Return the next step from a closed wave to actions; None before that, and where there is nothing to do.

    Parameters
    ----------
    access
        What `access_study` returned.
    here
        Address that needs no telling: of the page that asks, because a step is not told where it is done, or of one
        that the page leads to by itself.
    """
    study = access.object
    if current_wave(study).closed_at is None:
        return None
    snapshot = study.snapshots.filter(taken_down_at=None).order_by("-created_at").first()
    if snapshot is None:
        return None
    step = _computed(access, snapshot) or _made_sense(access, snapshot) or _acted(access, snapshot)
    return None if step is None or (step.url and step.url == here) else step


def _computed(access: StudyAccess, snapshot: Snapshot) -> Onward | None:
    """Return where to wait while there are no results."""
    if hasattr(snapshot, "reading"):
        return None
    why = _("The results are still being computed.")
    if not access.may(Right.SEE_RESULTS):
        return Onward(why)
    return Onward(why, _("Results"), _to(access.object, "results"))


def _made_sense(access: StudyAccess, snapshot: Snapshot) -> Onward | None:
    """Return the session that stands before everything else; None once one was held, or was left out with a reason."""
    study = access.object
    held = study.sessions.filter(snapshot__wave=snapshot.wave, opened_at__isnull=False)
    if held.filter(closed_at__isnull=False).exists() or snapshot.publications.exists():
        return None
    if not access.may(Right.RUN_ROOM):
        return Onward(_("The results are there. Those whom they are about read them together first."))
    going = held.first()
    if going is not None:
        return Onward(_("A session is open."), _("Run the session"), _to(study, "session_control", going.key))
    ready = study.sessions.filter(snapshot__wave=snapshot.wave, opened_at=None).first()
    if ready is not None:
        why = _("“{title}” is prepared. Open it when people are in the room.").format(title=ready.title)
        return Onward(why, _("To the session"), _to(study, "session", ready.key))
    why = _("The results are there. Read them together with those whom they are about, and write down what you find.")
    return Onward(why, _("Prepare a session"), _to(study, "session_new"))


def _acted(access: StudyAccess, snapshot: Snapshot) -> Onward | None:
    """Return what follows from a session: findings, publishing, actions, giving back."""
    study = access.object
    findings = study.findings.filter(wave=snapshot.wave)
    found = findings.exists()
    none_because = study.sessions.filter(snapshot__wave=snapshot.wave).exclude(none_because="")
    if not found and not none_because.exists():
        if not access.may(Right.EDIT_FINDINGS):
            return None
        return Onward(_("No finding is written down yet."), _("Write the first finding"), _to(study, "finding_new"))
    is_out = snapshot.publications.exists()
    if not is_out and access.may(Right.PUBLISH):
        why = _("You have read the results together. Now others may read them, too.")
        return Onward(why, _("Publish the results"), _to(study, "results_publish"))
    if found and access.may(Right.EDIT_ACTIONS) and not study.actions.filter(findings__in=findings).exists():
        why = _("No action answers the findings yet. Say what is done, by whom and until when.")
        return Onward(why, _("Write the actions down"), _to(study, "action_several"))
    if not is_out:
        return Onward(_("The study lead publishes the results now.")) if access.may(Right.EDIT_FINDINGS) else None
    told = study.respondents.filter(wave=snapshot.wave, mails__kind="report")
    if access.may(Right.RUN_FIELDWORK) and not told.exists():
        why = _("Everybody who answered gets a report of their own; the mail about it has not gone out.")
        return Onward(why, _("Give back"), _to(study, "feedback_home"))
    return None


def _to(study: Study, name: str, *args: object) -> str:
    return reverse(name, args=[study.region.slug, study.key, *args])
