"""Forms of a next wave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.setup.operations.becoming import Becoming
from clusterdynamics_web.studies.models import Wave

__all__ = ["BecomingForm", "WaveForm"]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WaveForm(forms.Form):
    """Name and dates of a next wave; suggested are those of the last one, two years on."""

    label = forms.CharField(label=gettext_lazy("Name of the wave"), max_length=120)
    opens = forms.DateField(label=gettext_lazy("First day"), widget=_day())
    closes = forms.DateField(label=gettext_lazy("Last day"), widget=_day())

    def __init__(self, *args: Any, last: Wave, **kwargs: Any) -> None:
        began = last.opens or timezone.localdate()
        lasts = (last.closes - began) if last.closes else timedelta(days=35)
        opens = max(_years_on(began), timezone.localdate() + timedelta(days=14))
        kwargs["initial"] = {"label": str(opens.year), "opens": opens, "closes": opens + lasts}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The last day comes after the first."))
        return data


def _years_on(day: date) -> date:
    """Return the same weekday about two years later."""
    return day + timedelta(weeks=104)


class BecomingForm(forms.Form):
    """What became of organisations; which ones is chosen beside it (`components/check_list.html`)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[
            ("left", gettext_lazy("It is no part of the cluster any more, or exists no more")),
            ("renamed", gettext_lazy("It has another name")),
            ("merged", gettext_lazy("Several became one, or one took others over")),
            ("split", gettext_lazy("One became several")),
        ],
        widget=forms.RadioSelect,
    )
    names = forms.CharField(
        label=gettext_lazy("Name of what came out of it"),
        help_text=gettext_lazy("After a split one name a line. An old name means that this organisation goes on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def becoming(self, codes: list[str]) -> Becoming:
        names = () if self.cleaned_data["kind"] == "left" else tuple(self.cleaned_data["names"].splitlines())
        return Becoming(self.cleaned_data["kind"], tuple(codes), names)
