"""What changed since the last wave, beside the actions that aimed at it and the stories told since."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions.figures import FIGURES, observed
from clusterdynamics_web.actions.read import Line, lines_of
from clusterdynamics_web.actions.views.frame import context
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import find_section, latest_snapshot
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.studies.models import Snapshot, Wave
from clusterdynamics_web.survey.stories import stories_open_to

__all__ = ["since"]


@page(Right.READ_ACTIONS, VisibilityClass.C1)
def since(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show what the results say about change, what was expected of which action, and what was told."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    snapshot, language = latest_snapshot(access.object), get_language() or "en"
    audience = audience_of(access)
    before = None if snapshot is None else _before(snapshot)
    more: dict[str, Any] = {"snapshot": snapshot, "before": before}
    if snapshot is not None and before is not None:
        told = store.told_of(snapshot, audience, language)
        section = find_section(told, "change")
        lines = [x for x in lines_of(access) if _aimed(x, snapshot.wave)]
        seen = observed(snapshot, audience, [x.action.expected_figure for x in lines], language)
        more |= {
            "told": told,
            "section": section,
            "blocks": [b for b in (section or {}).get("blocks", ()) if not b.get("folded")],
            "query": "",
            "rows": [
                {
                    "line": x,
                    "figure": FIGURES.get(x.action.expected_figure),
                    "observed": seen.get(x.action.expected_figure),
                }
                for x in lines
            ],
            "stories": [s for s in stories_open_to(access) if s.wave_id == snapshot.wave_id],
        }
    return render(request, "actions/changed.html", context(access, "act_changed", **more))


def _before(snapshot: Snapshot) -> Wave | None:
    waves = snapshot.study.waves.filter(position__lt=snapshot.wave.position)
    return waves.order_by("position").last()


def _aimed(line: Line, wave: Wave) -> bool:
    """Say whether an action was made before the wave and says what should be different."""
    action = line.action
    return bool(action.expected_change) and action.after is not None and action.after.position < wave.position
