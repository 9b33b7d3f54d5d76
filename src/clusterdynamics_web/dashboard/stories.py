"""Stories beside the parts of the page: where each can stand, how far it is, and who chose it and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.dashboard.models import Dashboard
from clusterdynamics_web.stories.access import Told, told_to
from clusterdynamics_web.stories.models import READERS, Choice
from clusterdynamics_web.studies.models import Study

__all__ = ["EVERYWHERE", "MOST", "PLACES", "SELECTED", "STATES", "Beside", "candidates", "loose", "stories_of"]

EVERYWHERE = "all"
#: Stories beside one part at most.
MOST = 3
#: Part of the page → what it is called where stories are chosen.
PLACES: Mapping[str, Any] = {
    EVERYWHERE: _("All figures"),
    "coverage": _("Who answered"),
    "stage": _("Where the cluster stands"),
    "depth": _("How deeply organisations work together"),
    "purposes": _("What they work together for"),
    "trust": _("Trust"),
    "brokerage": _("Who links others"),
    "change": _("What changed"),
    "hard": _("Hard figures"),
    "robust": _("What the cluster can bear"),
}
DRAFT, CONSENTED, SELECTED = "draft", "consented", "selected"
#: How far a story is: told, opened to others by its teller, chosen by a panel that said why.
STATES: Mapping[str, Any] = {
    DRAFT: _("draft: only the study team reads it"),
    CONSENTED: _("consented"),
    SELECTED: _("selected"),
}


@dataclass(frozen=True)
class Beside:
    """A story with what a reader must know of it.

    Attributes
    ----------
    told
        The story, as the reader may read it.
    state
        One of `STATES`.
    choice
        What the last panel said about it; None where none chose it.
    """

    told: Told
    state: str
    choice: Choice | None

    @property
    def words(self) -> str:
        return str(STATES[self.state])

    @property
    def readers(self) -> str:
        return str(READERS[self.told.story.visibility or "nobody"])

    @property
    def period(self) -> str:
        return self.told.telling.period if self.told.telling is not None else ""


def candidates(study: Study, audience: Audience) -> list[Beside]:
    """Return every story that an audience may read, the newest first."""
    return [_beside(told) for told in told_to(study, audience)]


def stories_of(study: Study, page: Dashboard, audience: Audience) -> dict[str, list[Beside]]:
    """Return part of the page → the stories beside it that an audience may read, in the order they were chosen."""
    if not page.codes:
        return {}
    found = {told.story.code: _beside(told) for told in told_to(study, audience, page.codes)}
    return {part: [found[code] for code in codes if code in found] for part, codes in page.stories.items()}


def loose(stories: Mapping[str, Sequence[Beside]], shown: Iterable[str]) -> list[Beside]:
    """Return the stories that stand beside no part that is `shown`: a story is never lost with its part."""
    here = {*shown, "robust", "hard"}
    return [beside for part, found in stories.items() if part not in here for beside in found]


def _beside(told: Told) -> Beside:
    choice = next(iter(told.chosen), None)
    if (told.story.visibility or "nobody") == "nobody":
        return Beside(told, DRAFT, choice)
    return Beside(told, CONSENTED if choice is None else SELECTED, choice)
