"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.studies.models import Actor, Wave

__all__ = ["CodeForm", "OrganisationForm"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("It is on the screen in the room."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )


class OrganisationForm(forms.Form):
    """For whom somebody answers: one of those that are known, or a new name."""

    NEW = ""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = wave.study.actors.filter(opted_out__isnull=True).order_by("label")
        self.actors = {a.code: a for a in known}
        if self.actors:
            self.fields["actor"] = forms.ChoiceField(
                label=_("Your organisation"),
                choices=[(self.NEW, _("It is not on the list")), *((a.code, a.label) for a in known)],
                required=False,
            )
        self.fields["name"] = forms.CharField(
            label=_("Name of your organisation") if not self.actors else _("If it is not on the list: its name"),
            max_length=200,
            required=not self.actors,
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.actors and not given.get("actor") and not given.get("name") and not self.errors:
            self.add_error("name", _("Choose your organisation, or type its name."))
        return given

    @property
    def chosen(self) -> Actor | None:
        return self.actors.get(self.cleaned_data.get("actor", ""))
