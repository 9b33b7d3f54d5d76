"""What every page of findings and actions has around it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.actions.read import findings_for
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Snapshot, Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["action_of", "context", "finding_of", "titles_of"]


def context(access: Access[Study], here: str = "", **more: Any) -> dict[str, Any]:
    """Return what every page knows; `here` is the tab it belongs to."""
    study = access.object
    names = {"act_overview": _("Actions"), "act_findings": _("Findings"), "act_reviews": _("Reviews")}
    names |= {"act_changed": _("What changed"), "act_calendar": _("Plan and calendar")}
    if not access.may(Right.READ_ACTIONS):
        names = {}
    at = [study.region.slug, study.key]
    return {
        "region": study.region,
        "study": study,
        "way": way_of(access, "act"),
        "tabs": [{"label": label, "url": reverse(n, args=at), "current": n == here} for n, label in names.items()],
        "may_read": access.may(Right.READ_ACTIONS),
        "may_edit": access.may(Right.EDIT_ACTIONS),
        "may_edit_findings": access.may(Right.EDIT_FINDINGS),
        "sees_names": access.may(Right.SEE_NAMES),
        **more,
    }


def titles_of(access: Access[Study]) -> tuple[Snapshot | None, dict[str, str]]:
    """Return the newest snapshot, and the sections that this person is told about: name → question."""
    snapshot = latest_snapshot(access.object)
    if snapshot is None:
        return None, {}
    language = get_language() or "en"
    audience = audience_of(access)
    languages = dict.fromkeys((language, access.object.parsed.languages[0], access.object.region.default_language))
    told = next((t for code in languages if (t := store.told_of(snapshot, audience, code)) is not None), None)
    return snapshot, {s["id"]: s["title"] for s in (told or {}).get("sections", ())}


def finding_of(access: Access[Study], code: str) -> Finding:
    """Return a finding that the person may read; 404 for every other one."""
    found = next((f for f in findings_for(access) if f.code == code), None)
    if found is None:
        raise Http404
    return found


def action_of(access: Access[Study], code: str) -> Action:
    """Return an action of the study."""
    rows = access.object.actions.select_related("owner", "owner_user", "parent", "after", "study__cluster__region")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found
