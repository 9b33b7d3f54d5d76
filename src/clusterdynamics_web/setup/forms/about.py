"""The form of step 1."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["AboutForm"]

INFORMANTS = {
    "any": gettext_lazy("One is enough: a link is there if anybody of the organisation reports it"),
    "all": gettext_lazy("All must agree: a link is there only if everybody of the organisation reports it"),
    "lead": gettext_lazy("One speaks for it: only the answers of the person marked so count"),
}


class AboutForm(forms.Form):
    """What the study is called, whom it is about, who answers questions, and when."""

    title = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("Participants read it on every page."), max_length=200
    )
    internal_title = forms.CharField(
        label=gettext_lazy("Name for the team"),
        help_text=gettext_lazy("Participants never see it."),
        max_length=200,
        required=False,
    )
    boundary = forms.CharField(
        label=gettext_lazy("Who belongs to the cluster, and why?"),
        help_text=gettext_lazy("At most 500 characters. Participants and reports show it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        required=False,
    )
    first_language = forms.ChoiceField(
        label=gettext_lazy("First language"), help_text=gettext_lazy("Your own texts are written in it.")
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages in which participants can answer"), widget=forms.CheckboxSelectMultiple
    )
    contact_name = forms.CharField(label=gettext_lazy("Whom can participants ask?"), max_length=120, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    contact_phone = forms.CharField(label=gettext_lazy("Their telephone"), max_length=40, required=False)
    informants = forms.ChoiceField(
        label=gettext_lazy("If several people answer for one organisation"),
        help_text=gettext_lazy("Every report says which rule held."),
        choices=list(INFORMANTS.items()),
        widget=forms.RadioSelect,
    )
    label = forms.CharField(label=gettext_lazy("Name of this wave"), max_length=120, required=False)
    opens = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    closes = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        now, wave = study.parsed, current_wave(study)
        kwargs["initial"] = {
            "title": now.title,
            "internal_title": study.internal_title,
            "boundary": now.boundary,
            "first_language": now.languages[0],
            "languages": list(now.languages),
            "contact_name": study.contact_name,
            "contact_email": study.contact_email,
            "contact_phone": study.contact_phone,
            "informants": now.informants,
            "label": wave.label,
            "opens": wave.opens,
            "closes": wave.closes,
        }
        super().__init__(*args, **kwargs)
        known = [(code, str(name)) for code, name in settings.LANGUAGES]
        known += [(code, code) for code in now.languages if code not in dict(known)]
        for name in ("first_language", "languages"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = known
        if state_of(wave) != State.DRAFT:
            for name in ("first_language", "languages", "informants", "opens"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The last day comes after the first."))
        if "languages" in data and "first_language" in data and data["first_language"] not in data["languages"]:
            self.add_error("languages", _("The first language is one of them."))
        return data

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if not title:
            raise ValidationError(_("Give the study a title."))
        return title

    def values(self) -> dict[str, Any]:
        """Return what to write, by the names that the operation knows."""
        data = dict(self.cleaned_data)
        first = data.pop("first_language")
        data["languages"] = (first, *(code for code in data["languages"] if code != first))
        data["boundary"] = data["boundary"].strip()
        return data
