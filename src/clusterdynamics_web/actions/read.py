"""What the pages of findings and actions show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass, class_of
from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.models import Action, Evidence, Finding, Status
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story

__all__ = [
    "FILTERS",
    "Line",
    "PurposeShare",
    "chosen",
    "evidence_words",
    "findings_for",
    "lines_of",
    "owner_key",
    "owner_words",
    "purposes_of",
    "share_of",
    "shares",
]


def findings_for(access: Access[Study]) -> list[Finding]:
    """Return the findings that a person may read, oldest first."""
    least = class_of(audience_of(access))
    found = access.object.findings.select_related("wave").prefetch_related("rests_on__story", "rests_on__snapshot")
    return [f for f in found if VisibilityClass(f.visibility) >= least]


def purposes_of(study: Study) -> dict[str, str]:
    """Return the study's purposes: code → words."""
    return {p["id"]: p["label"] for p in study.purposes}


def share_of(action: Action, parts: Iterable[Action]) -> int:
    """Return how much of an action is done, in percent: the mean of its parts, where it has any.

    Parts that were stopped do not count; an action whose parts were all stopped is as far as it says itself.
    """
    going = [p for p in parts if p.status != Status.STOPPED]
    return round(sum(p.percent for p in going) / len(going)) if going else action.percent


@dataclass
class Line:
    """An action as lists show it."""

    action: Action
    purposes: list[str]
    findings: list[Finding]
    hidden_findings: int
    partners: list[str]
    share: int
    parts: list[Action] = field(default_factory=list)
    is_overdue: bool = False
    is_unreviewed: bool = False

    @property
    def parts_done(self) -> int:
        return sum(p.status == Status.DONE for p in self.parts)


def lines_of(access: Access[Study], today: date | None = None) -> list[Line]:
    """Return every action with what belongs to it: open ones by date, then what is over."""
    study, now = access.object, today or timezone.localdate()
    readable = {f.pk: f for f in findings_for(access)}
    words = purposes_of(study)
    named = access.may(Right.SEE_NAMES)
    rows = list(
        study.actions.select_related("owner", "owner_user", "parent", "after").prefetch_related("findings", "partners")
    )
    parts: dict[int, list[Action]] = {}
    for row in rows:
        if row.parent_id:
            parts.setdefault(row.parent_id, []).append(row)
    lines = []
    for row in rows:
        findings = list(row.findings.all())
        lines.append(
            Line(
                action=row,
                purposes=[words.get(p, p) for p in row.purposes],
                findings=[readable[f.pk] for f in findings if f.pk in readable],
                hidden_findings=sum(f.pk not in readable for f in findings),
                partners=[p.label for p in row.partners.all()] if named else [],
                share=share_of(row, parts.get(row.pk, ())),
                parts=parts.get(row.pk, []),
                is_overdue=row.is_open and row.due is not None and row.due < now,
                is_unreviewed=row.is_open and (row.next_review is None or row.next_review < now),
            )
        )
    return sorted(lines, key=lambda x: (not x.action.is_open, x.action.due or date.max, x.action.pk))


#: Filter → what it asks of a line.
FILTERS = ("purpose", "status", "owner", "only")


def chosen(lines: Iterable[Line], filters: Mapping[str, str]) -> list[Line]:
    """Return the lines that fit every filter."""

    def fits(line: Line) -> bool:
        action, only = line.action, filters.get("only", "")
        return (
            (not filters.get("purpose") or filters["purpose"] in action.purposes)
            and (not filters.get("status") or filters["status"] == action.status)
            and (not filters.get("owner") or filters["owner"] == owner_key(action))
            and (only != "overdue" or line.is_overdue)
            and (only != "unreviewed" or line.is_unreviewed)
        )

    return [line for line in lines if fits(line)]


def owner_key(action: Action) -> str:
    """Return what an owner is called in the filter: the organisation, else the person."""
    if action.owner is not None:
        return f"o:{action.owner.code}"
    if action.owner_user is not None:
        return f"u:{action.owner_user.pk}"
    return f"n:{action.owner_name}" if action.owner_name else ""


def owner_words(action: Action) -> str:
    """Return who sees to an action, in words."""
    person = str(action.owner_user) if action.owner_user else action.owner_name
    names = [name for name in (action.owner.label if action.owner else "", person) if name]
    return ", ".join(names) or _("nobody yet")


@dataclass(frozen=True)
class PurposeShare:
    """How far the actions of one purpose are. An action with two purposes counts under each."""

    code: str
    label: str
    total: int
    done: int
    running: int
    planned: int
    stopped: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def shares(study: Study, lines: Iterable[Line]) -> list[PurposeShare]:
    """Return how many actions of each purpose are done; purposes without an action come last."""
    known = list(lines)
    codes = dict.fromkeys([*purposes_of(study), *(p for x in known for p in x.action.purposes)])
    words = purposes_of(study)

    def count(code: str, status: Status) -> int:
        return sum(code in x.action.purposes and x.action.status == status for x in known)

    found = [
        PurposeShare(
            code,
            words.get(code, code),
            sum(code in x.action.purposes for x in known),
            *(count(code, s) for s in (Status.DONE, Status.RUNNING, Status.PLANNED, Status.STOPPED)),
        )
        for code in codes
    ]
    return sorted(found, key=lambda s: s.total == 0)


def evidence_words(
    evidence: Evidence, titles: Mapping[str, str], stories: Mapping[int, Story]
) -> dict[str, Any] | None:
    """Return how a piece of evidence is shown; None for a story that the reader may not read."""
    if evidence.kind == Evidence.Kind.STORY:
        story = stories.get(evidence.story_id or 0)
        return None if story is None else {"kind": "story", "text": story.title or story.text[:80]}
    if evidence.kind == Evidence.Kind.SECTION:
        gone = evidence.snapshot is None or evidence.snapshot.taken_down_at is not None
        mark = evidence.snapshot.fingerprint[:12] if evidence.snapshot else ""
        return {
            "kind": "section",
            "text": titles.get(evidence.reference, evidence.reference),
            "section": evidence.reference if evidence.reference in titles and not gone else "",
            "snapshot": mark,
            "gone": gone,
        }
    return {"kind": evidence.kind, "text": evidence.words or evidence.reference}
