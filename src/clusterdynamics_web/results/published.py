"""What other people of the region read: results that were given out, and nothing before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.access import Visitor, access_region
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.results import store
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.rights import Right

__all__ = ["Published", "access_published", "published_in"]


@dataclass(frozen=True)
class Published:
    """A publication as the network of regions reads it."""

    region: Region
    publication: Publication
    told: dict[str, Any] | None
    language: str


def published_in(user: Visitor, region: str) -> tuple[Region, list[Publication]]:
    """Return the region, and what was published there for the network: of each study the last one that holds."""
    place = access_region(user, region, Right.SEE_PUBLISHED).object
    out = Publication.objects.filter(snapshot__study__cluster__region=place, snapshot__taken_down_at=None)
    latest: dict[int, Publication] = {}
    for one in out.select_related("snapshot__wave", "snapshot__study__cluster__region"):
        latest.setdefault(one.snapshot.study_id, one)
    return place, [p for p in latest.values() if Audience.NETWORK.value in p.audiences]


def access_published(user: Visitor, region: str, study: str, language: str) -> Published:
    """Return what was published of a study for the network; a study that was not published is not there (404)."""
    place, out = published_in(user, region)
    for one in out:
        if one.snapshot.study.key == study:
            return Published(place, one, store.told_of(one.snapshot, Audience.NETWORK, language), language)
    raise Http404
