"""What every page of stories has: the study's way, the pages beside it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.access import Access
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["context", "place"]


def place(study: Study, name: str, *more: Any) -> str:
    """Return the address of a page of a study."""
    return reverse(name, args=[study.region.slug, study.key, *more])


def context(access: Access[Study], here: str, **more: Any) -> dict[str, Any]:
    study = access.object
    pages = (
        (_("Stories"), "stories", Right.SEE_STORIES),
        (_("Ask for stories"), "story_doors", Right.EDIT_STORIES),
        (_("Code book"), "story_themes", Right.EDIT_STORIES),
        (_("Do coders agree?"), "story_agreement", Right.EDIT_STORIES),
        (_("Loops so far"), "story_loops", Right.READ_ANSWERS),
        (_("Panels"), "story_panels", Right.SEE_STORIES),
    )
    return {
        "region": study.region,
        "study": study,
        "way": way_of(access, "make_sense"),
        "may_edit": access.may(Right.EDIT_STORIES),
        "tabs": [
            {"label": label, "url": place(study, name), "current": name == here}
            for label, name, right in pages
            if access.may(right)
        ],
        **more,
    }
