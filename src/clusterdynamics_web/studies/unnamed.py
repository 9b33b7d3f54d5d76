"""Names of organisations that are not to be said, taken out of texts that people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import leaks
from clusterdynamics.i18n import is_own_word
from clusterdynamics_web.studies.models import Actor

__all__ = ["masked", "names_of", "names_to_forget", "scrub"]


def names_of(actors: Iterable[Actor]) -> list[str]:
    """Return the names of organisations, the longest first: one name may hold another."""
    names = {n for actor in actors for n in (actor.label, actor.short_label, *actor.aliases) if n}
    return sorted(names, key=len, reverse=True)


def names_to_forget(actor: Actor) -> list[str]:
    """Return the names under which texts tell of one organisation, the longest first.

    A short name that is an ordinary word, or that the study's own description uses, gives nobody away: taking it out
    would make other sentences unreadable. The whole name always counts.
    """
    settings = actor.study.parsed
    described = " ".join((settings.title, settings.cluster, settings.region.name, settings.boundary))
    names = names_of([actor])
    return [n for n in names if n == actor.label or not (is_own_word(n) or leaks(described, [n]))]


def masked(text: str, hidden: Iterable[str]) -> str:
    """Return a text without these names, however they are spaced and whatever their case."""
    names = tuple(sorted({n for n in hidden if n.strip()}, key=len, reverse=True))
    return _pattern(names).sub(lambda _match: _("(not named)"), text) if names and text else text


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    spaced = (r"\s+".join(re.escape(word) for word in name.split()) for name in names)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spaced)})(?![^\W_])", re.IGNORECASE)


def scrub(rows: Iterable[models.Model], fields: Sequence[str], names: Sequence[str]) -> int:
    """Take names out of fields of rows for good, in the active language; return how many rows were changed."""
    changed = 0
    for row in rows:
        found = []
        for name in fields:
            before = str(getattr(row, name))
            after = masked(before, names)
            if after != before:
                field = row._meta.get_field(name)
                setattr(row, name, after[: getattr(field, "max_length", None)])
                found.append(name)
        if found:
            row.save(update_fields=found)
            changed += 1
    return changed
