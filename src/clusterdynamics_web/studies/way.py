"""The way of a study, from set-up to the next wave: what stands on the left of every page of the team."""

from __future__ import annotations

from typing import Any, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["WAY", "way_of"]

#: Name of the step → its words, the name of its address, and the rights of which one opens it.
WAY: dict[str, tuple[Any, str, tuple[Right, ...]]] = {
    "setup": (gettext_lazy("Set up"), "study_home", (Right.SEE_STUDY,)),
    "collect": (gettext_lazy("Collect"), "field_board", (Right.SEE_RATE,)),
    "read": (gettext_lazy("Read"), "results", (Right.SEE_RESULTS,)),
    "make_sense": (gettext_lazy("Make sense"), "sense_home", (Right.SEE_SESSIONS,)),
    "give_back": (gettext_lazy("Give back"), "feedback_home", (Right.RUN_FIELDWORK,)),
    "act": (gettext_lazy("Act"), "act_overview", (Right.SEE_ACTIONS,)),
    "next_wave": (gettext_lazy("Next wave"), "wave_new", (Right.EDIT_STUDY,)),
}


class StudyAccess(Protocol):
    """What `access_study` returns."""

    @property
    def object(self) -> Study: ...

    def may(self, right: Right) -> bool: ...


def way_of(access: StudyAccess, here: str = "") -> list[dict[str, Any]]:
    """Return the steps for `components/way.html`.

    Parameters
    ----------
    access
        What `access_study` returned.
    here
        The step to which the page belongs, a key of `WAY`; empty for a page beside the way.
    """
    study = access.object
    state = state_of(current_wave(study))
    has_results = study.snapshots.filter(taken_down_at=None).exists()
    states = {
        "setup": "todo" if state == State.DRAFT else "done",
        "collect": "blocked" if state == State.DRAFT else "todo" if state.is_open else "done",
        **dict.fromkeys(("read", "make_sense", "act"), "todo" if has_results else "blocked"),
        **({"read": "done"} if state == State.PUBLISHED else {}),
        "next_wave": "todo" if state in {State.CLOSED, State.PUBLISHED} else "blocked",
        "give_back": _given_back(study),
        **({"make_sense": "done"} if has_results and _made_sense(study) else {}),
    }
    way = dict(WAY)
    if study.is_afternoon:  # everybody answers in one room, on one afternoon
        way["collect"] = (way["collect"][0], "room_control", (Right.RUN_ROOM,))
        states["collect"] = "done" if states["collect"] == "done" else "todo"
    return [
        {
            "label": str(label),
            "url": _address(name, study) if any(access.may(right) for right in rights) else None,
            "state": states.get(step, "blocked"),
            "current": step == here,
            "hint": "" if name else _("to come"),
        }
        for step, (label, name, rights) in way.items()
    ]


def _made_sense(study: Study) -> bool:
    """Say whether a session about the wave was held, or left out with a reason."""
    snapshot = study.snapshots.filter(taken_down_at=None).order_by("-created_at").first()
    if snapshot is None or snapshot.wave != current_wave(study):
        return False
    held = study.sessions.filter(snapshot__wave=snapshot.wave, closed_at__isnull=False)
    return held.exists() or snapshot.publications.exists()


def _given_back(study: Study) -> str:
    """Return where giving back stands: once a mail "your report is there" went out, it is done."""
    if not study.waves.filter(closed_at__isnull=False).exists():
        return "blocked"
    sent = study.respondents.filter(wave=study.waves.filter(closed_at__isnull=False).last(), mails__kind="report")
    return "done" if sent.exists() else "todo"


def _address(name: str, study: Study) -> str | None:
    """Return the address of a step; None for one whose pages are still to come."""
    try:
        return reverse(name, args=[study.region.slug, study.key])
    except NoReverseMatch:
        return None
