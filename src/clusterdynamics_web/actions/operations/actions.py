"""Actions: made, changed, moved on from review to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.figures import FIGURES
from clusterdynamics_web.actions.models import Action, Finding, Review, Status, Step
from clusterdynamics_web.actions.operations.common import locked, name_in_order, names_are_agreed, next_code
from clusterdynamics_web.actions.origins import action_made
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rights import Right, rights_of
from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = ["LinesRefused", "change_action", "expects_late", "make_action", "make_several", "move"]

#: Values of an action that a form gives as they are.
PLAIN = (
    *("title", "purposes", "owner", "owner_user", "owner_name", "owner_email", "partners_text", "starts", "due"),
    *("expected_change", "expected_figure", "expected_direction", "next_review", "parent"),
)
EXPECTED = ("expected_change", "expected_figure", "expected_direction")


class LinesRefused(InputError):
    """Some of several actions cannot be kept, so none is; `problems` says why, by the number of the line from 0."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def make_action(
    user: User | None,
    study: Study,
    values: Mapping[str, Any],
    findings: Sequence[Finding],
    partners: Sequence[Actor] = (),
    *,
    origin: str = "",
) -> Action:
    """Make an action of one or more findings.

    Parameters
    ----------
    values
        By the names of `PLAIN`.
    origin
        Where it came from, such as ``introduction:abc``.

    Raises
    ------
    InputError
        It has no purpose or no finding, or its parts do not hold together.
    """
    action = _make(user, study, values, findings, partners, origin)
    action_made.send(sender=Action, action=action, user=user)
    return action


def make_several(user: User | None, study: Study, lines: Sequence[tuple[Mapping[str, Any], Finding]]) -> list[Action]:
    """Make several actions, each of one finding: all of them, or none.

    Raises
    ------
    LinesRefused
        What `make_action` would refuse, for every line at once.
    """
    made: list[Action] = []
    problems: dict[int, str] = {}
    with transaction.atomic():
        for number, (values, finding) in enumerate(lines):
            try:
                made.append(_make(user, study, values, [finding], (), ""))
            except InputError as error:
                problems[number] = str(error)
        if problems:
            raise LinesRefused(problems)
    for action in made:
        action_made.send(sender=Action, action=action, user=user)
    return made


@transaction.atomic
def _make(
    user: User | None,
    study: Study,
    values: Mapping[str, Any],
    findings: Sequence[Finding],
    partners: Sequence[Actor],
    origin: str,
) -> Action:
    study = locked(study)
    action = Action(study=study, created_by=user, origin=origin)
    action.code = next_code("action", study.actions.values_list("code", flat=True))
    action.after = max((f.wave for f in findings), key=lambda w: w.position, default=None)
    _set(study, action, values, findings, partners)
    record(user, "action.added", study, action.code, purposes=action.purposes, findings=len(findings))
    Step.objects.create(action=action, status=action.status, percent=action.percent, by=user)
    return action


@transaction.atomic
def change_action(
    user: User | None,
    study: Study,
    action: Action,
    values: Mapping[str, Any],
    findings: Sequence[Finding],
    partners: Sequence[Actor] = (),
) -> Action:
    """Change what is said about an action.

    Raises
    ------
    InputError
        As `make_action`; or what was expected is changed after the wave that tells has opened.
    """
    study = locked(study)
    action = study.actions.select_for_update().get(pk=action.pk)
    moved = [name for name in EXPECTED if (getattr(action, name) or "") != (values.get(name) or "")]
    if moved and expects_late(action):
        raise InputError(
            _(
                "What should be different was written down before the wave opened. It stays as it is, so that the wave "
                "can answer it."
            )
        )
    before = {name: getattr(action, name) for name in PLAIN}
    _set(study, action, values, findings, partners)
    changed = sorted(name for name in PLAIN if getattr(action, name) != before[name])
    record(user, "action.changed", study, action.code, fields=changed)
    return action


