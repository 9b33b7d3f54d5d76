"""Forms of the field work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.fieldwork.models import Contact, MailKind
from clusterdynamics_web.studies.models import Wave

__all__ = ["CloseForm", "ContactForm", "PlanForm"]


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class PlanForm(forms.Form):
    """The dates of a wave: one line for each step, an empty date leaves the step out."""

    automatic = forms.BooleanField(
        label=_("Send mails on these days without asking again"),
        help_text=_("Otherwise you look at the recipients on the day and press the button."),
        required=False,
    )

    def __init__(self, *args: Any, wave: Wave, steps: list[tuple[MailKind, date | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        self.kinds = [kind for kind, _on in steps]
        for number, (kind, on) in enumerate(steps):
            self.fields[f"on-{number}"] = _day(label=kind.label, required=False, initial=on)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number, kind in enumerate(self.kinds):
            on = given.get(f"on-{number}")
            if on is None or kind == MailKind.PRE_NOTICE:
                continue
            if self.wave.opens and on < self.wave.opens:
                self.add_error(f"on-{number}", _("This is before the wave opens."))
            if self.wave.closes and on > self.wave.closes:
                self.add_error(f"on-{number}", _("This is after the wave closes."))
        return given

    def steps(self) -> list[tuple[MailKind, date]]:
        days = [(kind, self.cleaned_data.get(f"on-{number}")) for number, kind in enumerate(self.kinds)]
        return [(kind, on) for kind, on in days if on is not None]


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no parameter when it runs
    """Whom to ask in an organisation."""

    class Meta:
        model = Contact
        fields = ("name", "email", "phone", "language")

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages, required=False)


class CloseForm(forms.Form):
    """The last question before a wave is closed."""

    sure = forms.BooleanField(label=_("Close the wave. Nobody can answer after that."))
