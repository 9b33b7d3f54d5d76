"""Forms of minutes and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from clusterdynamics_web.meetings.forms.fields import area, day
from clusterdynamics_web.meetings.models import Meeting
from clusterdynamics_web.regions.models import Region

__all__ = ["DecisionForm", "MinutesForm"]


class MinutesForm(forms.Form):
    """Minutes, who reads them, and what comes next."""

    minutes = forms.CharField(
        label=gettext_lazy("Minutes"),
        widget=area(12),
        max_length=20_000,
        required=False,
        help_text=gettext_lazy("What was said, for those who were not there. Name regions, not people."),
    )
    minutes_public = forms.TypedChoiceField(
        label=gettext_lazy("Who may read minutes and decisions?"),
        choices=[("no", gettext_lazy("People of the network, who log in")), ("yes", gettext_lazy("Everybody"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    no_decisions = forms.BooleanField(label=gettext_lazy("Nothing was decided"), required=False)
    next_on = day(gettext_lazy("When is the next meeting?"))
    next_host = forms.ModelChoiceField(
        label=gettext_lazy("Which region hosts it?"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=gettext_lazy("not known yet"),
    )

    def __init__(self, *args: Any, meeting: Meeting, regions: QuerySet[Region], **more: Any) -> None:
        names = ("minutes", "no_decisions", "next_on", "next_host")
        initial = {name: getattr(meeting, name) for name in names}
        more.setdefault("initial", {**initial, "minutes_public": "yes" if meeting.minutes_public else "no"})
        super().__init__(*args, **more)
        self.fields["next_host"].queryset = regions  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """A decision: what, which region, until when."""

    text = forms.CharField(label=gettext_lazy("What was decided?"), widget=area(2), max_length=500)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Which region sees to it?"),
        queryset=Region.objects.none(),
        empty_label=gettext_lazy("choose"),
    )
    due = day(gettext_lazy("Until when?"))

    def __init__(self, *args: Any, regions: QuerySet[Region], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = regions  # type: ignore[attr-defined]