@transaction.atomic
def move(
    user: User | None,
    action: Action,
    status: str,
    percent: int,
    *,
    note: str = "",
    reason: str = "",
    next_review: Any = None,
    review: Review | None = None,
) -> Action:
    """Say where an action stands now; what is done is done to 100 percent.

    Raises
    ------
    InputError
        It is stopped without a reason, or the percent do not fit.
    """
    study = locked(action.study)
    action = study.actions.select_for_update().get(pk=action.pk)
    if status not in Status.values:
        raise InputError(_("Choose where the action stands."))
    if not 0 <= percent <= 100:
        raise InputError(_("Percent lie between 0 and 100."))
    if status == Status.STOPPED and not (reason.strip() or action.reason):
        raise InputError(_("Say why '{action}' was stopped: others learn from it.").format(action=action.title))
    if status == Status.DONE:
        percent = 100
    action.status, action.percent = status, percent
    action.reason = reason.strip() or action.reason if status == Status.STOPPED else ""
    action.next_review = next_review if action.is_open else None
    action.updated_at = timezone.now()
    action.sequence += 1
    action.save()
    Step.objects.create(
        action=action, review=review, status=status, percent=percent, note=note.strip() or action.reason, by=user
    )
    record(user, "action.moved", study, action.code, status=status, percent=percent)
    return action


def expects_late(action: Action) -> bool:
    """Say whether a wave that can tell what changed has opened since the action was made."""
    return (
        action.after is not None
        and Wave.objects.filter(
            study_id=action.study_id, position__gt=action.after.position, opened_at__isnull=False
        ).exists()
    )


def _set(
    study: Study, action: Action, values: Mapping[str, Any], findings: Sequence[Finding], partners: Sequence[Actor]
) -> None:
    _check(study, action, values, findings)
    said = f"{values['title']} ¦ {values.get('expected_change') or ''}"
    names_are_agreed(study, said, "C2")
    for name in PLAIN:
        value = values.get(name)
        setattr(action, name, value if value is not None or name in _NULL else "")
    action.purposes = list(values["purposes"])
    action.updated_at = timezone.now()
    action.sequence += not action._state.adding
    action.save()
    name_in_order(action, findings, partners)


_NULL = frozenset({"owner", "owner_user", "starts", "due", "next_review", "parent"})


def _check(study: Study, action: Action, values: Mapping[str, Any], findings: Sequence[Finding]) -> None:
    """Raise on everything that is wrong, at once."""
    known = {p["id"] for p in study.purposes} | set(action.purposes)
    wrong = []
    if not str(values.get("title") or "").strip():
        wrong.append(_("Say what is done."))
    if not values.get("purposes"):
        wrong.append(_("Choose at least one purpose: what is it for?"))
    elif unknown := sorted(set(values["purposes"]) - known):
        wrong.append(_("The study does not know these purposes: {names}.").format(names=", ".join(unknown)))
    if not findings:
        wrong.append(_("Choose at least one finding: why is it done?"))
    if any(f.study_id != study.pk for f in findings):
        raise ValueError("a finding of another study")
    starts, due, parent = values.get("starts"), values.get("due"), values.get("parent")
    if starts and due and due < starts:
        wrong.append(_("The last day comes after the first."))
    if values.get("expected_figure") and values["expected_figure"] not in FIGURES:
        wrong.append(_("Choose a figure from the list."))
    if bool(values.get("expected_figure")) != bool(values.get("expected_direction")):
        wrong.append(_("Name a figure and where it should go, or neither."))
    if values.get("expected_figure") and not str(values.get("expected_change") or "").strip():
        wrong.append(_("Say in a sentence what should be different; the figure stands beside it."))
    if parent is not None and (parent.parent_id or parent.pk == action.pk or (action.pk and action.children.exists())):
        wrong.append(_("An action that has parts of its own cannot be part of another one."))
    owner = values.get("owner_user")
    if owner is not None and not _on_team(study, owner):
        wrong.append(_("This account has no part in the study."))
    if wrong:
        raise InputError(" ".join(wrong))


def _on_team(study: Study, user: User) -> bool:
    roles = [Role(r) for r in user.study_roles.filter(study=study).values_list("role", flat=True)]
    return Right.READ_ACTIONS in rights_of(roles)
