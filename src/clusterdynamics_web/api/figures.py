"""The figures of a snapshot for one audience. Deciding takes seconds, so it is done once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from clusterdynamics.disclosure import Audience
from clusterdynamics.report.results_json import results_dict
from clusterdynamics_web.results import history, store
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["figures_of"]


def figures_of(snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """Return what `results.json` holds for an audience."""
    return _figures(snapshot.pk, snapshot.fingerprint, audience)


@lru_cache(maxsize=12)
def _figures(pk: int, fingerprint: str, audience: Audience) -> dict[str, Any]:
    snapshot = Snapshot.objects.select_related("study").get(pk=pk)
    assessment = store.assessment_of(snapshot)
    return results_dict(assessment, audience=audience.value, before=history.before(snapshot, assessment.study))
