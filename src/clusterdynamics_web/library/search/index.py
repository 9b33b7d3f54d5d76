"""Keeping what is searched in step with what is published."""

from __future__ import annotations

from django.db.models import Max

from clusterdynamics_web.library.models import Entry, EntryText, EventKind, Version
from clusterdynamics_web.library.search.words import folded
from clusterdynamics_web.library.state import ItemState, state_of

__all__ = ["reindex", "unindex"]

#: Letters of a version's files that are searched: PostgreSQL keeps at most a megabyte of words for each row.
LONGEST = 300_000


def reindex(version: Version) -> None:
    """Write what search knows of a version, or forget it where it does not stand published.

    Called inside the transaction of the change, so that nobody finds what is withdrawn.
    """
    if state_of(version) != ItemState.PUBLISHED:
        unindex(version)
        return
    published = version.events.filter(kind=EventKind.PUBLISHED).aggregate(at=Max("at"))["at"]
    values = {
        "public": version.public,
        "published_at": published,
        "country": version.country,
        "region": version.region.slug,
        "sector": version.sector.strip(),
        "kind": version.kind,
        "stage": version.stage,
        "purpose": version.purpose,
        "language": version.language,
        "year": version.year_to or version.year_from or 0,
    }
    entry, _made = Entry.objects.update_or_create(version=version, defaults=values)
    body = [*version.texts.values(), version.authors, version.place, version.sector]
    body += [text for file in version.files.all() for text in (file.name, file.alt, file.text)]
    EntryText.objects.update_or_create(
        entry=entry,
        defaults={
            "title": folded(version.title),
            "summary": folded(version.summary),
            "keywords": folded(version.keywords),
            "body": folded("\n".join(body)[:LONGEST]),
        },
    )


def unindex(version: Version) -> None:
    """Let search forget a version."""
    EntryText.objects.filter(entry=version.pk).delete()
    Entry.objects.filter(version=version.pk).delete()
