"""Everything that one respondent has answered, read in a handful of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

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


@dataclass
class Answers:
    """What one respondent has answered. Partners are named by the key of their row.

    Attributes
    ----------
    ties
        (relation, partner) → answer. A partner with any row is picked.
    consents
        Choice → the latest answer that was not taken back.
    saved
        Step → when it was last saved.
    """

    ties: dict[tuple[str, int], Given] = field(default_factory=dict)
    ratings: dict[tuple[str, int], Given] = field(default_factory=dict)
    wishes: dict[int, str] = field(default_factory=dict)
    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    areas: dict[str, set[str]] = field(default_factory=dict)
    nominations: list[survey.Nomination] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    outside: list[survey.OutsideLink] = field(default_factory=list)
    stories: dict[bool, survey.Story] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    write_ins: list[str] = field(default_factory=list)
    saved: dict[str, datetime] = field(default_factory=dict)
    works_with_nobody: bool = False

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
    found = Answers(works_with_nobody=respondent.works_with_nobody)
    for t in respondent.tie_rows.all():
        found.ties[t.relation, t.to_id] = Given(t.value, t.state, tuple(t.areas), tuple(t.purposes))
    for r in respondent.rating_rows.all():
        found.ratings[r.item, r.to_id] = Given(r.value, r.state)
    found.wishes = dict(respondent.wish_rows.values_list("to_id", "kind"))
    first = ("", "first") if not occasion else (occasion,)
    for a in respondent.answers.filter(occasion__in=first):
        found.items[a.item] = (a.value, a.state)
    for area, answer in respondent.area_answers.values_list("area", "answer"):
        found.areas.setdefault(area, set()).add(answer)
    found.nominations = list(respondent.nominations.order_by("pk"))
    codes = [n.person for n in found.nominations if n.person]
    if codes:
        names = respondent.study.nominated_people.filter(code__in=codes)
        found.people = dict(names.values_list("code", "name"))
    found.outside = list(respondent.outside_links.order_by("pk"))
    for story in respondent.stories.order_by("pk"):
        if story.worked is not None:
            found.stories.setdefault(story.worked, story)
    found.consents = latest_consents(respondent)
    found.write_ins = list(respondent.write_ins.order_by("pk").values_list("name", flat=True))
    found.saved = dict(respondent.saved_steps.values_list("step", "saved_at"))
    return found


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
