"""Stories of a pack: first those that panels chose, with their reasons; then the others that everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.report.model import StoryBlock
from clusterdynamics_web.stories.access import told_to
from clusterdynamics_web.stories.beside import chosen_of
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story

__all__ = ["STORIES", "Chosen", "chosen_stories", "still_told", "stories_txt"]

#: Name of the file, in the folder of its study.
STORIES = "stories.txt"


@dataclass(frozen=True)
class Chosen:
    """A story that a panel chose, as everybody may read it.

    Attributes
    ----------
    name
        Of the person who told it, who agreed that it stands beside the story; else empty.
    """

    story: Story
    title: str
    name: str
    organisation: str
    reason: str
    evidence: str


def chosen_stories(study: Study, secrets: Collection[str]) -> list[Chosen]:
    """Return what panels chose of a study and everybody may read.

    It may have been told after the results were published, so names that they hide are looked for in it once more.

    Parameters
    ----------
    secrets
        Names that must not stand in the pack.
    """
    found = []
    for choice, told in chosen_of(study, Audience.PUBLIC):
        words = f"{told.title} {told.story.text} {choice.reason} {choice.evidence}"
        if leaks(words, secrets):
            continue
        organisation = "" if leaks(told.organisation, secrets) else told.organisation
        found.append(Chosen(told.story, told.title, told.name, organisation, choice.reason, choice.evidence))
    return found


def still_told(stories: Iterable[Story]) -> bool:
    """Say whether everybody may read all of these stories now."""
    by_study: dict[Study, set[str]] = {}
    for story in stories:
        by_study.setdefault(story.study, set()).add(story.code)
    return all(
        codes == {told.story.code for told in told_to(study, Audience.PUBLIC, list(codes))}
        for study, codes in by_study.items()
    )


def stories_txt(chosen: Sequence[Chosen], told: Iterable[StoryBlock]) -> str:
    """Return the text of the file; empty where there is no story.

    Parameters
    ----------
    told
        The stories of the published results.
    """
    known = {_bare(one.story.text) for one in chosen}
    others = [block for block in told if _bare(block.text) not in known]
    if not chosen and not others:
        return ""
    lines = [_("Each of these was told with the consent that everybody may read it."), "", ""]
    if chosen:
        lines += [_("Stories that a panel chose").upper(), ""]
    for one in chosen:
        lines += [*_told(one.title, one.story.text, ", ".join(filter(None, (one.name, one.organisation))))]
        lines += [_("Why it was chosen"), one.reason, ""]
        lines += [_("What supports it"), one.evidence, ""] if one.evidence else []
        lines += [""]
    if chosen and others:
        lines += [_("Other stories").upper(), ""]
    for block in others:
        lines += [*_told(block.title, block.text, block.teller), ""]
    return "\n".join(lines)


def _told(title: str, text: str, teller: str) -> list[str]:
    return [title, "", text, *([f"– {teller}"] if teller else []), ""]


def _bare(text: str) -> str:
    return " ".join(text.split())
