"""What every page of the dashboard has around it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.access import Access
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Snapshot, Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["context", "told_to"]


def context(access: Access[Study], here: str, **more: Any) -> dict[str, Any]:
    """Return what every page knows; `here` is its tab."""
    study = access.object
    at = [study.region.slug, study.key]
    names = {"dashboard": _("Dashboard")}
    if access.may(Right.EDIT_STUDY):
        names |= {
            "dashboard_figures": _("Hard figures"),
            "dashboard_stories": _("Stories"),
            "dashboard_events": _("Time line"),
        }
    return {
        "region": study.region,
        "study": study,
        "way": way_of(access, "read"),
        "may_edit": access.may(Right.EDIT_STUDY),
        "tabs": [{"label": w, "url": reverse(n, args=at), "current": n == here} for n, w in names.items()],
        **more,
    }


def told_to(study: Study, audience: Audience) -> tuple[Snapshot | None, dict[str, Any] | None]:
    """Return the newest snapshot of a study, and what an audience is told of it, in a language that is prepared."""
    snapshot = latest_snapshot(study)
    if snapshot is None:
        return None, None
    languages = dict.fromkeys((get_language() or "en", study.parsed.languages[0], study.region.default_language))
    return snapshot, next((t for c in languages if (t := store.told_of(snapshot, audience, c)) is not None), None)
