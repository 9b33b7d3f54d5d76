"""Stories as somebody of the team may read them: the library decides which, and whether their teller is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404

from clusterdynamics.disclosure import Audience, leaks, stories_for
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.access import Access, Visitor, access_study
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.stories.models import Choice, Telling
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.package import build_study, told_by_real_people

__all__ = ["Told", "access_story", "readable", "told_to"]


@dataclass(frozen=True)
class Told:
    """A story, and what whoever reads it may know besides.

    Attributes
    ----------
    organisation, name
        Who told it.
    choices
        What panels noted about it in any round, the panel that ended last first: those whose words may be read.
    """

    story: Story
    organisation: str = ""
    name: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> list[Choice]:
        """What panels that are over chose it for, the last panel first."""
        return [c for c in self.choices if c.panel.finished_at is not None and c.round == c.panel.round]

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


def told_to(study: Study, audience: Audience, codes: Sequence[str] | None = None) -> list[Told]:
    """Return the stories that an audience may read (among `codes`, where they are given), the newest first."""
    choices = Choice.objects.select_related("panel").order_by("-panel__finished_at", "pk")
    stories = (
        told_by_real_people(study)
        .select_related("telling", "actor", "wave")
        .prefetch_related(Prefetch("choices", choices))
        .order_by("-pk")
    )
    if codes is not None:
        stories = stories.filter(code__in=codes)
    if audience == Audience.STUDY:
        return [_to_team(s) for s in stories]
    if not stories:
        return []
    package = build_study(study)
    allowed = {row["id"]: row["actor"] for row in stories_for(package, audience).iter_rows(named=True)}
    secrets = secret_names(package, audience)
    return [
        Told(s, package.labels[allowed[s.code]] if allowed[s.code] else "", _name(s), _said(s.choices.all(), secrets))
        for s in stories
        # A story that names somebody who has not agreed to it waits for the person who reviews the stories.
        if s.code in allowed and not leaks(f"{s.title} {s.text}", secrets)
    ]


def _said(choices: Iterable[Choice], secrets: Collection[str]) -> tuple[Choice, ...]:
    """Return what panels noted without naming anybody who has not agreed to it."""
    return tuple(c for c in choices if not leaks(f"{c.panel.title} {c.domain} {c.reason} {c.evidence}", secrets))


def _to_team(story: Story) -> Told:
    telling = getattr(story, "telling", None)
    words = [w for w in (telling.teller_name, telling.teller_role) if w] if telling is not None else []
    organisation = story.actor.label if story.actor is not None else ""
    return Told(story, organisation, ", ".join(words), tuple(story.choices.all()))


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
