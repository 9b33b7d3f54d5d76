"""What an audience is told, for jobs that need it now: as it was prepared, or prepared on the spot and kept."""

from __future__ import annotations

from typing import Any

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.results import store
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["told_now"]


def told_now(snapshot: Snapshot, audience: Audience, language: str) -> dict[str, Any]:
    """Return what an audience is told of a snapshot. It may take seconds: call it from a job.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    kept = store.told_of(snapshot, audience, language)
    if kept is not None:
        return kept
    # Taken before, so that what changes meanwhile shows as a mark that is over.
    mark = store.mark_of(snapshot)
    told = tell(store.assessment_of(snapshot), audience, language, shown_to(snapshot, audience))
    told |= {"mark": mark} if mark else {}
    store.keep_told(snapshot, audience, language, told)
    return told
