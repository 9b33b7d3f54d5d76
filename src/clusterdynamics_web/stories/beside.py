"""What panels chose, beside the figures of the results, as each audience may read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.results.beside import Beside, stands_beside
from clusterdynamics_web.stories.access import told_to
from clusterdynamics_web.stories.models import Choice
from clusterdynamics_web.studies.models import Study

__all__ = ["chosen_for"]


@stands_beside
def chosen_for(study: Study, audience: Audience) -> Sequence[Beside]:
    """Return the stories that panels chose, those of the last panel first; a story that two chose stands once."""
    last = Choice.objects.filter(panel__study=study, panel__finished_at__isnull=False, round=F("panel__round"))
    choices = list(last.select_related("story").order_by("-panel__finished_at", "pk"))
    if not choices:
        return []
    found = {t.story.pk: t for t in told_to(study, audience, [c.story.code for c in choices])}
    once = {c.story_id: c for c in reversed(choices) if c.story_id in found}
    return [
        Beside(
            choice.beside,
            found[choice.story_id].title,
            choice.story.text,
            choice.story.language,
            ", ".join(w for w in (found[choice.story_id].name, found[choice.story_id].organisation) if w),
            choice.reason,
            choice.evidence,
            choice.story.worked,
        )
        for choice in choices
        if once.get(choice.story_id) is choice
    ]
