"""A citation in words, and what every export needs to know."""

from __future__ import annotations

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.library.kinds import LICENCES, Licence
from clusterdynamics_web.library.models import EventKind, Version

__all__ = ["address_of", "citation", "licence_url", "published_on", "year_of"]


def address_of(version: Version) -> str:
    """Return the address of a version, which stands for good."""
    return absolute(reverse("library_version", args=[version.item.key, version.number]))


def published_on(version: Version) -> str:
    """Return the day of publication, as 2026-11-05."""
    first = version.events.filter(kind=EventKind.PUBLISHED).aggregate(at=Min("at"))["at"]
    return first.date().isoformat() if first else ""


def year_of(version: Version) -> str:
    return published_on(version)[:4]


def licence_url(version: Version) -> str:
    """Return the address of the licence of the text; empty where all rights are reserved."""
    return LICENCES[Licence(version.licence_text)].url if version.licence_text else ""


def citation(version: Version) -> str:
    """Return how a version is cited: authors, year, title, version, region, address."""
    authors = version.author_names or [version.region.name]
    return _("{authors} ({year}): {title} (version {number}). {region}. {address}").format(
        authors="; ".join(authors),
        year=year_of(version),
        title=version.title,
        number=version.number,
        region=version.region.name,
        address=address_of(version),
    )
