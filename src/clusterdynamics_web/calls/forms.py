"""Forms of calls. What they ask for is asked for in a file as well: each row of one goes through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web import zones
from clusterdynamics_web.calls.fields import FIELDS, MOST_DEADLINES, Given
from clusterdynamics_web.calls.models import Call, Deadline, Interest
from clusterdynamics_web.calls.when import moment
from clusterdynamics_web.library.search.facets import model_labels
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region

__all__ = ["CallForm", "DeadlineForm", "DeadlineSet", "FileForm", "InterestForm", "LetterForm", "deadline_set"]

_HINTS: dict[str, Any] = {
    "title": gettext_lazy("As the funder calls it."),
    "url": gettext_lazy("Where the funder tells about it, beginning with https://."),
    "programme": gettext_lazy("For example: Interreg Europe."),
    "action_type": gettext_lazy("For example: grant for projects of several partners."),
    "who": gettext_lazy("For example: clusters and universities, at least three from different countries."),
    "countries": gettext_lazy("Choose none where it is open to all."),
    "sector": gettext_lazy("The same words as in the library, for example: forest and paper. Empty where any."),
    "purpose": gettext_lazy("What the collaboration would be for, as in the library."),
    "amount": gettext_lazy("In words, for example: up to 2 million euros, 80 per cent of the costs."),
    "opens": gettext_lazy("Leave it empty if it is open already."),
    "checked_on": gettext_lazy("When you last held this against the funder's page."),
    "keywords": gettext_lazy("Words that people would search for, with commas between them."),
}
_DAY = {"type": "date"}


class CallForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    """A call without its deadlines."""

    use_required_attribute = False

    class Meta:
        model = Call
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = model_labels(get_language() or "en")["purpose"]
        chosen = {n: str(f.label) for n, f in self.fields.items()}
        self.fields["countries"] = forms.MultipleChoiceField(
            choices=list(COUNTRIES.items()), widget=forms.CheckboxSelectMultiple, required=False
        )
        self.fields["purpose"] = forms.ChoiceField(choices=[("", _("not said")), *labels.items()], required=False)
        self.fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES)
        self.fields["url"] = forms.CharField(max_length=500, validators=[URLValidator(schemes=["https", "http"])])
        for name, rows in (("summary", 4), ("who", 2)):
            self.fields[name].widget.attrs["rows"] = rows
        for name in ("opens", "checked_on"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs=_DAY)
        for name, field in self.fields.items():
            field.label = chosen[name][:1].upper() + chosen[name][1:]
            field.help_text = _HINTS.get(name, "")
        self.initial["countries"] = self.instance.country_list
        if not self.instance.pk:
            self.initial["checked_on"] = timezone.localdate()

    def clean_countries(self) -> str:
        return " ".join(self.cleaned_data["countries"])

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def values(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class DeadlineForm(forms.Form):
    """One deadline: a time on the clock of a place."""

    use_required_attribute = False

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY), required=False
    )
    clock = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), required=False
    )
    zone = forms.ChoiceField(label=gettext_lazy("On the clock of"), required=False)
    name = forms.CharField(
        label=gettext_lazy("What for"),
        help_text=gettext_lazy("For example: first stage."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [("", _("not said")), *zones.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, clock, zone = (cleaned.get(n) for n in ("day", "clock", "zone"))
        if not day:
            if (clock or cleaned.get("name")) and "day" not in self.errors:
                self.add_error("day", _("On which day?"))
            return cleaned
        if not clock and "clock" not in self.errors:
            self.add_error("clock", _("Until what time? Take 23:59 where the funder says the day only."))
        if not zone and "zone" not in self.errors:
            self.add_error("zone", _("On the clock of which city?"))
        if clock and zone:
            try:
                cleaned["at"] = moment(day, clock, zone)
            except InputError as error:
                self.add_error("clock", str(error))
        return cleaned

    def given(self) -> Given | None:
        """Return the deadline; None where the row is empty or taken out."""
        data = self.cleaned_data
        if "at" not in data or data.get("DELETE"):
            return None
        name = data.get("name", "").replace(";", ",")  # parts deadlines in a table
        return Given(data["at"], data["zone"], name, data.get("key", ""))


class DeadlineSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The deadlines of a call, with empty rows for more."""

    deletion_widget = forms.CheckboxInput

    def given(self) -> list[Given]:
        return [one for form in self.forms if (one := form.given()) is not None]

    def clean(self) -> None:
        seen = [one.at for form in self.forms if form.is_valid() and (one := form.given()) is not None]
        if len(seen) != len(set(seen)):
            raise ValidationError(_("Two deadlines are at the same time. Say it once, with one name."))


def deadline_set(call: Call | None, zone: str, data: Any = None) -> Any:
    """Return the form for the deadlines of a call."""
    known = [] if call is None else list(call.deadlines.filter(dropped_at=None))
    made = forms.formset_factory(
        DeadlineForm, formset=DeadlineSet, extra=2, can_delete=True, max_num=MOST_DEADLINES, validate_max=True
    )
    filled = made(data, initial=[_initial(d) for d in known], prefix="deadline")
    for form in filled.forms[len(known) :]:
        form.initial.setdefault("zone", zone)
    for form in filled.forms:
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this deadline out")
    return filled


def _initial(deadline: Deadline) -> dict[str, Any]:
    there = deadline.at.astimezone(ZoneInfo(deadline.zone))
    return {
        "key": deadline.key,
        "day": there.date(),
        "clock": there.time(),
        "zone": deadline.zone,
        "name": deadline.name,
    }


class FileForm(forms.Form):
    """A file with calls."""

    file = forms.FileField(
        label=gettext_lazy("File with calls"), help_text=gettext_lazy("CSV, JSON, RSS or Atom, up to 2 MB.")
    )


class InterestForm(forms.Form):
    """That one's region would join an application."""

    use_required_attribute = False

    role = forms.ChoiceField(label=gettext_lazy("How?"), choices=Interest.As.choices, widget=forms.RadioSelect)
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("For which region?"), empty_label=None)
    brings = forms.CharField(
        label=gettext_lazy("What you bring"),
        help_text=gettext_lazy("For example: forty firms that want to save energy together, and a test hall."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].to_field_name = "slug"  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """A letter to somebody on an interest list."""

    use_required_attribute = False

    text = forms.CharField(label=gettext_lazy("Your letter"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))
