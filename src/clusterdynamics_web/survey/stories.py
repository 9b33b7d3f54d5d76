"""Stories that a person of the team may read, as their tellers agreed."""

from __future__ import annotations

from clusterdynamics.disclosure import stories_for
from clusterdynamics_web.access import Access
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.package import build_study, told_by_real_people

__all__ = ["stories_open_to"]


def stories_open_to(access: Access[Study]) -> list[Story]:
    """Return the stories that a person may read, oldest first; the library decides which."""
    stories = told_by_real_people(access.object)
    if not stories.exists():
        return []
    read = set(stories_for(build_study(access.object), audience_of(access))["id"].to_list())
    return [s for s in stories.order_by("pk") if s.code in read]
