"""The dates of actions, for calendars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.models import Action, Status
from clusterdynamics_web.actions.read import lines_of, owner_words
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.calendars import Event, calendar
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study

__all__ = ["calendar_of"]


def calendar_of(access: Access[Study]) -> bytes:
    """Return the dates of a study's actions as a calendar, as this person may see them."""
    study = access.object
    return calendar(_("Actions: {study}").format(study=study), _events(access), timezone.now())


def _events(access: Access[Study]) -> Iterator[Event]:
    study, named = access.object, access.may(Right.SEE_NAMES)
    for line in lines_of(access):
        action = line.action
        said = [", ".join(line.purposes), _("Where it stands: {status}").format(status=action.get_status_display())]
        if named:
            said.append(_("Who sees to it: {owner}").format(owner=owner_words(action)))
        if action.expected_change:
            said.append(_("What should be different: {change}").format(change=action.expected_change))
        address = absolute(reverse("action_show", args=[study.region.slug, study.key, action.code]))
        common: dict[str, Any] = {
            "changed": action.updated_at,
            "sequence": action.sequence,
            "text": "\n".join(said),
            "url": address,
            "is_off": action.status == Status.STOPPED,
            "blocks": False,
        }
        if action.due is not None:
            title = _("Done: {action}") if action.status == Status.DONE else _("Due: {action}")
            yield Event(
                _uid(study, action, "due"), title.format(action=action.title), action.due, category=_("due"), **common
            )
        if action.next_review is not None:
            title = _("Review: {action}").format(action=action.title)
            yield Event(_uid(study, action, "review"), title, action.next_review, category=_("review"), **common)


def _uid(study: Study, action: Action, what: str) -> str:
    return f"{what}.{action.code}.{study.key}@clusterdynamics"
