"""Stories as somebody of the team may read them: the library decides which, and whether their teller is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from clusterdynamics.disclosure import Audience, leaks, stories_for
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.access import Access, Visitor, access_study
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.stories.models import Telling
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.package import build_study, told_by_real_people

__all__ = ["Told", "access_story", "readable", "told_to"]


@dataclass(frozen=True)
class Told:
    """A story, and who told it as far as whoever reads it may know."""

    story: Story
    organisation: str = ""
    name: str = ""

    @property
    def telling(self) -> Telling | None:
        return getattr(self.story, "telling", None)

    @property
    def title(self) -> str:
        """Its title, or how it begins."""
        words = " ".join(self.story.text.split())
        return self.story.title or (words if len(words) <= 80 else f"{words[:79].rstrip()}…")


def readable(access: Access[Study]) -> list[Told]:
    """Return the stories that a person may read, the newest first."""
    return told_to(access.object, audience_of(access))


def told_to(
    study: Study, audience: Audience, codes: Sequence[str] | None = None, beside: Mapping[str, str] | None = None
) -> list[Told]:
    """Return the stories that an audience may read, the newest first.

    Parameters
    ----------
    codes
        Only those; None: all.
    beside
        Code of a story → what others say of it where it is shown. It is looked through for names with the story.
    """
    stories = told_by_real_people(study).select_related("telling", "actor", "wave").order_by("-pk")
    if codes is not None:
        stories = stories.filter(code__in=codes)
    if audience == Audience.STUDY:
        return [_to_team(s) for s in stories]
    if not stories:
        return []
    package = build_study(study)
    allowed = {row["id"]: row["actor"] for row in stories_for(package, audience).iter_rows(named=True)}
    secrets, said = secret_names(package, audience), beside or {}
    return [
        Told(s, package.labels[allowed[s.code]] if allowed[s.code] else "", _name(s))
        for s in stories
        # A story that names somebody who has not agreed to it waits for the person who reviews the stories.
        if s.code in allowed and not leaks(f"{s.title} {s.text} {said.get(s.code, '')}", secrets)
    ]


def _to_team(story: Story) -> Told:
    telling = getattr(story, "telling", None)
    words = [w for w in (telling.teller_name, telling.teller_role) if w] if telling is not None else []
    return Told(story, story.actor.label if story.actor is not None else "", ", ".join(words))


def _name(story: Story) -> str:
    telling: Telling | None = getattr(story, "telling", None)
    if telling is None or not telling.named:
        return ""
    return ", ".join(w for w in (telling.teller_name, telling.teller_role) if w)


def access_story(
    user: Visitor, region: str, study: str, code: str, right: Right = Right.SEE_STORIES
) -> tuple[Access[Study], Told]:
    """Return a story that `user` may read; one that is not for them is not there."""
    access = access_study(user, region, study, right)
    found = told_to(access.object, audience_of(access), [code])
    if not found:
        raise Http404
    return access, found[0]
