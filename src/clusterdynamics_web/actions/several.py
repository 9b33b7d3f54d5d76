"""Several actions on one page: empty lines beneath each finding, and what is written into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.access import Access
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.forms import DUE, NEXT_REVIEW, team_of
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.actions.read import purposes_of
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.roster import present_actors

__all__ = ["LINES", "LineForm", "Lines", "lines_for"]

#: Empty lines beneath each finding.
LINES = 2


class LineForm(forms.Form):
    """What is asked of every action, and nothing else; the rest is said on its own page."""

    title = forms.CharField(label=gettext_lazy("What is done?"), max_length=300, required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("What is it for?"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who sees to it"), required=False)
    due = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    expected_change = forms.CharField(
        label=gettext_lazy("What should be different in the next wave?"), max_length=1000, required=False
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written: what stands in a line by itself does not count."""
        return not any(self.cleaned_data.get(name) for name in ("title", "expected_change"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_empty:
            return data
        for name, wrong in (
            ("title", _("Say what is done.")),
            ("purpose", _("Choose at least one purpose: what is it for?")),
            ("owner", _("Say who sees to it: an organisation or a person.")),
            ("due", _("Say until when.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, wrong)
        return data


@dataclass
class Lines:
    """A finding, the actions that answer it already, and the lines beneath it."""

    finding: Finding
    actions: list[Action]
    forms: list[LineForm]


class _Known:
    """Who can see to an action, by the value of the choice; and what it can be for."""

    def __init__(self, study: Study, user: User) -> None:
        actors = present_actors(study, current_wave(study)).order_by("label")
        self.actors: dict[str, Actor] = {f"o:{a.code}": a for a in actors}
        self.people: dict[str, User] = {f"u:{u.pk}": u for u in team_of(study)}
        self.purposes = purposes_of(study)
        own = f"u:{user.pk}"
        self.first = {
            "owner": own if own in self.people else "",
            "purpose": next(iter(self.purposes)) if len(self.purposes) == 1 else "",
            "due": timezone.localdate() + DUE,
        }

    def fill(self, form: LineForm) -> LineForm:
        none = ("", _("choose"))
        people = [(key, str(u)) for key, u in self.people.items()]
        organisations = [(key, a.label) for key, a in self.actors.items()]
        owners = [none, (_("People"), people), (_("Organisations"), organisations)]
        for name, choices in (("purpose", [none, *self.purposes.items()]), ("owner", owners)):
            field = form.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = choices
        return form

    def values(self, form: LineForm) -> dict[str, Any]:
        """Return what `make_action` takes."""
        data = form.cleaned_data
        return {
            **{name: data[name] for name in ("title", "due", "expected_change")},
            "purposes": [data["purpose"]],
            "owner": self.actors.get(data["owner"]),
            "owner_user": self.people.get(data["owner"]),
            "next_review": min(timezone.localdate() + NEXT_REVIEW, data["due"]),
        }


def lines_for(
    access: Access[Study], user: User, findings: Sequence[Finding], given: Mapping[str, str] | None
) -> tuple[list[Lines], list[tuple[LineForm, dict[str, Any], Finding]]]:
    """Return the lines beneath findings; and those that are written and right, with what `make_action` takes.

    Parameters
    ----------
    user
        Who sees to an action where nobody else is chosen.
    given
        What was posted; None for empty lines. What a finding says should be done stands in its first line, as long as
        no action answers it.
    """
    known = _Known(access.object, user)
    shown, written = [], []
    for finding in findings:
        actions = list(finding.actions.order_by("pk"))
        lines = Lines(finding, actions, [])
        for number in range(LINES):
            first = known.first | ({"title": finding.to_do[:300]} if number == 0 and not actions else {})
            form = known.fill(LineForm(given, prefix=f"{finding.code}-{number}", initial=first))
            lines.forms.append(form)
            if given is not None and form.is_valid() and not form.is_empty:
                written.append((form, known.values(form), finding))
        shown.append(lines)
    return shown, written
