"""Forms of findings, actions and reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics.disclosure import class_of
from clusterdynamics_web.access import Access
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.figures import FIGURES
from clusterdynamics_web.actions.models import CLASSES, Action, Finding, Status, Verdict
from clusterdynamics_web.actions.origins import Proposal
from clusterdynamics_web.actions.read import purposes_of
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right, rights_of
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.roster import present_actors

__all__ = ["DUE", "NEXT_REVIEW", "ActionForm", "FindingForm", "MinuteForm", "ReviewForm", "StandForm", "team_of"]


#: When an action is looked at again, where nobody says otherwise.
NEXT_REVIEW = timedelta(days=91)
#: When an action is done, where nobody says otherwise: it is reviewed once on the way.
DUE = 2 * NEXT_REVIEW


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FindingForm(forms.Form):
    """What was found, what it rests on, how people see it, what to do, who may read it."""

    statement = forms.CharField(
        label=gettext_lazy("What did you find?"),
        help_text=gettext_lazy("One sentence that everybody understands."),
        widget=_text(2),
        max_length=500,
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("How do you see it?"), choices=Verdict.choices, widget=forms.RadioSelect, initial="agree"
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Results it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    stories = forms.MultipleChoiceField(
        label=gettext_lazy("Stories it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("For example: 17 of 29 votes; what people from the harbour told us."),
        widget=_text(2),
        max_length=1000,
        required=False,
    )
    to_do = forms.CharField(
        label=gettext_lazy("What should be done about it?"), widget=_text(2), max_length=1000, required=False
    )
    visibility = forms.ChoiceField(label=gettext_lazy("Who may read it?"), widget=forms.RadioSelect, initial="C2")

    def __init__(
        self,
        *args: Any,
        access: Access[Study],
        titles: Mapping[str, str],
        readable: Sequence[Story],
        finding: Finding | None = None,
        **kwargs: Any,
    ) -> None:
        self.by_code = {s.code: s for s in readable}
        sections: list[str] = []
        if finding is not None:
            rests_on = list(finding.rests_on.select_related("story"))
            sections = [e.reference for e in rests_on if e.kind == "section"]
            kwargs["initial"] = {
                **{n: getattr(finding, n) for n in ("statement", "verdict", "evidence", "to_do", "visibility")},
                "sections": sections,
                "stories": [e.story.code for e in rests_on if e.story is not None],
            }
        super().__init__(*args, **kwargs)
        known = dict(titles) | {name: name for name in sections if name not in titles}
        own = class_of(audience_of(access))
        _choices(self, "sections", list(known.items()))
        _choices(self, "stories", [(s.code, s.title or s.text[:80]) for s in readable])
        _choices(self, "visibility", [(c.value, str(words)) for c, words in CLASSES.items() if c >= own])
        for name in ("sections", "stories"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what `save_finding` takes."""
        return {name: self.cleaned_data[name] for name in ("statement", "evidence", "verdict", "to_do", "visibility")}

    def chosen_stories(self) -> list[Story]:
        return [self.by_code[code] for code in self.cleaned_data.get("stories", ())]


