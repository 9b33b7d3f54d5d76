"""Everything that one respondent has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from clusterdynamics_web.survey import models as survey

__all__ = ["Answers", "Given", "load_answers"]


@dataclass(frozen=True)
class Given:
    """An answer: a value, or the state that stands in its place."""

    value: float | None = None
    state: str = ""
    areas: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing was answered yet."""
        return self.state == survey.State.NOT_ANSWERED or (self.value is None and not self.state)


class Answers:
    """What one respondent has answered. Each part is read when it is first asked for: a page needs few of them.

    Partners are named by the key of their row. Without a respondent nothing is answered: a form to print.
    """

    def __init__(self, respondent: survey.Respondent | None = None, occasion: str = "") -> None:
        # Somebody who is not stored has answered nothing, which saves every part from asking.
        self._respondent = respondent if respondent is not None else survey.Respondent(pk=0)
        self._occasion = occasion

    @property
    def works_with_nobody(self) -> bool:
        return self._respondent.works_with_nobody

    @cached_property
    def ties(self) -> dict[tuple[str, int], Given]:
        """(relation, partner) → answer. A partner with any row is picked."""
        rows = self._respondent.tie_rows.values_list("relation", "to_id", "value", "state", "areas", "purposes")
        return {(rel, to): Given(value, state, tuple(a), tuple(p)) for rel, to, value, state, a, p in rows}

    @cached_property
    def ratings(self) -> dict[tuple[str, int], Given]:
        """(item, partner) → answer."""
        rows = self._respondent.rating_rows.values_list("item", "to_id", "value", "state")
        return {(item, to): Given(value, state) for item, to, value, state in rows}

    @cached_property
    def wishes(self) -> dict[int, str]:
        """Partner → more, or start."""
        return dict(self._respondent.wish_rows.values_list("to_id", "kind"))

    @cached_property
    def items(self) -> dict[str, tuple[str, str]]:
        """Item → (value, state)."""
        occasions = (self._occasion,) if self._occasion else ("", "first")
        rows = self._respondent.answers.filter(occasion__in=occasions).values_list("item", "value", "state")
        return {item: (value, state) for item, value, state in rows}

    @cached_property
    def areas(self) -> dict[str, set[str]]:
        """Area → what was ticked."""
        found: dict[str, set[str]] = {}
        for area, answer in self._respondent.area_answers.values_list("area", "answer"):
            found.setdefault(area, set()).add(answer)
        return found

    @cached_property
    def nominations(self) -> list[survey.Nomination]:
        return list(self._respondent.nominations.order_by("pk"))

    @cached_property
    def people(self) -> dict[str, str]:
        """Code of a nominated person → name."""
        codes = [n.person for n in self.nominations if n.person]
        if not codes:
            return {}
        names = self._respondent.study.nominated_people.filter(code__in=codes)
        return dict(names.values_list("code", "name"))

    @cached_property
    def outside(self) -> list[survey.OutsideLink]:
        return list(self._respondent.outside_links.order_by("pk"))

    @cached_property
    def regions(self) -> list[survey.PartnerRegion]:
        """One row for each other region; a single row without partners where there is none."""
        return list(self._respondent.partner_regions.order_by("pk"))

    @cached_property
    def _partners(self) -> dict[str, dict[int | None, Given]]:
        found: dict[str, dict[int | None, Given]] = {}
        for group, to, value, state in self._respondent.partner_ties.values_list("group", "to_id", "value", "state"):
            found.setdefault(group, {})[to] = Given(value, state)
        return found

    def partner_ties(self, group: str) -> dict[int | None, Given]:
        """Return partner of another region → answer; None for "nobody", and empty where nothing was said."""
        return self._partners.get(group, {})

    @cached_property
    def stories(self) -> dict[bool, survey.Story]:
        """Whether it worked → story."""
        found: dict[bool, survey.Story] = {}
        for story in self._respondent.stories.exclude(code__startswith=survey.Story.ELSEWHERE).order_by("pk"):
            if story.worked is not None:
                found.setdefault(story.worked, story)
        return found

    @cached_property
    def consents(self) -> dict[str, str]:
        """Choice → the latest answer that was not taken back."""
        return latest_consents(self._respondent)

    @cached_property
    def write_ins(self) -> list[str]:
        return list(self._respondent.write_ins.order_by("pk").values_list("name", flat=True))

    @cached_property
    def saved(self) -> dict[str, datetime]:
        """Step → when it was last saved."""
        return dict(self._respondent.saved_steps.values_list("step", "saved_at"))

    @property
    def picks(self) -> list[int]:
        """Partners that were picked, without order."""
        return list(dict.fromkeys(to for _relation, to in self.ties))

    def tie(self, relation: str, to: int) -> Given:
        return self.ties.get((relation, to), Given())

    def rating(self, item: str, to: int) -> Given:
        return self.ratings.get((item, to), Given())


def load_answers(respondent: survey.Respondent, occasion: str = "") -> Answers:
    """Return what `respondent` has answered."""
    return Answers(respondent, occasion)


def latest_consents(respondent: survey.Respondent) -> dict[str, str]:
    """Return choice → latest answer; one that was taken back is not there."""
    latest: dict[str, str] = {}
    for choice, value, withdrawn in respondent.consents.order_by("time", "pk").values_list(
        "choice", "visibility", "withdrawn_at"
    ):
        if withdrawn is None:
            latest[choice] = value
        else:
            latest.pop(choice, None)
    return latest
