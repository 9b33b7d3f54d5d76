"""What every page of the dashboard has around it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.access import Access
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["context"]


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
