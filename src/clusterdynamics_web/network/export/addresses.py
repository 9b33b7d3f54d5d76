"""Which addresses are part of the files, and where each comes to lie.

A page lies below its language; what is the same in every language (files, citations, the feed) lies there once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve

from clusterdynamics_web.network.experience import FACETS

__all__ = ["PAGES", "SHARED", "SPOKEN", "Place", "place_of"]

#: Name of the address of a page → what may be chosen on it, one at a time. Whoever adds public pages adds them here.
PAGES: dict[str, tuple[str, ...]] = {
    "home": (),
    "network_front": (),
    "network_members": (),
    "network_member": (),
    "network_experience": FACETS,
    "network_reports": (),
    "network_report": (),
    "network_report_section": (),
    # Choosing by everything would make many thousand lists; the rest is chosen at the installation itself.
    "library": ("kind", "country", "language"),
    "library_item": (),
    "library_version": (),
    "meetings": (),
    "meetings_series": (),
    "meeting": (),
    "calls": (),
    "calls_call": (),
}
#: What is no page and differs from language to language.
SPOKEN = frozenset({"network_map", "network_report_picture"})
#: What is the same in every language.
SHARED = frozenset(
    {
        *("library_feed", "library_cite", "library_file", "library_thumbnail"),
        *("meetings_feed", "meetings_host_feed", "meeting_file"),
        *("calls_feed", "calls_calendar", "calls_table"),
    }
)

_VALUE = re.compile(r"[\w-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where an address lies among the files.

    Attributes
    ----------
    path, query
        The address.
    file
        Below the folder, with slashes. For what is sent as a download, the folder in which it keeps its own name.
    is_page
        It is a page, whose links are followed.
    """

    path: str
    query: str
    file: str
    is_page: bool


def place_of(path: str, query: str, language: str) -> Place | None:
    """Return where an address lies; None where it is not part of the files."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    name = found.view_name
    inside = path.strip("/")
    if name in SHARED | SPOKEN:
        file = inside if name in SHARED else f"{language}/{inside}"
        return None if query else Place(path, "", file, is_page=False)
    if name not in PAGES:
        return None
    last = _file_of(dict(parse_qsl(query)), PAGES[name])
    if last is None:
        return None
    folder = "" if name in {"home", "network_front"} else f"{inside}/"
    return Place(path, _sorted(query), f"{language}/{folder}{last}", is_page=True)


def _sorted(query: str) -> str:
    return urlencode(sorted(parse_qsl(query)))


def _file_of(chosen: Mapping[str, str], facets: tuple[str, ...]) -> str | None:
    """Return the name of the file for what is chosen; None where so much or such a thing is not part of the files."""
    given = dict(chosen)
    number = given.pop("page", "1")
    if not number.isdecimal() or len(given) > 1 or any(name not in facets for name in given):
        return None
    if any(not _VALUE.fullmatch(value) for value in given.values()):
        return None
    parts = [f"{name}-{value}" for name, value in given.items()]
    if int(number) > 1:
        parts.append(f"page-{int(number)}")
    return f"{'-'.join(parts)}.html" if parts else "index.html"