class ActionForm(forms.Form):
    """What is done, for what, by whom, until when, and what should be different afterwards."""

    title = forms.CharField(label=gettext_lazy("What is done?"), max_length=300)
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("Which findings does it answer?"), widget=forms.CheckboxSelectMultiple
    )
    purposes = forms.MultipleChoiceField(label=gettext_lazy("What is it for?"), widget=forms.CheckboxSelectMultiple)
    owner = forms.ChoiceField(label=gettext_lazy("Organisation that sees to it"), required=False)
    owner_user = forms.ChoiceField(label=gettext_lazy("Person with an account"), required=False)
    owner_name = forms.CharField(label=gettext_lazy("Or: name of the person"), max_length=120, required=False)
    owner_email = forms.EmailField(
        label=gettext_lazy("Their e-mail"),
        help_text=gettext_lazy("They are reminded at most once a week, when a date has passed."),
        required=False,
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partners"), required=False, widget=forms.CheckboxSelectMultiple
    )
    partners_text = forms.CharField(
        label=gettext_lazy("Further partners"),
        help_text=gettext_lazy("Who is not on the roster."),
        max_length=300,
        required=False,
    )
    starts = forms.DateField(label=gettext_lazy("From"), required=False, widget=_Day())
    due = forms.DateField(label=gettext_lazy("Until"), widget=_Day())
    next_review = forms.DateField(label=gettext_lazy("Next review"), required=False, widget=_Day())
    expected_change = forms.CharField(
        label=gettext_lazy("What should be different in the next wave?"),
        help_text=gettext_lazy("One sentence. It can no longer change when that wave has opened."),
        widget=_text(2),
        max_length=1000,
        required=False,
    )
    expected_figure = forms.ChoiceField(label=gettext_lazy("A figure that shows it"), required=False)
    expected_direction = forms.ChoiceField(label=gettext_lazy("Where it should go"), required=False)
    parent = forms.ChoiceField(label=gettext_lazy("Part of a larger action"), required=False)

    def __init__(
        self,
        *args: Any,
        access: Access[Study],
        findings: Sequence[Finding],
        action: Action | None = None,
        proposal: Proposal | None = None,
        fixed: bool = False,
        **kwargs: Any,
    ) -> None:
        study = access.object
        self.by_finding = {f.code: f for f in findings}
        self.action = action
        #: What somebody else may read stays as it is.
        self.unseen = [] if action is None else [f for f in action.findings.all() if f.code not in self.by_finding]
        kwargs["initial"] = self._initial(action, proposal or Proposal()) | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)
        present = list(present_actors(study, current_wave(study)).order_by("label"))
        if action is not None:  # who has left since stays named until somebody takes them out
            there = {a.pk for a in present}
            named = [*action.partners.all(), *([action.owner] if action.owner else [])]
            present += [a for a in named if a.pk not in there]
        self.by_actor = {a.code: a for a in present}
        self.by_user = {str(u.pk): u for u in team_of(study)}
        others = study.actions.filter(parent=None)
        if action is not None:
            others = others.exclude(pk=action.pk)
        self.by_parent = {a.code: a for a in others}
        none = ("", _("none"))
        _choices(self, "findings", [(f.code, f.statement) for f in findings])
        if self.unseen:
            self.fields["findings"].required = False
        _choices(self, "purposes", list(purposes_of(study).items()))
        _choices(self, "owner", [none, *((a.code, a.label) for a in present)])
        _choices(self, "owner_user", [none, *((key, str(u)) for key, u in self.by_user.items())])
        _choices(self, "partners", [(a.code, a.label) for a in present])
        _choices(self, "expected_figure", [none, *((key, str(f.label)) for key, f in FIGURES.items())])
        _choices(self, "expected_direction", [none, *Action.Direction.choices])
        _choices(self, "parent", [none, *((a.code, a.title) for a in self.by_parent.values())])
        if fixed:
            for name in ("expected_change", "expected_figure", "expected_direction"):
                self.fields[name].disabled = True

    def _initial(self, action: Action | None, proposal: Proposal) -> dict[str, Any]:
        if action is None:
            return {
                "title": proposal.title,
                "due": timezone.localdate() + DUE,
                "next_review": timezone.localdate() + NEXT_REVIEW,
                "owner": proposal.owner,
                "partners": list(proposal.partners),
                "purposes": list(proposal.purposes),
            }
        plain = ("title", "purposes", "owner_name", "owner_email", "partners_text", "starts", "due", "next_review")
        return {
            **{name: getattr(action, name) for name in (*plain, "expected_change", "expected_figure")},
            "expected_direction": action.expected_direction,
            "findings": [f.code for f in action.findings.all()],
            "owner": action.owner.code if action.owner else "",
            "owner_user": str(action.owner_user_id or ""),
            "partners": [a.code for a in action.partners.all()],
            "parent": action.parent.code if action.parent else "",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, due = data.get("starts"), data.get("due")
        if starts and due and due < starts:
            self.add_error("due", _("The last day comes after the first."))
        if not any(data.get(name) for name in ("owner", "owner_user", "owner_name")) and not self.errors:
            self.add_error("owner", _("Say who sees to it: an organisation or a person."))
        if bool(data.get("expected_figure")) != bool(data.get("expected_direction")):
            self.add_error("expected_direction", _("Name a figure and where it should go, or neither."))
        elif data.get("expected_figure") and not data.get("expected_change"):
            self.add_error("expected_change", _("Say in a sentence what should be different."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what `make_action` takes as values."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in {"findings", "partners"}}
        data["owner"] = self.by_actor.get(data["owner"])
        data["owner_user"] = self.by_user.get(data["owner_user"])
        data["parent"] = self.by_parent.get(data["parent"])
        return data

    def chosen_findings(self) -> list[Finding]:
        return [*(self.by_finding[code] for code in self.cleaned_data["findings"]), *self.unseen]

    def chosen_partners(self) -> list[Any]:
        return [self.by_actor[code] for code in self.cleaned_data["partners"]]


class StandForm(forms.Form):
    """Where an action stands now."""

    status = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=Status.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(label=gettext_lazy("Done, in percent"), min_value=0, max_value=100, required=False)
    note = forms.CharField(label=gettext_lazy("What happened"), widget=_text(2), max_length=2000, required=False)
    reason = forms.CharField(label=gettext_lazy("Why it was stopped"), widget=_text(2), max_length=1000, required=False)
    next_review = forms.DateField(label=gettext_lazy("Next review"), required=False, widget=_Day())

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "status": action.status,
            "percent": action.percent,
            "reason": action.reason,
            "next_review": action.next_review,
        }
        kwargs.setdefault("prefix", action.code)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == Status.STOPPED and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Say why it was stopped: others learn from it."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what `move` takes."""
        return dict(self.cleaned_data) | {"percent": self.cleaned_data["percent"] or 0}


class ReviewForm(forms.Form):
    held_on = forms.DateField(label=gettext_lazy("Date"), widget=_Day(), initial=timezone.localdate)
    present = forms.CharField(
        label=gettext_lazy("Who is there?"), help_text=gettext_lazy("Names or roles."), widget=_text(2), required=False
    )


class MinuteForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Add to the minutes"), widget=_text(3), max_length=5000)


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
    field.choices = choices


def team_of(study: Study) -> list[User]:
    """Return the people of a study who can read an action, each once."""
    held: dict[int, list[Role]] = {}
    people: dict[int, User] = {}
    for given in study.roles.select_related("user").order_by("user__name", "pk"):
        held.setdefault(given.user_id, []).append(Role(given.role))
        people[given.user_id] = given.user
    return [u for pk, u in people.items() if Right.READ_ACTIONS in rights_of(held[pk])]
