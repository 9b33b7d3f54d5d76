"""What the parts below the network yield for its front page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from clusterdynamics_web.library.read import newest
from clusterdynamics_web.network.entries import Entry, Part, yields

__all__ = ["new_items"]


@yields(Part.ITEMS, more="library")
def new_items(limit: int) -> Iterator[Entry]:
    """Yield what was published last for everybody."""
    for version in newest(everything=False, number=limit):
        yield Entry(
            version.title,
            reverse("library_version", args=[version.item.key, version.number]),
            f"{version.get_kind_display()} · {version.region.name}",
            version.lead,
            version.language,
        )
