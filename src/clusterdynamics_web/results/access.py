"""The only way to results: which snapshot, as which audience, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.access import Access, Visitor, access_study
from clusterdynamics_web.results import store
from clusterdynamics_web.results.audiences import audience_of, may_see_as
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["Seen", "access_results", "find_section", "latest_snapshot", "section_in"]


@dataclass(frozen=True)
class Seen:
    """Results as one person sees them.

    Attributes
    ----------
    access
        The study, and what the person may do in it.
    own, audience
        As whom the person reads, and as whom the page is shown ("see as").
    snapshot
        What everything is about; None while no wave has been closed.
    told
        What the audience is told; None while it is being prepared in this language.
    language
        The language of `told`.
    """

    access: Access[Study]
    own: Audience
    audience: Audience
    snapshot: Snapshot | None
    told: dict[str, Any] | None
    language: str

    @property
    def study(self) -> Study:
        return self.access.object

    def has_section(self, name: str) -> bool:
        """Say whether this audience is told about a question."""
        return any(section["id"] == name for section in (self.told or {}).get("sections", ()))

    def section(self, name: str) -> dict[str, Any]:
        """Return a section; 404 where this audience is not told about it."""
        return section_in(self.told or {}, name)

    def block(self, name: str) -> dict[str, Any]:
        """Return a block by its identifier; 404 where there is none."""
        for section in (self.told or {}).get("sections", ()):
            for block in section["blocks"]:
                if block["id"] == name:
                    return dict(block)
        raise Http404


def find_section(told: Mapping[str, Any] | None, name: str) -> dict[str, Any] | None:
    """Return a section of what somebody is told; None where there is none."""
    return next((dict(s) for s in (told or {}).get("sections", ()) if s["id"] == name), None)


def section_in(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a section of what somebody is told; 404 where there is none."""
    found = find_section(told, name)
    if found is None:
        raise Http404
    return found


def latest_snapshot(study: Study) -> Snapshot | None:
    """Return the newest snapshot of a study that stands."""
    standing = Snapshot.objects.select_related("study__cluster__region", "wave").filter(study=study)
    return standing.filter(taken_down_at__isnull=True).order_by("-created_at").first()


def access_results(
    user: Visitor,
    region: str,
    study: str,
    *,
    see_as: str = "",
    language: str = "en",
    right: Right = Right.SEE_RESULTS,
) -> Seen:
    """Return the results of a study as `user` may see them, or as somebody who sees less.

    Parameters
    ----------
    right
        What the page is for, where it is more than reading.

    Raises
    ------
    PermissionDenied
        Somebody asked to see as an audience that sees more, or other things.
    """
    access = access_study(user, region, study, right)
    own = audience_of(access)
    try:
        audience = Audience(see_as) if see_as else own
    except ValueError as error:
        raise Http404 from error
    if audience not in may_see_as(own):
        raise PermissionDenied
    snapshot = latest_snapshot(access.object)
    told = None if snapshot is None else store.told_of(snapshot, audience, language)
    return Seen(access, own, audience, snapshot, told, language)
