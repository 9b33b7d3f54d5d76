"""Items, members and letters for the pages of the network."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clusterdynamics_web.library.models import Entry, Event, EventKind, Item, Version
from clusterdynamics_web.network.models import Member, ShownCluster
from clusterdynamics_web.regions.models import Region
from tests.web.conftest import House

__all__ = ["EXPERIENCE", "many_items", "show"]

#: What is asked of somebody who tells of a study, and what they would do differently.
EXPERIENCE: dict[str, Any] = {
    "title": "Forty firms asked twice",
    "country": "FR",
    "authors": "Région Sud",
    "licence_text": "CC-BY-4.0",
    "stage": "cooperation",
    "purpose": "innovate",
    "texts": {
        "done": "We asked forty firms in March.",
        "got_back": "Every firm got a page of its own.",
        "did_not_work": "The large companies answered late.",
        "differently": "We would call the large companies first.",
    },
}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def show(house: House, **values: Any) -> Member:
    """Let the region of a house show itself, with its cluster."""
    given = {"shown": True, "texts": {"en": "Woods, mills and people who meet."}, **values}
    member = Member.objects.create(region=house.region, **given)
    ShownCluster.objects.create(cluster=house.cluster, organisation="Paper Valley", website="https://valley.example/")
    return member


def many_items(region: Region, number: int) -> None:
    """Publish many items, as search and front page know them; every tenth is for the network only."""
    now = timezone.now()
    items = Item.objects.bulk_create(Item(region=region) for _k in range(number))
    versions = Version.objects.bulk_create(
        Version(item=item, kind="report", title=f"Report {k}", summary="What came of it. " * 20, country="SE")
        for k, item in enumerate(items)
    )
    Event.objects.bulk_create(Event(version=v, kind=EventKind.PUBLISHED, at=now) for v in versions)
    Entry.objects.bulk_create(
        Entry(
            version=v, public=k % 10 > 0, published_at=now - timedelta(minutes=k), country="SE", region=region.slug,
            kind=v.kind, language="en",
        )
        for k, v in enumerate(versions)
    )  # fmt: skip
