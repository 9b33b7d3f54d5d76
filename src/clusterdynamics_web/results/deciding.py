"""What each audience may see of a snapshot: decided once, kept beside the reading, and used by every page and program.

Disclosure control looks at the whole assessment, which takes seconds. What was decided holds under a mark
(`store.mark_of`): once somebody has said something else, such as a champion who takes a name back, it is decided anew.
"""

from __future__ import annotations

from dataclasses import replace

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, Disclosed, VisibilityClass, class_of, decide
from clusterdynamics.report.audience import with_disclosed
from clusterdynamics_web.results import history, store
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["decide_for_all", "shown_to"]


def shown_to(snapshot: Snapshot, audience: Audience) -> Assessment:
    """Return what an audience may see of a snapshot now, after what was told of earlier ones."""
    visibility = class_of(audience)
    kept = store.shown_of(snapshot, visibility)
    if kept is not None:
        return replace(store.assessment_of(snapshot), results=kept)
    return decide_for_all(snapshot)[visibility]


def decide_for_all(snapshot: Snapshot) -> dict[VisibilityClass, Assessment]:
    """Decide what each class may see, and keep it; that it is told now is kept as well, for the snapshots to come."""
    # Taken before, so that what changes meanwhile shows as a mark that is over.
    mark = store.mark_of(snapshot)
    assessment = store.assessment_of(snapshot)
    before = history.before(snapshot, assessment.study)
    decided: dict[VisibilityClass, Disclosed] = {}
    for audience in Audience:
        if class_of(audience) not in decided:
            decided[class_of(audience)] = decide(assessment, assessment.study, audience, before=before)
    history.keep(snapshot, assessment.study, [d for c, d in decided.items() if c > VisibilityClass.C1])
    shown = {c: with_disclosed(assessment, d) for c, d in decided.items()}
    for visibility, found in shown.items():
        store.keep_shown(snapshot, visibility, found, mark)
    return shown
