"""The loops, as the stories tell them so far: for the study team only, since it changes with every claim.

Everybody else reads the loops of a frozen snapshot, among the results.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from clusterdynamics.charts.loop_map import loop_map
from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.i18n import use_language
from clusterdynamics.loops import loops as read_loops
from clusterdynamics.loops.picture import loop_picture
from clusterdynamics.loops.result import LoopsParams
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.access import access_study
from clusterdynamics_web.results.views import drawing as drawn
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.stories.views.frame import context
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.package import build_study

__all__ = ["drawing", "loops"]

#: How long a picture is kept, in seconds; another claim makes another one at once.
KEPT = 3600
#: The ranking by redraws is for the results; here only what is told counts.
_DRAWS, _SEED = 20, 1


def _found(study: Study) -> dict[str, Any] | None:
    """Return sentences and picture; None where nothing is coded."""
    package = build_study(study)
    if package["claims"].is_empty():
        return None
    language = get_language() or "en"
    key = f"loops:{fingerprint(package)}:{language}"
    told: dict[str, Any] | None = cache.get(key)
    if told is None:
        with use_language(language):
            found = read_loops(package, LoopsParams(replicates=_DRAWS), _SEED)
            picture = loop_picture(found)
            told = {"sentences": found.sentences(), "svg": loop_map(picture), "title": picture.title}
        cache.set(key, told, KEPT)
    return told


@page(Right.READ_ANSWERS, VisibilityClass.C1)
def loops(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the loops, as the claims that are coded so far tell them."""
    access = access_study(request.user, region, study, Right.READ_ANSWERS)
    return render(request, "stories/loops.html", context(access, "story_loops", found=_found(access.object)))


@page(Right.READ_ANSWERS, VisibilityClass.C1)
def drawing(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the picture of them."""
    access = access_study(request.user, region, study, Right.READ_ANSWERS)
    found = _found(access.object)
    if found is None:
        raise Http404
    response = drawn({"svg": found["svg"]})
    response["Cache-Control"] = "no-store, private"
    return response
