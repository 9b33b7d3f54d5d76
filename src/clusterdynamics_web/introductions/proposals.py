"""What an action begins with that comes of an introduction: who came together, and what for."""

from __future__ import annotations

from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.origins import Proposal, offers
from clusterdynamics_web.introductions.models import Introduction
from clusterdynamics_web.introductions.standing import agreed
from clusterdynamics_web.introductions.words import area_labels
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study

__all__ = ["of_introduction"]


@offers("introduction")
def of_introduction(access: Access[Study], key: str) -> Proposal | None:
    """Return who said yes, to those who bring organisations together; nothing while nobody may know."""
    if not access.may(Right.INTRODUCE):
        return None
    found = Introduction.objects.select_related("study").filter(study=access.object, key=key).first()
    together = [] if found is None else agreed(found)
    if found is None or not together:
        return None
    study = found.study
    return Proposal(
        title=area_labels(study, study.parsed.languages[0]).get(found.area, ""),
        partners=tuple(side.actor.code for side in together),
        purposes=(found.purpose,) if found.purpose else (),
    )
