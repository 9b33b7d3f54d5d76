"""Addresses of the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.library import operations
from clusterdynamics_web.library.models import File, Post, Version
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import House

#: The item is a draft of the region's curator: nobody else finds it. What is published is tested in `library/`.
TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "library", "+++ +++ +++++"),
    ("GET", "library_feed", "+++ +++ +++++"),
    ("GET", "library_oai", "+++ +++ +++++"),
    ("GET", "library_review", "L33 3+3 33333"),
    ("GET", "library_review_item", "L33 3+3 33333"),
    ("POST", "library_review_item", "L33 3+3 33333"),
    ("POST", "library_answer", "L44 444 44444"),
    ("POST", "library_hide", "L33 343 33333"),
    ("POST", "library_report", "L44 444 44444"),
    ("GET", "library_item", "444 444 44444"),
    ("POST", "library_ask", "L44 444 44444"),
    ("POST", "library_use", "L44 444 44444"),
    ("GET", "library_version", "444 444 44444"),
    ("GET", "library_cite", "444 444 44444"),
    ("GET", "library_file", "444 444 44444"),  # it is not on the disk; who may have it is tested in `library/`
    ("GET", "library_thumbnail", "444 444 44444"),
    ("GET", "library_from_study", "L44 443 +3333"),
    ("POST", "library_from_study", "L44 443 +3333"),
    ("GET", "library_desk", "L44 +++ +++++"),
    ("GET", "library_new", "L44 +++ +++++"),
    ("POST", "library_new", "L44 +++ +++++"),
    ("GET", "library_edit", "L44 4+4 44444"),
    ("POST", "library_edit", "L44 4+4 44444"),
    ("POST", "library_upload", "L44 4+4 44444"),
    ("POST", "library_alt", "L44 4+4 44444"),
    ("POST", "library_file_remove", "L44 4+4 44444"),
    ("POST", "library_publish", "L44 4+4 44444"),
    ("POST", "library_next", "L44 4+4 44444"),
    ("POST", "library_withdraw", "L44 4+4 44444"),
    ("POST", "library_discard", "L44 4+4 44444"),
    ("POST", "library_gate", "L44 333 43333"),
)


def _draft(house: House) -> Version:
    """A draft of the region's curator, with a file."""
    found = Version.objects.filter(item__region=house.region).first()
    if found is not None:
        return found
    version = operations.create_draft(house.people[Role.CURATOR], house.region, "story", "en")
    File.objects.create(version=version, name="a.csv", kind="csv", size=1, sha256="", path="library/none")
    return version


def _post(house: House) -> int:
    return Post.objects.create(item=_draft(house).item, text="Why?").pk


_OF_ITEMS = tuple(name for _method, name, _marks in TABLE)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    **{(name, "item"): lambda house: _draft(house).item.key for name in _OF_ITEMS},
    **{(name, "number"): lambda house: _draft(house).number for name in _OF_ITEMS},
    **{(name, "file"): lambda house: _draft(house).files.get().key for name in _OF_ITEMS},
    **{(name, "post"): lambda house: _post(house) for name in _OF_ITEMS},
    ("library_cite", "form"): lambda house: "bib",
}

PLAIN: set[str] = set()
