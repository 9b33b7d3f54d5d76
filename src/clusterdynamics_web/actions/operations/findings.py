"""Findings: written down, changed, taken away while nothing follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Evidence, Finding
from clusterdynamics_web.actions.operations.common import locked, names_are_agreed, next_code
from clusterdynamics_web.audit import record
from clusterdynamics_web.studies.models import Snapshot, Study, Wave
from clusterdynamics_web.survey.models import Story

__all__ = ["add_evidence", "remove_finding", "save_finding"]


@transaction.atomic
def save_finding(
    user: User | None,
    study: Study,
    wave: Wave,
    values: Mapping[str, Any],
    *,
    finding: Finding | None = None,
    sections: Sequence[str] = (),
    snapshot: Snapshot | None = None,
    stories: Sequence[Story] = (),
) -> Finding:
    """Write a finding down, or change one.

    Parameters
    ----------
    wave
        Whose results it is about; one that is there keeps its wave.
    values
        `statement`, `evidence`, `verdict`, `to_do`, `visibility`.
    sections, snapshot
        Sections of the results that it rests on, and of which snapshot.
    stories
        Stories that it rests on.

    Raises
    ------
    InputError
        It says nothing, rests on nothing, or names an organisation that has not agreed to it.
    """
    study = locked(study)
    if not str(values["statement"]).strip():
        raise InputError(_("Say what you found, in a sentence."))
    others = finding is not None and finding.rests_on.filter(kind__in=("scene", "votes")).exists()
    if not (str(values["evidence"]).strip() or sections or stories or others):
        raise InputError(_("Say what the finding rests on: results, a story, or in your own words."))
    said = " ¦ ".join(str(values[name]) for name in ("statement", "evidence", "to_do"))
    names_are_agreed(study, said, str(values["visibility"]))
    is_new = finding is None
    if finding is None:
        finding = Finding(study=study, wave=wave, created_by=user)
        finding.code = next_code("finding", study.findings.values_list("code", flat=True))
    for name in ("statement", "evidence", "verdict", "to_do", "visibility"):
        setattr(finding, name, values[name])
    finding.save()
    before = {e.reference: e for e in finding.rests_on.filter(kind=Evidence.Kind.SECTION)}
    # A section that was named before stays with the snapshot in which it was seen.
    finding.rests_on.filter(kind=Evidence.Kind.SECTION).exclude(reference__in=sections).delete()
    for name in sections:
        if name not in before:
            add_evidence(finding, Evidence.Kind.SECTION, reference=name, snapshot=snapshot)
    finding.rests_on.filter(kind=Evidence.Kind.STORY).exclude(story__in=stories).delete()
    kept = set(finding.rests_on.filter(kind=Evidence.Kind.STORY).values_list("story_id", flat=True))
    for story in stories:
        if story.pk not in kept:
            add_evidence(finding, Evidence.Kind.STORY, story=story)
    record(user, "finding.added" if is_new else "finding.changed", study, finding.code, shows=finding.visibility)
    return finding


def add_evidence(finding: Finding, kind: str, **what: Any) -> Evidence:
    """Say what a finding rests on; for a part that brings its own, such as votes of a session."""
    return Evidence.objects.create(finding=finding, kind=kind, **what)


@transaction.atomic
def remove_finding(user: User | None, study: Study, finding: Finding) -> None:
    """Take a finding away.

    Raises
    ------
    InputError
        Actions follow from it.
    """
    study = locked(study)
    if finding.actions.exists():
        raise InputError(_("Actions follow from this finding, so it stays. Give them another finding first."))
    record(user, "finding.removed", study, finding.code)
    finding.delete()
