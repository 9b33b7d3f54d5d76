"""What panels chose, beside the figures of the results, as each audience may read it."""

from __future__ import annotations

from collections.abc import Sequence

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.results.beside import Beside, stands_beside
from clusterdynamics_web.stories.access import Told, told_to
from clusterdynamics_web.stories.models import Choice
from clusterdynamics_web.studies.models import Study

__all__ = ["chosen_for", "chosen_of", "teller_of"]


def chosen_of(study: Study, audience: Audience) -> list[tuple[Choice, Told]]:
    """Return what panels chose, those of the last panel first; a story that two chose stands once.

    A story is left out where its teller, or a name in the panel's words about it, is not for the audience.
    """
    over = study.stories.filter(choices__panel__finished_at__isnull=False)
    codes = list(over.values_list("code", flat=True).distinct())
    if not codes:
        return []
    found = [(told.chosen[0], told) for told in told_to(study, audience, codes) if told.chosen]
    return sorted(found, key=lambda one: (-_ended(one[0]), one[0].pk))


def _ended(choice: Choice) -> float:
    at = choice.panel.finished_at
    return at.timestamp() if at is not None else 0.0


def teller_of(told: Told) -> str:
    """Say who told a story, as far as whoever reads it may know."""
    return ", ".join(words for words in (told.name, told.organisation) if words)


@stands_beside
def chosen_for(study: Study, audience: Audience) -> Sequence[Beside]:
    """Return the stories that panels chose, as they stand beside the figures."""
    return [
        Beside(
            choice.beside,
            told.title,
            choice.story.text,
            choice.story.language,
            teller_of(told),
            choice.reason,
            choice.evidence,
            choice.story.worked,
        )
        for choice, told in chosen_of(study, audience)
    ]
