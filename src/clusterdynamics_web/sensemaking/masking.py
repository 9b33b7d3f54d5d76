"""Names that a session does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusterdynamics_web.studies.models import Actor

__all__ = ["masked", "names_of"]


def names_of(actors: Iterable[Actor]) -> list[str]:
    """Return the names of organisations, the longest first: one name may hold another."""
    names = {n for actor in actors for n in (actor.label, actor.short_label, *actor.aliases) if n}
    return sorted(names, key=len, reverse=True)


def masked(text: str, hidden: Iterable[str]) -> str:
    """Return a text without these names."""
    for name in hidden:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _("(not named)"), text, flags=re.IGNORECASE)
    return text
