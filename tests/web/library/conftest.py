"""An item that is complete, and somebody who replies to it."""

from __future__ import annotations

from typing import Any

import pytest

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.models import File, Version
from clusterdynamics_web.library.operations.files import read
from clusterdynamics_web.regions.models import Membership, Region, Role
from tests.web.conftest import House

__all__ = ["COMPLETE", "published", "read_all", "submitted"]

#: The eight things that are asked of a case study, the kind among them.
COMPLETE: dict[str, Any] = {
    "title": "Breakfast meetings in the valley",
    "summary": "Firms met every month over breakfast, and found what they could do together.",
    "country": "SE",
    "sector": "Forest and paper",
    "year_from": 2024,
    "authors": "Anna Berg; Region North",
    "licence_text": "CC-BY-4.0",
}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def curator(home: House) -> User:
    return home.people[Role.CURATOR]


@pytest.fixture
def author(home: House) -> User:
    return home.people[Role.NETWORK_READER]


def closed(response: Any) -> Any:
    """Let go of a file that was sent; closing the answer would close the connection of the test as well."""
    if response.streaming:
        response.content_sent = b"".join(response.streaming_content)
        for close in response._resource_closers:
            close()
    return response


def submitted(author: User, region: Region, kind: str = "case_study", **values: Any) -> Version:
    """Return an item that waits for curators."""
    version = operations.create_draft(author, region, kind, values.pop("language", "en"))
    operations.save_draft(author, version, {**COMPLETE, **values})
    return operations.submit(author, version)


def published(author: User, curator: User, region: Region, kind: str = "case_study", **values: Any) -> Version:
    """Return an item that is published."""
    version = submitted(author, region, kind, **values)
    operations.accept(curator, version, pictures_seen=True)
    return operations.publish(author, version)


def read_all(version: Version) -> None:
    """Read the files of a version as the worker does."""
    for file in File.objects.filter(version=version):
        read(file).save()


def second_curator(region: Region) -> User:
    user = User.objects.create_user(f"second@{region.slug}.example", name="Second curator")
    Membership.objects.create(user=user, region=region, role=Role.CURATOR)
    return user
