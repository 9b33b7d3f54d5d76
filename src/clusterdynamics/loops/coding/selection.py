"""Most Significant Change: which story of a domain a panel chose, and why; plain data, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clusterdynamics.i18n import N_, _

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Selection", "SelectionCode", "SelectionProblem", "check_selections"]


@dataclass(frozen=True)
class Selection:
    """A story that a panel chose from a domain of change.

    Attributes
    ----------
    story, domain
        The story, and the kind of change that it stands for.
    panel
        Who chose.
    considered
        The stories that were before the panel, the chosen one among them.
    reason
        Why this one, in the panel's words.
    waived
        The panel says that no story of what did not work is to be chosen in this wave.

    References
    ----------
    Davies, R., & Dart, J. (2005). The 'Most Significant Change' technique: a guide to its use.
    """

    story: str
    domain: str
    panel: tuple[str, ...]
    considered: tuple[str, ...]
    reason: str
    waived: bool = False


class SelectionCode(StrEnum):
    """What can be wrong with selections."""

    NO_STORY = "no_story"
    NO_DOMAIN = "no_domain"
    NO_PANEL = "no_panel"
    NO_REASON = "no_reason"
    NOT_CONSIDERED = "not_considered"
    NO_CHOICE = "no_choice"
    TWICE = "twice"
    OWN_STORY = "own_story"
    NONE_THAT_FAILED = "none_that_failed"


_TEXTS = {
    SelectionCode.NO_STORY: N_("There is no story {story}. Choose one of the study's stories."),
    SelectionCode.NO_DOMAIN: N_("Story {story}: say which domain of change it stands for."),
    SelectionCode.NO_PANEL: N_("Story {story}: say who chose it; a panel is at least two people."),
    SelectionCode.NO_REASON: N_("Story {story}: say why it was chosen; the reason is the result."),
    SelectionCode.NOT_CONSIDERED: N_("Story {story} was chosen, but was not among those before the panel."),
    SelectionCode.NO_CHOICE: N_("Story {story}: it was the only one before the panel, so nothing was chosen."),
    SelectionCode.TWICE: N_(
        "Two stories were chosen in the domain {domain} by one panel. Choose one, or say two domains."
    ),
    SelectionCode.OWN_STORY: N_("Story {story}: who told it sat on the panel. Let somebody else decide."),
    SelectionCode.NONE_THAT_FAILED: N_(
        "Every chosen story worked. Choose one of what did not work as well, or say that none is to be."
    ),
}


@dataclass(frozen=True)
class SelectionProblem:
    """What is wrong with a selection, and what to do."""

    code: SelectionCode
    story: str = ""
    domain: str = ""

    @property
    def message(self) -> str:
        """The problem in words."""
        return _(_TEXTS[self.code]).format(story=repr(self.story), domain=repr(self.domain))


def check_selections(study: Study, selections: Sequence[Selection]) -> tuple[SelectionProblem, ...]:
    """Return everything that is wrong with the selections; empty where they can stand."""
    rows = {i: (who, worked) for i, who, worked in study["stories"].select("id", "respondent", "worked").iter_rows()}
    found: list[SelectionProblem] = []
    for s in selections:
        found += [SelectionProblem(code, s.story, s.domain) for code in _wrong(s, rows)]
    panels = Counter((s.domain, s.panel) for s in selections)
    found += [SelectionProblem(SelectionCode.TWICE, domain=d) for (d, _p), n in sorted(panels.items()) if n > 1]
    known = [rows[s.story][1] for s in selections if s.story in rows]
    if known and all(known) and not any(s.waived for s in selections):
        found.append(SelectionProblem(SelectionCode.NONE_THAT_FAILED))
    return tuple(found)


def _wrong(s: Selection, rows: dict[str, tuple[str | None, bool | None]]) -> Iterable[SelectionCode]:
    unknown = s.story not in rows
    if unknown or any(c not in rows for c in s.considered):
        yield SelectionCode.NO_STORY
    if not s.domain.strip():
        yield SelectionCode.NO_DOMAIN
    if len(set(s.panel)) < 2:
        yield SelectionCode.NO_PANEL
    if not s.reason.strip():
        yield SelectionCode.NO_REASON
    if s.story not in s.considered:
        yield SelectionCode.NOT_CONSIDERED
    if len(set(s.considered)) < 2:
        yield SelectionCode.NO_CHOICE
    if not unknown and rows[s.story][0] is not None and rows[s.story][0] in s.panel:
        yield SelectionCode.OWN_STORY
